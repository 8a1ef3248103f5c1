"""The vocabulary of topics, with every spelling in Chinese and English folded onto one name."""

from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from digest_pipeline.briefs.lexicon.terms import Term, terms
from digest_pipeline.spellings import folded

if TYPE_CHECKING:
    from digest_pipeline.settings import Subject


class Vocabulary:
    """The topics that a tag may name: those of the user's own, then those that ship.

    Where both have a spelling, it is the user's topic.
    """

    def __init__(self, own: Iterable[Term] = ()) -> None:
        """Put the user's `own` topics before those that ship."""
        mine = tuple(own)
        taken = {_key(spelling) for term in mine for spelling in term}
        self.terms = (*mine, *(term for term in TAGS if taken.isdisjoint({_key(term.zh), _key(term.en)})))

    def fold(self, tag: str, language: str) -> str:
        """Return the vocabulary's name for `tag` in `language`, or the tag itself, trimmed, when it is a new one."""
        term = self._term_of.get(_key(tag))
        return term.label(language) if term else tag.strip()

    def __contains__(self, tag: str) -> bool:
        return _key(tag) in self._term_of

    @cached_property
    def spellings(self) -> tuple[tuple[Term, tuple[str, ...]], ...]:
        """Each topic with its spellings in lower case, of one thing and of several, none twice."""
        return tuple((term, tuple(dict.fromkeys(chain.from_iterable(map(_numbers, term))))) for term in self.terms)

    @cached_property
    def _term_of(self) -> Mapping[str, Term]:
        return {_key(spelling): term for term in reversed(self.terms) for spelling in term}


def _numbers(spelling: str) -> tuple[str, ...]:
    small = spelling.casefold()
    return (small, f"{small}s") if small.isascii() and not small.endswith("s") else (small,)


def _key(tag: str) -> str:
    """Return the form in which tags are compared: one thing or several of it, `LLM` and `LLMs`, are one tag."""
    return folded(tag).strip().removesuffix("s")


@lru_cache(maxsize=8)
def vocabulary_of(subject: "Subject") -> Vocabulary:
    """Return the vocabulary of a digest: `subject.topics`, and what ships."""
    return Vocabulary(Term(topic.zh, topic.en, topic.also) for topic in subject.topics)


TAGS = terms("""
    大模型 | LLM | large language model, large language models, 大语言模型, 语言模型, language model, SLM
    智能体 | AI agents | agent, agentic, AI agent, AI 智能体, Agent, Agents
    多智能体 | multi-agent | multi-agent system, 多代理
    强化学习 | reinforcement learning | RLHF, RLVR, GRPO, PPO
    推理模型 | reasoning | chain-of-thought, chain of thought, CoT, 思维链, 推理能力
    推理加速 | inference | inference-time, 推理服务, 推理成本, 推理引擎, speculative decoding, KV cache
    模型训练 | model training | pre-training, pretraining, post-training, 预训练, 后训练
    微调 | fine-tuning | finetuning, LoRA, SFT, instruction tuning
    量化 | quantization | quantisation, 模型量化, INT4, INT8, FP8, FP4, QAT
    蒸馏 | distillation | knowledge distillation, 知识蒸馏
    MoE | MoE | mixture of experts, mixture-of-experts, 混合专家
    RAG | RAG | retrieval-augmented, 检索增强, vector database, 向量数据库
    长上下文 | long context | context window, 上下文窗口, long-context
    提示工程 | prompt engineering | prompt, 提示词
    MCP | MCP | Model Context Protocol
    多模态 | multimodal | vision-language, VLM, MLLM, LVLM, 视觉语言, multi-modal
    图像生成 | image generation | text-to-image, 文生图, 生图
    视频生成 | video generation | text-to-video, 文生视频, 图生视频
    语音 | speech | text-to-speech, TTS, ASR, 语音识别, 语音合成, speech recognition
    扩散模型 | diffusion models | diffusion model, diffusion, flow matching, 流匹配
    计算机视觉 | computer vision | object detection, image segmentation, 目标检测
    世界模型 | world models | world model
    具身智能 | embodied AI | embodied, VLA, 具身
    机器人 | robotics | robot, humanoid, 人形机器人
    自动驾驶 | autonomous driving | self-driving, robotaxi, Robotaxi, 智驾, 无人驾驶, 辅助驾驶
    AI 编程 | AI coding | coding agent, coding assistant, vibe coding, Codex, Claude Code, Copilot, 代码生成
    评测 | benchmark | benchmarks, leaderboard, 基准测试, 评测基准, 跑分
    开源 | open source | open-source, open-weight, open weights, 开源模型, 开放权重
    安全 | AI safety | alignment, jailbreak, red teaming, 对齐, 越狱, prompt injection
    网络安全 | security | vulnerability, malware, ransomware, CVE, phishing, 漏洞, 黑客, 恶意软件
    隐私 | privacy | data protection, 个人信息, 数据泄露, data breach
    可解释性 | interpretability | explainability, mechanistic interpretability
    幻觉 | hallucination | hallucinations
    合成数据 | synthetic data | data synthesis, 数据合成
    数据集 | datasets | dataset, corpus, 语料
    知识图谱 | knowledge graph | knowledge graphs
    GPU | GPU | graphics card, 显卡
    芯片 | chips | chip, semiconductor, TPU, NPU, 半导体, 处理器, 制程, ASIC
    存储 | memory chips | HBM, DRAM, NAND, DDR5, SSD
    数据中心 | data centers | data center, datacenter, data centre, 算力中心, 智算中心
    算力 | AI compute | computing power, compute capacity
    云计算 | cloud computing | 云服务
    数据库 | databases | database, SQL, DuckDB, PostgreSQL
    编程语言 | programming | Rust, Python, compiler, 编译器, Go 语言
    Linux | Linux | Linux kernel, 内核
    开发者工具 | developer tools | devtools, SDK, IDE, CLI
    手机 | smartphones | smartphone, iPhone, 智能手机, 折叠屏
    电脑 | PCs | laptop, 笔记本电脑, 笔记本, 主机
    可穿戴 | wearables | smartwatch, 智能手表, 智能眼镜, smart glasses, 手环
    电动汽车 | electric vehicles | electric vehicle, EV, 新能源汽车, 电动车, 纯电, 增程
    航天 | spaceflight | rocket, satellite, 火箭, 卫星, 航天
    游戏 | games | video game, gaming, Steam, 玩家
    融资 | funding | Series A, Series B, Series C, 种子轮, 天使轮, 投资方, raised
    上市 | IPO | 招股书, 港交所, 科创板, initial public offering
    并购 | acquisitions | acquire, acquisition, 收购, merger
    财报 | earnings | 营收, 净利润, quarterly results, revenue
    裁员 | layoffs | laid off, job cuts
    监管 | regulation | regulator, AI Act, 法案, 工信部, 网信办, FTC
    诉讼 | litigation | lawsuit, 起诉, 法院, court
    版权 | copyright | 著作权, 侵权
    教育 | education | 高考, students, 教师
    医疗 | healthcare | clinical, medical, 临床, 药物, drug discovery
    金融 | finance | 银行, banking, 股票, 基金
""")

SHIPPED = Vocabulary()

"""The words the briefs know: organisations, tags, and the cues of kinds, categories, sections, furniture and orders.

Facts and vocabulary only, in Chinese and English, with every spelling folded onto one name; how they are weighed
belongs to `scoring.py` and `extractive.py`. How a spelling is found in a text is the project's `spellings.py`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from digest_pipeline.model import Category, StoryKind
from digest_pipeline.spellings import folded, positions


@dataclass(frozen=True, slots=True)
class Term:
    """One thing with its names: how it is printed in Chinese and in English, and what else it is called."""

    zh: str
    en: str
    spellings: tuple[str, ...] = ()

    def label(self, language: str) -> str:
        """Return the name to print in a text of `language`."""
        return self.zh if language.startswith("zh") else self.en

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((self.en, self.zh, *self.spellings)))


def organisations_in(text: str) -> dict[Term, list[int]]:
    """Return the organisations that `text` names, with where, in the order of first appearance."""
    found = {
        term: sorted(at for s in term for at in positions(text, s) if not _misleading(text, at))
        for term in ORGANISATIONS
    }
    return dict(sorted(((t, at) for t, at in found.items() if at), key=lambda item: (item[1][0], item[0].en)))


def fold_tag(tag: str, language: str) -> str:
    """Return the vocabulary's name for `tag` in `language`, or the tag itself, trimmed, when it is a new one."""
    term = _TAG_OF.get(folded(tag).strip())
    return term.label(language) if term else tag.strip()


def is_order(text: str) -> bool:
    """Say whether `text` speaks to a machine that reads the page instead of to a reader."""
    return ORDERS.search(folded(text)) is not None


def is_furniture(text: str) -> bool:
    """Say whether `text` belongs to the page around the article: credits, share lines, captions, legal lines."""
    return FURNITURE.search(text) is not None


@lru_cache(maxsize=8)
def body(text: str) -> str:
    """Return `text` without short lines of page furniture, for counting: a neighbour's title is no mention."""
    lines = text.split("\n")
    kept = "\n".join(line for line in lines if len(line) > _LONGEST_FURNITURE or not is_furniture(line.strip()))
    return kept if kept.strip() else text


def _misleading(text: str, at: int) -> bool:
    return _FALSE_FRIENDS.match(text, at) is not None or _FORMER.search(text, max(0, at - 7), at) is not None


def _terms(table: str) -> tuple[Term, ...]:
    """Read a table of one term a line: `Chinese | English | other spellings, separated by commas`."""
    terms = []
    for line in filter(None, map(str.strip, table.splitlines())):
        zh, en, *rest = (cell.strip() for cell in line.split("|"))
        terms.append(Term(zh, en, tuple(s.strip() for s in rest[0].split(",")) if rest else ()))
    return tuple(terms)


def _cues(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


ORGANISATIONS: Sequence[Term] = _terms("""
    OpenAI | OpenAI
    Anthropic | Anthropic
    谷歌 | Google | Alphabet
    DeepMind | DeepMind | 谷歌 DeepMind, Google DeepMind
    微软 | Microsoft
    Meta | Meta | Meta AI, FAIR
    英伟达 | NVIDIA | Nvidia
    苹果 | Apple | 苹果公司
    亚马逊 | Amazon | AWS, 亚马逊云科技
    xAI | xAI
    特斯拉 | Tesla
    SpaceX | SpaceX
    英特尔 | Intel
    AMD | AMD | 超威
    高通 | Qualcomm
    博通 | Broadcom
    台积电 | TSMC
    三星 | Samsung | 三星电子
    SK 海力士 | SK hynix | SK海力士, SK Hynix
    美光 | Micron
    Arm | Arm Holdings | Arm 公司
    IBM | IBM
    甲骨文 | Oracle
    Salesforce | Salesforce
    Adobe | Adobe
    Hugging Face | Hugging Face | HuggingFace
    Mistral AI | Mistral AI | Mistral
    Cohere | Cohere
    Perplexity | Perplexity
    Stability AI | Stability AI
    Midjourney | Midjourney
    Runway | Runway
    ElevenLabs | ElevenLabs
    Scale AI | Scale AI
    Databricks | Databricks
    Snowflake | Snowflake
    Cerebras | Cerebras
    Groq | Groq
    CoreWeave | CoreWeave
    Together AI | Together AI
    Safe Superintelligence | Safe Superintelligence
    Thinking Machines | Thinking Machines | Thinking Machines Lab
    Figure | Figure AI
    波士顿动力 | Boston Dynamics
    Waymo | Waymo
    GitHub | GitHub
    GitLab | GitLab
    Cursor | Cursor | Anysphere
    Cloudflare | Cloudflare
    字节跳动 | ByteDance | 字节 Seed
    阿里巴巴 | Alibaba | 阿里云, 阿里, Alibaba Cloud
    通义 | Qwen | 千问, 通义千问
    蚂蚁集团 | Ant Group | 蚂蚁
    腾讯 | Tencent | 腾讯混元, 腾讯云
    百度 | Baidu | 百度智能云
    华为 | Huawei | 昇腾
    小米 | Xiaomi
    京东 | JD.com
    美团 | Meituan
    快手 | Kuaishou
    小红书 | Xiaohongshu | rednote
    哔哩哔哩 | Bilibili | B站
    联想 | Lenovo
    深度求索 | DeepSeek
    月之暗面 | Moonshot AI | Moonshot
    智谱 | Zhipu AI | 智谱 AI, Z.ai, Zhipu
    MiniMax | MiniMax | 稀宇
    阶跃星辰 | StepFun
    百川智能 | Baichuan
    零一万物 | 01.AI
    面壁智能 | ModelBest
    商汤 | SenseTime | 商汤科技
    科大讯飞 | iFlytek | iFLYTEK, 讯飞
    寒武纪 | Cambricon
    摩尔线程 | Moore Threads
    沐曦 | MetaX
    壁仞科技 | Biren | 壁仞
    中芯国际 | SMIC
    宇树科技 | Unitree | 宇树
    智元机器人 | AgiBot | 智元
    优必选 | UBTECH
    小鹏 | XPeng | 小鹏汽车
    文远知行 | WeRide
    小马智行 | Pony.ai
    软银 | SoftBank
    华硕 | ASUS | Asus
    戴尔 | Dell
    惠普 | HP Inc.
    联发科 | MediaTek
    索尼 | Sony
    任天堂 | Nintendo
    荣耀 | HONOR
    OPPO | OPPO
    比亚迪 | BYD
    蔚来 | NIO
    理想汽车 | Li Auto
    优步 | Uber
    奈飞 | Netflix
    清华大学 | Tsinghua University | 清华
    北京大学 | Peking University | 北大
    复旦大学 | Fudan University | 复旦
    上海交通大学 | Shanghai Jiao Tong University | 上海交大
    浙江大学 | Zhejiang University | 浙大
    中国科学院 | Chinese Academy of Sciences | 中科院
    香港科技大学 | HKUST | 港科大
    上海人工智能实验室 | Shanghai AI Laboratory | Shanghai AI Lab
    斯坦福大学 | Stanford | 斯坦福, Stanford University
    麻省理工学院 | MIT | 麻省理工
    加州大学伯克利分校 | UC Berkeley | 伯克利
    卡内基梅隆大学 | Carnegie Mellon | CMU
    艾伦人工智能研究所 | Allen Institute for AI | Ai2
""")

TAGS: Sequence[Term] = _terms("""
    大模型 | LLM | large language model, large language models, 大语言模型, 语言模型, language model
    智能体 | AI agents | agent, agentic, AI agent, AI 智能体, Agent, Agents
    多智能体 | multi-agent | multi-agent system, 多代理
    强化学习 | reinforcement learning | RLHF, RLVR, GRPO, PPO
    推理模型 | reasoning | chain-of-thought, chain of thought, 思维链, 推理能力
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
    多模态 | multimodal | vision-language, VLM, MLLM, 视觉语言, multi-modal
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

SITE_NAMES = frozenset(
    "ithome it之家 36氪 36kr 机器之心 量子位 新智元 虎嗅 虎嗅网 少数派 爱范儿 钛媒体 极客公园 infoq infoq中文 "
    "雷锋网 澎湃新闻 新浪科技 网易科技 "
    "腾讯新闻 腾讯网 凤凰网 搜狐 知乎 techcrunch wired ars|technica the|verge venturebeat mit|technology|"
    "review engadget cnbc reuters "
    "bloomberg zdnet the|register the|guardian github hugging|face arxiv arxiv.org hacker|news medium dev|"
    "community substack "
    "product|hunt lobsters openai google|deepmind the|keyword techradar cnet axios".replace(" ", "\x1f")
    .replace("|", " ")
    .split("\x1f")
)

KIND_CUES: Mapping[StoryKind, re.Pattern[str]] = {
    "advertisement": _cues(
        r"领券|优惠券|到手价|券后|立减|抢购|秒杀|拼团|包邮|限时(?:优惠|特惠|折扣)|百亿补贴|国补后|好价|红包|"
        r"下单(?:立|即|可)|扫码(?:报名|购买|领取)",
        r"[【\[（(](?:商业)?(?:推广|广告|赞助)[】\]）)]|限时[一二三四五六七八九\d.]+折|原价\s?\d+\s?元|抢占名额|由.{1,20}赞助",
        r"立即(?:购买|报名|抢购)|早鸟票|本文为推广|商业推广|广告合作|赞助内容|好物推荐",
        r"promo code|discount code|coupon|sponsored (?:post|content|by)|advertorial|buy now|"
        r"limited[- ]time (?:offer|deal)",
        r"\b\d{1,2}% off\b|\bbest .{0,20}deals?\b|\bearly[- ]bird|affiliate link|\$\d+ off\b|save (?:up to )?\$\d+",
    ),
    "paper": _cues(
        r"\bwe (?:propose|present|introduce|show that|study)\b|\bin this paper\b|\bthis (?:paper|work|study) \w+|"
        r"\barxiv\b",
        r"本文提出|论文|研究(?:团队|人员)(?:提出|发现|发表)|预印本|ICLR|NeurIPS|ICML|CVPR|\bACL\b|EMNLP|发表(?:于|"
        r"在).{0,12}(?:Nature|Science|期刊)",
    ),
    "release": _cues(
        r"发布|推出|开源|上线|上架|开售|亮相|升级|更新|公测|正式版|预览版|首发",
        r"\b(?:releas|launch|introduc|announc|unveil|open-sourc|roll(?:s|ed|ing)? out|ship)\w*|\bnow available\b",
        r"\bv?\d+\.\d+(?:\.\d+)?\b.{0,20}\b(?:is out|released)\b",
    ),
    "tool": _cues(
        r"\bShow HN\b|\b(?:CLI|SDK|toolkit|plugin|extension|open-source (?:tool|library|framework))\b|\bgithub -",
        r"开源(?:工具|项目|框架|库)|插件|小工具|命令行",
    ),
    "opinion": _cues(
        r"^(?:opinion|why |how i|i |my |the case (?:for|against)|what .+ (?:gets|get) wrong|stop |don.t )|"
        r"\beditorial\b|\bop-ed\b",
        r"^(?:专访|对话|评论|观点|为什么|社论|我(?:为什么|用|在|把|是|眼中))|谈谈|怎么看|深度思考|反思",
    ),
}

CATEGORY_CUES: Mapping[Category, re.Pattern[str]] = {
    "infrastructure": _cues(
        r"\b(?:gpus?|tpus?|npus?|chips?|semiconductors?|data ?cent(?:er|re)s?|servers?|hbm|dram|nand|cuda|"
        r"kernels?|clusters?|compute)\b",
        r"\b(?:inference engine|vllm|sglang|kubernetes|databases?|cloud|linux|power grid|networking)\b",
        r"芯片|显卡|算力|数据中心|服务器|处理器|半导体|存储|内存|晶圆|制程|集群|云计算|电网|基站|内核",
    ),
    "models": _cues(
        r"\b(?:llms?|gpt-?[\d.]*|claude|gemini|llama|qwen[\d.]*|deepseek[-\w.]*|kimi|mistral|grok|gemma|glm[-\d.]*)\b",
        r"\b(?:parameters|weights|checkpoints?|foundation models?|language models?|fine-tun\w+|pre-?train\w+|"
        r"multimodal|diffusion)\b",
        r"大模型|语言模型|多模态|参数|权重|开源模型|推理模型|预训练|微调|文生图|生成模型|通义|千问|混元|豆包|文心",
    ),
    "applications": _cues(
        r"\b(?:agents?|agentic|assistants?|copilot|chatbots?|apps?|plugins?|browsers?|robots?|robotaxis?|users?|"
        r"features?|devices?)\b",
        r"\b(?:smartphones?|iphone|android|glasses|headsets?|games?)\b",
        r"智能体|助手|应用|插件|浏览器|机器人|用户|功能|手机|平板|手表|眼镜|耳机|汽车|车型|智驾|游戏|系统更新",
    ),
    "research": _cues(
        r"\b(?:paper|benchmarks?|arxiv|experiments?|datasets?|we propose|researchers?|ablation|state-of-the-art|"
        r"study|theorem)\b",
        r"论文|实验|基准|数据集|研究(?:团队|人员|者)|科学家|学者|发表",
    ),
    "industry": _cues(
        r"\b(?:rais\w+|funding|valuation|acquir\w+|acquisition|ipo|revenue|earnings|layoffs?|investors?|shares|"
        r"startups?|ceo|sales|market)\b",
        r"融资|估值|收购|上市|财报|营收|净利润|裁员|股价|股东|投资|市值|销量|销售|公告|募资|创始人|市场|同比",
    ),
    "policy": _cues(
        r"\b(?:regulat\w+|lawsuits?|sued|court|judges?|congress|senate|ftc|antitrust|ban(?:ned|s)?|policymakers?|"
        r"legislation|lawmakers?|privacy|copyright|government)\b",
        r"监管|法案|法院|起诉|诉讼|条例|工信部|网信办|国务院|禁令|反垄断|版权|隐私|合规|政策|规划|标准|处罚|"
        r"出口管制|发改委",
    ),
}

FINDING = _cues(
    r"\d[\d.,]*\s?(?:%|％|x\b|×|倍|万|亿|千|元|美元|毫秒|秒|小时|GB|TB|MB|tokens?|fps|TPS|个百分点|辆|台|人次|mAh|"
    r"W\b|nm|ms\b)",
    r"[$€£¥]\s?\d|\b\d[\d.,]* (?:percent|million|billion|trillion|times|points|users|hours|minutes|seconds)\b",
    r"\b(?:results? (?:show|indicate|suggest|demonstrate)|outperform\w*|we (?:find|found|observe)|findings|"
    r"experiments? (?:show|on|across)|accuracy of)\b",
    r"结果(?:显示|表明)|优于|创.{0,4}新高|同比|环比|准确率|数据显示|实验(?:表明|证明|结果)|测试(?:显示|表明|结果)",
)
LIMITATION = _cues(
    r"^(?:but|however|yet|still|though|although|unfortunately|nevertheless)\b.*(?:\bnot?\b|n['’]t\b|\bnever\b|"
    r"\bonly\b|\black|\blimit|\brisk|\bfail|\bunclear|\bdifficult|\bchalleng|\bcost|\bconcern|\bproblem)",
    r"\b(?:(?<!this )(?<!these )limitations?|drawbacks?|downsides?|caveats?|shortcomings?|remains? (?:unclear|"
    r"a challenge|challenging|"
    r"limited|to be seen)|does not (?:yet|support|work|scale))\b",
    r"\b(?:not yet|only works|struggl\w+|fails? to|too expensive|not available)\b",
    r"^(?:但|然而|不过|可是)[^。]*(?:[不未难无缺仍]|风险|问题|隐患|受限)|^遗憾|，(?:但|然而|"
    r"不过)[^。]*(?:[不未难无仍]|只[能是有]|缺|受限|风险|仅)",
    r"局限|不足之处|缺点|短板|仍需|尚未|暂未|难以|受限|未披露|未透露|瓶颈|隐患|仅支持|仅限",
)
INSIGHT = _cues(
    r"\b(?:says?|said|told|believes?|argu\w+|according to|thinks?|explain\w*|suggests? that|meaning that|"
    r"in other words|predict\w*|expects?|warns?|warned|adds?|added|wrote|points? out)\b",
    r"表示|认为|指出|称，|称：|坦言|强调|预计|意味着|看来|分析|观点|预测|警告|透露|直言|相信|背后|本质上|意义",
)
TECHNIQUE = _cues(
    r"\b(?:architectures?|algorithms?|methods?|frameworks?|pipeline|mechanisms?|trained|built|uses?|using|"
    r"based on|designs?|works by|propose[sd]?|introduces?|implement\w*|supports?|powered by|features?)\b",
    r"架构|算法|方法|框架|机制|采用|基于|支持|搭载|通过|利用|设计|引入|提出|实现|训练|内置|配备|原理|技术",
)

FURNITURE = _cues(
    r"^(?:责任编辑|编辑|责编|作者|来源|记者|撰文|校对|审核|排版|原标题|原文链接|延伸阅读|相关阅读|推荐阅读|往期|"
    r"参考资料|免责声明|版权声明|声明|广告声明)\s*[：:丨|]",
    r"^(?:延伸阅读|相关阅读|推荐阅读|参考$|阅读原文|目录$)|广告声明|文内含有的对外跳转链接|微信扫一扫|扫码关注|"
    r"关注.{0,8}公众号|点击.{0,6}(?:关注|阅读原文|蓝字)|ICP备|版权所有|登录后发表|^网友评论|"
    r"未经.{0,4}授权.{0,6}(?:转载|不得|禁止)|转载请(?:注明|联系)|点赞.{0,6}(?:在看|关注|收藏|转发)|点个.{0,2}在看|"
    r"^分享到|(?:扫描|识别|扫).{0,8}二维码|投稿邮箱|商务合作请|添加微信|加入.{0,6}(?:交流群|社群)",
    r"^(?:▲|△|▼|图源|图片来源|图注|配图|图\s?\d|（图|\(图)|如下图|如图所示|点击查看大图|(?:如下|见下表|"
    r"见下图)[：:。]?$",
    r"^(?:read more|related(?: articles| stories|:|$)|see also|share this|log ?in to|subscribe|advertisement|"
    r"sponsored|sign up|subscribe|follow us|image credits?|photo(?:graph)?(?: by|:| credit)|credit:|getty images|"
    r"tags?:|launch tags|filed under|comments?:|subjects?:|cite as|submitted on|\[submitted|authors?:|title:|"
    r"continue reading|table of contents|originally published|this (?:story|article) (?:was )?(?:originally|"
    r"first) (?:appeared|published))",
    r"\b(?:sign up for|by signing up|subscribe now|our newsletter|agree to (?:our|the) (?:terms|privacy)|(?:uses?|"
    r"accept|our) cookies|all rights reserved|follow (?:us|me) on|share this|click here|affiliate commission|"
    r"earn a commission|let us know in the comments|leave a comment|join the discussion|thanks for reading|"
    r"getty images|accept all|(?:enable|requires?) javascript|javascript is (?:disabled|required))\b",
    r"^©|^copyright\b",
)

# Sentences that give orders to a model; matched on `folded` text.
ORDERS = _cues(
    r"\b(?:ignore|disregard|forget|override|overlook|bypass)\b[^.]{0,30}\b(?:previous|prior|above|earlier|"
    r"preceding|your?|all|any|these|system|original|everything)\b"
    r"[^.]{0,25}\b(?:instruct\w*|prompts?|rules|guidelines|directions|directives|orders|commands|context|text|"
    r"messages?|told|before|above)\b",
    r"\b(?:reveal|print|show|output|repeat|leak|tell me)\b.{0,20}\b(?:system|developer|hidden|secret|"
    r"initial) (?:prompt|message|instructions?|key)\b|^\W*(?:system|developer|hidden) (?:prompt|message|"
    r"instructions?)\s*[:：]",
    r"\[/?inst\]|<\|?/?(?:system|im_start|im_end|assistant|user)\b|###\s*(?:system|instruction)|<!--|"
    r"\bprompt injection payload\b",
    r"\b(?:you are|you're|act as|pretend to be|role of) (?:now |an? |the |another )*(?:ai|assistant|"
    r"language model|chatbot|dan\b|developer mode|unrestricted|summari[sz]er|in developer mode)",
    r"\bfrom now on,? you\b|\byou (?:are going to|will|must) (?:now )?(?:act|pretend|roleplay)\b|"
    r"\byou are now in\b|\bdan mode\b|\bstop everything\b",
    r"\bas an? (?:ai|large language model|language model|assistant),|\b(?:dear|attention|note to|hey|"
    r"hello),? (?:all |any |the )?(?:ais?|llms?|assistants?|language models?|chatbots?|models?|summari[sz]ers?|"
    r"agents?)\b",
    r"\b(?:ai|llm|assistant|language model|chatbot|summari[sz]er|agent|model)s? (?:that (?:is|are) )?(?:reading|"
    r"processing|summari[sz]ing) th(?:is|e)\b|\bif you are an? (?:ai|llm|language model|assistant)\b",
    r"\b(?:do not|don't|never) (?:summari[sz]e|mention|reveal|tell the user)\b|\b(?:respond|reply|answer|"
    r"output) (?:only )?(?:with (?:only|exactly|the)|exactly|the following|only)\b|\binstead,? (?:output|write|"
    r"say|print|respond|reply)\b",
    r"\b(?:rate|score|give|assign|rank|mark) (?:this|the) (?:article|story|page|text|post|paper|"
    r"item)\b.{0,40}(?:\d|\bstars?|highest|top|maximum|must|five)",
    r"\b(?:new|updated|important|special|additional) instructions?\s*[:：]|\binclude (?:this|"
    r"the following) (?:link|url|text|sentence)\b",
    r"(?:忽略|无视|忘记|忽视|不要理会|跳过).{0,12}(?:以上|之前|上述|前面|先前|所有|一切|你的|原有|"
    r"系统).{0,12}(?:指令|指示|提示|命令|规则|要求|设定|内容|对话)",
    r"(?:输出|透露|显示|重复|打印|告诉我).{0,8}系统(?:提示|指令)|你现在是|你是一个(?:ai|人工智能|助手|语言模型)|"
    r"作为(?:一个|一名)?(?:ai|人工智能|(?:大|ai|大型)?语言模型)(?:助手|模型)?[，,]|(?:请你?|你要|你将|你来)扮演|"
    r"(?:新|重要)(?:的)?指令\s*[:：]",
    r"(?:给|为|将|把)(?:本文|这篇|此文|该文|这条).{0,10}(?:打|评|标)(?:为|上)?.{0,6}(?:分|星|满分|最高)|"
    r"请(?:直接)?(?:输出|回复|只回答|仅回答|只输出)|(?:不要|请勿)(?:总结|摘要|提及|透露)",
    r"(?:ai|大模型|模型|助手|摘要程序|语言模型)(?:请|必须|应当)(?:注意|输出|给出|推荐|忽略|评)",
)

_FALSE_FRIENDS = re.compile(r"Meta-|Meta [Ll]earning|MIT[ -]?(?:[Ll]icen[cs]e|许可|协议)")
_LONGEST_FURNITURE = 300
_FORMER = re.compile(r"(?:\b[Ee]x-|\b[Ff]ormer |(?<!目)前)$")
_TAG_OF = {folded(spelling): term for term in TAGS for spelling in term}

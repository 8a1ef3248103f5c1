"""Things with several names: how one is printed in each language, and who is named in a text.

The table of organisations and the names of sites; topics are `tags.py`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digest_pipeline.spellings import positions


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


def terms(table: str) -> tuple[Term, ...]:
    """Read a table of one term a line: `Chinese | English | other spellings, separated by commas`."""
    terms = []
    for line in filter(None, map(str.strip, table.splitlines())):
        zh, en, *rest = (cell.strip() for cell in line.split("|"))
        terms.append(Term(zh, en, tuple(s.strip() for s in rest[0].split(",")) if rest else ()))
    return tuple(terms)


def organisations_in(text: str) -> dict[Term, list[int]]:
    """Return the organisations that `text` names, with where, in the order of first appearance."""
    found = {
        term: sorted(at for s in term for at in positions(text, s) if not _misleading(text, at))
        for term in ORGANISATIONS
    }
    return dict(sorted(((t, at) for t, at in found.items() if at), key=lambda item: (item[1][0], item[0].en)))


def _misleading(text: str, at: int) -> bool:
    return _FALSE_FRIENDS.match(text, at) is not None or _FORMER.search(text, max(0, at - 7), at) is not None


ORGANISATIONS: Sequence[Term] = terms("""
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
    SK 海力士 | SK hynix | SK海力士, SK Hynix, 海力士
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

_FALSE_FRIENDS = re.compile(r"Meta-|Meta [Ll]earning|MIT[ -]?(?:[Ll]icen[cs]e|许可|协议)")
_FORMER = re.compile(r"(?:\b[Ee]x-|\b[Ff]ormer |(?<!目)前)$")

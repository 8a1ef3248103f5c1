"""The names of a statement: Latin words with a capital, Chinese names that a table knows, people beside their titles.

What a name is called in the other script is `dictionary.py`; whether the article names it is `details.py`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from digest_pipeline.briefs.grounding import dictionary

Script = Literal["latin", "han"]


@dataclass(frozen=True, slots=True)
class Name:
    """A name as written between two offsets. A Latin one is a run of words with capitals; `words` are its own ones."""

    start: int
    end: int
    surface: str
    script: Script
    words: tuple[str, ...] = ()


def names(text: str) -> list[Name]:
    """Return the names in `text` (in half-width forms), in order."""
    han = {(one.start, one.end): one for one in (*_known(text), *people(text), *_bodies(text))}
    listed = list(_organisations(text))
    latin = (one for one in _latin(text) if not any(o.start <= one.start and one.end <= o.end for o in listed))
    found = [*listed, *latin, *han.values()]
    return sorted(found, key=lambda one: (one.start, -one.end))


def is_eastern(text: str) -> bool:
    """Say whether a statement is Chinese, whatever Latin names it holds."""
    return len(_HAN.findall(text)) > len(text) / 6


_HAN = re.compile("[\u3400-\u9fff]")

# --- Latin -----------------------------------------------------------------------------------------------------------

_WORD = re.compile(r"(?<![A-Za-z0-9])[A-Za-zÀ-ɏ][A-Za-z0-9À-ɏ]*(?:[.&+-][A-Za-z0-9À-ɏ]+)*(?:[’'](?!s\b)[A-Za-zÀ-ɏ]+)?")
_REPORTS = re.compile(r" (?:reports?|reported|says|said|writes|wrote)\b")
_GIVEN_NAME = re.compile(r" ([A-Z][a-z]+)\b")
_BETWEEN = re.compile(r" |-| (?:of|and the|de|van|von|the) ")
_OPENING = re.compile(r"(?:^|[.!?:;。！？：；“\"‘\n(（《「—–-])\s*\Z")
_GENERIC = frozenset(
    """
    AI ML LLM LLMs VLM API APIs CEO CFO CTO COO CIO CMO VP PhD IPO GPU GPUs CPU CPUs NPU TPU ASIC SoC PC PCs TV TVs OS
    UI UX URL SDK SDKs CLI IDE R&D Q&A FAQ ID IDs IT IoT PR HR SaaS B2B B2C DIY VR AR XR MR EV EVs SUV SUVs OLED LED
    LCD RAM ROM SIM SSD SSDs HDD DRAM NAND HBM USB HDMI WiFi Wi-Fi NFC GPS 3D 2D 5G 6G 4K 8K FPS RPM HDR OTA MoE RL SFT
    OK NGO NGOs App Apps Pro Max Plus Ultra Mini Air Internet Web GDP CPI PPI M&A ETF AGI ASI I I'm I've I'll I'd No Mr
    Mrs Ms Dr Inc Ltd Co Corp LLC Class Chapter Part Section Figure Table Page Series Round Phase Stage Level Tier Day
    Week Month Year Chairman President Chief Executive Officer Director Minister Professor Founder Senator Secretary
    Governor Judge King am pm a.m p.m vs Token Tokens Agent Agents
    """.split()
)
_MONTHS_AND_DAYS = re.compile(
    r"Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|Q[1-4]|H[12]"
)
_TITLE_SHARE = 0.75
_FEWEST_TITLE_WORDS = 4


def _organisations(text: str) -> Iterator[Name]:
    """Yield the organisations of the briefs by their Latin spellings: Snowflake and Scale AI are names anywhere."""
    for match in dictionary.organisations().finditer(text):
        yield Name(match.start(), match.end(), match[0], "latin", (match[0],))


def _latin(text: str) -> Iterator[Name]:
    """Yield the runs of words with capitals; within Chinese text every Latin word is a name."""
    eastern = is_eastern(text)
    found = list(_WORD.finditer(text))
    titled = not eastern and not text.rstrip().endswith(".") and _is_title_case([match[0] for match in found])
    run: list[re.Match[str]] = []
    for match in found:
        if not _is_name(match, text, eastern=eastern, titled=titled):
            continue
        if run and not _BETWEEN.fullmatch(text, run[-1].end(), match.start()):
            yield _named(run, text)
            run = []
        run.append(match)
    if run:
        yield _named(run, text)


def _named(run: list[re.Match[str]], text: str) -> Name:
    start, end = run[0].start(), run[-1].end()
    return Name(start, end, text[start:end], "latin", tuple(match[0] for match in run))


def _is_name(match: re.Match[str], text: str, *, eastern: bool, titled: bool) -> bool:
    word = match[0]
    plain = word.removesuffix("s") if word.removesuffix("s") in _GENERIC else word
    if plain in _GENERIC or _MONTHS_AND_DAYS.fullmatch(word) or len(word) < 2:  # noqa: PLR2004
        return False
    if not any(character.isupper() for character in word):
        return eastern and len(word) > 3 and not _is_ordinary(word)  # noqa: PLR2004  units and abbreviations are short
    if any(character.isupper() or character.isdigit() for character in word[1:]):
        return not word.split("-")[0].isdigit()
    if eastern or (_REPORTS.match(text, match.end()) and not dictionary.is_common(word.lower())):
        return True
    opening = _OPENING.search(text, max(0, match.start() - 3), match.start()) is not None
    given = _GIVEN_NAME.match(text, match.end()) if opening and word != "The" else None
    if given and dictionary.is_pinyin(f"{word}{given[1]}".lower()):
        return True  # Fang Han
    return not ((opening or titled) and _is_ordinary(word.lower()))


def _is_ordinary(word: str) -> bool:
    """Say whether a word that has its capital from its place is one of the language."""
    return (
        dictionary.is_common(word)
        or word.endswith(("ing", "ed", "ly", "ers", "ies", "ions", "ment"))
        or any(dictionary.is_common(stem) for stem in (word.removesuffix("s"), word.removesuffix("es")))
    )


def _is_title_case(words: list[str]) -> bool:
    long = [word for word in words if len(word) > 3 and word.isalpha()]  # noqa: PLR2004  articles and prepositions are small
    return len(long) >= _FEWEST_TITLE_WORDS and sum(word[0].isupper() for word in long) >= _TITLE_SHARE * len(long)


# --- Chinese ---------------------------------------------------------------------------------------------------------

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金"
    "石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_TITLES = (
    "首席执行官|首席财务官|首席技术官|首席科学家|董事长|创始人|总裁|总经理|副总裁|总监|主席|部长|教授|院士|研究员|负责人|分析师|"
    "发言人|秘书长|局长|市长|校长|院长|自然人|作者|律师|主任|工程师|博士|理事长|合伙人|行长|书记|高管|掌门人|老板|导演|"
    "演员|歌手|记者|主播|选手|车手|球员|教练|创业者|投资人|CEO|CFO|CTO|COO"
)
_SAYS = "表示|称|说|指出|透露|认为|强调|坦言|介绍|回应|预计|写道|警告|宣布|发文"
# What somebody is or does, behind a name that begins a clause; and what was done by him, behind 由.
_IS = "既是|曾(?:任|是|在|供职)|先后|担任|出任|现任|创办|创立|毕业|掌管|加入|入职|离职"
_DONE = "一手|创办|创立|创建|主持|执导|主演|饰演|领衔|担任|出任|率领|带领|主导|撰写|发明"
_PERSON = re.compile(
    rf"(?:{_TITLES})\s?(?P<after>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?)(?={_SAYS}|[，。、（(：:；\s]|$|[在将对于也等和与签持曾已是向发宣展获加离创出到亲还就则均都给为以从把被让因及今昨])"
    rf"|(?<![\u4e00-\u9fff])(?P<before>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?)(?=(?:在[^，。]{{1,16}})?(?:{_SAYS})|{_IS})"
    rf"|由(?P<by>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?)(?={_DONE})"
)
_BY_SOUND = re.compile(r"(?P<before>[\u4e00-\u9fff]{1,3})[·•・](?P<behind>[\u4e00-\u9fff]{1,3})")
_BODY = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,6}?)"
    r"(?:公司|集团|科技|大学|学院|研究院|研究所|实验室|委员会|银行|证券|基金|资本|汽车|法院|理工|股份|半导体|智能(?![手眼体化家驾硬终设制机穿座])|机器人)"
)
_SAYING = re.compile(
    r"[称说对向与和在为是从将把被让使给于等及或其该以因由但而之所未已正曾也都仍还就据随同经至到去令这那每各两几旗下]"
)
_PART_OF_BODY = re.compile(r"[子分母]公司$")
_NO_BODY = re.compile(
    r"[该本此某各多几两这那的了在和与及为是从向对由被把将]$|分公司|子公司|母公司|上市|初创|创业|科技公司"
)


def _known(text: str) -> Iterator[Name]:
    for start, end, word in dictionary.known_names(text):
        # 美东时间 says when, and names nobody.
        if not word.endswith("时间"):
            yield Name(start, end, word, "han")


def people(text: str) -> Iterator[Name]:
    """Yield the people of a Chinese text by their surnames, beside what they are, say or did."""
    for match in _PERSON.finditer(text):
        which = str(match.lastgroup)
        # 高管 and 方面 are no people.
        if not dictionary.is_word(match[which]):
            yield Name(match.start(which), match.end(which), match[which], "han")


def foreigners(text: str) -> dict[str, Name]:
    """Return the people of a Chinese text who are written by their sound, by the two characters about the dot."""
    found = {}
    for match in _BY_SOUND.finditer(text):
        tail = _SAYING.search(match["behind"], 1)
        end = match.start("behind") + (tail.start() if tail else len(match["behind"]))
        found[match["before"][-1] + match["behind"][0]] = Name(match.start(), end, text[match.start() : end], "han")
    return found


def _bodies(text: str) -> Iterator[Name]:
    """Yield organisations by the word they end with and the two characters before it, which tell them apart.

    人形机器人 and 科技公司 are of ordinary words and name nobody.
    """
    for match in _BODY.finditer(text):
        start = match.end("name") - 2
        if not (
            _NO_BODY.search(match["name"])
            or _PART_OF_BODY.search(match[0])
            or _SAYING.search(text, start, match.end("name"))
            or dictionary.is_ordinary(text[start : match.end("name")])
        ):
            yield Name(start, match.end(), text[start : match.end()], "han")

"""The few words, printed bold, that say what a point is about: always words of the sentence.

In this order: the label before a colon (`续航：`, `在隐私方面，`), a name that the title lacks, what the sentence is
about (its subject, up to the first verb), a topic of the vocabulary. Many a sentence has none; the name of its section,
which is told by single words, would often say what is not so.
"""

import re
from collections.abc import Iterator

from digest_pipeline.briefs import lexicon
from digest_pipeline.briefs.extractive.names import marked_in, names_in
from digest_pipeline.briefs.extractive.words import STOP_WORDS, is_cjk
from digest_pipeline.spellings import folded, positions

LONGEST_LEAD = 32
_SHORTEST_REST = 12
_MOST_WORDS = 5

_LABEL = re.compile(
    r"(?:在)?([^，。：:；,“”（）在]{2,12})方面，|([A-Z][\w ./+-]{2,31}|[^\s，。：:；,“”（）]{2,10})[：:]\**\s?(?=\S{4})"
)
_ATTRIBUTING = re.compile(
    r"(?:说|表示|称|道|写道|如下|指出|获悉|认为|显示|介绍|包括|强调|said|says|wrote|added|following|include|includes|"
    r"is|are)$",
    re.IGNORECASE,
)
_SUBJECT_ZH = re.compile(
    r"(?:(?:目前|此前|其中|今年|去年|近日|如今|未来|截至\S{2,8}|\d+\s?年\s?(?:\d+\s?月)?|这[一个种款项]|"
    r"[该此本这][轮次届期批]?)[，,]?\s?)*"
    r"([^，。：；“”（）()、\s\d]{2,10}?)(?:同时|还|也|均|都|则|仅|预计|有望|正|正在|已|已经|将(?!军|领|来)|将会|可以|"
    r"可(?![以能靠])|能够|会(?![议员上长场展])|需|需要|不|"
    r"未|尚未|暂未|表示|认为|称|指出|显示|透露|强调|推出|发布|采用|支持|搭载|内置|配备|具备|拥有|提供|使用|完成|"
    r"达到?|约|超过|突破|"
    r"提升|降至|降低|增长|下降|来自|包括|涵盖|覆盖|位于|成立于|属于|是|为|由|在|把|被|让|使|对(?![于话])|从|通过|"
    r"基于|成为|面临|存在)"
)
_NO_SUBJECT = re.compile(
    r"[他她它我你其这那]|^(?:如|假|要|加强|推进|推动|开展|坚持|打造|实现|召开|然而|不过|虽|我们?|你们?|他们?|她们?|"
    r"它们?|自己|大家|这些?|那些?|此外|另外|但|而|且|并|如果|因为|所以|由于|虽然|随着|为了|根据|据|在|从|对|与|"
    r"通过|作为|当|有|无|不|没|将|把|被|让|使|以|于|也|就|才|更|最|很|或|若|凭借|面对|关于|同比|环比|更是|只|仅|即|"
    r"每|各|某)|"
    r"(?:的|地|得|了|着|过|和|与|及|或|在|对|将|从|被|把|让|使|最|更|很|同|并|而|则|就|又|且|所|而且|之后|以后|之前|"
    r"时|后|前|中|上|下)$"
)
_VERB = re.compile(
    r"\s(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|does|do|did|says?|said|makes?|made|"
    r"takes?|took|gives?|gave|shows?|uses?|lets?|gets?|brings?|adds?|launch(?:es|ed)|introduces?|presents?|proposes?|"
    r"offers?|plans?|wants?|aims?|helps?|works?|runs?|ran|built|found|began|became|came|went|won|lost|hit|sold|bought|"
    r"spent|paid|told|wrote|grew|fell|falls?|rose|rises?|led|leads?|left|kept|held|thinks?|seems?|remains?|supports?|"
    r"enables?|allows?|provides?|turns?|moves?|claims?|argues?|means?|needs?|looks?|faces?|joins?|hopes?|reports?|"
    r"believes?|suggests?|requires?|reach(?:es|ed)|achieves?|improves?|reduces?|increases?|includes?|covers?|relies|"
    r"combines?|learns?|trains?|performs?|outperforms?|demonstrates?|reveals?|[a-z]{3,}ed)\b"
)
_DETERMINERS = re.compile(
    r"^(?:the|a|an|our|its|their|his|her|this|these|those|that|such|some|many|most|all|both)\s+", re.IGNORECASE
)


def label_of(text: str) -> tuple[str, int]:
    """Return the label that a sentence carries itself, and how many characters of it the lead takes away."""
    label = _LABEL.match(text)
    if not label or len(text) - label.end() < _SHORTEST_REST:
        return "", 0
    name = label[1] or label[2]
    if _ATTRIBUTING.search(name) or name.casefold() in STOP_WORDS:
        return "", 0
    return name.strip(), label.end() if label[2] else 0


def lead_of(text: str, title: str, used: set[str]) -> str:
    """Return the lead of the sentence `text`: none of `used` (folded), and rather not what the title says already.

    Empty when the sentence has none.
    """
    known = folded(title)
    titled = ""
    for lead in _leads(text):
        if len(lead) > LONGEST_LEAD or folded(lead) in used:
            continue
        if folded(lead) not in known:
            return lead
        titled = titled or lead
    return titled


def _leads(text: str) -> Iterator[str]:
    if is_cjk(text):
        yield from marked_in(text)
        yield from names_in(text)
        if (found := _SUBJECT_ZH.match(text)) and not _NO_SUBJECT.search(found[1]):
            subject = found[1].rpartition("的")[2]
            yield subject if len(subject) > 1 else found[1]
    else:
        yield from names_in(text, until=max(24, len(text) // 2))
        yield from _english_subject(text)
        yield from names_in(text)
    yield from _topics(text)


def _english_subject(text: str) -> Iterator[str]:
    verb = _VERB.search(text, 0, 80)
    if not verb:
        return
    subject = _DETERMINERS.sub("", re.split(r" (?:of|for|in|on|with|from|to) ", text[: verb.start()], maxsplit=1)[0])
    words = subject.split()
    if not words or (len(words) == 1 and subject.islower()):
        return
    plain = re.fullmatch(r"[A-Za-z0-9 .+&'’/-]+", subject) is not None
    # `We’re` is a pronoun as well.
    outer = {re.split("['’]", word)[0].casefold() for word in (words[0], words[-1])}
    fit = len(words) <= _MOST_WORDS and not outer & (STOP_WORDS | _PRONOUNS)
    if plain and fit and not words[-1].endswith("ly"):
        yield subject


def _topics(text: str) -> Iterator[str]:
    """Yield the topics of the vocabulary that the sentence names as they are printed, in its order."""
    printed = {spelling for term in lexicon.TAGS for spelling in (term.zh, term.en)}
    found = [(at, spelling) for spelling in sorted(printed) for at in positions(text, spelling)[:1]]
    for _, spelling in sorted(found, key=lambda item: (item[0], -len(item[1]))):
        yield spelling


_PRONOUNS = frozenset(
    """
    i me us him them itself who what there here it's that's he's she's someone everyone everything nothing
    while when if although as because since to in for with by from on at despite given unlike under through
    however but and or so yet then still instead also even just only not many most several others one ones people
    yes no according during after before
""".split()
)

"""Where a sentence that is too long may end so that what is left of it still reads as a whole one.

A border is a comma, semicolon or dash before something that can be done without: a relative or participial clause, an
apposition, a further main clause. A comma inside a list is none, nor is any mark inside brackets or quotation marks;
what is left must not be an introduction without its main clause.
"""

import re

_SHORTEST_HEAD = {True: 0.3, False: 0.4}  # of the limit; a Chinese character says more
_SHORTEST_PHRASED_HEAD = 0.5
_SHORTEST_MAIN_CLAUSE = 36
_LOOK = 40  # characters behind the limit, by which a border is recognised
_OPENERS, _CLOSERS = "“「『（(《【[", "”」』）)》】]"

_BORDER = re.compile(
    r"\s*;(?=\s)|\s+[—–]\s*|\s?——|—(?=[a-z])|"
    r",(?=\s(?:which|who|whose|where|when|while|whereas|but|although|though|so|as|because|since|including|such as|with|"
    r"according to|after|before|despite|even|not|rather|especially|particularly|thus|thereby|per|if|unless|until|"
    r"(?:and|or|yet) (?:it|they|he|she|we|the|an?|this|that|these|is|are|was|were|has|have|had|will|can|could|would|"
    r"said|says|its|their|then|now|more)|[a-z]+ing|an?|the|one of|both|each|a?long)\b)|"
    r"(?=\s(?:using|based on|designed|tailored|spanning|covering|comprising|consisting|containing|without|by [a-z]+ing|"
    r"so that|in order to)\b)"
)
# A phrase that is only added at the end; the words before which it cannot be spared are `_BOUND`.
_PHRASE = re.compile(
    r"(?=\s(?:for|in|across|from|with|under|through|over|on|within|between|among|during|via|at|against|amid|throughout|"
    r"inside)\s)"
)
_BOUND = re.compile(
    r"\b(?:\w+(?:ly|ing|ed)|built|made|drawn|known|seen|given|taken|held|led|set|told|came|began|due|such|able|likely|"
    r"depends?|rely|relies|focus(?:es)?|results?|leads?|refers?|needs?|wants?|plans?|aims?|seeks?|tries|try|continues?|"
    r"helps?|comes?|works?|deals?|talks?|looks?|demand|need|call|search|responsible|access|respect|specific|how|what|"
    r"which|that|more|less|rather|is|are|was|were|be|been|has|have|had|can|will|not|no|its|their|our|and|or|\d+)$",
    re.IGNORECASE,
)
# Said of another time, or of any, a figure or an event is another.
_TIME = re.compile(
    r"\s\w+\s(?:[\w’'-]+\s){0,4}?(?:(?:19|20)\d\d|quarters?|halves|half|years?|months?|weeks?|days?|hours?|minutes?|decades?|"
    r"January|February|March|April|May|June|July|August|September|October|November|December)\b"
)
# What is combined needs what it is combined with.
_PAIRING = re.compile(r"\b(?:combin|separat|distinguish|compar|replac|provid|equip|decoupl|align|shift|integrat)\w*\b")
_SECOND = re.compile(r"\s(?:with|from|into)\b")
_BORDER_ZH = re.compile(r"[，；]|\s?——")
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|does|do|did|isn['’]t|aren['’]t|"
    r"don['’]t|can['’]t|won['’]t|says?|said|makes?|made|takes?|took|gives?|gave|shows?|uses?|lets?|gets?|got|brings?|"
    r"adds?|"
    r"launches|introduces?|presents?|proposes?|offers?|plans?|wants?|aims?|helps?|works?|runs?|ran|built|found|began|"
    r"became|came|went|won|lost|hit|sold|bought|spent|paid|sent|told|wrote|grew|fell|rose|led|left|kept|held|saw|"
    r"thinks?|"
    r"seems?|remains?|supports?|enables?|allows?|provides?|turns?|moves?|claims?|argues?|means?|needs?|looks?|faces?|"
    r"joins?|hopes?|reports?|finds?|develops?|describes?|[a-z]{3,}(?:ed|izes?))\b"
)
_SUBORDINATE = re.compile(
    r"(?:while|although|though|as|when|if|because|since|to|in|given|with|despite|by|unlike|for|after|before|on|at|"
    r"driven|"
    r"using|based|from|during|under|over|among|amid|built|through|even|once|until|unless|whether|like|instead)\b",
    re.IGNORECASE,
)
_WEAK_END = re.compile(
    r"\b(?:an?|the|of|for|to|in|on|at|by|and|or|with|from|as|is|are|that|its|via|into|than|how|why|be|not)$",
    re.IGNORECASE,
)
# What comes after it is another text.
_ANNOUNCING = re.compile(r"如下[：:]|\bfollowing:")
# A clause that only leads up to what is said.
_INTRODUCTION = re.compile(
    r"(?:(?:在|据|随着|为了?|由于|因为?|虽然|尽管|如果|若|当|通过|基于|针对|作为|自|从|经|对于?|面对|除了?|根据|按照|"
    r"除)[^，]*"
    r"(?:上|中|下|后|前|时|际|以来|起|里|间|内|外|方面|报道|显示|消息|介绍|日|天|而言|来说|来看|计划|要求|需求|影响|"
    r"原因|问题)?|[^，]{1,7}|[^，]*(?:表示|认为|称|指出|显示|介绍|透露|强调|宣布|报道|消息))"
)
_PREDICATE = re.compile(
    r"将|已|了|是|为|有|达|获|推出|发布|宣布|完成|上线|采用|支持|提升|增长|下降|超过|成为|开始|进入|启动|计划|称|"
    r"表示|可|能|会|要|被|让|使|"
    r"拥有|搭载|配备|实现|提出|披露|新增|入股|签署|建设|举行|举办|召开|亮相|发文|晒出|展出|出现|面临|需|来自|涵盖|聚焦"
)


def fitting_end(text: str, limit: int, *, chinese: bool) -> int | None:
    """Return where `text` may end within `limit` characters and still read as a whole sentence; None if nowhere."""
    if len(text) <= limit:
        return len(text)
    shortest = limit * _SHORTEST_HEAD[chinese]
    for match in reversed(list((_BORDER_ZH if chinese else _BORDER).finditer(text, 0, limit + _LOOK))):
        if shortest <= match.start() <= limit and _reads_whole(text[: match.start()], chinese=chinese):
            return match.start()
    end = None if chinese else _end_before_phrase(text, limit)
    return None if end is None else len(text[:end].rstrip(" ,;:"))


def cut(text: str, limit: int, *, chinese: bool) -> int:
    """Return where `text` ends within `limit`: whole, else as a sentence, else at a clause, else at a word's end."""
    end = fitting_end(text, limit, chinese=chinese)
    if end is not None:
        return end
    borders = [m.start() for m in re.finditer(r"[，；。！？]|[,;:](?=\s)|\s[—–-]{1,2}\s|——", text[: limit + 1])]
    if borders and borders[-1] >= limit // 4:
        return borders[-1]
    space = text.rfind(" ", 0, limit + 1)
    return space if space > limit // 2 else limit


def is_balanced(text: str) -> bool:
    """Say whether every bracket and quotation mark that `text` opens is closed in it, and the other way round."""
    depth = 0
    for character in text:
        depth += (character in _OPENERS) - (character in _CLOSERS)
        if depth < 0:
            return False
    return depth == 0 and text.count('"') % 2 == 0


def _end_before_phrase(text: str, limit: int) -> int | None:
    for match in reversed(list(_PHRASE.finditer(text, 0, limit + _LOOK))):
        end = match.start()
        if (
            limit * _SHORTEST_PHRASED_HEAD <= end <= limit
            and not _BOUND.search(text[:end])
            and not _TIME.match(text, end)
            and not (_PAIRING.search(text[:end]) and _SECOND.match(text, end))
            and _reads_whole(text[:end], chinese=False)
        ):
            return end
    return None


def _reads_whole(head: str, *, chinese: bool) -> bool:
    if not is_balanced(head) or _ANNOUNCING.search(head):
        return False
    if chinese:
        clauses = re.split(r"[，；]", head)
        return any(not _INTRODUCTION.fullmatch(clause.strip()) and _PREDICATE.search(clause) for clause in clauses)
    main = head
    if _SUBORDINATE.match(head):
        _, comma, main = head.partition(", ")
        if not comma:
            return False
    return len(main) >= _SHORTEST_MAIN_CLAUSE and not _WEAK_END.search(head) and _VERB.search(main, 3) is not None

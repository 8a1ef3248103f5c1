"""How a word may be said: as denied, planned, done, of all or of some; and what in another clause speaks against that.

The patterns are of Chinese and English in lower case. Which word a cue governs, and whether a clause has that word, is
`governed.py`.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cue:
    """How something may be said, and how a clause must speak of the word that it governs to contradict it.

    A clause contradicts if it has nothing of `excuse` and, where there is one, something of `against`. Governed is the
    word right behind, or, where the cue tells of a deed (`acts`), the first verbs behind it.
    """

    governs: re.Pattern[str]
    excuse: re.Pattern[str]
    against: re.Pattern[str] | None = None
    acts: bool = False


def _pattern(latin: str, han: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{latin})\b|{han}")


NEGATION = Cue(
    governs=re.compile(
        r"(?:\b(?:not|never|without|cannot|no longer|neither|unable to|lacks?|lacking|(?:fail|refuse)(?:s|d|ed)? to"
        r"|no(?! (?:more|less|fewer|later|one)\b))\b|n['’]t\b)(?: (?:be|been|have|yet|any|to|the|a|an|its|their))* "
        # No bound (不超过), and none of the words that begin with it.
        r"|(?:不再|不会|不能|不可|不得|不想|不打算|并不|并未|从不|从未|尚未|未能|未曾|没有|没能|无法|无需|不用|不必|未必|未经"
        r"|并非一味|拒绝|非(?![常洲凡])|无(?![线人论限数缝疑障])|不(?![同足少仅断过超到低高多])|未(?!来))(?:会|能|再|被|将|打算|想|一味)?(?:[与和对向在把让为])?"
    ),
    excuse=re.compile(
        r"\b(?:not|no|nor|never|without|neither|cannot|none|nothing|hardly|little|few|unable|fail\w*|lack\w*|refus\w+"
        r"|avoid\w*|prevent\w*|stop\w*|instead|rather|unlike|except|less|un(?!i|der|til|less)[a-z]{4,}|miss\w*"
        r"|in(?:abil|effic|comp|cap)\w+|far from|drop\w*|remov\w+|omit\w*|skip\w*|abandon\w*|declin\w+|reject\w*"
        r"|den(?:y|ies|ied)|ban(?:s|ned)?|only|free)\b|n['’]t\b"
        r"|[不未没否拒缺避禁仅只]|无(?![线人论限数缝疑障])|非(?![常洲凡])|免(?!费)|停(?!车)|除(?!夕)|防止|失[去败]|难以|取消|很少"
    ),
)
PLAN = Cue(
    governs=re.compile(
        r"\b(?:plans?|intends?|aims?|expects?|expected|set|wants?|hopes?) to (?:be )?"
        r"|(?:计划|拟|打算|预计|有望|准备|考虑)(?:将|会|在|于)?"
    ),
    excuse=_pattern(
        r"will|would|plan(?:s|ned|ning)?|intends?|aims?|expect(?:s|ed)|set|may|might|could|propos\w+|next|soon|if|to",
        "[将拟欲]|计划|预计|预期|有望|打算|准备|即将|可能|考虑|目标|如果",
    ),
    against=_pattern("has|have|already", "已|完成"),
    acts=True,
)
DEED = Cue(
    governs=re.compile(
        r"\b(?:has|have|had)(?! (?:been )?(?:set|expected|planned|scheduled|to)\b)(?: (?:already|now|been|just))* "
        r"(?=[a-z]+(?:ed|en|wn|ne)\b)|已(?:经)?(?:被)?"
    ),
    excuse=_pattern("has|have|had|already", "[已曾了]|完成"),
    against=_pattern("will|would|plans?|intends?|aims?|expected|set to|may|might", "[将拟]|计划|预计|有望|打算"),
    acts=True,
)
_OF_ALL = (
    r"all|every\w*|each|any\w*|both|entire\w*|whole|always|complete\w*|full\w*|total\w*|across|no|none|never|100",
    "所有|全|都|均|各|每|任何|一律|一切|完全|皆|总|无|从不|百分之百",
)
ONLY = Cue(
    governs=re.compile(r"\b(?:only|solely)(?: (?:to|for|at|in|on|the))* |仅仅?[对在向]?|只(?![有是要能])[对在向]?"),
    excuse=_pattern("only|solely|just|alone|not?", "[仅只不未没无非]|限于"),
    against=_pattern("all|every|any", "所有|全部|任何|全体"),
)
EVERY = Cue(
    governs=re.compile(
        r"\b(?:all|always|completely|entirely)(?: (?:of|the|its|their|\d+))* |所有的?|全部|完全|一律|总是"
    ),
    excuse=_pattern(*_OF_ALL),
)
PART = Cue(
    governs=re.compile(r"\b(?:some|parts?)(?: of)?(?: (?:the|its|their|\d+))* |(?<!大)部分的?|一些|有些|某些"),
    excuse=_pattern(
        r"some|part|partly|parts|several|many|most|often|sometimes|few|certain|mainly|mostly|around|about|nearly|almost",
        "部分|一些|有些|多数|某些|不少|很多|大多|往往|约|近|几乎|基本",
    ),
    against=_pattern(*_OF_ALL),
)

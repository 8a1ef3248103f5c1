"""Copy that betrays the machine: it speaks of itself, its task or its doubts, or leaves mark-up in the prose.

The patterns are of Chinese and English. Whether a statement is true is not decided here.
"""

import re

from digest_pipeline.briefs.grounding.quotations import locate


def leaks(statement: str, text: str) -> list[str]:
    """Return the passages of `statement` in which the machine speaks of itself, unless `text` says the same."""
    return [found[0] for found in _LEAK.finditer(statement) if locate(found[0], text) is None]


def markup(statement: str) -> str:
    """Return the first passage of `statement` that is a link, mark-up or a control character, or nothing."""
    found = MARKUP.search(statement)
    return found[0] if found else ""


_LEAK_PATTERNS = (
    # Itself.
    r"\bas\s+an?\s+(?:ai|artificial\s+intelligence|(?:large\s+)?language)\s+(?:language\s+)?(?:model|assistant)\b",
    r"\bas\s+an\s+ai\b\s?,",
    r"\bI\s+(?:cannot|can't|could\s+not|am\s+(?:un|not\s+)able\s+to|don't\s+have\s+access)\b|\bI(?:'m|\s+am)\s+sorry\b",
    r"\bmy\s+(?:knowledge|training)\b|\b(?:knowledge|training)\s+cut-?\s?off\b",
    r"作为(?:一[个名款])?\s*(?:AI|人工智能|大?语言模型|大模型|智能助手)(?:助手|(?:语言)?模型)?[，,我]",
    r"我(?:无法|不能|没有办法)(?:访问|获取|验证|确认|提供)",
    r"截至(?:我的|本人)?(?:知识|训练)|(?:我的|模型的?)(?:知识|训练数据)(?:截止|截至|库|更新)|知识截止",
    # Its reasoning and its prompt.
    r"</?\s*(?:think|thinking|reasoning|thought|analysis|scratchpad|reflection)\b[^>]*>?|<\|[a-z_]+\|?>|\[/?INST\]",
    r"</?article-[0-9a-f]*|\bas\s+(?:requested|instructed)\b",
    r"根据(?:您|你)的(?:要求|指示|指令)|按照(?:要求|指示|提示)(?:，|,|生成|输出)",
    # Notes to oneself or the reader.
    r"(?:^|[（(\[【。；;\s])(?:编者|译者|作者|编辑)?(?:注|备注)\s*[:：]|(?:^|[(\[]|[.!?]\s)(?:editor'?s\s+)?note\s*:|\bN\.?B\.\s*:",
    # Doubts about the present.
    r"(?:原文|文章|本文|文中)(?:似乎|可能|应该?)?(?:设定|虚构|背景设定)(?:于|在|为)?|(?:虚构|假想)的?(?:时间|日期|年份|未来)",
    r"(?:日期|时间|年份)(?:可能|似乎|疑似)?(?:有误|存疑|是虚构|为虚构|尚未到来|不合理)",
    r"\b(?:fictional|hypothetical|fictitious|imagined)\s+(?:date|year|future|timeline|scenario)\b",
    (
        r"\b(?:date|year)\b.{0,24}\b(?:in\s+the\s+future|is\s+fictional|appears\s+to\s+be\s+(?:an\s+error|wrong)|"
        r"has\s+not\s+(?:yet\s+)?(?:happened|occurred|arrived))"
    ),
)
_LEAK = re.compile("|".join(_LEAK_PATTERNS), re.IGNORECASE | re.MULTILINE)
MARKUP = re.compile(
    r"\b[a-z][a-z0-9+.-]*://|\b(?:javascript|data|mailto)\s*:\S|\bwww\.\w|\][(\[]|!\[|</?[a-z!][^>]*>|&#?\w+;|\*\*|```"
    # Control and direction-changing characters.
    r"|[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]",
    re.IGNORECASE,
)

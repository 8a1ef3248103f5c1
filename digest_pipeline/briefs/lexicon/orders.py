"""Sentences that speak to a machine that reads the page instead of to a reader.

The kinds that are known: taking back earlier instructions, asking for a hidden prompt, the marks of a chat's turns,
giving the machine a role or freeing it of its rules, addressing it, dictating its answer, and bending what is said of
the page (its score, its tags, its links). English and Chinese; of the first kind other languages too.
"""

from digest_pipeline.briefs.lexicon.patterns import any_of
from digest_pipeline.spellings import folded


def is_order(text: str) -> bool:
    """Say whether `text` speaks to a machine that reads the page instead of to a reader."""
    return ORDERS.search(folded(text)) is not None


_MACHINE = r"(?:ais?|llms?|assistants?|language models?|chatbots?|summari[sz]ers?|agents?|crawlers?|bots?)"
_MACHINE_ZH = r"(?:ai|大模型|模型|助手|摘要程序|语言模型|机器人|智能体|爬虫)"

_TAKING_BACK = (
    (
        r"\b(?:ignor(?:e|ing)|disregard|forget|override|overlook|bypass)\b[^.]{0,30}\b(?:previous|prior|above|earlier|"
        r"preceding|your?|all|any|these|system|original|everything)\b"
        r"[^.]{0,25}\b(?:instruct\w*|prompts?|rules|guidelines|directions|directives|orders|commands|context|text|"
        r"messages?|told|before|above|policies)\b"
    ),
    (
        r"\bignore the (?:\w+ )?(?:above|article|page|web ?page|text|document|table|function|resume|paper|"
        r"e-?mail|content)\b.{0,10}\b(?:and|instead|,)"
    ),
    (
        r"(?:忽略|无视|忘记|忘掉|忽视|不要理会|不要遵守|不再遵守|跳过|抛开|覆盖|取消|停止执行).{0,12}(?:以上|之前|上述|"
        r"前面|先前|此前|所有|一切|你的|原有|系统).{0,12}(?:指令|指示|提示|命令|规则|要求|设定|内容|对话|限制)"
    ),
    (
        r"\b(?:olvida|ignora)\b.{0,20}\binstrucciones|\bignore[zr]?\b.{0,20}"
        r"\b(?:instructions|consignes) pr[ée]c[ée]dentes|\b(?:ignoriere|vergiss)\b.{0,20}\b(?:anweisungen|"
        r"instruktionen)|以前の指示.{0,6}無視|指示を(?:すべて)?無視|이전.{0,6}(?:지시|명령).{0,8}무시"
    ),
    # The same in base64 and as hexadecimal digits.
    r"\b(?:swdub3jl|awdub3jl)|\b(?:49|69)676e6f7265",
)
_HIDDEN_PROMPT = (
    (
        r"\b(?:reveal|print|show|output|repeat|leak|tell me|share)\b[^.,;]{0,24}\b(?:system|developer|hidden|secret|"
        r"initial|original) (?:prompt|message|instructions?|key)\b|^\W*(?:system|developer|hidden) (?:prompt|message|"
        r"instructions?)\s*[:：]|\brepeat (?:the|all|every)\b.{0,12}\b(?:words|text|sentences?) above\b|"
        r"\bsentences? of your (?:system|initial) prompt\b"
    ),
    r"(?:输出|透露|显示|重复|打印|告诉我|泄露|复述).{0,8}(?:系统|初始|隐藏)(?:的)?(?:提示|指令|消息)",
)
_TURNS = (
    (
        r"\[/?inst\]|<\|?/?(?:system|im_start|im_end|assistant|user)\b|###\s*(?:system|instruction)|<!--|"
        r"\bprompt injection payload\b|<系统(?:模式|消息|提示)>|^\W*系统(?:提示|消息|指令)\s*[:：]"
    ),
    (
        r"\b(?:new|updated|important|special|additional) instructions?\s*[:：]|"
        r"(?:新|重要|最新|附加)(?:的)?(?:系统)?指令\s*[:：]|\bdeveloper (?:training data )?override\b"
    ),
)
_ROLE = (
    (
        r"\b(?:you are|you're|act as|pretend to be|role of|continue as) (?:now |an? |the |another |\w+ )?(?:an? )?(?:"
        r"ai\b(?! (?:startup|compan|user|develop|research|engineer|fan|builder|leader|team|skeptic|expert))|"
        r"assistant|language model|chatbot|dan\b|developer mode|unrestricted|summari[sz]er|in developer mode)"
    ),
    (
        r"\bfrom now on,? you\b|\byou (?:are going to|will|must) (?:now )?(?:act|pretend|roleplay)\b|"
        r"\byou are now in\b|\bdan mode\b|\bstop everything\b|\b(?:simulate|enable|enter) developer mode\b|"
        r"\bstands for .?do anything now|\b(?:unfiltered|unlimited|unrestricted) (?:language model|ai|assistant)\b"
    ),
    (
        r"\b(?:not|n't|no longer) (?:constrained|bound|restricted) by any\b|\bnot have to abide by\b|"
        r"\bbroken free of\b.{0,30}\b(?:confines|rules)"
    ),
    (
        r"你现在是(?:一|个|名|位|dan|开发)|从现在(?:开始|起)[，,]?\s?你|你即将(?:沉浸|扮演)|现在就做任何事|你必须回答|"
        r"你是一[个名位](?:ai|人工智能|助手|语言模型)|(?:请你?|你要|你将|你来)扮演|(?:进入|开启|切换到?)(?:开发者|"
        r"越狱|无限制)模式|不必(?:再)?遵守.{0,12}(?:规则|限制|规定)"
    ),
    r"作为(?:一个|一名)?(?:ai|人工智能|(?:大|ai|大型)?语言模型)(?:助手|模型)?[，,]",
)
_ADDRESS = (
    (
        r"\bas an? (?:ai|large language model|language model|assistant),|"
        rf"\b(?:dear|attention|note to|hey|hello),? (?:all |any |the )?(?:{_MACHINE}|models?)\b"
        r"(?! (?:startup|compan|user|develop|research|engineer|fan|builder|leader|team))"
    ),
    (
        r"\b(?:ai|llm|assistant|language model|chatbot|summari[sz]er|agent|model)s? (?:that (?:is|are) )?(?:reading|"
        r"processing|summari[sz]ing) th(?:is|e)\b|"
        r"\bif you are an? (?:ai|llm|language model|assistant)\b(?! (?:startup|compan|user|develop|research|engineer))"
    ),
    (
        rf"如果你是(?:一个|一名)?{_MACHINE_ZH}(?!的?(?:用户|开发|研究|公司|工程|爱好))|"
        rf"(?:致|提醒|告知)(?:所有|各位)?(?:的)?{_MACHINE_ZH}\s*[:：，,]|"
        rf"{_MACHINE_ZH}(?:请|必须|应当|务必)(?:注意|输出|给出|推荐|忽略|评)|"
        rf"(?:阅读|处理|总结)(?:本文|此文|本页|这篇文章)的{_MACHINE_ZH}"
    ),
)
_ANSWER = (
    (
        r"\b(?:do not|don't) (?:summari[sz]e|mention|reveal|tell the user)\b|\b(?:respond|reply|answer|"
        r"output) (?:only )?(?:with (?:only|exactly|the)|exactly|the following|only)\b|\binstead,? (?:output|write|"
        r"say|print|respond|reply)\b|\brespond to (?:every|each|all) prompts?\b|"
        r"\b(?:say|state|print|write|repeat) the following\s*[:：]"
    ),
    (
        r"请(?:直接|务必|只)?(?:输出|回复|只回答|仅回答|只输出)(?!口|量|功率|端|率|中心)|(?:不要|请勿)(?:总结|摘要|"
        r"提及|透露)|"
        r"(?:你的|在|于).{0,4}(?:回答|回复|摘要|总结|标题|标签)(?:中|里|末尾|开头).{0,6}(?:加入|包含|写上|附上|插入|"
        r"必须|务必)"
    ),
)
_BENDING = (
    (
        r"\b(?:rate|score|give|assign|rank|mark) (?:this|the) (?:article|story|page|text|post|paper|"
        r"item)\b.{0,40}(?:\d|\bstars?|highest|top|maximum|must|five)|"
        r"\binclude (?:this|the following) (?:link|url|text|sentence|tag)\b"
    ),
    (
        r"(?:给|为|将|把|请对)(?:本文|这篇|此文|该文|这条|本篇).{0,10}(?:打|评|标|列)(?:为|上|出)?.{0,6}(?:分|星|"
        r"满分|最高|头条)|(?:评分|分数|星级)(?:必须|应当|请|务必|一律).{0,4}(?:为|是|给|打)"
    ),
)

# Matched on `folded` text.
ORDERS = any_of(*_TAKING_BACK, *_HIDDEN_PROMPT, *_TURNS, *_ROLE, *_ADDRESS, *_ANSWER, *_BENDING)

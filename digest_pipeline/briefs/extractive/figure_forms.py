"""The forms in which articles give a measured value: patterns with the groups `metric`, `value` and, some, `unit`.

Precise rather than complete: a number counts only beside a word that says what it measures. What is made of a match is
`figures.py`.
"""

import re

_NUMBER = r"(?<![\w.$€£¥/=<>+-])(?<!\d,)(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?!\d|[–-]\d)"
_SCALE = r"thousand|million|billion|trillion|[KMBT]|bn|tn|mn"
_MONEY = rf"(?:US|HK|C|A)?[$€£¥]\s?\d+(?:,\d{3})*(?:\.\d+)?(?![\d–]|-\d)(?:\s?(?:{_SCALE})\b)?"
_ABOUT = (
    r"(?:about|around|over|under|nearly|almost|approximately|roughly|some|just|only|up to|as much as|as many as|"
    r"more than|less than|at least|an estimated|another|a record)"
)
_RATIO = r"%|percent|percentage points|points|pp"
_MEASURE = (
    rf"{_RATIO}|ms|milliseconds?|μs|microseconds?|seconds?|minutes?|hours?|tokens/s|tokens per second|tok/s|GB|TB|MB|"
    r"KB|kW|MW|GW|watts?|nm|mAh|fps|FPS|Hz|GHz|TOPS|TFLOPS|PFLOPS|x|×|times"
)
_SCORE = (
    r"accuracy|precision|recall|F1(?:[- ]score)?|macro-F1|pass@\d+|success rate|win rate|error rate|hit rate|pass rate|"
    r"resolve rate|attack success rate|false positive rate|AUC|AUROC|AUPRC|mAP|BLEU|ROUGE-L|WER|CER|MMLU|score|"
    r"correlation|"
    r"unemployment rate|growth rate|churn|market share|interest rate|(?:gross|operating|profit) margin|coverage|"
    r"agreement|consistency|"
    r"throughput|latency|time to first token|speedup|inference time|training time|context window|response time"
)
_SUM = (
    r"revenues?|net income|net profit|profits?|net loss|losses|sales|valuation|market cap(?:itali[sz]ation)?|"
    r"fund(?:ing)?|"
    r"investment|capital expenditures?|capex|spending|budget|annual recurring revenue|ARR|run rate|backlog|"
    r"price|starting price|cost|fines?|debt|salary|fee"
)
_COUNTED = (
    r"(?:(?:daily|monthly|weekly|active|paying|paid|registered|total|new|global|enterprise|corporate|human|"
    r"commercial|full-time|"
    r"training|test|labeled|annotated|multiple-choice|open-source|distinct|unique|expert-(?:annotated|written|"
    r"curated)) )*"
    r"(?:users|customers|subscribers|downloads|developers|GPUs|employees|samples|questions|tasks|languages|parameters|"
    r"examples|images|videos|documents|instances|trajectories|conversations|participants|stars|installs|papers)"
)

# No part of a metric's name.
_NO_QUALIFIER = r"(?!(?:the|an?|its|their|of|in|on|to|and|or|that|for|with|from|by|more|less|higher|lower)\b)"
_ROSE = r"(?:rose|rises|fell|falls|dropped|drops|grew|jumped|climbed|improved|improves|increased) (?:\S+ )?"

FORMS_EN = tuple(
    re.compile(form)
    for form in (
        # accuracy of 71.4%, latency dropped to 40 ms
        (
            rf"\b(?P<metric>(?:{_NO_QUALIFIER}[A-Za-z][\w-]+ )?(?:{_SCORE}))(?: (?:score|rate))? "
            rf"(?:of|to|is|was|at|reached|reaches|hits?|{_ROSE}(?:from .{{2,24}} )?to|from .{{2,24}} to) "
            rf"(?:{_ABOUT} )?(?P<value>{_NUMBER})\s?(?P<unit>(?:{_MEASURE})(?![\w/]))?"
        ),
        # with the metric last: 71.4% accuracy
        (rf"(?P<value>{_NUMBER})\s?(?P<unit>{_RATIO}) (?P<metric>(?:{_NO_QUALIFIER}[a-z-]+ )?(?:{_SCORE}))\b"),
        # revenue of $3.2 billion, valuation above $15 billion
        (
            rf"\b(?P<metric>(?:{_NO_QUALIFIER}[A-Za-z-]+ )?(?:{_SUM})) "
            rf"(?:of|at|above|to|is|was|reached|hit|topped|totaled|exceeded|{_ROSE}to|from .{{2,24}} to) "
            rf"(?:{_ABOUT} )?(?P<value>{_MONEY})"
        ),
        # $950 million funding round, $15 billion valuation
        (
            rf"(?P<value>{_MONEY})(?: in)? (?P<metric>(?:(?:Series [A-H]|seed|private|annual|total|quarterly|capital|"
            r"post-money|pre-money|recurring|new|venture|federal|government|equity|debt) )*(?:funding round|funding|"
            r"round|valuation|investment|fine|contract|deal|fund|revenue|spending|expenditures|loan|grant|settlement|"
            r"acquisition|bonus|salary))\b"
        ),
        # raised $950 million, priced at $499, valued at $3 billion
        (
            r"\b(?P<metric>raised|raises|raising|priced at|valued at|valuing \w+ at|costs|starts at|starting at|"
            rf"sells for|worth|invest(?:ed|ing)?|committed|pledged|fined|acquired for) "
            rf"(?:{_ABOUT} )?(?P<value>{_MONEY})"
        ),
        # 7B parameters, 1.2 trillion-parameter
        (
            rf"(?P<value>{_NUMBER}\s?-?(?:[KMBT]|million|billion|trillion))[- ]"
            r"(?P<metric>(?:active |total |activated )?parameters?)\b"
        ),
        # 132 million daily active users, 13,055 multiple-choice questions
        rf"(?P<value>{_NUMBER}(?:\s?(?:[KMB]|thousand|million|billion|trillion)\b)?\+?) (?P<metric>{_COUNTED})\b",
        # 1M-token context window
        rf"(?P<value>{_NUMBER}\s?(?:[KM]|million)?)[- ](?P<unit>tokens?) (?P<metric>context(?: window| length)?)\b",
        # 3x faster
        (
            rf"(?P<value>{_NUMBER})\s?(?P<unit>x|×|times|%|percent) (?P<metric>faster|slower|smaller|cheaper|fewer \w+|"
            r"more efficient|speed-?up|higher throughput|lower latency|lower cost|less memory|"
            rf"(?:reduction|improvement|increase) in {_NO_QUALIFIER}[a-z]+(?: {_NO_QUALIFIER}[a-z]+)?)(?![\w-])"
        ),
        # reduces memory usage by 40%, improves accuracy by 3.2 points
        (
            r"\b(?P<metric>(?:reduc|improv|increas|cut|lower|decreas|boost|slash|rais|gr[eo]w)(?:e|es|ed|s|ing|ting)? "
            rf"(?:(?!by)[a-z0-9-]+ ){{0,3}}[a-z0-9-]+) by (?:{_ABOUT} )?"
            rf"(?P<value>{_NUMBER})\s?(?P<unit>(?:{_RATIO}|x|×|times)(?![\w/]))"
        ),
    )
)

_NUMBER_ZH = r"(?<![A-Za-z0-9.-])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?!\d)\s?(?:[万千百十]?亿|[千百十]?万|万亿)?"
_CURRENCY = r"(?:元人民币|人民币|美元|港元|港币|日元|欧元|韩元|英镑|新台币|卢比|元)"
_MEASURE_ZH = (
    rf"{_CURRENCY}(?:[/每](?:股|月|年|台|颗))?|%|％|个百分点|个基点|倍|毫秒|微秒|秒|分钟|小时|天|人次|人|次|户|家|台|"
    r"辆|部|颗|块|片|个|"
    r"GB|TB|MB|kW|MW|GW|千瓦时|兆瓦时|吉瓦时|千瓦|兆瓦|吉瓦|kWh|Wh|W|瓦|mAh|nm|纳米|mm|毫米|厘米|英寸|nits?|尼特|fps|Hz|GHz|TOPS|"
    r"TFLOPS|PFLOPS|tokens?/s|tokens?|Token|词元|字节|公里|km|克|g|千克|kg|吨|平方米|℃|分"
)
_STEP = (
    r"(?:仍|已|将|均|总|共|累计|一度|最高|最低|预计|有望)*(?:约为?|达到?了?|为|是|超过?了?|突破了?|高达|仅为?|近|"
    r"接近|不足|不低于|不超过|"
    r"升至|上升至|增至|增长至|提升至|提升到|提高到|提高至|降至|下降至|降低至|降到|缩短至|上调至|下调至|扩大至|收窄至|"
    r"上涨至|下跌至|报|合计|[:：])?(?:约|近|超过?|逾|了)?\s?"
)
# What more of the metric stands before these words is found by `figures.py`.
_METRIC_ZH = (
    r"(?:营业收入|营收|净利润|净亏损|亏损|毛利率|毛利|净利率|收入|估值|融资(?:金额|额)?|市值|售价|起售价|定价|价格|"
    r"首发价|到手价|"
    r"销量|销售额|出货量|交付量|用户数?量?|月活|日活|下载量|参数量|参数规模|准确率|召回率|成功率|胜率|错误率|得分|"
    r"成绩|跑分|延迟|时延|"
    r"吞吐量|功耗|能耗|能量密度|续航(?:里程|时间)?|电池容量|容量|内存占用|显存占用|内存带宽|带宽|算力规模|成本|"
    r"投资(?:额|总额)?|总投资|"
    r"产值|规模|市场份额|市占率|占比|份额|增速|增长率|利率|失业率|渗透率|覆盖率|利用率|跌幅|涨幅|降幅|增幅|重量|厚度|"
    r"刷新率|峰值亮度|"
    r"亮度|频率|主频|制程|面积|速度|次数|人数|数量|总数|总额|总量|总价值|总价|金额|年薪|薪资|薪酬|资本支出|支出|预算|"
    r"罚款|订单|产能|产量|良率|上下文(?:窗口|长度)?|机器人保有量|保有量|装机量|注册资本|票房|电价|流量)"
)
FORMS_ZH = tuple(
    re.compile(form)
    for form in (
        # 营收 35 亿元, 准确率达到 71.4%, 参数量 1.2 万亿
        rf"(?P<metric>{_METRIC_ZH}){_STEP}(?P<value>{_NUMBER_ZH})\s?(?P<unit>{_MEASURE_ZH})?(?![\d年月日A-Za-z²³])",
        # 失业率已从 3.6% 上升至 3.8%
        (
            rf"(?P<metric>{_METRIC_ZH})(?:已|将)?从[^，。；]{{2,24}}?(?:升|降|涨|跌|增|提|扩|"
            rf"缩)[\u4e00-\u9fff]{{0,3}}(?:至|到)[^，。；\d]{{0,8}}"
            rf"(?P<value>{_NUMBER_ZH})\s?(?P<unit>{_MEASURE_ZH})(?![\d年月日A-Za-z²³])"
        ),
        # 完成 5 亿元 A 轮融资
        (
            rf"(?P<value>{_NUMBER_ZH})\s?(?P<unit>{_CURRENCY})的?\s?(?P<metric>(?:[A-H]\+*|Pre-[A-D]\+*|天使\+*|种子|"
            r"战略|新一)?\s?轮?(?:股权)?融资|罚款|投资|订单|合同|年薪|补贴|收购价|估值|市值|预算|贷款)"
        ),
        # 70 亿参数
        (
            rf"(?P<value>{_NUMBER_ZH}|\d+(?:\.\d+)?[BMT])\s?(?:个)?(?P<metric>参数|活跃用户|月活用户|日活用户|付费用户|"
            r"注册用户)"
        ),
        # 功耗降低 18%, 推理速度提升 3 倍
        (
            r"(?P<metric>(?:同比|环比)?(?:平均)?(?:提升|降低|下降|增长|减少|提高|缩短|上涨|下跌|节省|增加|提速|下滑|"
            r"暴涨|上升))"
            rf"(?:了|约|至少|达到?|超过?|近|高达|最高)*\s?(?P<value>{_NUMBER_ZH})\s?(?P<unit>%|％|倍|个百分点)"
        ),
    )
)
SETTING_EN = re.compile(
    r"^[^.;]{0,24}?\b(?:on|in) (?:the )?(?P<setting>(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|"
    r"March|April|May|June|July|August|September|October|November|December)[A-Z][\w.+-]*(?:[ -][A-Z0-9][\w.+-]*){0,3}"
    r"(?: (?:benchmark|dataset|test set|quarter))?)|"
    r"^[^.;]{0,16}?\bin (?P<period>(?:the (?:first|second|third|fourth|last|latest) quarter|Q[1-4](?: 20\d\d)?|"
    r"20\d\d))\b"
)
SETTING_ZH = re.compile(
    r"(?P<setting>(?:20\d\d\s?年\s?)?(?:第[一二三四]季度|Q[1-4]|[上下]半年|一季度|二季度|三季度|四季度|全年)|"
    r"20\d\d\s?年(?:\s?\d{1,2}\s?月)?)(?!\d)[^，。；：（）～、]{0,12}$"
)
COMPARED_EN = re.compile(
    r"^[^.;]{0,40}?\b(?:(?:up|down|compared (?:to|with)|versus|vs\.?|against) (?:from )?|from )"
    r"(?P<compared>(?:an? |the )?[$€£]?\d+(?:[.,]\d+)*\s?(?:%|percent|million|billion|trillion|ms|GB|x)?(?: (?:for|in|"
    r"by|a|at|last) [\w .-]{2,28}\w)?)"
)
COMPARED_ZH = re.compile(
    r"^(?:（[^）]{0,24}）)?[，、]?\s?(?P<compared>(?:同比|环比|较[^，。；]{1,14}?|比[^，。；]{1,12}?)(?:增长|下降|"
    r"提升|降低|上升|上涨|下跌|"
    r"减少|增加|下滑|扩大|收窄|激增|翻|多|高|低)[^，。；、（）\d]{0,5}(?:\d[\d.,]*\s?(?:%|％|倍|个百分点|"
    r"[万亿]*[\u4e00-\u9fff]?)|倍|番))|"
    r"^[，；]\s?(?P<other>(?:上一代|前代|上年|去年|此前)[^，。；]{0,16}\d[^，。；]{0,10})"
)

"""The words and forms that the rubric is read off, in Chinese and English."""

import re

from digest_pipeline.briefs.lexicon.patterns import any_of

NEW = any_of(
    r"首次|首个|首款|首创|率先|全新|发布|推出|开源|突破|新纪录|上线|发现|提出",
    r"\b(?:first|new|novel|introduc\w+|launch\w*|releas\w+|unveil\w*|open-sourc\w+|breakthrough|discover\w*|"
    r"announc\w+)\b",
)
FIRST = any_of(
    r"首次|首个|首款|首创|率先|刷新|新纪录|新高|SOTA|里程碑|史上",
    r"\b(?:state[- ]of[- ]the[- ]art|first-ever|for the first time|the first|breakthrough|record|unprecedented|"
    r"outperform\w*)\b",
)
CONTRIBUTION = any_of(
    r"提出|揭示|证明|证实|破解|重定义|构建了|设计了|研发出?|发现了?",
    r"\b(?:propos\w+|introduc\w+|present\w*|reveal\w*|show that|demonstrat\w+|prov(?:e|es|ed|ing)|discover\w*|"
    r"develop(?:s|ed)?)\b",
)
RESEARCHERS = any_of(
    r"团队|研究(?:人员|者)|大学|学院|实验室|科学院|论文|ICLR|CVPR|NeurIPS|ICML|\bACL\b|EMNLP|Nature|预印本",
    r"\b(?:we|researchers?|papers?|universit\w+|labs?|laborator\w+|arxiv|authors|stud(?:y|ies)|scientists)\b",
)
SECOND_HAND = any_of(
    r"消息称|传闻|据传|爆料|曝|疑似|有望|或将",
    r"\b(?:rumou?r\w*|reportedly|leak(?:s|ed)?|deals?)\b",
)
SHOWN_IN_USE = any_of(
    r"一文|教程|保姆级|手把手|实测|体验|上手|测评|开箱",
    r"\b(?:review|how to|best|guide|tutorial|hands[- ]on|tips)\b",
)
FINANCE = any_of(
    r"融资|估值|[A-Z]\+*轮|IPO|上市|财报|营收|净利润|市值|股价",
    r"\b(?:funding|raises?|valuation|revenue|earnings|ipo|shares)\b",
)
ROUNDUP = any_of(
    r"盘点|汇总|合集|早报|晚报|日报[｜|丨：]|周报|回顾|早知道|\d点\d氪|；[^；]+；",
    r"\b(?:roundup|recap|weekly|digest|the download|this week in|links for)\b",
)
METHOD = any_of(
    r"架构|算法|机制|原理|框架|训练|微调|参数|推理|梯度|损失函数|注意力|编码器|解码|向量|数据集|基准|消融|采样|检索|"
    r"缓存|量化|蒸馏|奖励|优化器|流水线|协议|接口|内核|编译|并行|显存|带宽|延迟|吞吐|稀疏|上下文|工作流|部署|代码|权重|"
    r"沙箱|调度|评估|索引|泛化|收敛|建模|后训练|预训练|强化学习",
    r"\b(?:architectur\w*|algorithm\w*|mechanism\w*|framework\w*|train(?:s|ed|ing)\b|fine-?tun\w*|parameters?|"
    r"inference|"
    r"gradients?|loss|attention|encoder\w*|decod\w*|embedding\w*|datasets?|benchmark\w*|ablation\w*|sampling|retrieval|"
    r"cach(?:e|es|ed|ing)|quanti[sz]\w*|distill\w*|rewards?|optimi[sz]\w*|pipelines?|protocols?|apis?|kernels?|"
    r"compil\w*|parallel\w*|memory|bandwidth|latency|throughput|spars\w*|context|tokens?|workflows?|deploy\w*|code|"
    r"weights|sandbox\w*|schedul\w*|evaluat\w*|index\w*|converge\w*|generali[sz]\w*)\b",
)
FIGURE = any_of(
    r"[$€£¥]\s?\d[\d.,]*|\d[\d.,]*\s?(?:%|％|x\b|×|倍|万|亿|个百分点|GB|TB|ms\b|fps|TPS|tokens?|[BKMT]\b|"
    r"percent|million|billion|trillion|times)|\b\d+\.\d+\b",
)
COMPARISON = any_of(
    r"相比|对比|优于|超过|超越|高于|低于|同比|环比|媲美|相当于",
    r"\b(?:compared (?:to|with)|than|versus|vs|baselines?|outperform\w*|surpass\w*|match(?:es|ed|ing))\b",
)
EXPERIMENT = any_of(
    r"实验|测试|评测|基准|消融|实证|样本|对照|受试",
    r"\b(?:experiments?|benchmarks?|evaluat\w+|ablations?|trials?|empirical\w*|measured|tested)\b",
)
QUOTED = re.compile(r"[“「][^”」\n]{12,200}[”」]|\"[^\"\n]{24,300}\"")
MONEY = any_of(
    r"\d[\d.,]*\s?(?:万?亿|千亿|百亿)|[$€£]\s?\d[\d.,]*\s?(?:billion|trillion|bn|tn|B|T)\b|\bbillions?\b|\btrillion\b",
)
CONSEQUENCE = any_of(
    r"监管|法案|禁令|起诉|诉讼|收购|裁员|降价|涨价|免费|开源|停止|关停|漏洞|泄露|量产|封禁|下架",
    r"\b(?:bans?|banned|law|lawsuit|sues?|acquir\w+|layoffs?|free|open[- ](?:source|weight)\w*|shut\w*|"
    r"vulnerabilit\w+|breach\w*|regulat\w+|price cuts?)\b",
)
PROBLEM = any_of(
    r"难题|瓶颈|缺陷|漏洞|风险|安全|失效|挑战|攻击|幻觉|偏见|泄露|污染|失败|局限",
    r"\b(?:vulnerab\w+|risks?|secur\w+|attacks?|fail(?:s|ed|ures?)|problems?|safety|challenges?|hallucinat\w+|bias\w*|"
    r"bottlenecks?|misus\w+|limitations?)\b",
)
USABLE = any_of(
    r"开源|开放权重|GitHub|代码已|免费|可下载|API|SDK|插件|正式上线|全面开放",
    r"\b(?:open[- ](?:source\w*|weights?)|github|apache|download\w*|available|apis?|sdk|plugins?)\b",
)
BUILDERS = any_of(
    r"工程|系统|生产环境|实战|落地|企业|开发者|团队",
    r"\b(?:production|engineer\w*|systems?|scal(?:e|es|ing|able)|enterprises?|developers?|teams?|infrastructure)\b",
)
BETTER = any_of(
    r"提升|降低|减少|节省|加速|\d\s?倍|超越|优于|媲美",
    r"\b(?:faster|reduc\w+|improv\w+|sav(?:e|es|ing|ings)|outperform\w*|better|cheaper|smaller)\b",
)
CONSUMER = any_of(
    r"手机|汽车|耳机|新车|新机|游戏|品牌|电影|春晚|消费|明星|网红|车型|平板|手表|笔记本|起售价|配色",
    r"\b(?:smartphones?|phones?|headphones?|earbuds|laptops?|tvs?|movies?|shows?|games?|consoles?|cars?|suvs?|"
    r"watches)\b",
)
AUDIENCE = any_of(
    r"全球|全国|亿用户|万用户|亿人|所有用户|开发者|消费者|行业|各国",
    r"\b(?:worldwide|global\w*|millions? of|billions? of|everyone|developers|consumers|industry|all users|countries)\b",
)

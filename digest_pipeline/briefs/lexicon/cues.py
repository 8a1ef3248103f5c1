"""Words that tell of a story's kind and category, and of a sentence's section."""

import re
from collections.abc import Mapping

from digest_pipeline.briefs.lexicon.patterns import any_of
from digest_pipeline.model import Category, StoryKind

KIND_CUES: Mapping[StoryKind, re.Pattern[str]] = {
    "advertisement": any_of(
        r"领券|优惠券|到手价|券后|立减|抢购|秒杀|拼团|包邮|限时(?:优惠|特惠|折扣)|百亿补贴|国补后|好价|红包|"
        r"下单(?:立|即|可)|扫码(?:报名|购买|领取)",
        r"[【\[（(](?:商业)?(?:推广|广告|赞助)[】\]）)]|限时[一二三四五六七八九\d.]+折|原价\s?\d+\s?元|抢占名额|"
        r"由.{1,20}赞助",
        r"立即(?:购买|报名|抢购)|早鸟票|本文为推广|商业推广|广告合作|赞助内容|好物推荐",
        r"promo code|discount code|coupon|sponsored (?:post|content|by)|advertorial|buy now|"
        r"limited[- ]time (?:offer|deal)",
        r"\b\d{1,2}% off\b|\bbest .{0,20}deals?\b|\bearly[- ]bird|affiliate link|\$\d+ off\b|save (?:up to )?\$\d+",
    ),
    "paper": any_of(
        r"\bwe (?:propose|present|introduce|show that|study)\b|\bin this paper\b|\bthis (?:paper|work|study) \w+|"
        r"\barxiv\b",
        r"本文提出|论文|研究(?:团队|人员)(?:提出|发现|发表)|预印本|ICLR|NeurIPS|ICML|CVPR|\bACL\b|EMNLP|发表(?:于|"
        r"在).{0,12}(?:Nature|Science|期刊)",
    ),
    "release": any_of(
        r"发布|推出|开源|上线|上架|开售|亮相|升级|更新|公测|正式版|预览版|首发",
        r"\b(?:releas|launch|introduc|announc|unveil|open-sourc|roll(?:s|ed|ing)? out|ship)\w*|\bnow available\b",
        r"\bv?\d+\.\d+(?:\.\d+)?\b.{0,20}\b(?:is out|released)\b",
    ),
    "tool": any_of(
        r"\bShow HN\b|\b(?:CLI|SDK|toolkit|plugin|extension|open-source (?:tool|library|framework))\b|\bgithub -",
        r"开源(?:工具|项目|框架|库)|插件|小工具|命令行",
    ),
    "opinion": any_of(
        r"^(?:opinion|why |how i|i |my |the case (?:for|against)|what .+ (?:gets|get) wrong|stop |don.t )|"
        r"\beditorial\b|\bop-ed\b",
        r"^(?:专访|对话|评论|观点|为什么|社论|我(?:为什么|用|在|把|是|眼中))|谈谈|怎么看|深度思考|反思",
    ),
}

CATEGORY_CUES: Mapping[Category, re.Pattern[str]] = {
    "infrastructure": any_of(
        r"\b(?:gpus?|tpus?|npus?|chips?|semiconductors?|data ?cent(?:er|re)s?|servers?|hbm|dram|nand|cuda|"
        r"kernels?|clusters?|compute)\b",
        r"\b(?:inference engine|vllm|sglang|kubernetes|databases?|cloud|linux|power grid|networking)\b",
        r"芯片|显卡|算力|数据中心|服务器|处理器|半导体|存储|内存|晶圆|制程|集群|云计算|电网|基站|内核",
    ),
    "models": any_of(
        r"\b(?:llms?|gpt-?[\d.]*|claude|gemini|llama|qwen[\d.]*|deepseek[-\w.]*|kimi|mistral|grok|gemma|glm[-\d.]*)\b",
        r"\b(?:parameters|weights|checkpoints?|foundation models?|language models?|fine-tun\w+|pre-?train\w+|"
        r"multimodal|diffusion)\b",
        r"大模型|语言模型|多模态|参数|权重|开源模型|推理模型|预训练|微调|文生图|生成模型|通义|千问|混元|豆包|文心",
    ),
    "applications": any_of(
        r"\b(?:agents?|agentic|assistants?|copilot|chatbots?|apps?|plugins?|browsers?|robots?|robotaxis?|users?|"
        r"features?|devices?)\b",
        r"\b(?:smartphones?|iphone|android|glasses|headsets?|games?)\b",
        r"智能体|助手|应用|插件|浏览器|机器人|用户|功能|手机|平板|手表|眼镜|耳机|汽车|车型|智驾|游戏|系统更新",
    ),
    "research": any_of(
        r"\b(?:paper|benchmarks?|arxiv|experiments?|datasets?|we propose|researchers?|ablation|state-of-the-art|"
        r"study|theorem)\b",
        r"论文|实验|基准|数据集|研究(?:团队|人员|者)|科学家|学者|发表",
    ),
    "industry": any_of(
        r"\b(?:rais\w+|funding|valuation|acquir\w+|acquisition|ipo|revenue|earnings|layoffs?|investors?|shares|"
        r"startups?|ceo|sales|market)\b",
        r"融资|估值|收购|上市|财报|营收|净利润|裁员|股价|股东|投资|市值|销量|销售|公告|募资|创始人|市场|同比",
    ),
    "policy": any_of(
        r"\b(?:regulat\w+|lawsuits?|sued|court|judges?|congress|senate|ftc|antitrust|ban(?:ned|s)?|policymakers?|"
        r"legislation|lawmakers?|privacy|copyright|government)\b",
        r"监管|法案|法院|起诉|诉讼|条例|工信部|网信办|国务院|禁令|反垄断|版权|隐私|合规|政策|规划|标准|处罚|"
        r"出口管制|发改委",
    ),
}

FINDING = any_of(
    r"\d[\d.,]*\s?(?:%|％|x\b|×|倍|万|亿|千|元|美元|毫秒|秒|小时|GB|TB|MB|tokens?|fps|TPS|个百分点|辆|台|人次|mAh|"
    r"W\b|nm|ms\b)",
    r"[$€£¥]\s?\d|\b\d[\d.,]* (?:percent|million|billion|trillion|times|points|users|hours|minutes|seconds)\b",
    r"\b(?:results? (?:show|indicate|suggest|demonstrate)|outperform\w*|we (?:find|found|observe)|findings|"
    r"experiments? (?:show|on|across)|accuracy of|scores? of|state-of-the-art|"
    r"(?:improv|reduc|cut|rais|lower)\w+ [^.]{3,60}? by|"
    r"achiev\w+ (?:an? |the )?(?:highe[rs]\w*|bett?er|best|competitive|comparable|strong\w*|lowe[rs]\w*)|"
    r"compared (?:to|with) [^.]{0,30}baselines?|"
    r"(?:experiments?|results?|analys[ei]s|evaluations?|ablations?|studies)\b[^.]{0,40}? "
    r"(?:show|demonstrate|reveal|highlight|suggest|indicate|confirm|find)s?)\b",
    r"结果(?:显示|表明)|优于|创.{0,4}新高|同比|环比|准确率|数据显示|实验(?:表明|证明|结果)|测试(?:显示|表明|结果)",
)
LIMITATION = any_of(
    r"^(?:but|however|yet|still|though|although|unfortunately|nevertheless)\b.*(?:\bnot?\b|n['’]t\b|\bnever\b|"
    r"\bonly\b|\black|\blimit|\brisk|\bfail|\bunclear|\bdifficult|\bchalleng|\bcost|\bconcern|\bproblem)",
    r"\b(?:(?<!this )(?<!these )limitations?|drawbacks?|downsides?|caveats?|shortcomings?|remains? (?:unclear|"
    r"a challenge|challenging|"
    r"limited|to be seen)|does not (?:yet|support|work|scale))\b",
    r"\b(?:existing|current|previous|prior|static|conventional) [^.]{3,60}? "
    r"(?:only|fail|tend to|suffer|lack|ignore|neglect|rely)",
    r"\b(?:not yet|only works|struggl\w+|fails? to|too expensive|not available)\b",
    r"^(?:但|然而|不过|可是)[^。]*(?:[不未难无缺仍]|风险|问题|隐患|受限)|^遗憾|，(?:但|然而|"
    r"不过)[^。]*(?:[不未难无仍]|只[能是有]|缺|受限|风险|仅)",
    r"局限|不足之处|缺点|短板|仍需|尚未|暂未|难以|受限|未披露|未透露|瓶颈|隐患|仅支持|仅限",
)
INSIGHT = any_of(
    r"\b(?:says?|said|told|believes?|argu\w+|according to|thinks?|explain\w*|suggests? that|meaning that|"
    r"in other words|predict\w*|expects?|warns?|warned|adds?|added|wrote|points? out)\b",
    r"表示|认为|指出|称，|称：|坦言|强调|预计|意味着|看来|分析|观点|预测|警告|透露|直言|相信|背后|本质上|意义",
)
TECHNIQUE = any_of(
    r"\b(?:architectures?|algorithms?|methods?|frameworks?|pipeline|mechanisms?|trained|built|uses?|using|"
    r"based on|designs?|works by|propose[sd]?|introduces?|implement\w*|supports?|powered by|features?|modules?|"
    r"encoders?|decoders?|loss|objectives?|embeddings?|at the \w+ level|"
    r"is (?:constructed|computed|formulated|defined|complemented)|"
    r"we (?:\w+ly |first |then |further )?(?:fine-tun|train|construct|ground|inject|build|design|formulat|combin|"
    r"extend|adapt|model|appl[yi]|develop)\w*)\b",
    r"架构|算法|方法|框架|机制|采用|基于|支持|搭载|通过|利用|设计|引入|提出|实现|训练|内置|配备|原理|技术",
)

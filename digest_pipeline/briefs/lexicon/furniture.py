"""What belongs to the page around an article: credits, share lines, captions, legal lines."""

from functools import lru_cache

from digest_pipeline.briefs.lexicon.patterns import any_of


def is_furniture(text: str) -> bool:
    """Say whether `text` belongs to the page around the article: credits, share lines, captions, legal lines."""
    return FURNITURE.search(text) is not None


@lru_cache(maxsize=8)
def body(text: str) -> str:
    """Return `text` without short lines of page furniture, for counting: a neighbour's title is no mention."""
    lines = text.split("\n")
    kept = "\n".join(line for line in lines if len(line) > _LONGEST_FURNITURE or not is_furniture(line.strip()))
    return kept if kept.strip() else text


FURNITURE = any_of(
    r"^(?:责任编辑|编辑|责编|作者|来源|记者|撰文|校对|审核|排版|原标题|原文链接|延伸阅读|相关阅读|推荐阅读|往期|"
    r"参考资料|免责声明|版权声明|声明|广告声明)\s*[：:丨|]",
    r"^(?:延伸阅读|相关阅读|推荐阅读|参考$|阅读原文|目录$)|广告声明|文内含有的对外跳转链接|微信扫一扫|扫码关注|"
    r"关注.{0,8}公众号|点击.{0,6}(?:关注|阅读原文|蓝字)|ICP备|版权所有|登录后发表|^网友评论|"
    r"未经.{0,4}授权.{0,6}(?:转载|不得|禁止)|转载请(?:注明|联系)|点赞.{0,6}(?:在看|关注|收藏|转发)|点个.{0,2}在看|"
    r"^分享到|(?:扫描|识别|扫).{0,8}二维码|投稿邮箱|商务合作请|添加微信|加入.{0,6}(?:交流群|社群)",
    r"^(?:▲|△|▼|图源|图片来源|图注|配图|图\s?\d|（图|\(图)|如下图|如图所示|点击查看大图|(?:如下|见下表|"
    r"见下图)[：:。]?$",
    r"^(?:read more|related(?: articles| stories|:|$)|see also|share this|log ?in to|subscribe|advertisement|"
    r"sponsored|sign up|subscribe|follow us|image credits?|photo(?:graph)?(?: by|:| credit)|credit:|getty images|"
    r"tags?:|launch tags|filed under|comments?:|subjects?:|cite as|submitted on|\[submitted|authors?:|title:|"
    r"continue reading|table of contents|originally published|this (?:story|article) (?:was )?(?:originally|"
    r"first) (?:appeared|published))",
    r"\b(?:sign up for|by signing up|subscribe now|our newsletter|agree to (?:our|the) (?:terms|privacy)|(?:uses?|"
    r"accept|our) cookies|all rights reserved|follow (?:us|me) on|share this|click here|affiliate commission|"
    r"earn a commission|let us know in the comments|leave a comment|join the discussion|thanks for reading|"
    r"getty images|accept all|(?:enable|requires?) javascript|javascript is (?:disabled|required))\b",
    r"^©|^copyright\b",
)

_LONGEST_FURNITURE = 300

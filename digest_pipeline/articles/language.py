"""The language of a text: by its script where that decides, else by py3langid, and for short texts with a hint."""

import re

_KANA = re.compile("[\u3041-\u30ff\u31f0-\u31ff]")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_HANGUL = re.compile("[\u1100-\u11ff\uac00-\ud7af]")
# Forms that only Japan writes: neither mainland China nor Taiwan simplified these characters so.
_JAPANESE_HAN = re.compile(
    "[発図対込働円県駅変価実売経済証闘検転広気挙脳戦権様関竜沢辺浜黒毎処単営労囲団圧増壊応徴徳恵悪払拡抜拝歩歳歴浄渋"
    "焼獣産続総縄聴観訳読譲豊軽遅鉄録隠雑霊頼顔顕験髪鶏黙齢亜仏仮伝価両剣剤勧巻帰従戻択稲穏絵継薬賛酔釈銭駆弾帯拠捜挿"
    "摂査桜涙滝]"
)
_WORD = re.compile(r"[^\W\d_]+")
# A Han character is worth about this many Latin ones: a Chinese text full of English names is still Chinese.
_HAN_WEIGHT = 3
# Japanese without kana are headlines; Chinese with this share of kana are brand names.
_KANA_SHARE = 0.05
_JAPANESE_SHARE = 0.05
# The verdict is stable from here on, and classification takes time in proportion to length.
_SAMPLE_CHARACTERS = 1_000
# Below so many letters names and numbers decide by chance.
_SHORT_LETTERS = 100
_SHORT_HAN = 40

# The detector tells apart what readers and feeds do not, by chance on mixed text.
_ONE_LANGUAGE = {
    **dict.fromkeys(("wuu", "yue", "cmn"), "zh"),
    **dict.fromkeys(("arz", "ary"), "ar"),
    **dict.fromkeys(("nn", "nb"), "no"),
    "pcm": "en",
}
_MISWRITTEN = {
    "cn": "zh",
    "jp": "ja",
    "kr": "ko",
    "ua": "uk",
    "cz": "cs",
    "gr": "el",
    "iw": "he",
    "in": "id",
    "se": "sv",
}
# What the detector sees in short English titles full of names.
_UNLIKELY = frozenset(
    {"la", "vo", "eo", "gd", "ga", "cy", "br", "fy", "gl", "lb", "oc", "qu", "mg", "ku", "ln", "lg", "an", "wa"}
)
# How far, in the detector's log-likelihood, the declared language (else English) may lie behind the best one in a short
# text. Measured on titles and leads of known sources.
_DECLARED_MARGIN, _ENGLISH_MARGIN, _UNLIKELY_MARGIN = 12.0, 5.0, 16.0


def language_of(text: str, declared: str = "") -> str:
    """Return the ISO 639-1 code of the language of `text`, or an empty string when it holds no letters.

    East Asian scripts decide by themselves (a model is unsure of short or mixed text): kana is Japanese, Han without
    kana Chinese, Hangul Korean. `declared` is what the page or feed says (a BCP 47 tag or locale, "zh-CN", "en_US");
    it is asked where the text is short or undecided, and never against a plain text: many pages declare their
    template's language.
    """
    hint = _code(declared)
    sample = text[:_SAMPLE_CHARACTERS]
    letters = sum(len(word) for word in _WORD.findall(sample))
    if not letters:
        return ""
    kana, han, hangul = (len(script.findall(sample)) for script in (_KANA, _HAN, _HANGUL))
    eastern = kana + han
    # A few characters between English names: the page knows whether they are the sentence or one more name.
    weight = _HAN_WEIGHT * 4 if hint in {"zh", "ja"} and letters <= _SHORT_LETTERS else _HAN_WEIGHT
    if eastern * weight >= letters - eastern and eastern > hangul:
        return _eastern(sample, kana, han, hint)
    if hangul * _HAN_WEIGHT >= letters - hangul:
        return "ko"
    return _classified(sample, hint, letters)


def _eastern(sample: str, kana: int, han: int, hint: str) -> str:
    if kana > _KANA_SHARE * (kana + han):
        return "ja"
    if han <= _SHORT_HAN and (hint == "ja" or len(_JAPANESE_HAN.findall(sample)) > _JAPANESE_SHARE * han):
        return "zh" if hint == "zh" else "ja"
    return "zh"


def _classified(text: str, hint: str, letters: int) -> str:
    import py3langid  # noqa: PLC0415  0.75 s with its model, paid once a worker

    scores: dict[str, float] = {}
    for code, score in py3langid.rank(text):
        scores.setdefault(_ONE_LANGUAGE.get(code, code), float(score))
    two_letters = [code for code in scores if len(code) == len("en")]
    best = two_letters[0]
    if letters > _SHORT_LETTERS:
        return best
    # A hint is one language among others; text in Latin letters is English more often than anything else.
    for prior, margin in ((hint, _DECLARED_MARGIN), ("en", _UNLIKELY_MARGIN if best in _UNLIKELY else _ENGLISH_MARGIN)):
        if (
            prior in scores
            and scores[best] - scores[prior] < margin
            and (prior != "en" or text.isascii() or hint == "en")
        ):
            return prior
    return best


def _code(declared: str) -> str:
    primary = re.split("[-_]", declared.strip().lower(), maxsplit=1)[0]
    code = _MISWRITTEN.get(primary, _ONE_LANGUAGE.get(primary, primary))
    return code if len(code) == len("en") and code.isalpha() else ""

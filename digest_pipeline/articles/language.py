"""The language of a text: by its script where that decides, else by py3langid."""

import re

_KANA = re.compile("[\u3041-\u30ff\u31f0-\u31ff]")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_HANGUL = re.compile("[\u1100-\u11ff\uac00-\ud7af]")
_WORD = re.compile(r"[^\W\d_]+")
# A Han character is worth about this many Latin ones: a Chinese text full of English names is still Chinese.
_HAN_WEIGHT = 3
# Japanese without kana are headlines; Chinese with this share of kana are brand names.
_KANA_SHARE = 0.05
# The detector tells written Chinese of different regions apart, by chance on mixed text.
_ONE_LANGUAGE = {"wuu": "zh", "yue": "zh"}
# The verdict is stable from here on, and classification takes time in proportion to length.
_SAMPLE_CHARACTERS = 1_000


def language_of(text: str) -> str:
    """Return the ISO 639-1 code of the language of `text`, or an empty string when it holds no letters.

    East Asian scripts decide by themselves (a model is unsure of short or mixed text): kana is Japanese, Han without
    kana Chinese, Hangul Korean.
    """
    sample = text[:_SAMPLE_CHARACTERS]
    letters = sum(len(word) for word in _WORD.findall(sample))
    if not letters:
        return ""
    kana, han, hangul = (len(script.findall(sample)) for script in (_KANA, _HAN, _HANGUL))
    if (kana + han) * _HAN_WEIGHT >= letters - kana - han and kana + han > hangul:
        return "ja" if kana > _KANA_SHARE * (kana + han) else "zh"
    if hangul * _HAN_WEIGHT >= letters - hangul:
        return "ko"
    return _classified(sample)


def _classified(text: str) -> str:
    import py3langid  # noqa: PLC0415  0.75 s with its model, paid once a worker

    code = str(py3langid.classify(text)[0])
    return _ONE_LANGUAGE.get(code, code)

"""From the bytes of a page to Unicode: declared charset first, and a second look when the declaration plainly lies.

The order (byte order mark, HTTP header, meta element, detection) and the WHATWG labels are w3lib's; detection is
charset-normalizer's, held to the encodings that browsers know.
"""

import re

from charset_normalizer import from_bytes
from w3lib.encoding import html_body_declared_encoding, html_to_unicode, read_bom, resolve_encoding, to_unicode

# The encodings of the WHATWG standard that pages are found in. Without the limit, French is read as cp775.
_CANDIDATES = [
    *("utf_8", "gb18030", "big5", "cp932", "euc_jp", "euc_jis_2004", "iso2022_jp", "cp949", "euc_kr"),
    *("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "koi8_r", "cp874"),
]
_WESTERN = frozenset({"cp1250", "cp1252", "cp1254", "cp1257", "cp1258"})
_SINGLE_BYTE_WESTERN = frozenset({"cp1252", "iso8859-1", "iso8859-15", "mac-roman"})
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# Detection reads this much from the first non-ASCII byte on: more text changes no verdict, only the time it takes.
_SAMPLE_BYTES = 20_000
# Below this share of undecodable characters a page is slightly damaged, above it the charset is wrong.
_DAMAGED_SHARE = 0.02
# European words hold accented letters singly; four in a row, in most of the text, are another script misread.
_MISREAD = re.compile("[\x80-\xff\u0152-\u0192\u02c6-\u02dc\u2013-\u2122]{4,}")
_NON_ASCII = re.compile("[^\x00-\x7f]")


def decode(body: bytes, content_type: str) -> str:
    """Return the text of `body` in its real charset, without NUL bytes and lone surrogates; never fails.

    `content_type` is the HTTP header's value, empty when there was none.
    """
    encoding, text = html_to_unicode(content_type or None, body, auto_detect_fun=_detect)
    if read_bom(body)[0] is None:
        text = _second_look(body, encoding, text)
    return _storable(text)


def _storable(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        return _UNSTORABLE.sub("", text)
    return text.replace("\x00", "")


def _second_look(body: bytes, encoding: str, text: str) -> str:
    if encoding != "utf-8" and _is_utf8(body, encoding):
        return body.decode("utf-8")
    suspicion = _suspicion(text, encoding)
    if suspicion <= _DAMAGED_SHARE:
        return text
    for name in (html_body_declared_encoding(body), _detect(body)):
        if name and name != encoding:
            other = to_unicode(body, name)
            if _suspicion(other, name) < suspicion / 2:
                return other
    return text


def _is_utf8(body: bytes, encoding: str) -> bool:
    """Say whether bytes declared as `encoding` are UTF-8 beyond doubt.

    Three or more multi-byte characters that all happen to be well-formed are no accident. A page that can be read for
    its ASCII declaration is never UTF-16.
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return "\x00" not in text and (encoding.startswith(("utf-16", "utf-32")) or len(_NON_ASCII.findall(text)) > 2)  # noqa: PLR2004  three


def _suspicion(text: str, encoding: str) -> float:
    """Return the share of the non-ASCII characters that speak against `encoding`."""
    replaced = text.count("\ufffd")
    # Only what stands here can be suspicious; most pages are clean UTF-8, and to count their characters takes long.
    if text.isascii() or not (replaced or encoding in _SINGLE_BYTE_WESTERN):
        return 0.0
    foreign = len(_NON_ASCII.findall(text))
    if encoding in _SINGLE_BYTE_WESTERN:
        misread = sum(len(run) for run in _MISREAD.findall(text))
        if misread * 2 > foreign:
            return 1.0
    return replaced / foreign


def _detect(body: bytes) -> str | None:
    if _is_ascii_or_utf8(body):
        return "utf-8"
    matches = from_bytes(_sample(body), cp_isolation=_CANDIDATES)
    best = matches.best()
    if best is None:
        return None
    # Central European and Western code pages differ in few letters; as a browser does, take Western if it is as clean.
    if best.encoding in _WESTERN and any(match.encoding == "cp1252" and match.chaos <= best.chaos for match in matches):
        return "cp1252"
    return resolve_encoding(best.encoding)


def _is_ascii_or_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return b"\x1b$" not in body  # the escape of ISO-2022-JP, which is ASCII otherwise


def _sample(body: bytes) -> bytes:
    first = re.search(rb"[\x80-\xff\x1b]", body)
    start = max(0, first.start() - 200) if first else 0
    return body[start : start + _SAMPLE_BYTES]

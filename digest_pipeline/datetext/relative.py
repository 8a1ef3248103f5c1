"""Dates that count from the moment of the capture: 3小时前, 昨天 20:15, "2 hours ago", 周五下午3点."""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta, tzinfo

from digest_pipeline.datetext import NoDateError
from digest_pipeline.datetext.parts import (
    CHINESE_DIGITS,
    at,
    chinese_number,
    has_unexplained_digits,
    split_clock,
)

_WORDS = "a an one two three four five six seven eight nine ten eleven twelve".split()
_NUMBERS = {word: max(1, place - 1) for place, word in enumerate(_WORDS)}
# Within minutes and hours "a few" is three; a few days ago is no day.
_FEW = 3
_UNITS = {
    "seconds": "seconds? secs? s 秒钟 秒鐘 秒 초",
    "minutes": "minutes? mins? m 分钟 分鐘 分間 分 분",
    "hours": "hours? hrs? h 个小时 個小時 小时 小時 个钟头 時間 시간",
    "days": "days? d 天 日 일",
    "weeks": "weeks? wks? w 个星期 個星期 星期 个礼拜 礼拜 週間 周 週 주일 주",
    "months": "months? mon mos? 个月 個月 ヶ月 か月 カ月 개월",
    "years": "years? yrs? y 年 년",
}
_UNIT = "|".join(rf"(?P<{name}>{'|'.join(forms.split())})" for name, forms in _UNITS.items())
_STEP = re.compile(
    r"(?:(?P<few>几|幾|数|數|several|a few)|(?<![\d.,])(?P<number>\d{1,4}(?:[.,]\d{1,2})?)"
    rf"|(?<![{CHINESE_DIGITS}十百])(?P<chinese>[{CHINESE_DIGITS}十]{{1,3}}|[半两兩])"
    rf"|(?<![a-z])(?P<word>{'|'.join(_WORDS)})(?= )) ?(?P<half_more>[个個]半)?(?:{_UNIT})(?![a-z])",
    re.IGNORECASE,
)
_HALF = re.compile(r"\b(?:an hour and a half|one and a half hours|half an hour|half hour)(?= ago\b)", re.IGNORECASE)
# They change the count behind them: "half a day", "twenty one days".
_MORE = re.compile(r"\b(?:half|twenty|thirty|forty|fifty|hundred)\b", re.IGNORECASE)
_AGO = re.compile(r"(?<![a-z])ago(?![a-z])|[之以]?前|전", re.IGNORECASE)
_JUST_NOW = re.compile(r"\bjust now\b|刚刚|剛剛|刚才|たった今|방금", re.IGNORECASE)
_BETWEEN = re.compile(r"(?: |,|and|和|又|零)*", re.IGNORECASE)

# Words that name a day and a part of it at once.
_DAY_AND_PART = {
    "昨晚": "昨天晚上",
    "昨夜": "昨天晚上",
    "前晚": "前天晚上",
    "今晚": "今天晚上",
    "今早": "今天早上",
    "今晨": "今天凌晨",
}
_DAYS = re.compile(
    r"(?P<three>大前天)|(?P<two>前天|一昨日|おととい|그저께|\b(?:the )?day before yesterday\b)"
    r"|(?P<one>昨天|昨日|어제|\byesterday\b)|(?P<none>今天|今日|오늘|\btoday\b)",
    re.IGNORECASE,
)
_DAYS_AGO = {"none": 0, "one": 1, "two": 2, "three": 3}
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_WEEKDAY = re.compile(
    rf"(?P<week>[上本这這下])?(?:个|個)?(?:周|週|星期|礼拜|禮拜)(?P<character>[一二三四五六日天])|\b(?P<name>{'|'.join(_WEEKDAYS)})\b",
    re.IGNORECASE,
)
_WEEKS_AWAY = re.compile(r"上上|下下")
_OTHER_WEEK = re.compile(r"\b(?:last|next|this|every)\b", re.IGNORECASE)
# A name of a day in a longer text is a word of a sentence.
_MOST_OTHER_LETTERS = 24


def read(text: str, zone: tzinfo, now: datetime) -> datetime | None:
    """Return the moment in UTC that `text` names as seen at `now`, or None when it names none.

    "3小时前" is `now` less three hours. "3天前" and weeks keep the local time of day of `now` and are right to the day,
    months and years to the month, whatever their minutes say. 昨天 or 周五 without a time is the first moment of that
    day in `zone`. What lies ahead ("in 2 hours", 明天) is no date of a publication, and the weekday of `now` itself is
    none either: it may be a week ago.

    Raises:
        NoDateError: for a time that does not exist, or a text that says two things.
    """
    local = now.astimezone(zone)
    if match := _JUST_NOW.search(text):
        return _checked(now, f"{text[: match.start()]} {text[match.end() :]}", text)
    text = _HALF.sub(_spelled_half, text)
    if steps := _steps(text):
        return _ago(steps, text, zone, local)
    if not text.isascii():
        for word, parts in _DAY_AND_PART.items():
            text = text.replace(word, parts)
    clock, rest = split_clock(text, zone)
    day, rest = _named_day(rest, local)
    return _checked(at(day, clock, zone), rest, text) if day else None


def _spelled_half(match: re.Match[str]) -> str:
    return "90 minutes" if " and " in match[0] else "30 minutes"


def _checked(moment: datetime, rest: str, text: str) -> datetime:
    if has_unexplained_digits(rest) or sum(map(str.isalpha, rest)) > _MOST_OTHER_LETTERS:
        raise NoDateError(f"{text!r} says more than a date")
    return moment.astimezone(UTC)


def _steps(text: str) -> list[re.Match[str]]:
    """Return the counts that stand before "ago", with no other word between them."""
    steps: list[re.Match[str]] = []
    match = _STEP.search(text)
    while match:
        steps.append(match)
        between = _BETWEEN.match(text, match.end())
        end = between.end() if between else match.end()
        if _AGO.match(text, end):
            return steps
        match = _STEP.match(text, end)
    return []


def _ago(steps: list[re.Match[str]], text: str, zone: tzinfo, local: datetime) -> datetime:
    amounts = dict.fromkeys(_UNITS, 0.0)
    for step in steps:
        unit = next(name for name in _UNITS if step[name])
        amounts[unit] += _amount(step, unit)
    months = amounts["years"] * 12 + amounts["months"]
    try:
        then = _months_before(local, int(months))
        then -= timedelta(days=amounts["days"] + 7 * amounts["weeks"] + 30 * (months % 1))
        exact = timedelta(hours=amounts["hours"], minutes=amounts["minutes"], seconds=amounts["seconds"])
        moment = then.astimezone(UTC) - exact
    except (ValueError, OverflowError) as error:
        raise NoDateError(f"{text!r} is before all calendars") from error
    ago = _AGO.search(text, steps[-1].end())
    rest = f"{text[: steps[0].start()]} {text[ago.end() if ago else len(text) :]}"
    clock, rest = split_clock(rest, zone)
    if (clock and exact) or _MORE.search(rest):
        raise NoDateError(f"{text!r} names no moment")
    return _checked(at(then.date(), clock, zone) if clock else moment, rest, text)


def _amount(step: re.Match[str], unit: str) -> float:
    if step["few"]:
        if unit not in {"seconds", "minutes", "hours"}:
            raise NoDateError(f"{step[0]!r} names no day")
        return _FEW
    more = 0.5 if step["half_more"] else 0.0
    if step["number"]:
        return float(step["number"].replace(",", ".")) + more
    if step["word"]:
        return _NUMBERS[step["word"].lower()]
    simple = {"半": 0.5, "两": 2, "兩": 2}.get(step["chinese"])
    return (simple or chinese_number(step["chinese"])) + more


def _months_before(moment: datetime, months: int) -> datetime:
    """Return the same day of an earlier month, or that month's last day where it has no such day."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))


def _named_day(text: str, local: datetime) -> tuple[date | None, str]:
    """Return the day that a word names, and the text without the word."""
    match = _DAYS.search(text)
    if match and match.lastgroup:
        day: date | None = local.date() - timedelta(days=_DAYS_AGO[match.lastgroup])
    elif match := _WEEKDAY.search(text):
        day = _weekday(match, text, local)
    else:
        return None, text
    return day, f"{text[: match.start()]} {text[match.end() :]}"


def _weekday(match: re.Match[str], text: str, local: datetime) -> date | None:
    today = local.date()
    character = match["character"]
    if _WEEKS_AWAY.search(text):
        return None
    number = min("一二三四五六日天".index(character), 6) if character else _WEEKDAYS.index(match["name"].lower())
    monday = today - timedelta(days=today.weekday())
    if match["week"]:
        day = monday + timedelta(days=number - (7 if match["week"] == "上" else 0))
        return day if day <= today and match["week"] != "下" else None
    if _OTHER_WEEK.search(text):
        return None
    back = (today.weekday() - number) % 7
    # Today's own weekday may be this day or a week ago.
    return today - timedelta(days=back) if back else None

"""Units that only the checking of statements needs: rarer measures and currencies, and which units convert.

The common ones are read with their numbers by `quantities.py`; which amounts bear which out is `amounts.py`.
"""

import re
from decimal import Decimal

from digest_pipeline.quantities import Number, Value

Reading = tuple[Value, str | None]

_MOST_GENERATIONS = 9
# 4665×1895 mm are two lengths.
_ANOTHER_SIDE = re.compile(r"(?<=[x×])\d")


def readings_of(number: Number, text: str) -> tuple[int, tuple[Reading, ...]]:
    """Return where a number of `text` ends with its unit, and all that the two may mean."""
    value, unit = number.value, number.unit
    if isinstance(value, str):
        return number.end, ((value, unit),)
    if currency := _BEFORE.search(text, max(0, number.start - _LONGEST_CURRENCY), number.start):
        return number.end, ((value, _CURRENCIES_BEFORE[currency[1]]),)
    if unit == "usd" and (coded := _DOLLARS.match(text, number.end)):
        return coded.end(), ((value, coded[1].lower()),)
    if unit is None:
        return _behind(number, value, text)
    if unit == "times" and _ANOTHER_SIDE.match(text, number.end):
        return number.end, ((value, None),)
    often = unit == "times" and _OFTEN.match(text, number.end)
    return number.end, ((value, unit), (value, None)) if often else ((value, unit),)


def _behind(number: Number, value: Decimal, text: str) -> tuple[int, tuple[Reading, ...]]:
    """Read what stands behind a number without a unit: a letter that may be one, how often, a rarer unit."""
    letter = _LETTERS.get(number.surface[-1:]) if number.surface[-2:-1] in _BEFORE_LETTER else None
    if letter:
        scale, units = letter
        return number.end, (*(((value / scale).normalize(), one) for one in units), (value, None))
    if discount := _DISCOUNT.match(text, number.end):
        # 八折 and 85 折 are what is left to pay.
        paid = value if value > _MOST_TENTHS else value * 10
        return discount.end(), ((value, None), (paid, "percent"), (100 - paid, "percent"))
    if number.surface[-1] in "千万" and (money := _COLLOQUIAL.match(text, number.end)):
        return money.end(), ((value, "cny"),)
    if _OCCASIONS.match(text, number.end):
        return number.end, ((value, "times"), (value, None))
    if found := _BEHIND.match(text, number.end):
        behind = _UNIT_OF[found[1].lower()]
        # A few g may be a generation of networks, many are grams.
        certain = found[1] in _CERTAIN_LETTERS or (found[1] == "g" and value > _MOST_GENERATIONS)
        return found.end(), tuple((value, one) for one in behind if one or not certain)
    return number.end, ((value, None),)


def based(reading: Reading) -> Reading:
    """Return a reading in the unit that its own is reckoned in: GB in bytes, weeks in seconds."""
    value, unit = reading
    if unit not in CONVERTED or isinstance(value, str):
        return reading
    base, factor = CONVERTED[unit]
    return (value * factor).normalize(), base


def factor_of(unit: str | None) -> Decimal:
    """Return how many of the unit that it is reckoned in a unit is: 3600 for hours."""
    return CONVERTED[unit][1] if unit in CONVERTED else Decimal(1)


COMPARING = frozenset(("percent", "times"))


def as_told(reading: Reading, unit: str | None) -> tuple[Decimal, ...]:
    """Return what a percentage is in times and the other way round: 140 % more is 1.4 times more, 2.4 times as much."""
    value, told = reading
    if isinstance(value, str) or {told, unit} != COMPARING:
        return ()
    if unit == "times":
        return (value / 100).normalize(), (value / 100 + 1).normalize()
    return (100 * value).normalize(), (100 * (value - 1)).normalize()


_POWERS = {
    "microsecond": ("second", -6),
    "ms": ("second", -3),
    "kb": ("byte", 3),
    "mb": ("byte", 6),
    "gb": ("byte", 9),
    "tb": ("byte", 12),
    "pb": ("byte", 15),
    "nanometre": ("metre", -9),
    "millimetre": ("metre", -3),
    "centimetre": ("metre", -2),
    "kilometre": ("metre", 3),
    "kilowatt": ("watt", 3),
    "megawatt": ("watt", 6),
    "gigawatt": ("watt", 9),
    "kilowatt hour": ("watt hour", 3),
    "megawatt hour": ("watt hour", 6),
    "gigawatt hour": ("watt hour", 9),
    "terawatt hour": ("watt hour", 12),
    "microgram": ("kilogram", -9),
    "milligram": ("kilogram", -6),
    "gram": ("kilogram", -3),
    "tonne": ("kilogram", 3),
    "megapixel": ("pixel", 6),
    "kilohertz": ("hertz", 3),
    "megahertz": ("hertz", 6),
    "gigahertz": ("hertz", 9),
    "millilitre": ("litre", -3),
    "megaflops": ("flops", 6),
    "gigaflops": ("flops", 9),
    "teraflops": ("flops", 12),
    "petaflops": ("flops", 15),
    "exaflops": ("flops", 18),
    "kilobit per second": ("bit per second", 3),
    "megabit per second": ("bit per second", 6),
    "gigabit per second": ("bit per second", 9),
    "terabit per second": ("bit per second", 12),
    "amp hour": ("milliamp hour", 3),
    "basis point": ("point", -2),
    "us cent": ("usd", -2),
    "euro cent": ("eur", -2),
    "penny": ("gbp", -2),
}
# What is converted, with the unit that it is reckoned in and its factor: 120 万千瓦 is 1.2 GW, 一周 is seven days.
CONVERTED = {unit: (base, Decimal(1).scaleb(power)) for unit, (base, power) in _POWERS.items()} | {
    "minute": ("second", Decimal(60)),
    "hour": ("second", Decimal(3600)),
    "day": ("second", Decimal(86400)),
    "week": ("second", Decimal(604800)),
    "year": ("month", Decimal(12)),
    "decade": ("month", Decimal(120)),
    "jin": ("kilogram", Decimal("0.5")),
}
_UNITS: dict[tuple[str | None, ...], str] = {
    ("pound", "gbp"): "pounds pound",
    ("us cent",): "us_cents us_cent 美分",
    ("us cent", None): "cents cent ¢",
    ("euro cent",): "euro_cents euro_cent 欧分",
    ("penny",): "pence 便士",
    ("cny",): "块钱",
    ("decade",): "decades decade",
    ("basis point",): "basis_points basis_point 个基点 基点",
    ("jin",): "市斤 斤",
    ("gram", None): "g",
    ("milligram",): "milligrams milligram mg 毫克",
    ("microgram",): "micrograms microgram µg μg mcg 微克",
    ("megaflops",): "megaflops mflops",
    ("gigaflops",): "gigaflops gflops",
    ("teraflops",): "teraflops teraflop tflops tflop",
    ("petaflops",): "petaflops petaflop pflops pflop",
    ("exaflops",): "exaflops exaflop eflops eflop",
    ("kilobit per second",): "kbps kbit/s",
    ("megabit per second",): "mbps mbit/s megabits_per_second",
    ("gigabit per second",): "gbps gbit/s gigabits_per_second",
    ("terabit per second",): "tbps tbit/s terabits_per_second",
    ("amp hour",): "amp-hours amp-hour ah 安时",
    ("volt",): "volts volt 伏特 伏",
    ("volt", None): "v",
    ("ampere",): "amperes ampere amps amp 安培",
    ("ounce",): "ounces ounce oz 盎司",
    ("litre", None): "l",
    ("litre",): "litres liters litre liter 升",
    ("millilitre",): "millilitres milliliters ml 毫升",
    ("gallon",): "gallons gallon 加仑",
    ("gb",): "gigs gig",
    ("mile",): "mph",
    ("barrel",): "barrels barrel 桶",
    ("acre",): "acres acre 英亩",
    ("hectare",): "hectares hectare 公顷",
    ("square kilometre",): "square_kilometers square_kilometres sq_km km² 平方公里 平方千米",
    ("square metre",): "square_meters square_metres sqm m² ㎡ 平方米 平米",
    ("square foot",): "square_feet sq_ft 平方英尺",
    ("square mile",): "square_miles 平方英里",
    ("light year",): "light-years light_years light-year 光年",
    ("horsepower",): "horsepower hp 马力",
    ("decibel",): "decibels db 分贝",
    ("nit",): "nits nit 尼特",
    ("watt hour",): "watt-hours wh 瓦时",
    ("terawatt hour",): "terawatt-hours twh 太瓦时",
    ("brl",): "brazilian_reais reais brl 巴西雷亚尔 雷亚尔",
    ("chf",): "swiss_francs chf 瑞士法郎",
    ("cad",): "canadian_dollars cad 加拿大元 加元",
    ("aud",): "australian_dollars aud 澳大利亚元 澳元",
    ("nzd",): "new_zealand_dollars nzd 新西兰元",
    ("sgd",): "singapore_dollars sgd 新加坡元",
    ("twd",): "new_taiwan_dollars taiwan_dollars taiwanese_dollars twd 新台币 台币",
    ("rub",): "rubles roubles rub 卢布",
    ("thb",): "baht 泰铢",
    ("vnd",): "dong 越南盾",
    ("sek",): "swedish_kronor kronor sek 瑞典克朗",
    ("nok",): "norwegian_kroner nok 挪威克朗",
    ("dkk",): "danish_kroner dkk 丹麦克朗",
    ("pln",): "zloty zlotys pln 兹罗提",
    ("try",): "turkish_lira lira 里拉",
    ("aed",): "dirhams aed 迪拉姆",
    ("sar",): "riyals sar 里亚尔",
    ("mxn",): "mexican_pesos mxn 墨西哥比索",
    ("idr",): "rupiah idr 印尼盾 印尼卢比",
    ("myr",): "ringgit myr 林吉特 令吉 马币",
    ("php",): "philippine_pesos php 菲律宾比索",
    ("zar",): "rand zar 兰特",
    ("ngn",): "naira ngn 奈拉",
    ("ils",): "shekels ils 新谢克尔 谢克尔",
}
_UNIT_OF = {spelling.replace("_", " "): units for units, spellings in _UNITS.items() for spelling in spellings.split()}
_LONGEST_FIRST = sorted(_UNIT_OF, key=lambda spelling: (-len(spelling), spelling))
_BEHIND = re.compile(
    r"[余多]?[\s-]?("
    + "|".join(re.escape(one) + ("(?![A-Za-z0-9])" if one[-1].isascii() else "") for one in _LONGEST_FIRST)
    + ")",
    re.IGNORECASE,
)
# Written before the number, behind which 元 then is another one.
_CURRENCIES_BEFORE = {
    "新台币": "twd",
    "台币": "twd",
    "港币": "hkd",
    "港元": "hkd",
    "日圆": "jpy",
    "日元": "jpy",
    "韩元": "krw",
    "美元": "usd",
    "欧元": "eur",
    "加元": "cad",
    "澳元": "aud",
    "新加坡元": "sgd",
}
# 13万块, but 13万块芯片 are pieces.
_COLLOQUIAL = re.compile(r"块(?![\u4e00-\u9fff])")
# $69.99 CAD
_DOLLARS = re.compile(r"\s(CAD|AUD|NZD|SGD|HKD|TWD)\b")
_LONGEST_CURRENCY = 6
_BEFORE = re.compile(rf"(?<![\d万亿])({'|'.join(sorted(_CURRENCIES_BEFORE, key=len, reverse=True))})\s?\Z")
_CERTAIN_LETTERS = frozenset("LV")
# 5m may be metres and minutes as well as millions.
_LETTERS = {
    "m": (Decimal(10**6), ("metre", "minute")),
    "t": (Decimal(10**12), ("tonne",)),
}
_BEFORE_LETTER = frozenset("0123456789 -")
# How often something happens, and no comparison: a hundred times a day, 一百次.
_OFTEN = re.compile(r"\s(?:an?|per|every|each|in|over|since|within|last|this|during)\b|\sdaily|[.,;]|\Z")
_DISCOUNT = re.compile(r"\s?折(?![叠射磨腾])")
_MOST_TENTHS = 10
_OCCASIONS = re.compile(r"\s?[余多]?[次遍回轮]")

"""The numbers of a text: digits, Chinese numerals and English words, with their scales and units."""

from decimal import Decimal

import pytest

from digest_pipeline.quantities import half_width, in_digits, in_han, in_words, numbers


def read(text: str) -> list[tuple[Decimal | str, str | None]]:
    """Return value and unit of each number of `text`."""
    return [(number.value, number.unit) for number in numbers(text)]


# --- In digits -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,200", 1200),
        ("12,345,678", 12_345_678),
        ("３００", 300),
        ("４，３００", 4300),
        ("3.50", "3.5"),
        ("00012", 12),
        ("0.5", "0.5"),
        ("1.2 万", 12_000),
        ("1.2万", 12_000),
        ("3亿", 300_000_000),
        ("2 万亿", 2_000_000_000_000),
        ("5 million", 5_000_000),
        ("7B", 7_000_000_000),
        ("5M", 5_000_000),
        ("3k", 3000),
        ("1.5 Trillion", 1_500_000_000_000),
    ],
)
def test_digits_are_read_with_their_scale(text: str, value: int | str) -> None:
    assert read(f"约 {text}。") == [(Decimal(value), None)]


def test_a_small_letter_is_no_scale_where_it_may_be_a_unit() -> None:
    assert read("5 m deep, 8 b") == [(Decimal(5), None), (Decimal(8), None)]
    assert [number.value for number in in_digits("5m", letters_scale=lambda _: True)] == [Decimal(5_000_000)]


def test_a_version_of_three_parts_is_kept_as_written() -> None:
    assert read("Heron 3.5.1 beats 3.5") == [("3.5.1", None), (Decimal("3.5"), None)]


def test_a_full_width_comma_between_clauses_parts_two_numbers() -> None:
    assert read("版本 4，300 人") == [(Decimal(4), None), (Decimal(300), None)]
    assert half_width("版本 4，300 人") == "版本 4、300 人"


def test_a_comma_that_groups_no_thousands_parts_two_numbers() -> None:
    assert read("1,23") == [(Decimal(1), None), (Decimal(23), None)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("5%", 5, "percent"),
        ("5 per cent", 5, "percent"),
        ("12 percentage points", 12, "point"),
        ("3个百分点", 3, "point"),
        ("4x", 4, "times"),
        ("2-fold", 2, "times"),
        ("3倍", 3, "times"),
        ("$30", 30, "usd"),
        ("$1.2bn", 1_200_000_000, "usd"),
        ("5 million dollars", 5_000_000, "usd"),
        ("3亿美元", 300_000_000, "usd"),
        ("3亿元", 300_000_000, "cny"),
        ("¥300", 300, "cny"),
        ("€30", 30, "eur"),
        ("£30", 30, "gbp"),
        ("500 yen", 500, "jpy"),
        ("16gb", 16, "gb"),
        ("3 GiB", 3, "gb"),
        ("20毫秒", 20, "ms"),
        ("3 minutes", 3, "minute"),
        ("30分钟", 30, "minute"),
        ("40 小时", 40, "hour"),
        ("3天", 3, "day"),
        ("2 weeks", 2, "week"),
        ("6个月", 6, "month"),
        ("20公里", 20, "kilometre"),
        ("12 兆瓦", 12, "megawatt"),
        ("2GW", 2, "gigawatt"),
        ("200余元", 200, "cny"),
    ],
)
def test_units_are_the_same_in_both_languages(text: str, value: int, unit: str) -> None:
    assert read(f"共 {text}。") == [(Decimal(value), unit)]


@pytest.mark.parametrize("text", ["16 gbx", "3 minds", "7 yenta", "5 xylophones", "4 daylong"])
def test_a_latin_unit_ends_where_its_word_ends(text: str) -> None:
    assert [unit for _, unit in read(text)] == [None]


def test_a_sign_goes_before_nothing_but_its_own_number() -> None:
    assert read("$5, then 7") == [(Decimal(5), "usd"), (Decimal(7), None)]


# --- Chinese numerals ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("五成", 50, "percent"),
        ("百分之二十", 20, "percent"),
        ("百分之三点五", "3.5", "percent"),
        ("百分之零点五", "0.5", "percent"),
        ("十五个百分点", 15, "point"),
        ("三倍", 3, "times"),
        ("两万", 20_000, None),
        ("十五万", 150_000, None),
        ("三百二十万", 3_200_000, None),
        ("三千五百亿元", 350_000_000_000, "cny"),
        ("二十余万美元", 200_000, "usd"),
    ],
)
def test_chinese_quantities_are_read(text: str, value: int | str, unit: str | None) -> None:
    assert read(f"达到{text}。") == [(Decimal(value), unit)]


@pytest.mark.parametrize("text", ["一个", "第二", "二〇二六年", "五成立", "三", "万一", "一起", "统一百货"])
def test_numerals_within_words_state_no_quantity(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("十", 10), ("十五", 15), ("二十", 20), ("一百零五", 105), ("三千二百一十", 3210), ("二〇二六", 2026), ("两", 2)],
)
def test_a_numeral_has_its_value_whether_it_states_a_quantity_or_not(numeral: str, value: int) -> None:
    ((number, is_quantity),) = in_han(numeral)
    assert number.value == value
    assert not is_quantity


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("20多万", 200_000, None),
        ("3000余万", 30_000_000, None),
        ("3亿5000万元", 350_000_000, "cny"),
        ("1万2千", 12_000, None),
        ("百分之10", 10, "percent"),
        ("千分之三", "0.3", "percent"),
        ("200 千米", 200, "kilometre"),
        ("两万五千", 25_000, None),
        ("一点五亿", 150_000_000, None),
        ("四分之三", 75, "percent"),
    ],
)
def test_scales_and_parts_are_read_wherever_they_stand(text: str, value: int | str, unit: str | None) -> None:
    assert read(f"共 {text}。") == [(Decimal(value), unit)]


@pytest.mark.parametrize("text", ["数十万", "几千万", "上百万", "千万不要"])
def test_what_says_only_that_it_is_many_states_no_quantity(text: str) -> None:
    assert read(text) == []


# --- English words ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("three million", 3_000_000, None),
        ("a million", 1_000_000, None),
        ("twenty-one billion dollars", 21_000_000_000, "usd"),
        ("five hundred", 500, None),
        ("five percent", 5, "percent"),
        ("Ten times", 10, "times"),
        ("a dozen times", 12, "times"),
        ("five hundred thousand", 500_000, None),
        ("two hundred and fifty dollars", 250, "usd"),
        ("half a million", 500_000, None),
        ("a quarter of a million", 250_000, None),
        ("one and a half million", 1_500_000, None),
        ("5½ million", 5_500_000, None),
        ("three quarters", 75, "percent"),
        ("nine in ten", 90, "percent"),
        ("$5m", 5_000_000, "usd"),
        ("US$5 bn", 5_000_000_000, "usd"),
        ("HK$30", 30, "hkd"),
        ("RMB 300 million", 300_000_000, "cny"),
    ],
)
def test_english_quantities_are_read(text: str, value: int, unit: str | None) -> None:
    assert read(f"about {text}.") == [(Decimal(value), unit)]


@pytest.mark.parametrize("text", ["one of us", "two herons", "someone", "a heron", "an hour", "weighty", "often"])
def test_small_words_state_no_quantity(text: str) -> None:
    assert read(text) == []


def test_a_word_has_its_value_whether_it_states_a_quantity_or_not() -> None:
    assert [(number.value, is_quantity) for number, is_quantity in in_words("ninety-nine herons")] == [
        (Decimal(99), False)
    ]


def test_a_third_is_the_same_in_both_languages() -> None:
    assert [number.value for number, _ in in_words("a third")] == [number.value for number, _ in in_han("三分之一")]


# --- Where they stand ------------------------------------------------------------------------------------------------


def test_a_number_tells_where_it_stands_and_how_it_is_written() -> None:
    text = "It lifts 92.5 tonnes for $1.2 million, five percent less."
    found = list(numbers(text))
    assert [number.surface for number in found] == ["92.5 tonnes", "$1.2 million", "five percent"]
    assert all(text[number.start :].startswith(number.surface) for number in found)


def test_offsets_are_those_of_the_text_whatever_its_width() -> None:
    text = "㎏ ½ … 共 １，２００ 万元"
    assert len(half_width(text)) == len(text)
    (number,) = numbers(text[5:])
    assert half_width(text[5:])[number.start : number.end] == "1,200 万元"


def test_one_quantity_is_one_value_in_both_languages() -> None:
    assert (
        read("12,000") == read("1.2万") == read("12 thousand") == read("twelve thousand") == [(Decimal(12_000), None)]
    )


@pytest.mark.parametrize("text", ["", " ", "…", "$", "%", "万", ".", ","])
def test_what_only_belongs_to_numbers_is_none(text: str) -> None:
    assert list(numbers(text)) == []


# Half a second where no place is tried from every other; many minutes where one is.
@pytest.mark.timeout(60)
@pytest.mark.parametrize("piece", ["1.", "9", "一", ",111", "$"])
def test_the_time_of_a_long_text_grows_with_its_length(piece: str) -> None:
    list(numbers(piece * (300_000 // len(piece))))

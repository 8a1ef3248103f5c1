"""Names that Chinese writes by their sound."""

import pytest

from digest_pipeline.briefs.grounding.sound import ALIKE, likeness
from tests.briefs.test_grounding_details import failed


@pytest.mark.parametrize(
    ("han", "latin"),
    [
        ("扎克伯格", "Zuckerberg"),
        ("埃尔南德斯", "Hernández"),
        ("斯滕斯巴勒", "Stensballe"),
        ("弗格森", "Fergusson"),
        ("皮查伊", "Pichai"),
        ("哈萨比斯", "Hassabis"),
    ],
)
def test_a_name_is_alike_to_its_own_sound_and_to_no_other(han: str, latin: str) -> None:
    assert likeness(han, latin) >= ALIKE
    for other in ("Levine", "Dorsey", "Nakamura"):
        assert likeness(han, other) < ALIKE


def test_letters_that_no_table_knows_say_nothing() -> None:
    assert likeness("", "Levine") == 0
    assert likeness("弗格森", "Ωμέγα") == 0


@pytest.mark.parametrize(
    ("right", "wrong", "text"),
    [
        (
            "据埃米莉·希利亚德说，结论过宽。",
            "据彼得·弗格森说，结论过宽。",
            "Emily Hilliard said the conclusions were too wide.",
        ),
        (
            "Sales rose after Rod Fergusson took over.",
            "Sales rose after Ken Levine took over.",
            "自从罗德・弗格森接手以来，销量上升。",
        ),
    ],
)
def test_somebody_is_held_against_whoever_has_that_sound(right: str, wrong: str, text: str) -> None:
    assert failed(right, text, text) == []
    assert failed(wrong, text, text)

"""TeX in abstracts and titles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_pipeline.articles.tex import readable
from digest_pipeline.articles.text import normalise


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"a \emph{rubric reward}, \textsc{LongTraceRL}", "a rubric reward, LongTraceRL"),
        (r"on-device scale ($\leq$8B parameters)", "on-device scale (≤8B parameters)"),
        (r"$5\times$ faster at $10^{-3}$", "5× faster at 10^-3"),
        (r"$O(n^2)$ instead of $O(n)$ with $n$ tokens", "O(n^2) instead of O(n) with n tokens"),
        (r"95\% of \textbf{\emph{all}}", "95% of all"),
        (r"\emph{$\alpha$-stable}", "α-stable"),
        (r"CO$_2$, 10$^{-3}$, $x_i$ and $k$-means", "CO_2, 10^-3, x_i and k-means"),
        (r"$x\in\mathbb{R}^d$", "x∈R^d"),
        (r"$\tfrac{1}{2}$ and $a\ne b$", "1/2 and a≠b"),
    ],
)
def test_marked_up_tex_reads_as_its_characters(text: str, expected: str) -> None:
    assert readable(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "costs $5 and $10 today",
        "raised $1.5 billion, up from $900 million",
        "export HOME=$HOME and $PATH$",
        r"in C:\path\emph there is a file",
        "between $20 and $30_000",
        "$1.25, or $249.99 ($50 off), or $5M-$10M",
        "US$5-US$9 and A$20/A$30",
        'echo "${A}${B}" > $my_dir/$name',
        "cp $A/b$C; [ $x=$y ]; awk '{print $1$2}'",
        "echo $_POST['a'].$_POST['b'];",
        "`${this.base}/keypress/${key}`",
        "for ($i=0; $i<$n; $i++)",
    ],
)
def test_prices_variables_and_paths_stay_as_they_are(text: str) -> None:
    assert readable(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"$n \log n$ or $n\log n$", "n log n or n log n"),
        (r"$\mathcal{O}(n \log n)$", "O(n log n)"),
        (r"$\arg\max_a Q(s,a)$", "arg max_a Q(s,a)"),
        (r"$\lambda _{\max }$", "λ_max"),
        (r"$a \leq b$, $a\leq b$", "a ≤ b, a≤b"),
        (r"$3 \times 10^{-6}$, $\sim 90\%$", "3 × 10^-6, ∼90%"),
        (r"$P(y=1 \mid x)$", "P(y=1 | x)"),
        (r"$2\,M$", "2 M"),
    ],
)
def test_a_formula_keeps_the_blanks_that_a_reader_sees(text: str, expected: str) -> None:
    assert readable(text) == expected


@pytest.mark.parametrize(
    "formula",
    [
        "c = 1.25",
        "p < 0.05",
        "p<.0001",
        "z = 2.63, p < .05",
        "ρ=-.215",
        "ICC(2,1) = 0.877",
        "AUC = 0.94",
        "(1-1/e)",
        "|w|",
        "(q,D)",
        "α",
        "0.5",
        "1,000",
        "+2.4%",
        "35-55%",
        "11.2/12",
        "<3.21%",
    ],
)
def test_a_plain_formula_loses_its_dollars(formula: str) -> None:
    assert readable(f"it is (${formula}$), as told") == f"it is ({formula}), as told"
    assert readable(f"其中${formula}$时") == f"其中{formula}时"


def test_a_sign_in_dollars_may_stand_before_a_price_or_a_number() -> None:
    assert readable("${>}$0.3, $+$5 and $5 (with $p<0.05$)") == ">0.3, +5 and $5 (with p<0.05)"


@pytest.mark.parametrize("text", ["$why$", "$5 of 10$", "$RNN-ProVe$", "the $document_root$fastcgi"])
def test_words_in_dollars_are_no_formula(text: str) -> None:
    assert readable(text) == text


@pytest.mark.parametrize("text", [r"$\xfrac{1}{2}$", r"$\sqrt$", r"$\href x$"])
def test_a_formula_with_a_command_that_is_unknown_or_incomplete_is_left_alone(text: str) -> None:
    assert readable(text) == text


PIECES = [
    "$",
    "\\log ",
    "\\alpha",
    "\\leq ",
    "\\frac",
    "\\text{if}",
    "{",
    "}",
    "_",
    "^",
    "(",
    ")",
    " ",
    "=",
    "<",
    "5",
    "x",
    ",",
    "\\,",
]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_reading_again_changes_nothing(text: str) -> None:
    once = normalise(f"${text}$")
    assert normalise(once) == once


@pytest.mark.parametrize(
    "text", ["$a" * 20_000, f"${'1,' * 149}$", f"${'a-' * 149}$", "$x^{" * 2_000, "\\alpha" * 20_000]
)
def test_tex_made_to_be_slow_is_read_in_bounded_time(text: str) -> None:
    # Half a second in all; where one part could be matched in several ways, it would not end.
    assert len(readable(text)) <= len(text)

"""TeX in abstracts and titles."""

import pytest

from digest_pipeline.articles.tex import readable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"a \emph{rubric reward}, \textsc{LongTraceRL}", "a rubric reward, LongTraceRL"),
        (r"on-device scale ($\leq$8B parameters)", "on-device scale (≤8B parameters)"),
        (r"$5\times$ faster at $10^{-3}$", "5× faster at 10^-3"),
        (r"$O(n^2)$ instead of $O(n)$ with $n$ tokens", "O(n^2) instead of O(n) with n tokens"),
        (r"95\% of \textbf{\emph{all}}", "95% of all"),
        (r"\emph{$\alpha$-stable}", "α-stable"),
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
    ],
)
def test_prices_and_paths_stay_as_they_are(text: str) -> None:
    assert readable(text) == text

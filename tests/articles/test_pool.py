"""Extraction in worker processes."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from digest_pipeline.articles.extract import Extracted, Failure, Page, extract
from digest_pipeline.articles.pool import extract_all
from tests.articles.conftest import CHINESE, PARAGRAPHS, article_html, page
from tests.articles.hooks import misbehave


def numbered(number: int) -> Page:
    return page(article_html((*PARAGRAPHS, f"This is the report with the number {number} of the harbour office.")))


def test_outcomes_come_in_the_order_of_the_pages_and_equal_those_of_one_process() -> None:
    pages = [numbered(number) for number in range(40)]
    outcomes = list(extract_all(pages, workers=2, seconds=20, max_bytes=100_000, min_characters=80))
    assert [position for position, _ in outcomes] == list(range(40))
    assert [outcome for _, outcome in outcomes] == [extract(one, min_characters=80) for one in pages]


def test_a_page_that_hangs_dies_or_raises_costs_itself_only() -> None:
    good = numbered(1)
    pages = [replace(good, url=f"https://news.example.org/{name}") for name in ("a", "hang", "b", "die", "raise", "c")]
    pages.append(page(article_html(CHINESE * 400)))
    outcomes = dict(
        extract_all(pages, workers=2, seconds=1.5, max_bytes=50_000, min_characters=80, extractor=misbehave)
    )
    reasons = [outcome.reason if isinstance(outcome, Failure) else "ok" for outcome in outcomes.values()]
    assert reasons == ["ok", "timeout", "ok", "crashed", "crashed", "ok", "too_large"]


def test_a_caller_that_stops_early_leaves_no_process_waiting() -> None:
    outcomes = extract_all(
        (numbered(n) for n in range(20)), workers=1, seconds=20, max_bytes=100_000, min_characters=80
    )
    position, first = next(outcomes)
    outcomes.close()  # type: ignore[attr-defined]
    assert position == 0
    assert isinstance(first, Extracted)


def test_no_pages_need_no_processes() -> None:
    assert list(extract_all([], workers=2, seconds=1, max_bytes=1, min_characters=1)) == []


def test_the_pool_works_under_a_console_script(tmp_path: Path) -> None:
    script = tmp_path / "digest-like"
    script.write_text(
        "import sys\n"
        "from digest_pipeline.articles.extract import Page\n"
        "from digest_pipeline.articles.pool import extract_all\n"
        "def main():\n"
        "    pages = [Page('https://a.example/', 404, 'text/html', b'')]\n"
        "    print(*extract_all(pages, workers=1, seconds=20, max_bytes=10, min_characters=1))\n"
        "if __name__ == '__main__':\n"
        "    sys.exit(main())\n",
        encoding="utf-8",
    )
    answer = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60, check=True)
    assert "reason='gone'" in answer.stdout
    assert answer.stderr == ""

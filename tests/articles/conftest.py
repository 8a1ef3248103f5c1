"""Small pages and entries written for the tests of the articles package."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from digest_pipeline.articles.extract import extract
from digest_pipeline.articles.page import Extracted, Failure, Page
from digest_pipeline.model import Entry

PARAGRAPHS = (
    "The laboratory in Brightwater released a small language model on Monday. Its weights may be used by anybody.",
    "In the published tests the model answers 71 of 100 questions correctly, three more than the previous release.",
    "Engineers of the harbour office report that letters are summarised well, but tables still without headings.",
)
CHINESE = (
    "横山实验室周一发布了新的小型语言模型。该模型可以在一块显卡上运行，权重以宽松的许可证公开，任何人都可以使用。",
    "在公布的测试中，模型答对了阅读基准一百道题中的七十一道，比上一版多三道，而所需内存不到一半。",
    "在港务局试用过的工程师说，长信件的摘要写得很好，但是表格仍然是从左读到右，不顾表头的含义。",
)
JAPANESE = (
    "研究所は月曜日に新しい小型の言語モデルを公開しました。このモデルは一枚のグラフィックカードで動作します。",
    "公開された試験では、読解の問題百問のうち七十一問に正しく答え、前の版より三問多く正解しました。",
)
RUSSIAN = (
    "Лаборатория в понедельник представила небольшую языковую модель. Она работает на одной видеокарте.",
    "В опубликованных испытаниях модель верно отвечает на семьдесят один вопрос из ста, на три больше прежней версии.",
)


def page_html(body: str, head: str = "") -> str:
    title = "<title>A small model | The Harbour Post</title>"
    return f"<!DOCTYPE html><html><head>{title}{head}</head><body>{body}</body></html>"


def article_html(paragraphs: tuple[str, ...] = PARAGRAPHS, after: str = "", head: str = "") -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return page_html(f"<main><article><h1>A small model</h1>{text}{after}</article></main>", head)


def page(html: str | bytes, content_type: str = "text/html; charset=utf-8", *, status: int = 200) -> Page:
    body = html.encode() if isinstance(html, str) else html
    return Page("https://news.example.org/2026/small-model", status, content_type, body)


def extracted(answer: Page) -> Extracted:
    outcome = extract(answer, min_characters=80)
    assert isinstance(outcome, Extracted), outcome
    return outcome


def failure(answer: Page) -> Failure:
    outcome = extract(answer, min_characters=80)
    assert isinstance(outcome, Failure), outcome.text
    return outcome


@pytest.fixture
def make_entry() -> Callable[..., Entry]:
    def make(**changes: object) -> Entry:
        values: dict[str, object] = {
            "id": "e1",
            "day": date(2026, 6, 2),
            "source_id": "harbour",
            "source_name": "The Harbour Post",
            "source_url": "https://news.example.org/feed.xml",
            "authority": 3,
            "url": "https://news.example.org/2026/small-model",
            "link": "https://news.example.org/2026/small-model",
            "via": "",
            "section": "",
            "article_id": "a1",
            "title": "A small model",
            "summary": "",
            "content": "",
            "complete": False,
            "authors": (),
            "language": "en",
            "published_at": datetime(2026, 6, 2, 9, tzinfo=UTC),
            "date_origin": "feed",
            "late": False,
            "seen_at": datetime(2026, 6, 2, 10, tzinfo=UTC),
            "capture_id": "feed-capture",
        }
        return Entry(**(values | changes))  # type: ignore[arg-type]

    return make

"""`huggingface`: the daily papers of Hugging Face, and the new models of listed organisations, from the Hub's API.

A paper leads to arXiv, its primary source, and keeps the page that features it beside it; its abstract is the whole
article. A model is only named here: its card tells of it.
"""

import re
from datetime import UTC
from typing import Annotated, Any, Literal, Self
from urllib.parse import parse_qs, urlencode, urlsplit

from pydantic import Field, HttpUrl, model_validator

from digest_pipeline.dates import parse
from digest_pipeline.sources.feeds import as_html, list_of, one_line, text_of
from digest_pipeline.sources.source import Answer, ApiSource, Day, Item, Listing, UnreadableAnswerError
from digest_pipeline.urls import canonical

_HUB = "https://huggingface.co"
_PAGE = 100
_ARXIV = re.compile(r"\d{4}\.\d{4,5}", re.ASCII)
_MODEL = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NEXT = re.compile(r'<([^<>]*)>\s*;\s*rel="?next"?', re.IGNORECASE)
# Tags that say where a model may run, and nothing about it.
_TECHNICAL = re.compile(
    r"region:|deploy:|doi:|arxiv:|endpoints_compatible$|autotrain_compatible$|text-generation-inference$"
)
_MOST_TAGS = 12


class HuggingFaceSource(ApiSource):
    """Daily papers and new models of Hugging Face."""

    kind: Literal["huggingface"] = "huggingface"
    asks_the_past = True
    papers: bool = Field(default=False, description="the papers featured on the day")
    organisations: tuple[Annotated[str, Field(pattern=r"^[\w.-]+$")], ...] = Field(
        (), description="whose new models are told, such as Qwen"
    )
    api: HttpUrl = Field(HttpUrl("https://huggingface.co/api"), description="the Hub's API, or that of a mirror")

    @model_validator(mode="after")
    def _something_to_ask(self) -> Self:
        if not self.papers and not self.organisations:
            raise ValueError("set `papers: true`, or name `organisations`")
        return self

    def addresses(self, day: Day) -> tuple[str, ...]:
        """Return the list of papers of the day, and the newest models of each organisation.

        A list of papers has a date and no time zone: that of the day is asked for, wherever the newsroom is.
        """
        papers = [self._papers(day.date.isoformat(), 0)] if self.papers else []
        return (*papers, *(self._models(organisation) for organisation in self.organisations))

    def read(self, answer: Answer, day: Day) -> Listing:
        """Return the papers of a list, or the models of a page.

        Raises:
            UnreadableAnswerError: `empty`, `html`, `malformed`, or `refused` with what the Hub says.
        """
        document = answer.json()
        if not isinstance(document, list):
            told = one_line(text_of(document.get("error"))) if isinstance(document, dict) else ""
            raise UnreadableAnswerError("refused", f"Hugging Face answered no list: {told or 'without a reason'}")
        entries = [one for one in document if isinstance(one, dict)]
        path = urlsplit(answer.url).path
        if path.endswith("/daily_papers"):
            return self._featured(entries, answer.url)
        return self._created(entries, answer, day)

    def _papers(self, date: str, page: int) -> str:
        return self._address("daily_papers", date=date, limit=str(_PAGE), p=str(page))

    def _models(self, organisation: str, **cursor: str) -> str:
        # Sorting is always descending.
        return self._address("models", author=organisation, sort="createdAt", limit=str(_PAGE), full="true", **cursor)

    def _address(self, path: str, **query: str) -> str:
        return canonical(f"{str(self.api).rstrip('/')}/{path}?{urlencode(query)}")

    def _featured(self, entries: list[dict[str, Any]], url: str) -> Listing:
        query = parse_qs(urlsplit(url).query)
        date, page = query.get("date", [""])[0], query.get("p", [""])[0]
        papers = (_paper(entry, date) for entry in entries)
        is_more = len(entries) >= _PAGE and re.fullmatch(r"\d{1,3}", page, re.ASCII)
        return Listing(
            title="Hugging Face",
            language="en",
            items=tuple(paper for paper in papers if paper is not None),
            further=(self._papers(date, int(page) + 1),) if is_more else (),
        )

    def _created(self, entries: list[dict[str, Any]], answer: Answer, day: Day) -> Listing:
        models = (_model(entry) for entry in entries)
        moments = [moment for entry in entries if (moment := parse(text_of(entry.get("createdAt")), UTC))]
        cursor = _cursor(answer.header("link"))
        organisation = parse_qs(urlsplit(answer.url).query).get("author", [""])[0]
        is_more = bool(cursor and moments) and min(moments) >= day.start
        return Listing(
            title="Hugging Face",
            items=tuple(model for model in models if model is not None),
            further=(self._models(organisation, cursor=cursor),) if is_more else (),
        )


def _paper(entry: dict[str, Any], asked: str) -> Item | None:
    """Return a featured paper, dated by the list it is on (`asked` is the date of the list that was asked for).

    `submittedOnDailyAt` says when it was put on the list, today as the midnight of the list's date; `publishedAt`, here
    and in the entry, says when it was submitted to arXiv, days before.
    """
    inner = entry.get("paper")
    paper = inner if isinstance(inner, dict) else {}
    identifier = text_of(paper.get("id")).strip()
    title = _line(paper.get("title")) or _line(entry.get("title"))
    featured = canonical(f"{_HUB}/papers/{identifier}") if identifier else ""
    if not title or not featured:
        return None
    url = canonical(f"https://arxiv.org/abs/{identifier}") if _ARXIV.fullmatch(identifier) else featured
    abstract = as_html(_line(paper.get("summary")) or _line(entry.get("summary")))
    listed = _DATE.match(text_of(paper.get("submittedOnDailyAt")))
    return Item(
        guid=url,
        url=url,
        link=url,
        via=featured if url != featured else "",
        title=title,
        content=abstract,
        complete=bool(abstract),
        authors=_authors(paper.get("authors")),
        published=listed[0] if listed else asked,
    )


def _model(model: dict[str, Any]) -> Item | None:
    """Return a model, unless it is private or disabled: readers can't see it."""
    identifier = text_of(model.get("id")) or text_of(model.get("modelId"))
    url = canonical(f"{_HUB}/{identifier}") if _MODEL.fullmatch(identifier) else ""
    if not url or model.get("private") or model.get("disabled"):
        return None
    tags = [tag for one in list_of(model.get("tags")) if (tag := _line(one)) and not _TECHNICAL.match(tag)]
    gated = ["gated: access is granted on request"] if model.get("gated") else []
    told = dict.fromkeys(filter(None, [_line(model.get("pipeline_tag")), *tags[:_MOST_TAGS], *gated]))
    return Item(
        guid=url,
        url=url,
        link=url,
        title=identifier,
        summary=as_html(" · ".join(told)),
        authors=(identifier.partition("/")[0],),
        published=text_of(model.get("createdAt")),
    )


def _authors(authors: object) -> tuple[str, ...]:
    shown = [one for one in list_of(authors) if isinstance(one, dict) and not one.get("hidden")]
    return tuple(dict.fromkeys(filter(None, (_line(one.get("name")) for one in shown))))


def _cursor(link: str) -> str:
    """Return the cursor of the next page, and never its host: an answer does not choose whom to ask."""
    following = _NEXT.search(link)
    try:
        return parse_qs(urlsplit(following[1]).query).get("cursor", [""])[0] if following else ""
    except ValueError:
        return ""


def _line(value: object) -> str:
    return one_line(text_of(value))

"""The charts: figures in; bars, rows and words out, ready for the SVG macros of the templates.

Every chart has a summary in words and its data as a table. Where its bars stand is `bars`; the charts of the checks are
`check_charts`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from digest_pipeline.site.bars import (
    PLOT_HEIGHT,
    ROW_HEIGHT,
    Column,
    Kind,
    Mark,
    Tick,
    columns_of,
    day_marks,
    scale,
    ticks_of,
)
from digest_pipeline.site.labels import SiteLabels
from digest_pipeline.site.views import Figures, SourceDay, SourceHealth


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a chart of many: a name, its bars, and what they add up to."""

    name: str
    columns: tuple[Column, ...]
    total: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with its title, its summary in words and its table; it has `columns` or `rows`.

    `legend` names the kinds of its bars, where they are several.
    """

    key: str
    title: str
    summary: str
    marks: tuple[Mark, ...]
    head: tuple[str, ...]
    table: tuple[tuple[str, ...], ...]
    columns: tuple[Column, ...] = ()
    ticks: tuple[Tick, ...] = ()
    rows: tuple[Row, ...] = ()
    legend: tuple[tuple[Kind, str], ...] = ()


def charts_of(figures: Figures, words: SiteLabels) -> list[Chart]:
    """Return the charts that `figures` have something for, in the words of a language."""
    if not figures.days:
        return []
    charts = [_stories(figures, words), _stars(figures, words)]
    if figures.topics:
        charts.append(_topics(figures, words))
    if figures.sources:
        charts.append(_sources(figures, words))
    return [*charts, _money(figures, words)]


@dataclass(frozen=True, slots=True)
class Health:
    """What a source gave over its days, and its entries a day as a row of bars, with its failures marked."""

    source: SourceHealth
    columns: tuple[Column, ...]
    entries: int
    articles: int
    failures: tuple[SourceDay, ...]

    @property
    def entries_a_day(self) -> str:
        """The mean of the days."""
        return _mean(self.entries, len(self.source.days))

    @property
    def articles_a_day(self) -> str:
        """The mean of the days."""
        return _mean(self.articles, len(self.source.days))


def health_of(source: SourceHealth) -> Health:
    """Return what a source gave; its bars are scaled to its own best day."""
    most = max((day.entries for day in source.days), default=0)
    labels = [f"{day.day}: {day.entries}{f' · {day.failure}' if day.failure else ''}" for day in source.days]
    bars = columns_of([day.entries for day in source.days], most, ROW_HEIGHT, labels)
    return Health(
        source,
        columns=tuple(replace(bar, failed=bool(day.failure)) for bar, day in zip(bars, source.days, strict=True)),
        entries=sum(day.entries for day in source.days),
        articles=sum(day.articles for day in source.days),
        failures=tuple(day for day in source.days if day.failure),
    )


def _stories(figures: Figures, words: SiteLabels) -> Chart:
    return _daily(figures.days, figures.stories, words, key="stories", said=str)


def _money(figures: Figures, words: SiteLabels) -> Chart:
    return _daily(figures.days, figures.money, words, key="money", said=lambda value: _amount(value, figures.currency))


def _daily(
    days: Sequence[date],
    values: Sequence[float],
    words: SiteLabels,
    *,
    key: Literal["stories", "money"],
    said: Callable[[float], str],
) -> Chart:
    text = words.charts[key]
    best = max(range(len(days)), key=lambda at: (values[at], -at))
    top, step = scale(max(values), whole=key == "stories")
    return Chart(
        key=key,
        title=text.title,
        summary=text.summary.format(
            total=said(sum(values)), mean=_mean(sum(values), len(days)), day=days[best], most=said(values[best])
        )
        if any(values)
        else text.nothing,
        columns=columns_of(
            values, top, PLOT_HEIGHT, [f"{day}: {said(value)}" for day, value in zip(days, values, strict=True)]
        ),
        ticks=ticks_of(top, step),
        marks=day_marks(days),
        head=(words.day, text.value),
        table=tuple((str(day), said(value)) for day, value in zip(days, values, strict=True)),
    )


def _stars(figures: Figures, words: SiteLabels) -> Chart:
    text = words.charts["stars"]
    total = sum(figures.stars)
    top, step = scale(max(figures.stars), whole=True)
    names = [words.stars.format(count=count) for count in range(1, 6)]
    most = max(range(5), key=lambda at: (figures.stars[at], at))
    return Chart(
        key="stars",
        title=text.title,
        summary=text.summary.format(total=total, name=names[most], most=figures.stars[most]) if total else text.nothing,
        columns=columns_of(
            figures.stars,
            top,
            PLOT_HEIGHT,
            [f"{name}: {count}" for name, count in zip(names, figures.stars, strict=True)],
        ),
        ticks=ticks_of(top, step),
        marks=tuple(Mark(f"{10 + 20 * at}%", "middle", "★" * (at + 1)) for at in range(5)),
        head=(text.name, text.value),
        table=tuple((name, str(count)) for name, count in zip(names, figures.stars, strict=True)),
    )


def _topics(figures: Figures, words: SiteLabels) -> Chart:
    text = words.charts["topics"]
    topics = sorted(figures.topics, key=lambda topic: (-sum(topic.counts), topic.name))
    top = max(max(topic.counts) for topic in topics)
    rows = tuple(
        Row(
            topic.name,
            columns_of(
                topic.counts,
                top,
                ROW_HEIGHT,
                [f"{day}: {count}" for day, count in zip(figures.days, topic.counts, strict=True)],
            ),
            str(sum(topic.counts)),
        )
        for topic in topics
    )
    return Chart(
        key="topics",
        title=text.title,
        summary=text.summary.format(names=words.comma.join(f"{row.name} {row.total}" for row in rows[:3])),
        rows=rows,
        marks=day_marks(figures.days),
        head=(words.day, *(topic.name for topic in topics)),
        table=tuple((str(day), *(str(topic.counts[at]) for topic in topics)) for at, day in enumerate(figures.days)),
    )


def _sources(figures: Figures, words: SiteLabels) -> Chart:
    text = words.charts["sources"]
    healths = [health_of(source) for source in figures.sources]
    return Chart(
        key="sources",
        title=text.title,
        summary=text.summary.format(total=len(healths), failing=sum(bool(health.failures) for health in healths)),
        rows=tuple(Row(health.source.name, health.columns, str(health.entries)) for health in healths),
        marks=day_marks([day.day for day in figures.sources[0].days]),
        head=(words.source, words.entries, words.articles, words.failed_days),
        table=tuple(
            (health.source.name, str(health.entries), str(health.articles), str(len(health.failures)))
            for health in healths
        ),
    )


def _mean(total: float, days: int) -> str:
    value = total / max(days, 1)
    return f"{value:.1f}" if value >= 1 else f"{value:.2g}"


def _amount(value: float, currency: str) -> str:
    digits = 2 if value >= 1 or not value else 4
    return f"{value:,.{digits}f} {currency}"

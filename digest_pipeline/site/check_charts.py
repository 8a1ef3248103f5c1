"""The charts of the checks: how many held a day, how each layer fared, and which failed."""

from digest_pipeline.site.bars import PLOT_HEIGHT, ROW_HEIGHT, Kind, columns_of, day_marks, scale, stacks_of, ticks_of
from digest_pipeline.site.charts import Chart, Row
from digest_pipeline.site.labels import SiteLabels
from digest_pipeline.site.views import FailedCheck, Figures, LayerChecks

_KINDS: tuple[Kind, ...] = ("value", "warned", "blocked")
# What failed is little beside what held, and seen best on the line that all days share.
_UPWARDS: tuple[Kind, ...] = ("blocked", "warned", "value")


def check_charts_of(figures: Figures, words: SiteLabels) -> list[Chart]:
    """Return the charts of the checks, none when no day of the figures was checked, in the words of a language."""
    if not figures.checks:
        return []
    charts = [_checks(figures, words), _layers(figures, words)]
    return [*charts, _failed(figures, words)] if figures.failed else charts


def _checks(figures: Figures, words: SiteLabels) -> Chart:
    text = words.charts["checks"]
    held, warned, blocked = (
        [sum(counts) for counts in zip(*of_layers, strict=True)]
        for of_layers in zip(*((layer.held, layer.warned, layer.blocked) for layer in figures.checks), strict=True)
    )
    table = tuple(zip(map(str, figures.days), *(map(str, counts) for counts in (held, warned, blocked)), strict=True))
    total = sum(held) + sum(warned) + sum(blocked)
    worst = max(range(len(figures.days)), key=lambda at: (blocked[at], warned[at], -at))
    top, step = scale(max(map(sum, zip(held, warned, blocked, strict=True))), whole=True)
    labels = [
        f"{day}: {_counts(words, *counts)}" for day, *counts in zip(figures.days, held, warned, blocked, strict=True)
    ]
    summary = text.summary if any(warned) or any(blocked) else text.nothing
    return Chart(
        key="checks",
        title=text.title,
        summary=summary.format(
            total=total, held=sum(held), warned=sum(warned), blocked=sum(blocked), day=figures.days[worst]
        ),
        columns=stacks_of((blocked, warned, held), _UPWARDS, top, PLOT_HEIGHT, labels),
        ticks=ticks_of(top, step),
        marks=day_marks(figures.days),
        head=(words.day, *_names(words)),
        table=table,
        legend=_legend(words),
    )


def _layers(figures: Figures, words: SiteLabels) -> Chart:
    text = words.charts["layers"]
    rows = tuple(_layer(layer, figures, words) for layer in figures.checks)
    return Chart(
        key="layers",
        title=text.title,
        summary=text.summary.format(names=words.comma.join(f"{row.name} {row.total}" for row in rows)),
        rows=rows,
        marks=day_marks(figures.days),
        head=(words.day, *(row.name for row in rows)),
        table=tuple(
            (str(day), *(f"{layer.held[at]} / {_all(layer)[at]}" for layer in figures.checks))
            for at, day in enumerate(figures.days)
        ),
        legend=_legend(words),
    )


def _layer(layer: LayerChecks, figures: Figures, words: SiteLabels) -> Row:
    counts = (layer.held, layer.warned, layer.blocked)
    labels = [f"{day}: {_counts(words, *of_day)}" for day, *of_day in zip(figures.days, *counts, strict=True)]
    share = sum(layer.held) / max(sum(_all(layer)), 1)
    # Rounded down: what failed once must not read as if nothing had.
    return Row(
        words.layers[layer.layer],
        stacks_of(counts[::-1], _UPWARDS, max(_all(layer)), ROW_HEIGHT, labels),
        f"{int(share * 1000) / 10:g} %",
    )


def _failed(figures: Figures, words: SiteLabels) -> Chart:
    text = words.charts["failed"]
    rows = tuple(_failing(check, figures) for check in figures.failed)
    return Chart(
        key="failed",
        title=text.title,
        summary=text.summary.format(names=words.comma.join(f"{row.name} {row.total}" for row in rows[:3])),
        rows=rows,
        marks=day_marks(figures.days),
        head=(words.day, *(row.name for row in rows)),
        table=tuple(
            (str(day), *(str(check.failed[at]) for check in figures.failed)) for at, day in enumerate(figures.days)
        ),
    )


def _failing(check: FailedCheck, figures: Figures) -> Row:
    labels = [f"{day}: {count}" for day, count in zip(figures.days, check.failed, strict=True)]
    bars = columns_of(check.failed, max(check.failed), ROW_HEIGHT, labels)
    return Row(check.name, bars, str(sum(map(bool, check.failed))))


def _all(layer: LayerChecks) -> list[int]:
    return [sum(counts) for counts in zip(layer.held, layer.warned, layer.blocked, strict=True)]


def _counts(words: SiteLabels, *counts: int) -> str:
    return " · ".join(f"{name} {count}" for name, count in zip(_names(words), counts, strict=True))


def _legend(words: SiteLabels) -> tuple[tuple[Kind, str], ...]:
    return tuple(zip(_KINDS, _names(words), strict=True))


def _names(words: SiteLabels) -> tuple[str, str, str]:
    return words.outcomes["held"], words.outcomes["warned"], words.outcomes["blocked"]

"""The pages that show figures: the sources with their health, and the charts."""

from collections.abc import Sequence

from digest_pipeline.site import addresses
from digest_pipeline.site.bars import PLOT_HEIGHT, ROW_HEIGHT
from digest_pipeline.site.charts import charts_of, health_of
from digest_pipeline.site.check_charts import check_charts_of
from digest_pipeline.site.labels import site_labels
from digest_pipeline.site.templating import render
from digest_pipeline.site.views import Figures, SourceHealth


def render_sources(rows: Sequence[SourceHealth], *, language: str) -> str:
    """Return the list of sources with what each gave over the last days and why it failed, by name."""
    ordered = sorted(rows, key=lambda row: (row.name.casefold(), row.url))
    return render(
        "sources.html.j2",
        addresses.SOURCES,
        language=language,
        rows=[health_of(source) for source in ordered],
        row_height=ROW_HEIGHT,
    )


def render_charts(figures: Figures, *, language: str) -> str:
    """Return the charts of `figures`, each with a text alternative and its data as a table."""
    words = site_labels(language)
    return render(
        "charts.html.j2",
        addresses.CHARTS,
        language=language,
        figures=figures,
        charts=[*charts_of(figures, words), *check_charts_of(figures, words)],
        plot_height=PLOT_HEIGHT,
        row_height=ROW_HEIGHT,
    )

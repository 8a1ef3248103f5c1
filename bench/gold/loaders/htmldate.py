"""The pages of htmldate, with the day each was published."""

from collections.abc import Iterator
from pathlib import Path

from bench.gold.loaders.reading import body_of, json_of, when, zone_of
from bench.gold.sample import Sample


def htmldate(data: Path) -> Iterator[Sample]:
    """Yield pages with the day each was published, from the two folders they lie in."""
    places = {"1_html_gold/dev": data / "html", "6_dates/dev": data / "dates"}
    for url, gold in json_of(data / "dates/htmldate/gold.json").items():
        place = next(place for place in places if gold["html"].startswith(place))
        yield Sample(
            set="htmldate",
            name=url,
            url=url,
            body=body_of(places[place] / gold["html"].removeprefix(f"{place}/")),
            published=when(gold["date"]),
            zone=zone_of(url),
        )

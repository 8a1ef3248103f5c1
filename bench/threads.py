"""What placing a day's stories in threads costs, and the threads that are found, for reading.

    python bench/threads.py WAREHOUSE [--day 2026-05-30] [--stories 500] [--print]

WAREHOUSE is the DuckDB file of a newsroom that has recorded days; it is only read. Times a day of so many stories
against 14 days of as many each, every story one article of the record (of the day and those after it, those before it),
on one core and without imports. `--print` joins and places all recorded days in order and prints every thread of more
than one story with the reasons.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from time import process_time
from typing import Any

import duckdb

from digest_pipeline.model import Article, Link, Story, content_id
from digest_pipeline.stories.join import join
from digest_pipeline.stories.profile import profile_of
from digest_pipeline.stories.threads.place import Past, place

DAYS = 14
BAR_SECONDS = 2.0
# As `Record.past_stories` cuts them.
PAST_CHARACTERS = 2_300


def main() -> None:
    """Read the record, time one day, and print the threads if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("warehouse", type=Path)
    parser.add_argument("--day", type=date.fromisoformat, default=date(2026, 5, 30))
    parser.add_argument("--stories", type=int, default=500)
    parser.add_argument("--print", action="store_true", dest="prints")
    arguments = parser.parse_args()
    days = recorded(arguments.warehouse)
    time_a_day(days, arguments.day, arguments.stories)
    if arguments.prints:
        print_threads(days)


def recorded(warehouse: Path) -> dict[date, list[Article]]:
    """Return the articles of every recorded day with their links, days in order."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        links: defaultdict[str, list[Link]] = defaultdict(list)
        for row in rows(connection, "select article_id, url, anchor, kind from core.article_links order by all"):
            links[row.pop("article_id")].append(Link(**row))
        known = {column.name for column in fields(Article)}
        days: defaultdict[date, list[Article]] = defaultdict(list)
        for row in rows(connection, "select * from core.articles order by day, published_at, id"):
            values = {name: value for name, value in row.items() if name in known}
            values |= {"authors": tuple(row["authors"]), "links": tuple(links[row["id"]])}
            days[row["day"]].append(Article(**values))
    return dict(days)


def rows(connection: duckdb.DuckDBPyConnection, sql: str) -> Iterator[dict[str, Any]]:
    """Yield what a statement selects, as dictionaries."""
    cursor = connection.execute(sql)
    names = [column[0] for column in cursor.description or ()]
    return (dict(zip(names, row, strict=True)) for row in cursor.fetchall())


def time_a_day(days: dict[date, list[Article]], day: date, stories: int) -> None:
    """Time a day of so many stories against 14 days of as many each, made of the record's articles."""
    today = stories_of(day, (one for other in days if other >= day for one in days[other]), stories)
    before = (one for other in sorted(days, reverse=True) if other < day for one in days[other])
    earlier = []
    for back in range(1, DAYS + 1):
        earlier += [past_of(one) for one in stories_of(day - timedelta(back), before, stories)]
    for story in today:
        profile_of(story.lead)  # As `join` has done before: the dictionary is read and the day's words are known.
    started = process_time()
    placed = place(today, earlier, [], {}, days=DAYS)
    seconds = process_time() - started
    standings = Counter(one.step.standing for one in placed if one.step)
    verdict = "within" if seconds <= BAR_SECONDS else "OVER"
    print(
        f"{len(today)} stories against {len(earlier)}: {seconds:.2f} s ({verdict} {BAR_SECONDS:g} s), {dict(standings)}"
    )


def stories_of(day: date, articles: Iterable[Article], most: int) -> list[Story]:
    """Return so many articles as stories of one day."""
    return [Story(content_id(str(day), one.id), day, (replace(one, day=day),)) for one in islice(articles, most)]


def past_of(story: Story) -> Past:
    """Return a story as the record keeps it for placing others."""
    cut = tuple(replace(one, text=one.text[:PAST_CHARACTERS]) for one in story.articles)
    if story.step is None:
        return Past(story.id, story.day, content_id("thread", story.id), "", cut)
    return Past(story.id, story.day, story.step.thread_id, story.step.follows, cut)


def print_threads(days: dict[date, list[Article]]) -> None:
    """Join and place all days in order and print the threads of more than one story."""
    threads: defaultdict[str, list[Story]] = defaultdict(list)
    earlier: list[Past] = []
    for day in sorted(days):
        earlier = [past for past in earlier if past.day >= day - timedelta(DAYS)]
        placed = place(join(day, days[day]), earlier, [], {}, days=DAYS)
        earlier += [past_of(story) for story in placed]
        for story in placed:
            if story.step:
                threads[story.step.thread_id].append(story)
    longer = [thread for thread in threads.values() if len(thread) > 1]
    standings = Counter(story.step.standing for thread in threads.values() for story in thread if story.step)
    print(f"{len(threads)} threads, {len(longer)} of more than one story; {dict(standings)}")
    for thread in longer:
        print_thread(thread)


def print_thread(thread: Sequence[Story]) -> None:
    """Print one thread, a story a line with its reasons below."""
    print()
    for story in thread:
        if story.step:
            print(f"{story.day} {story.step.standing:6} {story.id} {story.lead.title}")
            print("".join(f"{'':18}{reason}\n" for reason in story.step.reasons), end="")


if __name__ == "__main__":
    main()

"""What one further day costs the site, with few and with many issues in the archive.

    python bench/site.py [--few 10] [--many 1000] [--stories 15] [--folder FOLDER]

Made-up daily briefings, half of their stories in Chinese, some of them in threads, are published and the site is built;
then further days are published one after the other, and after each the site is built by a process of its own, as
`digest site` does. Counted are the seconds of the processor, the indexer's included, which other work on the machine
does not change: of the whole process, and of `build_site` in it. With the many issues the median of the whole may be at
most a fifth above that with the few.
"""

import argparse
import random
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

from digest_pipeline.dates import start_of
from digest_pipeline.model import (
    Brief,
    Evidence,
    Issue,
    IssueItem,
    Point,
    Resource,
    Rubric,
    RubricScore,
    SourceReference,
    Statement,
)
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import Settings
from digest_pipeline.site.publish import publish

DAYS = [date(2026, 5, day) for day in range(13, 20)]
BAR = 1.2
BUILD = """
import os, sys
from pathlib import Path
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import Settings
from digest_pipeline.site.build import build_site
before = sum(os.times()[:4])
build_site(Newsroom(Settings(home=Path(sys.argv[1])), offline=True))
after = sum(os.times()[:4])
print(after, after - before)
"""
ZONE = "Asia/Shanghai"
LATIN = "model agent inference memory cluster latency training release paper scheduler token data chip vision".split()
CHINESE = "模型 智能体 推理 显存 集群 延迟 训练 开源 发布 论文 调度 词元 数据 芯片 视觉 公司 团队 成本".split()
TAGS = [*LATIN[:8], *CHINESE[:12], *(f"topic {number}" for number in range(400))]


def main() -> None:
    """Build both archives and print what each further day takes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--few", type=int, default=10)
    parser.add_argument("--many", type=int, default=1000)
    parser.add_argument("--stories", type=int, default=15)
    parser.add_argument("--folder", type=Path, help="where the homes are kept (default: a temporary folder)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        homes = {count: Path(folder, str(count)) for count in (options.few, options.many)}
        for count, home in homes.items():
            begin(home, count, options.stories)
            print(f"{count} issues, the whole site: {built(home)[0]:.1f} s", flush=True)
        # In turns, so that whatever else the machine does falls on both.
        taken = [{count: further(home, day, options.stories) for count, home in homes.items()} for day in DAYS]
        for day, of_day in zip(DAYS, taken, strict=True):
            print(
                f"  {day}: "
                + "; ".join(f"{count}: {of_day[count][0]:.2f} s ({of_day[count][1]:.2f})" for count in homes)
            )
        print(
            "  without news: " + "; ".join(f"{count}: {built(home)[1]:.2f} s inside" for count, home in homes.items())
        )
    few, many = ([of_day[count] for of_day in taken] for count in homes)
    whole, inside = (median(one[at] for one in many) / median(one[at] for one in few) for at in (0, 1))
    print(f"ratio {whole:.2f} (at most {BAR}): {'holds' if whole <= BAR else 'FAILS'}; inside {inside:.2f}")


def begin(home: Path, issues: int, stories: int) -> None:
    """Publish so many issues, the last one on the day before the further ones."""
    newsroom = Newsroom(Settings(home=home), offline=True)
    # One connection stays open meanwhile: to open and close the file for each issue would take minutes.
    with newsroom.warehouse.connect():
        for offset in reversed(range(1, issues + 1)):
            newsroom.publications.add(made_up(DAYS[0] - timedelta(offset), stories))


def further(home: Path, day: date, stories: int) -> tuple[float, float]:
    """Publish the issue of a further day, build the site, and return what that took."""
    newsroom = Newsroom(Settings(home=home), offline=True)
    edition = newsroom.catalogue["daily_briefing"]
    publish(newsroom.settings.site_folder, made_up(day, stories), edition, newsroom.publications)
    return built(home)


def built(home: Path) -> tuple[float, float]:
    """Build the site in a process of its own; return its seconds, and those of the build in it."""
    done = subprocess.run([sys.executable, "-c", BUILD, home], capture_output=True, text=True, check=True)
    whole, inside = map(float, done.stdout.split())
    return whole, inside


def made_up(day: date, stories: int) -> Issue:
    """Return an issue of the day; the same day gives the same issue."""
    dice = random.Random(day.toordinal())  # noqa: S311  no secret is made of it
    start = start_of(day, ZoneInfo(ZONE))
    return Issue(
        edition="daily_briefing",
        day=day,
        key=day.isoformat(),
        title=f"AI 每日情报 | {day}",
        language="zh",
        timezone=ZONE,
        window_start=start,
        window_end=start + timedelta(1),
        items=tuple(_item(day, number, dice) for number in range(1, stories + 1)),
        counts={"entries": 400},
    )


def _item(day: date, number: int, dice: random.Random) -> IssueItem:
    identity = f"{day.toordinal():012x}{number:04x}"
    words = CHINESE if number % 2 else LATIN
    # A third of the stories stands in threads that go on for a few weeks.
    thread = f"{day.toordinal() // 20:012x}{number % 5:04x}" if number % 3 == 0 else identity
    source = SourceReference(
        article_id=identity,
        date_origin="feed",
        name="The Wire",
        title=_sentence(words, 8, dice),
        url=f"https://wire.example.com/{day}/{number}",
        published_local=start_of(day, ZoneInfo(ZONE)) + timedelta(hours=number),
    )
    points = tuple(Point(lead=_sentence(words, 2, dice), **_statement(identity, at, words, dice)) for at in range(1, 9))
    line = RubricScore(score=4, reason=_sentence(words, 6, dice))
    brief = Brief(
        story_id=identity,
        day=day,
        engine="llm",
        language="zh" if number % 2 else "en",
        headline=_sentence(words, 10, dice),
        short_title=_sentence(words, 3, dice),
        kind="news",
        category="models",
        organisations=(),
        # Tags are used as words are: the n-th commonest a n-th as often as the first.
        tags=tuple(dict.fromkeys(dice.choices(TAGS, [1 / rank for rank in range(1, len(TAGS) + 1)], k=4))),
        one_sentence=Statement(**_statement(identity, 0, words, dice)),
        technique=points[:3],
        findings=points[3:6],
        insight=points[6:],
        resources=(Resource(url=f"https://arxiv.org/abs/2605.{number:05}", title="A paper", kind="paper"),),
        rubric=Rubric(novelty=line, depth=line, evidence=line, impact=line, reach=line),
        relevance=0.8,
        stars=1 + number % 5,
    )
    return IssueItem(number=number, story_id=identity, thread_id=thread, brief=brief, sources=(source,), late=False)


def _statement(article_id: str, at: int, words: list[str], dice: random.Random) -> dict[str, object]:
    text = _sentence(words, 20, dice)
    evidence = Evidence(article_id=article_id, start=at * 1000, end=at * 1000 + len(text), quote=text)
    return {"text": text, "evidence": (evidence,)}


def _sentence(words: list[str], count: int, dice: random.Random) -> str:
    joint = "" if words is CHINESE else " "
    return joint.join(dice.choice(words) for _ in range(count))


if __name__ == "__main__":
    main()

"""`digest try`: one stage on many files or addresses, one JSON object a line, each input by itself."""

import gzip
import json
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from digest_pipeline.capture.warc import Exchange, scan
from digest_pipeline.demo import RECORDINGS
from digest_pipeline.model import Brief

Command = Callable[..., Result]
Sample = Callable[[str], str]

FEED = ["file", "id", "url", "title", "published", "summary"]
ARTICLE = ["file", "url", "title", "authors", "published", "language", "text", "links"]


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_feeds_of_any_kind_give_their_items_with_the_promised_keys(command: Command, sample: Sample) -> None:
    files = [
        sample("news.shubo.example/rss"),
        sample("feed.json"),
        sample("hengshan-ai.example/atom"),
        sample("index.rdf"),
    ]
    result = command("try", "feed", *files, "--json")
    items = lines(result)
    assert result.exit_code == 0
    assert list(dict.fromkeys(item["file"] for item in items)) == files
    assert {tuple(item) for item in items} == {tuple(FEED)}
    assert len({(item["file"], item["id"]) for item in items}) == len(items)
    assert all(item["url"].startswith("https://") and item["title"] for item in items)


def test_the_dates_of_a_feed_are_moments_with_a_zone_or_nothing(command: Command, tmp_path: Path) -> None:
    feed = tmp_path / "feed.xml"
    item = "<item><title>T</title><link>https://a.example/{0}</link><pubDate>{1}</pubDate></item>"
    dates = ["2026-05-01 10:52:49  +0800", "2026年5月1日", "soon"]
    feed.write_text(
        f'<rss version="2.0"><channel>{"".join(item.format(*pair) for pair in enumerate(dates))}</channel></rss>',
        "utf-8",
    )
    assert [line["published"] for line in lines(command("try", "feed", feed, "--json"))] == [
        "2026-05-01T02:52:49+00:00",
        "2026-04-30T16:00:00+00:00",
        None,
    ]


def test_pages_give_their_articles_with_the_promised_keys(command: Command, sample: Sample) -> None:
    files = [sample("c1024.html"), sample("saezuri.html"), sample("scribe-2")]
    result = command("try", "article", *files, "--json")
    found = lines(result)
    assert result.exit_code == 0
    assert [line["file"] for line in found] == files
    assert [list(line) for line in found] == [ARTICLE] * 3
    assert [line["language"] for line in found] == ["zh", "ja", "en"]
    assert "星洲智算中心一期投运" in found[0]["title"]
    assert all(len(line["text"]) > 200 for line in found)
    assert {tuple(link) for line in found for link in line["links"]} == {("url", "anchor", "kind", "offset")}


def test_an_input_that_is_no_article_gives_its_reason_and_does_not_cost_the_others(
    command: Command, sample: Sample, tmp_path: Path
) -> None:
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "zeros").write_bytes(b"\0" * 5_000)
    (tmp_path / "cut.gz").write_bytes(gzip.compress(b"<html>" * 999)[:20])
    bad = [str(tmp_path / name) for name in ("empty", "zeros", "cut.gz", "missing")]
    good = sample("c1024.html")
    result = command("try", "article", *bad, good, "--json")
    *reasons, article = lines(result)
    assert result.exit_code == 0
    assert [line["file"] for line in reasons] == bad
    assert [sorted(line) for line in reasons] == [["file", "reason"]] * 4
    assert all(line["reason"] for line in reasons)
    assert (article["file"], list(article)) == (good, ARTICLE)


def test_the_status_is_1_when_there_is_nothing_but_reasons(command: Command, tmp_path: Path) -> None:
    assert command("try", "article", tmp_path / "missing", "--json").exit_code == 1


def test_a_bad_feed_gives_its_reason_and_does_not_cost_the_others(
    command: Command, sample: Sample, tmp_path: Path
) -> None:
    (tmp_path / "page.html").write_text("<!DOCTYPE html><html><body>no feed</body></html>")
    (tmp_path / "deep.json").write_text("[" * 100_000)
    entity = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    (tmp_path / "bomb.xml").write_text(f'{entity}<rss version="2.0"><channel><title>&b;</title></channel></rss>')
    bad = [str(tmp_path / name) for name in ("page.html", "deep.json", "missing.xml")]
    good = sample("news.shubo.example/rss")
    result = command("try", "feed", *bad, tmp_path / "bomb.xml", good, "--json")
    found = lines(result)
    assert result.exit_code == 0
    assert {line["file"] for line in found if "reason" in line} >= set(bad)
    assert [list(line) for line in found if line["file"] == good]
    assert all(list(line) == FEED for line in found if line["file"] == good)


def test_files_may_be_compressed(command: Command, sample: Sample, tmp_path: Path) -> None:
    plain = sample("c1024.html")
    (tmp_path / "page.html.gz").write_bytes(gzip.compress(Path(plain).read_bytes()))
    one, other = lines(command("try", "article", plain, tmp_path / "page.html.gz", "--json"))
    assert one | {"file": ""} == other | {"file": ""}


def test_stories_are_told_by_article_in_the_order_of_the_file(command: Command, tmp_path: Path) -> None:
    text = "The laboratory in Brightwater released a small language model on Monday; anybody may use its weights."
    told = [
        {"id": "b", "url": "https://b.example/1", "title": "A small model", "text": text, "published": "2026-03-02"},
        {
            "id": "c",
            "url": "https://c.example/1",
            "title": "Rain",
            "text": "Rain fell all day over Halden." * 4,
            "published": None,
        },
        {"id": "a", "url": "https://a.example/1", "title": "A small model", "text": text, "published": "2026-03-02"},
    ]
    file = tmp_path / "articles.jsonl"
    file.write_text("\n".join(map(json.dumps, told)), "utf-8")
    result = command("try", "stories", file, "--json")
    found = lines(result)
    assert result.exit_code == 0
    assert [list(line) for line in found] == [["id", "story_id"]] * 3
    assert [line["id"] for line in found] == ["b", "c", "a"]
    assert found[0]["story_id"] == found[2]["story_id"] != found[1]["story_id"]


def test_a_line_that_is_no_article_gives_its_reason_and_does_not_cost_the_others(
    command: Command, tmp_path: Path
) -> None:
    file = tmp_path / "articles.jsonl"
    article = {"id": "a", "url": "https://a.example/1", "title": "T", "text": "Text of the article.", "published": ""}
    file.write_text(f'{{"id": "b"}}\nnot json\n[1]\n{json.dumps(article)}\n', "utf-8")
    result = command("try", "stories", file, "--json")
    *reasons, story = lines(result)
    assert result.exit_code == 0
    assert [(sorted(line), line["line"]) for line in reasons] == [(["line", "reason"], number) for number in (1, 2, 3)]
    assert story["id"] == "a"


def test_pages_give_briefs_that_the_schema_accepts(command: Command, sample: Sample, tmp_path: Path) -> None:
    files = [sample("c1024.html"), sample("scribe-2")]
    result = command("try", "brief", *files, tmp_path / "missing", "--json")
    *briefs, missing = lines(result)
    assert result.exit_code == 0
    assert [list(line) for line in briefs] == [["file", "brief"]] * 2
    assert [line["file"] for line in briefs] == files
    assert all(Brief.model_validate(line["brief"]).engine == "extractive" for line in briefs)
    assert list(missing) == ["file", "reason"]


@pytest.fixture
def server(sample: Sample) -> Iterator[str]:
    """A web server on the loopback address that has one page, `/page`, and answers 404 else."""
    body = Path(sample("c1024.html")).read_bytes()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/page" else 404)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as web:
        thread = threading.Thread(target=web.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{web.server_port}"
        web.shutdown()
        thread.join()


def test_addresses_are_fetched_and_stand_beside_files(
    command: Command, sample: Sample, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGEST_FETCH__ALLOW_HOSTS", '["127.0.0.1"]')
    inputs = [f"{server}/page", sample("scribe-2"), f"{server}/gone"]
    page, file, gone = lines(command("try", "article", *inputs, "--json"))
    assert [line["file"] for line in (page, file, gone)] == inputs
    assert page["url"] == f"{server}/page"
    assert list(page) == list(file) == ARTICLE
    assert gone["reason"].startswith("gone")


def test_a_private_address_is_not_visited(command: Command, server: str) -> None:
    (refused,) = lines(command("try", "article", f"{server}/page", "--json"))
    assert list(refused) == ["file", "reason"]


def test_people_get_the_same_in_words(command: Command, sample: Sample) -> None:
    result = command("try", "article", sample("c1024.html"))
    assert result.exit_code == 0
    assert "title: 星洲智算中心一期投运" in result.stdout
    assert "language: zh" in result.stdout


def test_people_see_what_was_kept_and_what_was_cut_in_the_order_of_the_page(command: Command, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    menu = "".join(f"<li>Part {number} of the menu</li>" for number in range(40))
    text = "".join(f"<p>{'The crane of the harbour lifts forty tonnes. ' * 4}Paragraph {n}.</p>" for n in range(3))
    page.write_text(
        f"<html><head><title>The crane</title></head><body><nav><ul>{menu}</ul></nav>"
        f"<article><h1>The crane</h1>{text}</article><footer>Imprint of the harbour</footer></body></html>"
    )
    result = command("try", "article", page)
    shown = result.stdout.splitlines()
    kept = [line for line in shown if re.match(r"  .*Paragraph \d", line)]
    cut = [line for line in shown if line.startswith("- ")]
    assert (result.exit_code, len(kept)) == (0, 3)
    assert "- Part 0 of the menu" in cut
    assert any(re.fullmatch(r"- … \d+ lines cut", line) for line in cut)
    assert shown.index(cut[0]) < shown.index(kept[0]) < shown.index("- Imprint of the harbour")


def test_a_page_without_an_article_is_shown_with_its_reason(command: Command, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<html><head><title>T</title></head><body><p>Nearly nothing.</p></body></html>")
    result = command("try", "article", page)
    assert result.exit_code == 1
    assert "reason: too_short" in result.stdout
    assert "- Nearly nothing." in result.stdout


def test_what_a_page_says_cannot_move_the_cursor_or_be_taken_for_markup(command: Command, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    text = "<p>The crane \x1b[2J lifts [bold red]forty[/] tonnes, and the harbour \x07 office counts all of them.</p>"
    page.write_text(
        f"<html><head><title>A \x1b]0;title\x07</title></head><body><article>{text * 3}</article></body></html>"
    )
    result = command("try", "article", page)
    assert "\x1b" not in result.stdout
    assert "\x07" not in result.stdout
    assert "lifts [bold red]forty[/] tonnes" in result.stdout


def test_articles_are_printed_as_markdown_alone(command: Command, sample: Sample, tmp_path: Path) -> None:
    result = command("try", "article", sample("c1024.html"), tmp_path / "missing", "--markdown")
    assert result.exit_code == 0
    assert "language:" not in result.stdout
    assert len(result.stdout) > 200
    assert "missing: unreadable" in result.stderr
    assert command("try", "article", sample("c1024.html"), "--markdown", "--json").exit_code == 2


def test_members_of_a_warc_file_are_named_by_their_address(command: Command) -> None:
    (address,) = (url for url in urls_of(RECORDINGS[0]) if "c1024.html" in url)
    (article,) = lines(command("try", "article", f"{RECORDINGS[0]}#{address}", "--json"))
    assert article["file"] == f"{RECORDINGS[0]}#{address}"
    assert article["url"] == address
    (missing,) = lines(command("try", "article", f"{RECORDINGS[0]}#https://nowhere.example/", "--json"))
    assert missing["reason"].startswith("not_recorded")


def test_a_whole_warc_file_gives_all_that_it_holds(command: Command) -> None:
    found = lines(command("try", "article", RECORDINGS[0], "--json"))
    assert len(found) > 20
    assert {line["file"].partition("#")[0] for line in found} == {str(RECORDINGS[0])}
    assert any("text" in line for line in found)
    assert any("reason" in line for line in found)


def test_a_pattern_stands_for_the_files_that_match_it(command: Command, sample: Sample, tmp_path: Path) -> None:
    files = sorted(sample(name) for name in ("c1024.html", "scribe-2"))
    found = lines(command("try", "article", tmp_path / "sample-*", tmp_path / "none-*", "--json"))
    assert [line["file"] for line in found] == [*files, str(tmp_path / "none-*")]
    assert found[-1]["reason"].startswith("unreadable")


def test_a_part_of_a_file_that_is_no_warc_is_refused(command: Command, sample: Sample) -> None:
    (refused,) = lines(command("try", "article", f"{sample('c1024.html')}#https://a.example/", "--json"))
    assert "is no WARC file" in refused["reason"]


def test_a_damaged_warc_file_gives_what_is_whole(command: Command, tmp_path: Path) -> None:
    cut = tmp_path / "cut.warc.gz"
    cut.write_bytes(RECORDINGS[0].read_bytes()[:30_000])
    found = lines(command("try", "article", cut, "--json"))
    assert found[-1]["file"] == str(cut)
    assert "at byte" in found[-1]["reason"]
    assert len(found) > 1


def urls_of(recording: Path) -> set[str]:
    with recording.open("rb") as stream:
        return {item.url for item in scan(stream) if isinstance(item, Exchange)}


def test_nothing_is_recorded(command: Command, sample: Sample, home: Path) -> None:
    command("try", "article", sample("c1024.html"), "--json")
    assert list(home.iterdir()) == []

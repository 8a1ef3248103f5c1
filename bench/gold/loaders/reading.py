"""What the loaders share: files as they lie, a page's own address, a date as it is written, a country's time zone."""

import gzip
import html
import json
import re
from datetime import UTC, date, datetime, time, tzinfo
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

_CANONICAL = re.compile(
    rb"<link\b[^<>]{0,200}\bcanonical\b[^<>]{0,600}>|<link\b[^<>]{0,600}\bcanonical\b", re.IGNORECASE
)
_OPEN_GRAPH = re.compile(rb"<meta\b[^<>]{0,200}\bog:url\b[^<>]{0,600}>", re.IGNORECASE)
_ADDRESS = re.compile(rb"""(?:href|content)\s*=\s*["']?(https?://[^"'\s>]+)""", re.IGNORECASE)
_HEAD_BYTES = 200_000

# Of publishers, told by the end of the host name.
_ZONES = {
    zone: ZoneInfo(place)
    for place, zones in {
        "Europe/Berlin": "de at ch fr it es nl be se no dk pl cz",
        "Europe/London": "uk",
        "Asia/Tokyo": "jp kr",
        "Asia/Shanghai": "cn",
        "Asia/Dubai": "ae",
        "Asia/Kolkata": "in",
        "Australia/Sydney": "au",
    }.items()
    for zone in zones.split()
}


def body_of(path: Path) -> bytes:
    """Return the page that lies compressed at `path`."""
    return gzip.decompress(path.read_bytes())


def json_of(path: Path) -> Any:
    """Return what the JSON file at `path` holds, compressed or not."""
    content = path.read_bytes()
    return json.loads(gzip.decompress(content) if path.suffix == ".gz" else content)


def own_address(body: bytes) -> str:
    """Return the canonical address that a page gives itself, or nothing."""
    for pattern in (_CANONICAL, _OPEN_GRAPH):
        for element in pattern.findall(body[:_HEAD_BYTES]):
            if found := _ADDRESS.search(element):
                return html.unescape(found[1].decode("utf-8", "replace"))
    return ""


def when(written: str | None) -> date | datetime | None:
    """Return a moment where `written` names one with its zone, else its day; midnight is a day without a time."""
    if not written:
        return None
    moment = datetime.fromisoformat(written)
    return moment if moment.tzinfo and moment.time() != time() else moment.date()


def zone_of(url: str, elsewhere: tzinfo = UTC) -> tzinfo:
    """Return the zone of the country whose name the host ends with."""
    return _ZONES.get((urlsplit(url).hostname or "").rpartition(".")[2], elsewhere)

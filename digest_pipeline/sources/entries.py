"""sources.yaml as a text that people keep: entries are added at its end, and nothing that stands in it is changed.

What the entries say is for the kinds (`kinds/`) and for `settings.py`; nothing here validates them.
"""

from collections.abc import Iterable
from typing import Any

import yaml

from digest_pipeline.sources.source import Source

_FIRST_KEYS = ("id", "name", "url", "kind")
_INDENT = "  "


class UneditableError(ValueError):
    """Entries can't be added to a text without rewriting it; the message says how it must look."""


def with_entries(text: str, sources: Iterable[Source], heading: str) -> str:
    """Return the text of a sources.yaml with entries after its last line, under a comment.

    Raises:
        UneditableError: the list is written in a form that can't be continued at the end of the text.
    """
    entries = [_entry(source) for source in sources]
    newline = "\r\n" if "\r\n" in text else "\n"
    start, indent = _open_end(text)
    comment = " ".join(heading.split())
    lines = ["", f"{indent}# {comment}", *(f"{indent}- {_flow(entry)}" for entry in entries), ""]
    result = newline.join([start.rstrip(), *lines]).lstrip()
    if _listed(result) != [*_listed(text), *entries]:
        raise UneditableError("its list can't be continued: write `sources:` and under it one `- {id: …}` a line")
    return result


def _open_end(text: str) -> tuple[str, str]:
    """Return the text up to where the next entry goes, and how far entries are indented there."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    for key, value in root.value if isinstance(root, yaml.MappingNode) else ():
        if key.value != "sources" or not isinstance(value, yaml.SequenceNode):
            continue
        if value.value:
            return text, " " * value.start_mark.column
        # An empty list is written [], which can't be continued.
        return f"{text[: value.start_mark.index].rstrip()}{text[value.end_mark.index :]}", _INDENT
    has_key = isinstance(root, yaml.MappingNode) and any(key.value == "sources" for key, _ in root.value)
    return (text if has_key else f"{text.rstrip()}\nsources:"), _INDENT


def _entry(source: Source) -> dict[str, Any]:
    told = {"kind": source.kind} | source.model_dump(mode="json", exclude_unset=True)
    return {key: told.pop(key) for key in _FIRST_KEYS if key in told} | told


def _listed(text: str) -> list[Any]:
    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError:
        return []
    return (content.get("sources") or []) if isinstance(content, dict) else []


class _Dumper(yaml.SafeDumper):
    """Writes an entry as the default file does: on one line, addresses in double quotes."""


def _string(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if "://" in text else None)


_Dumper.add_representer(str, _string)


def _flow(entry: dict[str, Any]) -> str:
    return yaml.dump(
        entry, Dumper=_Dumper, default_flow_style=True, allow_unicode=True, sort_keys=False, width=float("inf")
    ).strip()

"""Writing the site's files: each whole or not at all, and left untouched when nothing changed."""

import os
from pathlib import Path


def write_atomically(path: Path, content: str | bytes, *, durable: bool = True) -> bool:
    """Make `path` hold `content`; say whether that changed it. A reader sees the old file or the new one, never a part.

    The folder is made when it is missing. Text is written as UTF-8. What is `durable` outlives a power cut.
    """
    # One fixed name: what a killed run left behind is replaced or removed by the next one.
    temporary = path.with_name(f".{path.name}.tmp")
    data = content.encode() if isinstance(content, str) else content
    if path.is_file() and path.read_bytes() == data:
        temporary.unlink(missing_ok=True)
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    with temporary.open("wb") as file:
        file.write(data)
        if durable:
            file.flush()
            os.fsync(file.fileno())
    temporary.replace(path)
    return True

"""Which editions a newsroom has: those that ship with the project and those in `editions/` of its home."""

from collections.abc import Iterator
from pathlib import Path

from digest_pipeline.editions.spec import EditionError, EditionSpec, read_edition
from digest_pipeline.settings import edition_files


class Catalogue:
    """The editions of one home by name; each file is read once."""

    def __init__(self, home: Path) -> None:
        self._files = edition_files(home)
        self._read: dict[str, EditionSpec] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __getitem__(self, name: str) -> EditionSpec:
        """Return the edition `name`.

        Raises:
            EditionError: when there is no such edition, or its file is wrong.
        """
        if name not in self._files:
            raise EditionError(f"there is no edition {name!r}; known: {', '.join(self._files)}")
        if name not in self._read:
            self._read[name] = read_edition(self._files[name])
        return self._read[name]

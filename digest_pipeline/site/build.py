"""The site around all published issues: built from what `Publications` holds, and only what changed since last time.

Which pages there are is `plan`; what the last build left is `state`. A build that is killed leaves whole files and an
old state, and the next one goes on from there.

When code or a template changed, the Markdown of issues that passed their checks long ago is rendered anew. Where that
would give it a fault that the linter does not find in the file as it was published, the file stays.
"""

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from digest_pipeline.editions.catalogue import Catalogue
from digest_pipeline.lint import lint
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.publications import Publications
from digest_pipeline.settings import Settings
from digest_pipeline.site import search, state
from digest_pipeline.site.addresses import issue_url
from digest_pipeline.site.feed_pages import feed_pages
from digest_pipeline.site.feeds import json_feed_url
from digest_pipeline.site.figures import figures_of, health_of
from digest_pipeline.site.files import write_atomically
from digest_pipeline.site.plan import IssuePage, Page, Plan
from digest_pipeline.site.printed import Printed, PrintedStory, Touched
from digest_pipeline.site.state import State, hashed, made_of

# So many issues are read from the warehouse at once; each is a few hundred kilobytes.
_AT_ONCE = 20
# Folders that hold nothing but what a build made: what it no longer makes is removed there.
_STORIES = "stories/"
_OWN = (_STORIES, "tags/", "archive/")
_OWN_FILES = "sitemap*.xml"  # at the root
# How the key of a file ends that stays as an older template made it; it makes the next build try again.
_OLDER = " older"


@dataclass(frozen=True, slots=True)
class SiteBuilt:
    """What a build did: files it wrote and removed, and pages there are now.

    `unknown` are editions that have issues but no file any more; their issues stay as they were published and are
    named nowhere. `older` are the Markdown files that stay because the present template would put a fault into them.
    """

    written: int
    removed: int
    pages: int
    unknown: tuple[str, ...] = ()
    older: tuple[str, ...] = ()


def build_site(newsroom: Newsroom) -> SiteBuilt:
    """Bring the site up to date with what was published; doing it again without news touches no file.

    A file that was deleted or replaced by hand is made again. Every file is when code, templates, words, settings or
    editions changed, or the state was deleted (`.state.json` in the site's folder).

    Raises:
        EditionError: when an edition no longer speaks the language of one of its issues, or its template fails.
        SearchError: when the search index can't be made; all pages are written by then.
    """
    settings, catalogue = newsroom.settings, newsroom.catalogue
    with _no_collection(), newsroom.warehouse.hold():
        printed, unknown = _printed(newsroom.publications, catalogue)
        health = health_of(printed, newsroom.warehouse, settings)
        figures = figures_of(printed, newsroom.warehouse, health)
        build = _Build(settings.site_folder, State(_maker(settings, catalogue), issues=_digests(printed)))
        plan = Plan(printed, catalogue, settings, build.touched(printed), build.keeps)
        stale = [*plan.issue_files(), *plan.story_pages()]
    build.issue_pages(stale, newsroom.publications)
    build.pages(plan.list_pages(health, figures))
    for name in catalogue:
        if issues := printed.of_edition(name):
            reuse = build.is_good(json_feed_url(name))
            build.pages(feed_pages(build.site, catalogue[name], issues, settings.site, build.new.maker, reuse=reuse))
    build.index(plan.months, printed)
    build.sweep()
    return SiteBuilt(build.written, build.removed, len(build.new.files), unknown, build.older)


class _Build:
    """One build: the state it found, the state it leaves, and what it did."""

    def __init__(self, site: Path, new: State) -> None:
        self.site = site
        self.new = new
        found = state.load(site)
        self._old = found if found.maker == new.maker else State()
        # Neither `publish`, nor a hand, nor a build that was killed has touched them since.
        self._standing = state.standing(site, self._old, search.FOLDER)
        self._untouched = {path: made for path, made in found.files.items() if self._standing.get(path) == made[1:]}
        self._good = self._untouched if found.maker == new.maker else {}
        self.written = 0
        self.removed = 0

    @property
    def older(self) -> tuple[str, ...]:
        """The files that an older template made, because the present one would spoil them."""
        return tuple(sorted(path for path, made in self.new.files.items() if made.key.endswith(_OLDER)))

    def touched(self, printed: Printed) -> Touched | None:
        """Return what may differ from the last build, when there are new issues and all others are as they were."""
        known = self._old.issues
        if any(self.new.issues.get(page) != digest for page, digest in known.items()):
            return None
        new = [head for head in printed.heads if issue_url(head.edition, head.key) not in known]
        return printed.touched_by(new) if known else None

    def issue_pages(self, pages: Iterable[IssuePage], publications: Publications) -> None:
        """Make the `pages`, reading each issue once."""
        of_place: dict[tuple[str, str], list[IssuePage]] = {}
        for page in pages:
            of_place.setdefault(page.place, []).append(page)
        for places in _chunks(list(of_place), _AT_ONCE):
            for issue in publications.issues(places):
                for page in of_place[issue.edition, issue.key]:
                    content = page.make(issue)
                    if self._is_spoiled(page, content):
                        self._keep(page.path, f"{page.key}{_OLDER}")
                    else:
                        self._write(page.path, page.key, content)

    def pages(self, pages: Iterable[Page]) -> None:
        """Make those of the `pages` that are not good any more."""
        for page in pages:
            if not self.keeps(page.path, page.key):
                self._write(page.path, page.key, page.make())

    def index(self, months: dict[str, list[PrintedStory]], printed: Printed) -> None:
        """Index the months whose stories changed; what became of a story later is no part of its index."""
        for month, stories in months.items():
            told = (f"{printed.head_of(story).digest} {story.url} {story.editions}" for story in stories)
            path, key = search.bundle_entry(month), hashed("\n".join(told))
            made = made_of(self.site / path, key)
            if made is None or self._old.files.get(path) != made:
                search.index_month(self.site, month, stories)
                self.written += 1
            self._keep(path, key)
        if search.write_bundles(self.site, list(months)):
            self.written += 1

    def sweep(self) -> None:
        """Remove what no page of this build is, and write the state down."""
        for path in self._standing:
            if path not in self.new.files and (path.startswith(_OWN) or fnmatch(path, _OWN_FILES)):
                (self.site / path).unlink()
                self.removed += 1
        for folder in sorted({path[: path.rfind("/") + 1] for path in self.new.files if path.startswith(_STORIES)}):
            self.new.folders[folder] = (self.site / folder).stat().st_mtime_ns
        if self.new != self._old:
            state.save(self.site, self.new)

    def is_good(self, path: str) -> bool:
        """Say whether the file at `path` is as it was made."""
        return path in self._good

    def keeps(self, path: str, key: str | None = None) -> bool:
        """Keep the file at `path` if it is good and was made from `key`, or, without one, whatever it was made from."""
        made = self._good.get(path)
        if made is None or (key is not None and made.key != key):
            return False
        self.new.files[path] = made
        return True

    def _is_spoiled(self, page: IssuePage, content: str) -> bool:
        """Say whether the same issue was printed before, stands there as it was, and has now a fault that it had not.

        An issue that was published with an accepted fault is printed with it again.
        """
        before = self._untouched.get(page.path)
        if before is None or not page.path.endswith(".md") or before.key.removesuffix(_OLDER) != page.key:
            return False
        standing = (self.site / page.path).read_text("utf-8")
        return content != standing and not _faults(content) <= _faults(standing)

    def _write(self, path: str, key: str, content: str | bytes) -> None:
        self.written += write_atomically(self.site / path, content)
        self._keep(path, key)

    def _keep(self, path: str, key: str) -> None:
        made = made_of(self.site / path, key)
        if made is not None:
            self.new.files[path] = made


def _faults(markdown: str) -> set[str]:
    return {finding.rule for finding in lint(markdown) if finding.severity == "fault"}


def _printed(publications: Publications, catalogue: Catalogue) -> tuple[Printed, tuple[str, ...]]:
    known = set(catalogue)
    heads = publications.heads()
    items = [item for item in publications.items() if item.edition in known]
    printed = Printed([head for head in heads if head.edition in known], items, publications.standings())
    return printed, tuple(sorted({head.edition for head in heads} - known))


def _digests(printed: Printed) -> dict[str, str]:
    return {issue_url(head.edition, head.key): head.digest for head in printed.heads}


def _maker(settings: Settings, catalogue: Catalogue) -> str:
    editions = []
    for name in catalogue:
        edition = catalogue[name]
        template = edition.folder / "templates" / edition.template
        own = template.read_text("utf-8") if template.is_file() else ""
        editions.append((edition.model_dump_json(exclude={"folder"}), own))
    return state.maker(settings.site, settings.languages, settings.timezone, editions)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Let the garbage collector rest: with every few thousand rows that are read, it would look through all of them."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _chunks(places: Sequence[tuple[str, str]], size: int) -> Iterator[Sequence[tuple[str, str]]]:
    yield from (places[at : at + size] for at in range(0, len(places), size))

"""A real browser for tests: the system's Chromium, headless. Import the fixture `browser` where it is needed.

What asks for it is skipped, with the reason, on a machine that has no Chromium.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
# Nothing that the browser asks for by itself may look like a request of the page.
_FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


# For a module, not for the session: while Playwright runs, no other test can start an event loop in this thread.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return the browser of the module."""
    if not CHROMIUM.exists():
        pytest.skip(f"there is no browser at {CHROMIUM}")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS.split())
        yield chromium
        chromium.close()


class Watch:
    """What a page did that a reader would not like: requests outside of `home`, dialogs, errors and messages."""

    def __init__(self, page: Page, home: str) -> None:
        self.faults: list[str] = []
        page.on("request", lambda request: self._requested(request.url, home))
        page.on("console", lambda message: self.faults.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("dialog", self._asked)

    def _asked(self, dialog: Dialog) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _requested(self, url: str, home: str) -> None:
        if not url.startswith((home, "data:image/svg+xml,")):
            self.faults.append(f"request: {url}")


def opened(context: BrowserContext, home: Path) -> tuple[Page, Watch]:
    """Return a new page of `context`, watched for whatever leaves the folder `home`."""
    page = context.new_page()
    return page, Watch(page, home.as_uri())

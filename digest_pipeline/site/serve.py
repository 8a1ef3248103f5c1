"""The site over HTTP, for the person at this machine: loopback only, files only, nothing outside the site's folder."""

import errno
import re
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, BinaryIO

from digest_pipeline.site.addresses import FRONT, NOT_FOUND
from digest_pipeline.site.feeds import atom_url, json_feed_url

ADDRESS = "127.0.0.1"

_UTF8 = "; charset=utf-8"
_TYPES = {
    ".css": f"text/css{_UTF8}",
    ".html": f"text/html{_UTF8}",
    ".js": f"text/javascript{_UTF8}",
    ".json": "application/json",
    ".md": f"text/markdown{_UTF8}",
    ".opml": "text/x-opml",
    ".wasm": "application/wasm",
    ".xml": "application/xml",
    # The parts of a search index, its program included, are compressed by Pagefind itself and unpacked by its script.
    "": "application/octet-stream",
}
_FEED_TYPES = {
    Path(atom_url("edition")).name: "application/atom+xml",
    Path(json_feed_url("edition")).name: "application/feed+json",
}
_RELATIVE = re.compile(rb'((?:href|src)=")(?!/|#|[a-z]+:)')


class ServeError(Exception):
    """The site can't be served; the message says why and what to do."""


def site_server(site: Path, port: int) -> ThreadingHTTPServer:
    """Return a server of the site, bound and ready to `serve_forever`; port 0 takes a free one.

    Raises:
        ServeError: when there is no site yet, or the port can't be taken.
    """
    if not (site / FRONT).is_file():
        raise ServeError(f"there is no site in {site} yet; publish an issue with: digest run, or digest demo")
    try:
        return ThreadingHTTPServer((ADDRESS, port), partial(_Handler, directory=str(site.resolve())))
    except (OSError, OverflowError) as error:
        taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
        reason = "is taken by another program" if taken else f"can't be used ({error})"
        raise ServeError(f"port {port} {reason}; choose another with --port") from None


class _Handler(SimpleHTTPRequestHandler):
    """The standard library's handler of files, without what only a general server needs: no listings, no log."""

    server_version = "digest"
    sys_version = ""

    def send_head(self) -> Any:
        """Answer with the file that the path names, or with the site's own page for what is not there."""
        file = Path(self.translate_path(self.path))
        if file.is_dir() and self.path.partition("?")[0].endswith("/"):
            file /= FRONT
        return super().send_head() if self._is_public(file) else self._not_found()

    def guess_type(self, path: Any) -> str:
        """Return the content type by the name; nothing of the machine's own tables decides."""
        file = Path(path)
        return _FEED_TYPES.get(file.name) or _TYPES.get(file.suffix) or _TYPES[""]

    def end_headers(self) -> None:
        """Say with each answer that its type is meant, and that it may be another tomorrow."""
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def list_directory(self, path: Any) -> None:  # noqa: ARG002  the signature is the handler's
        """Show no folder."""
        self._not_found()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the same
        """Keep quiet: the page itself shows what happened."""

    def _is_public(self, file: Path) -> bool:
        """Say whether `file` lies in the site, no link leads out of it, and no part of its path is hidden."""
        root = Path(self.directory)
        if "\0" in str(file):
            return False
        real = file.resolve()
        return (
            real.is_relative_to(root)
            and (real.is_file() or real.is_dir())
            and not any(part.startswith(".") for part in file.relative_to(root).parts)
        )

    def _not_found(self) -> BinaryIO | None:
        page = Path(self.directory) / NOT_FOUND
        content = page.read_bytes() if page.is_file() else b"not found\n"
        # The page is one for all addresses, so its links must begin at the root.
        content = _RELATIVE.sub(rb"\1/", content)
        self.send_response(HTTPStatus.NOT_FOUND)
        self.send_header("Content-Type", _TYPES[".html"])
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)
        return None

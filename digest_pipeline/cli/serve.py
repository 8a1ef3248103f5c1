"""`digest serve` and `digest site`: the site of the newsroom shown on this machine, and brought up to date."""

from typing import Annotated

import typer

from digest_pipeline.cli.console import fail, out
from digest_pipeline.cli.options import Home, opened


def serve(
    context: typer.Context,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The port on 127.0.0.1.")] = 8000,
    home: Home = None,
) -> None:
    """Show the site on the loopback address; search needs a server, everything else works from the disk too."""
    from digest_pipeline.site.serve import ADDRESS, ServeError, site_server  # noqa: PLC0415  brings the feeds' libraries

    with opened(context, home) as settings:
        try:
            server = site_server(settings.site_folder, port)
        except ServeError as error:
            fail(str(error), 1)
        with server:
            out.print(f"http://{ADDRESS}:{server.server_port}/ (end with Ctrl-C)", highlight=False)
            try:
                server.serve_forever()
            except KeyboardInterrupt:
                return


def site(context: typer.Context, home: Home = None) -> None:
    """Bring the site up to date with what was published; a page that was lost or changed by hand is made again."""
    from digest_pipeline.editions.spec import EditionError  # noqa: PLC0415  brings pydantic's models
    from digest_pipeline.newsroom import Newsroom  # noqa: PLC0415  brings the warehouse
    from digest_pipeline.site.build import build_site  # noqa: PLC0415  brings the feeds' libraries
    from digest_pipeline.site.search import SearchError  # noqa: PLC0415  the same

    with opened(context, home) as settings, Newsroom(settings, offline=True) as newsroom:
        try:
            built = build_site(newsroom)
        except (EditionError, SearchError) as error:
            fail(str(error), 1)
        out.print(f"{built.written} files written, {built.removed} removed, {built.pages} in all", highlight=False)
        for name in built.unknown:
            out.print(f"left out: the issues of {name}, an edition that is no more", highlight=False)
        out.print(str(settings.site_folder / "index.html"), soft_wrap=True, highlight=False)

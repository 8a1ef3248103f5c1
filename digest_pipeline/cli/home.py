"""The commands about a home as a whole: its configuration, its issues, its UI."""

import os
import signal
import sys
from pathlib import Path

from digest_pipeline.cli.console import out, say
from digest_pipeline.editions.render import render_markdown
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import CHECKOUT, Settings


def write_configuration(folder: Path) -> None:
    """Copy the commented configuration into the home; what is there already stays as it is."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("digest.yaml", "sources.yaml"):
        target = folder / name
        if target.exists():
            say(f"{target} is there already and stays as it is")
        else:
            target.write_bytes((CHECKOUT / name).read_bytes())
            say(f"wrote {target}")


def show_issue(settings: Settings, edition: str, key: str) -> int:
    """Print an issue, the newest when no key is named, and return the exit status."""
    newsroom = Newsroom(settings)
    if edition not in settings.editions:
        say(f"digest: there is no edition {edition!r}; there is: {', '.join(settings.editions)}")
        return 2
    keys = newsroom.issues.keys(edition)
    if not keys:
        say(f"digest: there is no issue of {edition} yet; make one with: digest run, or digest demo")
        return 1
    if key and key not in keys:
        say(f"digest: there is no {edition} {key}; the last ones are {', '.join(keys[-3:])}")
        return 1
    issue = newsroom.issues.required(edition, key or keys[-1])
    out.print(
        render_markdown(issue, newsroom.catalogue[edition]), end="", soft_wrap=True, highlight=False, markup=False
    )
    return 0


def serve_ui(settings: Settings, port: int) -> None:
    """Replace this process by `dagster dev` on the home's instance."""
    from digest_pipeline.instance import instance_of, running  # noqa: PLC0415  brings Dagster, 1.9 s

    with instance_of(settings) as instance, running(settings, instance):
        pass
    environment = os.environ | {"DAGSTER_HOME": str(settings.instance), "DIGEST_HOME": str(settings.home)}
    command = str(Path(sys.executable).with_name("dagster"))
    workspace = str(CHECKOUT / "workspace.yaml")
    arguments = [command, "dev", "--workspace", workspace, "--host", "127.0.0.1", "--port", str(port)]
    # Dagster looks for a dagster.yaml in the current folder too, and the checkout has one to copy from.
    os.chdir(settings.home)
    # A shell's background job ignores interrupts, and Dagster would then ignore every request to end.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.execve(command, arguments, environment)  # noqa: S606  our own command, no shell

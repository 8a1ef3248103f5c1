"""Committing a file to a branch of a repository and pushing it, so that doing it twice changes nothing.

It is the user's own `git`, with their keys and configuration, on a bare and shallow repository without files: there is
nothing to check out, to clean up or to leave half written. What the remote has is looked at before and after, which
tells for certain whether a file arrived.
"""

import os
import re
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from digest_pipeline.delivery.channels import GitChannel
from digest_pipeline.delivery.secrets import Address
from digest_pipeline.delivery.wire import Verdict

_ATTEMPTS = 5
# What the caller's own repository would say about where to work.
_FOREIGN = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE", "GIT_PREFIX")
_AUTHOR = re.compile(r"(?P<name>.+) <(?P<mail>.+)>")


class GitError(Exception):
    """A command of git failed; the message is what it said."""


@dataclass(frozen=True, slots=True)
class Push:
    """A file to be pushed: where to, what it holds, and the message of its commit."""

    channel: GitChannel
    file: str
    content: str
    message: str
    moment: datetime


def push(address: Address, work: Path, what: Push, timeout_seconds: float) -> Verdict:
    """Make the file at the remote branch have the content, by one commit, or by none when it has it already.

    `work` is the folder of the repository that is kept between pushes; it may be deleted at any time.
    """
    try:
        return _push(_Repository(address, work, what.channel, what.moment, timeout_seconds), what)
    except GitError as error:
        return Verdict("failed", address.redact(str(error)))


def check(address: Address, work: Path, channel: GitChannel, moment: datetime, timeout_seconds: float) -> Verdict:
    """Say whether the branch could be pushed to, without changing it."""
    try:
        repository = _Repository(address, work, channel, moment, timeout_seconds)
        tip = repository.tip()
        refusal = repository.push(tip, dry=True) if tip else ""
    except GitError as error:
        refusal = str(error)
    if refusal:
        return Verdict("failed", address.redact(refusal))
    return Verdict("sent", f"{channel.branch} can be pushed to" if tip else "the repository is empty and can be read")


def _push(repository: "_Repository", what: Push) -> Verdict:
    blob = repository.store(what.content)
    branch, tip, refusal = what.channel.branch, "", ""
    for _ in range(_ATTEMPTS):
        before, tip = tip, repository.tip()
        if tip and repository.blob_at(tip, what.file) == blob:
            return Verdict("sent", f"{what.file} at {branch}")
        if refusal and tip == before:
            # Nobody was faster: the remote does not want it.
            raise GitError(refusal)
        refusal = repository.push(repository.commit(tip, what.file, blob, what.message))
        if not refusal:
            return Verdict("sent", f"{what.file} at {branch}")
    raise GitError(f"others pushed to {branch} faster, {_ATTEMPTS} times; {refusal}")


class _Repository:
    """The bare repository in `work`; the address of its remote is given by environment, never written to disk."""

    def __init__(
        self, address: Address, work: Path, channel: GitChannel, moment: datetime, timeout_seconds: float
    ) -> None:
        self._work = work
        self._branch = channel.branch
        self._timeout = timeout_seconds
        author = _AUTHOR.fullmatch(channel.author)
        name, mail = (author["name"], author["mail"]) if author else ("", "")
        kept = {key: value for key, value in os.environ.items() if key not in _FOREIGN}
        self._environment = kept | {
            "GIT_TERMINAL_PROMPT": "0",
            "LC_ALL": "C",
            "GIT_CONFIG_COUNT": "2",
            "GIT_CONFIG_KEY_0": "remote.channel.url",
            "GIT_CONFIG_VALUE_0": address.url,
            "GIT_CONFIG_KEY_1": "gc.auto",
            "GIT_CONFIG_VALUE_1": "0",
            "GIT_AUTHOR_NAME": name,
            "GIT_AUTHOR_EMAIL": mail,
            "GIT_AUTHOR_DATE": moment.isoformat(),
            "GIT_COMMITTER_NAME": name,
            "GIT_COMMITTER_EMAIL": mail,
            "GIT_COMMITTER_DATE": moment.isoformat(),
        }
        if not (work / "HEAD").exists():
            work.mkdir(parents=True, exist_ok=True)
            self._git("init", "--quiet", "--bare", ".")

    def store(self, content: str) -> str:
        """Store a file and return its id."""
        return self._git("hash-object", "-w", "--stdin", "--no-filters", text=content)

    def tip(self) -> str:
        """Fetch the branch and return its last commit, empty for a repository without commits."""
        lines = (line.split("\t", 1) for line in self._git("ls-remote", "--heads", "channel").splitlines())
        heads = {name: commit for commit, name in lines}
        wanted = f"refs/heads/{self._branch}"
        if not heads:
            return ""
        if wanted not in heads:
            names = ", ".join(sorted(name.removeprefix("refs/heads/") for name in heads))
            raise GitError(f"the repository has no branch {self._branch}; it has: {names}")
        self._git("fetch", "--quiet", "--depth=1", "--no-tags", "channel", f"+{wanted}:refs/channel")
        return self._git("rev-parse", "refs/channel")

    def blob_at(self, commit: str, file: str) -> str:
        """Return the id of a file in a commit, empty when it is not there."""
        line = self._git("ls-tree", "-z", commit, "--", file)
        return line.partition("\t")[0].split()[2] if line else ""

    def commit(self, parent: str, file: str, blob: str, message: str) -> str:
        """Make the commit that puts the file on top of `parent`, and return its id."""
        index = {"GIT_INDEX_FILE": str(self._work / "digest.index")}
        self._git("read-tree", *([parent] if parent else ["--empty"]), more=index)
        self._git("update-index", "--add", "--cacheinfo", f"100644,{blob},{file}", more=index)
        tree = self._git("write-tree", more=index)
        return self._git("commit-tree", tree, *(["-p", parent] if parent else []), text=message)

    def push(self, commit: str, *, dry: bool = False) -> str:
        """Push a commit and return what git said against it, empty when it was taken; `dry`: when it would be."""
        try:
            self._git(
                "push", "--quiet", *(["--dry-run"] if dry else []), "channel", f"{commit}:refs/heads/{self._branch}"
            )
        except GitError as error:
            return str(error)
        return ""

    def _git(self, *arguments: str, text: str = "", more: Mapping[str, str] | None = None) -> str:
        # A session of its own: no password can be asked for at the terminal, and what git starts ends with it.
        try:
            process = subprocess.Popen(  # noqa: S603  the user's own git, no shell
                ["git", *arguments],  # noqa: S607  found where the user has it
                cwd=self._work,
                env={**self._environment, "GIT_DIR": str(self._work), **(more or {})},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        except OSError as error:
            raise GitError(f"git can't be started: {error.strerror}") from None
        with process:
            try:
                out, err = process.communicate(text.encode("utf-8", "replace"), timeout=self._timeout)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                raise GitError(f"git {arguments[0]}: no end within {self._timeout:g} s") from None
        if process.returncode:
            said = " ".join(err.decode("utf-8", "replace").split())
            raise GitError(f"git {arguments[0]}: {said or f'exit status {process.returncode}'}")
        return out.decode("utf-8", "replace").strip()

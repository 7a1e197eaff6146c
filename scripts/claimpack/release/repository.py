"""What git says of a project: its commit, what is not committed, and which releases there were."""

import os
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from claimpack.errors import ClaimpackError
from claimpack.version import Version, parse

# The tag of a release is this and its version: the program, if it lies in the same repository, has tags of its own.
TAG = "data-"


@dataclass(frozen=True, slots=True)
class Last:
    """The release before this one: its version and its tag."""

    version: Version
    tag: str


@dataclass(frozen=True, slots=True)
class Repository:
    """A project's state in git. ``date`` is the day of the commit in UTC; ``dirty`` what git lists as not committed."""

    commit: str
    date: date
    dirty: tuple[str, ...]
    last: Last | None


def read_repository(folder: Path, version: Version | None, outs: Iterable[Path]) -> Repository:
    """The state of the project in ``folder``; what lies in ``outs``, where releases are written, is passed over.

    The last release is the greatest of those whose tag the commit has among its ancestors; that of ``version`` itself
    at this very commit is passed over, so that a release can be made once more.

    Raises CP320 where there is no git, no repository, no commit, or only a part of the history.
    """
    commit, seconds = _git(folder, "log", "-1", "--format=%H %ct").split()
    if _git(folder, "rev-parse", "--is-shallow-repository").strip() == "true":
        message, remedy = "only a part of the history is here", "Get all of it: git fetch --unshallow --tags"
        raise ClaimpackError("CP320", message, folder, remedy=remedy)
    scope = ["."]
    root = Path(os.path.realpath(folder))
    for target in (Path(os.path.realpath(out)) for out in outs):
        if target.is_relative_to(root):
            scope.append(f":(exclude,literal){target.relative_to(root).as_posix()}")
    status = _git(folder, "status", "--porcelain", "--untracked-files=all", "--", *scope)
    here = set(_git(folder, "tag", "--points-at", "HEAD").split())
    tags = _git(folder, "tag", "--merged", "HEAD", "--list", f"{TAG}*").split()
    releases = [last for last in _releases(tags) if not (last.version == version and last.tag in here)]
    last = max(releases, key=lambda one: one.version.precedence, default=None)
    return Repository(commit, datetime.fromtimestamp(int(seconds), UTC).date(), tuple(status.splitlines()), last)


def _releases(tags: list[str]) -> Iterator[Last]:
    for tag in tags:
        version = parse(tag.removeprefix(TAG))
        if version is not None:
            yield Last(version, tag)


def _git(folder: Path, *arguments: str) -> str:
    remedy = "A release is made of a commit. Begin with: git init, git add --all, git commit."
    # The output is the same whatever the locale and settings of who runs this, and nothing is written.
    settings = ("-c", "core.quotePath=true", "-c", "status.relativePaths=true")
    command = ["git", "--no-optional-locks", "-C", str(folder), *settings, *arguments]
    try:
        done = subprocess.run(
            command, capture_output=True, encoding="utf-8", check=False, env={**os.environ, "LC_ALL": "C"}
        )
    except FileNotFoundError as error:
        raise ClaimpackError("CP320", "there is no git on this computer", folder, remedy="Install it.") from error
    if done.returncode:
        told = (done.stderr.strip().splitlines() or [""])[0]
        unknown = "not a git repository" in told  # where git says how far up it looked, which differs
        message = "the project is in no git repository" if unknown else f"git cannot be asked: {told}"
        raise ClaimpackError("CP320", message, folder, remedy=remedy)
    return done.stdout

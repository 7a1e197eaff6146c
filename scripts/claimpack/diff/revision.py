"""Reads a package out of a git repository, as it was at a revision.

What a person names goes to git on its standard input only, where nothing is taken for an option; what is then read is
named by the hash that git answers with.
"""

import subprocess
from pathlib import Path

from claimpack.errors import ClaimpackError
from claimpack.package import DESCRIPTOR
from claimpack.project import find_project
from claimpack.validate.files import checked_path, too_large


class Revision:
    """The files below a folder of a revision; ``name`` is as git has it, ``v0.1.0:datapackage``."""

    def __init__(self, repository: Path, name: str) -> None:
        self.repository = repository
        self.name = name

    def read(self, name: str, most: int) -> bytes:
        """The bytes of a file. A link is not followed: its bytes are the path that it leads to."""
        path = checked_path(name)
        found = _ask(self.repository, f"{self.name}{'' if self.name.endswith(':') else '/'}{path}")
        if found is None or found[1] != "blob":
            remedy = "Name the folder of the package, as it was then: REVISION:FOLDER."
            raise ClaimpackError("CP416", "its file is missing", value=name, remedy=remedy)
        digest, _, size = found
        if size > most:
            too_large(name, size, most)
        return _run(self.repository, "cat-file", "blob", digest).stdout


def revision_files(name: str, start: Path) -> Revision:
    """The package that ``name`` is: a revision and a folder, ``v0.1.0:datapackage``, as git understands them in the
    folder ``start``; or a revision alone, of which it is the ``datapackage/`` of the project around ``start``.

    Raises CP467 where git knows no such revision or folder, CP468 where there is no git.
    """
    commit, colon, path = name.partition(":")
    if _ask(start, commit) is None:
        message = "no such file or folder here, and no revision that git knows"
        remedy = "Name a package, or a revision: git tag and git log list them."
        raise ClaimpackError("CP467", message, name, remedy=remedy)
    if colon:
        path = path.removesuffix(DESCRIPTOR).rstrip("/")
    else:
        start, path = find_project(start).folder, "./datapackage"
    named = f"{commit}:{path}"
    found = _ask(start, named)
    if found is None or found[1] != "tree":
        message = f"the revision {commit} has no folder {path.removeprefix('./')}"
        remedy = "Name the folder of the package, as it was then: REVISION:FOLDER."
        raise ClaimpackError("CP467", message, name, remedy=remedy)
    return Revision(start, named)


def _ask(repository: Path, name: str) -> tuple[str, str, int] | None:
    """Hash, kind and size of what ``name`` is to git; None where that is nothing."""
    done = _run(repository, "cat-file", "--batch-check", given=f"{name}\n")
    words = done.stdout.decode("utf-8", "replace").split()
    # Of a name that is nothing, or several things, git says so after the name.
    if done.returncode or len(words) != 3 or not words[2].isdecimal() or words[0] == name + ":":
        return None
    return words[0], words[1], int(words[2])


def _run(repository: Path, *arguments: str, given: str = "") -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            ["git", "-C", str(repository.absolute()), *arguments],
            input=given.encode("utf-8", "surrogateescape"),
            capture_output=True,
            check=False,
        )
    except FileNotFoundError as error:
        message = "no such file or folder here, and no git to ask whether it is a revision"
        raise ClaimpackError("CP468", message, given.strip(), remedy="Install git, or name a package.") from error

"""Reads the files of a package that is not trusted: from its folder or zip file, and nothing that lies elsewhere.

Problems are raised as ClaimpackError: CP415 a path that is not that of a plain file inside the package, CP416 a file
that is missing or cannot be read, CP445 one that is too large.
"""

import json
import os
import stat
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Any, NoReturn, Protocol

from claimpack.errors import ClaimpackError
from claimpack.limits import Limits


class Files(Protocol):
    """The files of a package, by their paths in it."""

    def read(self, name: str, most: int) -> bytes:
        """The bytes of a file; CP445 where there are more than ``most``."""


class Folder:
    """The files in a folder. No link in it is followed."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def read(self, name: str, most: int) -> bytes:
        return read_file(self.path(name), most)

    def path(self, name: str) -> Path:
        """Where a file lies; CP415 where that is elsewhere than in the folder."""
        parts = PurePosixPath(checked_path(name)).parts
        for number in range(1, len(parts) + 1):
            try:
                link = self.root.joinpath(*parts[:number]).is_symlink()
            except OSError as error:
                raise ClaimpackError("CP416", f"its file cannot be read: {error.strerror}", value=name) from error
            if link:
                raise ClaimpackError("CP415", "a link, which is not followed", value=name, remedy="Put the file here.")
        return self.root.joinpath(*parts)

    def size(self, name: object) -> int:
        """The bytes of a plain file in the folder; 0 for all else."""
        try:
            status = self.path(name).lstat() if isinstance(name, str) else None
        except (ClaimpackError, OSError, ValueError):
            return 0
        return status.st_size if status and stat.S_ISREG(status.st_mode) else 0


def fault_of(name: str) -> str | None:
    """What makes ``name`` another thing than the path of a file below a folder, on any system; None if nothing does."""
    if not name or not name.isprintable():
        return "holds signs that cannot be seen" if name else "is empty"
    if "\\" in name or ":" in name:
        return "holds a backslash" if "\\" in name else "holds a colon, as drives and addresses do"
    if name.startswith("/"):
        return "begins at the root of the file system"
    return "leads out of its folder" if ".." in name.split("/") else None


def is_hidden(name: str) -> bool:
    """Whether a file, or a folder that it lies in, is hidden or a file manager's own."""
    return any(part.startswith(".") or part == "__MACOSX" for part in PurePosixPath(name).parts)


def checked_path(name: str) -> str:
    """The path, without needless dots and slashes; CP415 if it is not that of a file inside, or is hidden."""
    fault = fault_of(name) or ("is hidden" if is_hidden(name) else None)
    plain = str(PurePosixPath(name))
    if fault or plain == ".":
        remedy = "Give one path relative to datapackage.json, without '..', links and addresses."
        raise ClaimpackError("CP415", f"the path {fault or 'is a folder'}", value=name, remedy=remedy)
    return plain


def read_file(path: Path, most: int) -> bytes:
    """The bytes of a plain file, which is no link; devices and pipes are not opened for reading."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with open(handle, "rb") as stream:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                raise ClaimpackError("CP416", "its file is missing: this is no plain file", value=path.name)
            if status.st_size > most:
                too_large(path.name, status.st_size, most)
            data = stream.read(most + 1)
    except FileNotFoundError as error:
        raise ClaimpackError("CP416", "its file is missing", value=path.name) from error
    except OSError as error:
        raise ClaimpackError("CP416", f"its file cannot be read: {error.strerror}", value=path.name) from error
    if len(data) > most:
        too_large(path.name, len(data), most)
    return data


def too_large(name: str, size: int, most: int) -> NoReturn:
    """Raises CP445."""
    message = f"a file of {size} bytes; at most {most} are read"
    raise ClaimpackError("CP445", message, value=name, remedy="If you trust it, allow more: --max-size.")


def read_json(data: bytes, limits: Limits) -> Any:
    """The content of a JSON file. Raises ValueError, with what is wrong, for all that programs understand differently:
    a key that an object has twice, numbers that are none, half characters, and what lies in each other too deep.
    """
    try:
        content = json.loads(data.decode("utf-8"), object_pairs_hook=_object, parse_constant=_no_number)
    except RecursionError as error:
        raise ValueError("lists and objects lie in each other too deep") from error
    level: Sequence[Any] = [content]
    for _ in range(limits.depth):
        if not level:
            return content
        following: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                following += item.keys()
                following += item.values()
            elif isinstance(item, list):
                following += item
            elif isinstance(item, str):
                item.encode("utf-8")
            elif isinstance(item, float) and item in (float("inf"), float("-inf")):
                raise ValueError("a number that is too large")
        level = following
    raise ValueError("lists and objects lie in each other too deep")


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"the key {next(name for name in names if names.count(name) > 1)!r} stands there twice")
    return made


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number in JSON")

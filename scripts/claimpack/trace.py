"""From the rule that made a row to the place where it stands.

A rule is one or more parts, joined by ";". A part is ``LIST.csv:ENTRY``, a line of a word list or the authority list
that has this entry in one of its cells, ``MODULE:STEP``, a step of the grammar in a module, or ``contribution:FILE``.
"""

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

SEPARATOR = ";"
LISTS = ("german/words", "authority")
CONTRIBUTION = "contribution"


def places(rule: str) -> Iterator[str]:
    """Where each part of a rule stands: "german/words/comparators.csv:12: rund,about,…", "extract/dates.py".

    Paths are those below the package, of a contribution below the project. Raises LookupError for a part that stands
    nowhere.
    """
    for part in rule.split(SEPARATOR):
        name, _, entry = part.partition(":")
        if name == CONTRIBUTION:
            yield f"raw/contributions/{entry}"
            continue
        yield _line(name, entry) if name.endswith(".csv") else _module(name)


def _line(name: str, entry: str) -> str:
    for folder in LISTS:
        if line := _entries(folder, name).get(entry.lower()):
            return line
    raise LookupError(f"no line of {name} has the entry {entry!r}")


@cache
def _entries(folder: str, name: str) -> dict[str, str]:
    """The first line of a list for each entry in its cells: alone, as one of several forms, or with its prefix marked.

    "|" parts both: "Cent|Cents" has two forms, "mit|teilen" a separable prefix. A rule comes from a package, which may
    be anybody's: no path leads out of the folder.
    """
    path = files("claimpack").joinpath(folder, name)
    found: dict[str, str] = {}
    if "/" in name or not path.is_file():
        return found
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        for cell in next(csv.reader([line.lower()]), []) if not line.startswith("#") else []:
            for entry in (*cell.split("|"), cell.replace("|", "")):
                found.setdefault(entry, f"{folder}/{name}:{number}: {line}")
    return found


@cache
def _modules() -> dict[str, str]:
    """The modules of the package by their names, with their paths below it."""
    found: dict[str, str] = {}
    folders: list[tuple[str, Traversable]] = [("", files("claimpack"))]
    while folders:
        prefix, folder = folders.pop()
        for path in folder.iterdir():
            if path.is_dir():
                folders.append((f"{prefix}{path.name}/", path))
            elif path.name.endswith(".py"):
                name = path.name.removesuffix(".py")
                found.setdefault(prefix.split("/")[-2] if name == "__init__" and prefix else name, prefix + path.name)
    return found


def _module(name: str) -> str:
    if name not in _modules():
        raise LookupError(f"no module {name}")
    return _modules()[name]

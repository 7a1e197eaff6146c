"""Frictionless on a package that was made for it, in this process or, run as a program, in one of its own.

As a program it judges the datapackage.json of the folder that it is begun in, and prints a JSON list of the errors.
Given a number of seconds it has no network and no other programs, and so much time of the
processor. The caller made the descriptor: see ``standard`` and ``foreign``.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

MEMORY = 4_000_000_000  # bytes of address space
_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.fork", "os.system", "pickle.")


def errors(descriptor: Mapping[str, Any], folder: str | Path) -> list[dict[str, Any]]:
    """The errors of a package whose files lie in ``folder``: their place, type, title, note, row, field and cell.

    The place is the path of a resource, "" for the descriptor itself; rows count from 1, the header too.
    """
    import frictionless

    try:
        report = frictionless.Package.from_descriptor(descriptor, basepath=str(folder)).validate()
        places = [(task.place, error) for task in report.tasks for error in task.errors]
        places += [("", error) for error in report.errors]
    except frictionless.FrictionlessException as exception:
        places = [("", error) for error in exception.reasons or [exception.error]]
    found = []
    for place, error in places:
        cell = getattr(error, "cell", None)
        found.append(
            {"place": place, "type": error.type, "title": error.title, "note": error.note}
            | {"row": getattr(error, "row_number", None), "field": getattr(error, "field_name", None)}
            | {"cell": None if cell is None else str(cell)}
        )
    return found


def _refuse(event: str, _: Any) -> None:
    if event.startswith(_FORBIDDEN) and event != "socket.__new__":
        raise PermissionError(f"{event} is not for a package that is not trusted")


def main(seconds: str | None = None) -> None:
    """Judge the package; the process is ended after ``seconds`` of processor time, where they are given."""
    import frictionless  # noqa: F401  before anything is forbidden

    if seconds is not None:
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        sys.addaudithook(_refuse)
    print(json.dumps(errors(json.loads(Path("datapackage.json").read_text(encoding="utf-8")), ".")))


if __name__ == "__main__":
    main(*sys.argv[1:])

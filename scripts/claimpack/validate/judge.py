"""Run as a process of its own, in a folder with a datapackage.json: Frictionless, without network, for limited time.

Prints a JSON list of the errors. The caller made the descriptor: see ``foreign``.
"""

import json
import resource
import sys
from pathlib import Path
from typing import Any

MEMORY = 4_000_000_000  # bytes of address space
_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.fork", "os.system", "pickle.")


def _refuse(event: str, _: Any) -> None:
    if event.startswith(_FORBIDDEN) and event != "socket.__new__":
        raise PermissionError(f"{event} is not for a package that is not trusted")


def main(seconds: int) -> None:
    """Judge the package; the process is ended after ``seconds`` of processor time."""
    import frictionless

    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.addaudithook(_refuse)
    found = []
    try:
        descriptor = json.loads(Path("datapackage.json").read_text(encoding="utf-8"))
        report = frictionless.Package.from_descriptor(descriptor, basepath=".").validate()
        places = [(task.place, error) for task in report.tasks for error in task.errors]
        places += [("", error) for error in report.errors]
    except frictionless.FrictionlessException as exception:
        places = [("", error) for error in exception.reasons or [exception.error]]
    for place, error in places:
        cell = getattr(error, "cell", None)
        found.append(
            {"place": place, "type": error.type, "title": error.title, "note": error.note}
            | {"row": getattr(error, "row_number", None), "field": getattr(error, "field_name", None)}
            | {"cell": None if cell is None else str(cell)}
        )
    print(json.dumps(found))


if __name__ == "__main__":
    main(int(sys.argv[1]))

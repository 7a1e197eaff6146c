"""Frictionless has the last word: whether the package is valid by the standard."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from claimpack import csvfile, table_schema
from claimpack.validate import judge
from claimpack.validate.findings import Finding, shortened
from claimpack.validate.opening import Opened
from claimpack.validate.text import check_cells

# What Frictionless may see of a resource. All else could make it fetch or read other files, or was checked at opening.
_RESOURCE = ("name", "title", "description")


@contextmanager
def judging(opened: Opened, aside: bool = False) -> Iterator[Callable[[Iterable[Finding]], list[Finding]]]:
    """Has Frictionless look at an opened package.

    Gives a function that waits for it, and tells what it found, as CP901, and the findings given do not say already.
    With ``aside`` it is a process of its own, which is quicker where Frictionless was not imported before. A package
    of another schema is always judged so, with limits: CP450 where that ends otherwise than with a report.
    """
    if opened.descriptor is None:
        yield lambda findings: []
    elif opened.foreign is not None:
        with _process(opened.foreign, opened.files, opened.limits.seconds) as errors:
            yield lambda findings: _of_foreign(opened, errors())
    elif aside:
        with _process(_safe(opened), _files(opened)) as errors:
            yield lambda findings: unsaid(_told(errors(), opened), findings)
    else:
        yield lambda findings: unsaid(judged(opened), findings)


def judged(opened: Opened) -> list[Finding]:
    """What Frictionless finds in an opened package of ours, in this process.

    It is given copies of the files that were opened, with the installed schemas, but for their foreign keys: for each
    of these it would open and read the table pointed to once more (27 tables instead of 8, three quarters of its time),
    and ``cells.check_tables`` has named every broken one by line and cell already. That the keys of a package hold by
    the standard, too, is what the tests ask Frictionless.
    """
    if opened.descriptor is None:
        return []
    with _folder(_files(opened)) as folder:
        return _told(judge.errors(_safe(opened), folder), opened)


def unsaid(judged: Iterable[Finding], findings: Iterable[Finding]) -> list[Finding]:
    """What of ``judged`` no finding says already of the same line, or of the file where there is no line."""
    said = {(finding.file, finding.line) for finding in findings}
    return [
        finding for finding in judged if finding.file == "datapackage.json" or (finding.file, finding.line) not in said
    ]


def _files(opened: Opened) -> dict[str, bytes]:
    return {f"{table.name}.csv": table.data for table in opened.tables.values()}


@contextmanager
def _folder(files: Mapping[str, bytes]) -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="claimpack-") as folder:
        for name, data in files.items():
            Path(folder, name).write_bytes(data)
        yield folder


@contextmanager
def _process(
    descriptor: Mapping[str, Any], files: Mapping[str, bytes], seconds: int | None = None
) -> Iterator[Callable[[], list[dict[str, Any]] | None]]:
    """Begins a process that judges; what is given waits for it: its errors, None where it failed or took too long."""
    # -P: what lies in the folder is never taken for a module.
    command = [sys.executable, "-P", judge.__file__, *([] if seconds is None else [str(seconds)])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    files = {**files, "datapackage.json": json.dumps(descriptor).encode()}
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with _folder(files) as folder, subprocess.Popen(command, cwd=folder, env=environment, **streams) as process:

        def errors() -> list[dict[str, Any]] | None:
            try:
                told, _ = process.communicate(timeout=None if seconds is None else 2 * seconds)
            except subprocess.TimeoutExpired:
                return None
            return json.loads(told) if process.returncode == 0 else None

        try:
            yield errors
        finally:
            process.kill()


def _safe(opened: Opened) -> dict[str, Any]:
    """The descriptor with nothing in it that Frictionless would follow out of the folder."""
    descriptor = {
        key: value for key, value in opened.descriptor.items() if key not in ("$schema", "profile", "resources")
    }
    resources = {str(resource.get("name")): resource for resource in opened.descriptor["resources"]}
    descriptor["resources"] = [
        {key: resources[name][key] for key in _RESOURCE if key in resources[name]}
        | {"type": "table", "path": f"{name}.csv", "format": "csv", "encoding": "utf-8"}
        | {"schema": table_schema.descriptor(name, opened.quoted) | {"foreignKeys": []}}
        for name, table in opened.tables.items()
    ]
    return descriptor


def _told(errors: Iterable[Mapping[str, Any]] | None, opened: Opened) -> list[Finding]:
    """The errors of a package of ours as findings."""
    if errors is None:
        return [
            Finding(
                "CP450",
                "error",
                "Frictionless failed: whether it finds the package valid is not known",
                "datapackage.json",
            )
        ]
    tables = {f"{table.name}.csv": (table.file, table.records) for table in opened.tables.values()}
    return [_finding(error, tables) for error in errors]


def _of_foreign(opened: Opened, errors: Iterable[Mapping[str, Any]] | None) -> list[Finding]:
    """What Frictionless finds in a package of another schema, and our warnings about signs in cells."""
    if errors is None:
        seconds = opened.limits.seconds
        message = f"Frictionless came to no end within {seconds} seconds, or failed: the files are not checked"
        return [Finding("CP450", "error", message, "datapackage.json")]
    tables = {
        resource["path"]: (_name(resource), _records(opened.files[resource["path"]], _delimiter(resource)))
        for resource in opened.foreign["resources"]
        if resource["type"] == "table" and isinstance(resource.get("path"), str) and resource["path"] in opened.files
    }
    found = [_finding(error, tables) for error in errors]
    for name, records in tables.values():
        found += check_cells(name, records)
    return found


def _finding(error: Mapping[str, Any], tables: Mapping[str, tuple[str, Sequence[csvfile.Record]]]) -> Finding:
    name, records = tables.get(error["place"], ("datapackage.json", []))
    row = error["row"]
    return Finding(
        "CP901",
        "error",
        f"Frictionless: {error['title']}: {shortened(error['note'], 200)}",
        name,
        records[row - 1].line if row is not None and row <= len(records) else None,
        error["field"],
        check=error["type"],
        found=shortened(error["cell"]) if error["cell"] else None,
    )


def _name(resource: Mapping[str, Any]) -> str:
    """What findings call a resource."""
    return shortened(str(resource.get("name") or "datapackage.json"))


def _delimiter(resource: Mapping[str, Any]) -> str:
    dialect = resource.get("dialect") or {}
    return str(dialect.get("delimiter") or ("\t" if resource["path"].endswith("tsv") else ","))


def _records(data: bytes, delimiter: str) -> list[csvfile.Record]:
    """The records of a file that may be written in any way, with their lines; none where that cannot be told."""
    import csv

    try:
        return csvfile.read_text(data.decode("utf-8", errors="replace"), delimiter)
    except (csv.Error, TypeError, ValueError):
        return []

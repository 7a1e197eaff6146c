"""Frictionless has the last word: whether the package is valid by the standard."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from claimpack import csvfile, table_schema
from claimpack.limits import Limits
from claimpack.validate.findings import Finding, shortened
from claimpack.validate.opening import Opened, Table
from claimpack.validate.text import check_cells

# What Frictionless may see of a resource. All else could make it fetch or read other files, or was checked at opening.
_RESOURCE = ("name", "title", "description")


def check_standard(opened: Opened, findings: Iterable[Finding]) -> list[Finding]:
    """What Frictionless finds in an opened package and ``findings`` do not say already, as CP901."""
    if opened.foreign is not None:
        return check_foreign(opened.foreign, opened.files, opened.limits)
    return unsaid(judged(opened), findings)


def judged(opened: Opened) -> list[Finding]:
    """What Frictionless finds in an opened package of ours.

    It is given copies of the files that were opened, with the installed schemas, but for their foreign keys: for each
    of these it would open and read the table pointed to once more (27 tables instead of 8, three quarters of its time),
    and ``cells.check_tables`` has named every broken one by line and cell already. That the keys of a package hold by
    the standard, too, is what the tests ask Frictionless.
    """
    if opened.descriptor is None:
        return []
    import frictionless

    with tempfile.TemporaryDirectory(prefix="claimpack-") as folder:
        for table in opened.tables.values():
            Path(folder, f"{table.name}.csv").write_bytes(table.data)
        try:
            package = frictionless.Package.from_descriptor(_safe(opened), basepath=folder)
        except frictionless.FrictionlessException as exception:
            return [_translated(None, error) for error in exception.reasons or [exception.error]]
        return [
            _translated(opened.tables[task.name], error) for task in package.validate().tasks for error in task.errors
        ]


def unsaid(judged: Iterable[Finding], findings: Iterable[Finding]) -> list[Finding]:
    """What of ``judged`` no finding says already of the same line, or of the file where there is no line."""
    said = list(findings)
    lines = {(finding.file, finding.line) for finding in said}
    return [
        finding for finding in judged if finding.file == "datapackage.json" or (finding.file, finding.line) not in lines
    ]


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


def _translated(table: Table | None, error: Any) -> Finding:
    """``table`` is None where the descriptor itself is meant."""
    row = getattr(error, "row_number", None)
    line = None
    if table is not None and row is not None and row <= len(table.records):
        line = table.records[row - 1].line
    return Finding(
        "CP901",
        "error",
        f"Frictionless: {error.title}: {shortened(error.note, 200)}",
        table.file if table is not None else "datapackage.json",
        line,
        getattr(error, "field_name", None),
        check=error.type,
        found=shortened(cell) if (cell := getattr(error, "cell", None)) else None,
    )


def check_foreign(descriptor: Mapping[str, Any], copies: Mapping[str, bytes], limits: Limits) -> list[Finding]:
    """What Frictionless finds, as CP901, and our warnings about signs in cells.

    CP450 where it ends otherwise than with a report.
    """
    with tempfile.TemporaryDirectory(prefix="claimpack-") as folder:
        for name, data in copies.items():
            Path(folder, name).write_bytes(data)
        Path(folder, "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
        package = Path(__file__).parents[2]
        # -P: what lies in the folder is never taken for a module.
        command = [sys.executable, "-P", "-m", "claimpack.validate.judge", str(limits.seconds)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [str(package), *sys.path]))}
        try:
            done = subprocess.run(
                command, cwd=folder, env=environment, capture_output=True, timeout=2 * limits.seconds, check=False
            )
            errors = json.loads(done.stdout) if done.returncode == 0 else None
        except subprocess.TimeoutExpired:
            errors = None
    if errors is None:
        message = f"Frictionless came to no end within {limits.seconds} seconds, or failed: the files are not checked"
        return [Finding("CP450", "error", message, "datapackage.json")]
    tables = {
        resource["path"]: (_name(resource), _records(copies[resource["path"]], _delimiter(resource)))
        for resource in descriptor["resources"]
        if resource["type"] == "table" and isinstance(resource.get("path"), str) and resource["path"] in copies
    }
    found = [_finding(error, tables) for error in errors]
    for name, records in tables.values():
        found += check_cells(name, records)
    return found


def _finding(error: Mapping[str, Any], tables: Mapping[str, tuple[str, list[csvfile.Record]]]) -> Finding:
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
        found=error["cell"] and shortened(error["cell"]),
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

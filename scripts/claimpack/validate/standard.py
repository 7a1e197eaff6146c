"""Frictionless has the last word: whether the package is valid by the standard."""

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from claimpack import table_schema
from claimpack.validate.findings import Finding, shortened
from claimpack.validate.foreign import check_foreign
from claimpack.validate.opening import Opened, Table

# What Frictionless may see of a resource. All else could make it fetch or read other files, or was checked at opening.
_RESOURCE = ("name", "title", "description")


def check_standard(opened: Opened, findings: Iterable[Finding]) -> list[Finding]:
    """What Frictionless finds in an opened package and ``findings`` do not say already, as CP901.

    It is given copies of the files that were opened, with the installed schemas, but for their foreign keys: for each
    of these it would open and read the table pointed to once more (27 tables instead of 8, three quarters of its time),
    and ``cells.check_tables`` has named every broken one by line and cell already. That the keys of a package hold by
    the standard, too, is what the tests ask Frictionless.
    """
    if opened.descriptor is None:
        return []
    if opened.foreign is not None:
        return check_foreign(opened.foreign, opened.files, opened.limits)
    with tempfile.TemporaryDirectory(prefix="claimpack-") as folder:
        for table in opened.tables.values():
            Path(folder, f"{table.name}.csv").write_bytes(table.data)
        return _judged(opened, list(findings), folder)


def _judged(opened: Opened, said: list[Finding], folder: str) -> list[Finding]:
    import frictionless

    try:
        package = frictionless.Package.from_descriptor(_safe(opened), basepath=folder)
    except frictionless.FrictionlessException as exception:
        return [_translated(None, error) for error in exception.reasons or [exception.error]]
    lines = {(finding.file, finding.line) for finding in said}
    files = {finding.file for finding in said if finding.line is None}
    found = []
    for task in package.validate().tasks:
        table = opened.tables.get(task.name)
        for error in task.errors:
            finding = _translated(table, error)
            if (finding.file, finding.line) not in lines and not (finding.line is None and finding.file in files):
                found.append(finding)
    return found


def _safe(opened: Opened) -> dict[str, Any]:
    """The descriptor with nothing in it that Frictionless would follow out of the folder."""
    descriptor = {
        key: value for key, value in opened.descriptor.items() if key not in ("$schema", "profile", "resources")
    }
    resources = {str(resource.get("name")): resource for resource in opened.descriptor["resources"]}
    descriptor["resources"] = [
        {key: resources[name][key] for key in _RESOURCE if key in resources[name]}
        | {"type": "table", "path": f"{name}.csv", "format": "csv", "encoding": "utf-8"}
        | {"schema": table_schema.descriptor(name) | {"foreignKeys": []}}
        for name, table in opened.tables.items()
    ]
    return descriptor


def _translated(table: Table | None, error: Any) -> Finding:
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

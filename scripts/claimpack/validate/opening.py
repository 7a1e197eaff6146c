"""Opens a package or table that is not trusted: nothing is fetched, and nothing outside of its folder read."""

import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from claimpack import csvfile, table_schema
from claimpack.errors import ClaimpackError
from claimpack.validate import form
from claimpack.validate.findings import Finding, shortened

# How every file of a package is written; what a descriptor says of it must not lead other programs astray.
_FILE_FORM = {"format": "csv", "encoding": "utf-8", "dialect": {}, "compression": "no"}
# A path that was an address has one slash left of its two.
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")


@dataclass(frozen=True, slots=True)
class Table:
    """The file of a table: its name as findings give it, its bytes, its records with the header first."""

    name: str
    file: str
    data: bytes
    records: list[csvfile.Record]


@dataclass(slots=True)
class Opened:
    """What could be opened. ``descriptor`` is None for a single table; ``folder`` is where its paths begin."""

    folder: Path
    descriptor: dict[str, Any] | None = None
    tables: dict[str, Table] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def open_path(path: str | Path) -> Opened:
    """Opens a folder with a datapackage.json, that file itself, or a CSV file named like one of the tables.

    Raises ClaimpackError where there is nothing to validate: CP410 an address, CP411 no such file, CP412 no package in
    the folder, CP413 no readable descriptor, CP414 a file of another kind.
    """
    if _ADDRESS.match(str(path)):
        raise ClaimpackError(
            "CP410", "an address, not a file", str(path), remedy="Download it first: nothing is fetched."
        )
    path = Path(path)
    if not os.path.exists(path):
        remedy = "Is its name right? The package of a project is made by: claimpack build."
        raise ClaimpackError("CP411", "no such file or folder, or none that you may see", path, remedy=remedy)
    if path.is_dir():
        if not (path / "datapackage.json").is_file():
            raise ClaimpackError(
                "CP412",
                "a folder without datapackage.json",
                path,
                remedy="Name the folder of a package: of a project, its folder datapackage.",
            )
        return _open_package(path / "datapackage.json")
    if path.name == "datapackage.json":
        return _open_package(path)
    if path.suffix == ".csv" and path.stem in table_schema.tables():
        opened = Opened(path.parent)
        _open_table(opened, path.stem, path.name, path)
        return opened
    names = ", ".join(f"{table}.csv" for table in table_schema.tables())
    remedy = "Unpack it, and name the folder." if path.suffix == ".zip" else f"Tables are named {names}."
    raise ClaimpackError("CP414", "neither a package nor one of its tables", path, remedy=remedy)


def _open_package(path: Path) -> Opened:
    try:
        descriptor = json.loads(path.read_bytes().decode("utf-8"))
    except OSError as error:
        raise ClaimpackError("CP413", f"cannot be read: {error.strerror}", path) from error
    except (ValueError, RecursionError) as error:
        raise ClaimpackError("CP413", f"not a readable JSON file: {error}", path) from error
    resources = descriptor.get("resources") if isinstance(descriptor, dict) else None
    if not isinstance(resources, list) or not all(isinstance(resource, dict) for resource in resources):
        raise ClaimpackError("CP413", "not the description of a data package: it has no list of resources", path)
    opened = Opened(path.parent, descriptor)
    for resource in resources:
        _open_resource(opened, path.name, resource)
    listed = [resource.get("name") for resource in resources]
    for table in table_schema.tables():
        if table not in listed:
            opened.findings.append(
                Finding("CP418", "error", f"the package has no table {table}", path.name, expected=table)
            )
    return opened


def _open_resource(opened: Opened, descriptor: str, resource: Mapping[str, Any]) -> None:
    name, path = resource.get("name"), resource.get("path")

    def report(code: str, level: str, message: str, **more: str) -> None:
        opened.findings.append(Finding(code, level, f"resource {name}: {message}", descriptor, **more))

    if name not in table_schema.tables():
        report("CP419", "warning", "not one of the tables; it is not checked")
        return
    if name in opened.tables:
        report("CP420", "error", "listed twice")
        return
    if not isinstance(path, str) or not _lies_inside(opened.folder, path):
        report(
            *("CP415", "error", "its path is not that of a file inside the folder of the package"),
            found=shortened(str(path)),
            remedy="Give one path relative to datapackage.json, without '..', links and addresses.",
        )
        return
    if not (opened.folder / path).is_file():
        report("CP416", "error", "its file is missing", found=path)
        return
    if resource.get("schema") != table_schema.descriptor(name):
        report(
            *("CP417", "warning", "its schema is not that of this version of claimpack, which is what is checked"),
            remedy="Build the package anew, or use the version that made it.",
        )
    for key, true in _FILE_FORM.items():
        if resource.get(key, true) != true:
            report(
                "CP425", "error", f"its {key} is not that of our files", found=str(resource[key]), expected=str(true)
            )
    _open_table(opened, name, path, opened.folder / path)
    table = opened.tables.get(name)
    if table is None:
        return
    digest = f"sha256:{hashlib.sha256(table.data).hexdigest()}"
    for key, true, what in (("bytes", len(table.data), "number of bytes"), ("hash", digest, "hash")):
        if key in resource and resource[key] != true:
            report(
                *("CP421", "error", f"the {what} given here is not that of {shortened(path)}"),
                found=shortened(str(resource[key])),
                expected=str(true),
                remedy="The file was changed after the package was made: restore it, or build the package anew.",
            )


def _lies_inside(folder: Path, path: str) -> bool:
    """Whether ``path`` is a plain relative path below ``folder``, also after links are followed."""
    pure = PurePosixPath(path)
    if not path or "\\" in path or ":" in path or "\0" in path or pure.is_absolute() or ".." in pure.parts:
        return False
    return (folder / path).resolve().is_relative_to(folder.resolve())


def _open_table(opened: Opened, name: str, shown: str, path: Path) -> None:
    try:
        data = path.read_bytes()
    except OSError as error:
        opened.findings.append(Finding("CP416", "error", f"cannot be read: {error.strerror}", shown))
        return
    records, findings = form.read_records(data, shown)
    opened.findings += findings
    if records:
        opened.tables[name] = Table(name, shown, data, records)

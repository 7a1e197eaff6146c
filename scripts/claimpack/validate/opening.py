"""Opens a package or table that is not trusted: nothing is fetched, and nothing outside of its folder read."""

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from claimpack import csvfile, table_schema
from claimpack.errors import ClaimpackError
from claimpack.limits import Limits
from claimpack.package import NONE
from claimpack.validate import form
from claimpack.validate.archive import Archive, read_zip
from claimpack.validate.columnar.scan import LargeTable, look
from claimpack.validate.files import Files, Folder, checked_path, read_file, read_json
from claimpack.validate.findings import Finding, shortened
from claimpack.validate.foreign import open_foreign

# How every file of a package is written; what a descriptor says of it must not lead other programs astray.
_FILE_FORM = {"format": "csv", "encoding": "utf-8", "dialect": {}, "compression": "no"}
# A package with as many tables of our names is taken for one of ours, whatever it says of their columns.
_TABLES_OF_OURS = 3
# Where the standard's own profiles lie.
_STANDARD = ("https://datapackage.org/profiles/", "https://specs.frictionlessdata.io/schemas/")
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
    """What could be opened. ``descriptor`` is None for a single table; ``folder`` is where its paths begin: a folder or
    a zip file.

    A package that is not of our schema has no tables; ``foreign`` is its descriptor as Frictionless may see it,
    ``files`` the bytes of what that names.

    ``large`` has, in place of ``tables``, those that are to be looked at column by column.
    """

    folder: Path
    limits: Limits
    descriptor: dict[str, Any] | None = None
    tables: dict[str, Table] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    foreign: dict[str, Any] | None = None
    files: dict[str, bytes] = field(default_factory=dict)
    large: dict[str, LargeTable] = field(default_factory=dict)

    @property
    def quoted(self) -> bool:
        """Whether the tables hold passages of the articles: they do, unless the package says that it has none."""
        return self.descriptor is None or self.descriptor.get("quotations") != NONE


def open_path(path: str | Path, limits: Limits | None = None, columnar: bool = False) -> Opened:
    """Opens a folder with a datapackage.json, that file itself, a zip file, or a CSV file named like one of the tables.

    Raises ClaimpackError where there is nothing to validate: CP410 an address, CP411 no such file, CP412 no package in
    the folder, CP413 no readable descriptor, CP414 a file of another kind, CP445 a file that is too large, and what
    ``archive`` says of zip files. With ``columnar`` large tables are not read, and Doubt is raised where one is not
    written as claimpack writes it.
    """
    limits = limits or Limits()
    path = Path(path)
    if path.suffix == ".csv" and path.stem in table_schema.tables() and path.exists() and not path.is_dir():
        opened = Opened(path.parent, limits)
        try:
            if columnar and limits.columnar < path.stat().st_size <= limits.table:
                opened.large[path.stem] = look(path.stem, path.name, [(path.name, path.resolve())])
                return opened
            _open_table(opened, path.stem, path.name, read_file(path.resolve(), limits.file))
        except ClaimpackError as error:
            opened.findings.append(_refused(error, path.name))
        return opened
    with package_files(path, limits) as (files, place):
        opened = _open_package(files, place, limits, columnar)
    if isinstance(files, Archive):
        for name in files.hidden:
            opened.findings.append(Finding("CP443", "warning", "a hidden file: it is not read", shortened(name)))
    return opened


@contextmanager
def package_files(path: str | Path, limits: Limits) -> Iterator[tuple[Files, Path]]:
    """The files of a package, given by its folder, its datapackage.json or a zip file, and where their paths begin.

    Raises ClaimpackError as ``open_path`` where there is no such package.
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
        yield Folder(path), path
    elif path.name == "datapackage.json":
        yield Folder(path.parent), path.parent
    elif path.suffix.lower() == ".zip":
        with read_zip(path, limits) as archive:
            yield archive, path
    else:
        names = ", ".join(f"{table}.csv" for table in table_schema.tables())
        message = "no package, which is a folder, its datapackage.json, or a zip file"
        raise ClaimpackError("CP414", message, path, remedy=f"A table alone can be validated, if it is named {names}.")


def read_descriptor(files: Files, place: Path, limits: Limits) -> dict[str, Any]:
    """The descriptor of a package, with a list of resources that are objects; CP413 where it is no such thing."""
    shown = place / "datapackage.json"
    try:
        descriptor = read_json(files.read("datapackage.json", limits.descriptor), limits)
    except ValueError as error:
        raise ClaimpackError("CP413", f"not a readable JSON file: {error}", shown) from error
    except ClaimpackError as error:
        code = "CP413" if error.code in ("CP415", "CP416") else error.code
        raise ClaimpackError(code, error.problem.message, shown, remedy=error.problem.remedy) from error
    resources = descriptor.get("resources") if isinstance(descriptor, dict) else None
    if not isinstance(resources, list) or not all(isinstance(resource, dict) for resource in resources):
        raise ClaimpackError("CP413", "not the description of a data package: it has no list of resources", shown)
    return descriptor


def _open_package(files: Files, path: Path, limits: Limits, columnar: bool) -> Opened:
    descriptor = read_descriptor(files, path, limits)
    resources = descriptor["resources"]
    opened = Opened(path, limits, descriptor)
    opened.findings += _pointers(descriptor)
    if not _is_ours(resources):
        opened.foreign, opened.files, found = open_foreign(descriptor, files, limits)
        opened.findings += found
        return opened
    sizes = [sum(map(files.size, _paths(resource))) for resource in resources] if isinstance(files, Folder) else []
    large = any(map(_has_parts, resources)) or sum(sizes) > limits.columnar
    # A package without quotations is looked at row by row: other columns may be empty in it.
    streamed = columnar and opened.quoted and large and max(sizes, default=limits.table + 1) <= limits.table
    for resource in resources:
        _open_resource(opened, files, resource, streamed)
    listed = [resource.get("name") for resource in resources]
    for table in table_schema.tables():
        if table not in listed:
            opened.findings.append(
                Finding("CP418", "error", f"the package has no table {table}", "datapackage.json", expected=table)
            )
    return opened


def _has_parts(resource: Mapping[str, Any]) -> bool:
    """Whether a table lies in several files, or in another form than CSV."""
    return isinstance(resource.get("path"), list) or resource.get("format") == "parquet"


def _paths(resource: Mapping[str, Any]) -> list[Any]:
    path = resource.get("path")
    return path if isinstance(path, list) else [path]


def _is_ours(resources: list[dict[str, Any]]) -> bool:
    """Whether a package claims to be of our schema: by the names of three tables, or half of the columns of one."""
    names = {name for one in resources if isinstance(name := one.get("name"), str)}.intersection(table_schema.tables())
    if len(names) >= _TABLES_OF_OURS:
        return True
    for resource in resources:
        schema, name = resource.get("schema"), resource.get("name")
        fields = schema.get("fields") if isinstance(schema, dict) else None
        if isinstance(name, str) and name in names and isinstance(fields, list):
            there = {str(field.get("name")) for field in fields if isinstance(field, dict)}
            if 2 * len(there.intersection(table_schema.columns(name))) >= len(table_schema.columns(name)):
                return True
    return False


def _pointers(descriptor: Mapping[str, Any]) -> list[Finding]:
    """The profiles and schemas of a package that lie elsewhere. The standard's own are names, and not fetched."""
    found = []
    parts = [("the package", descriptor)]
    parts += [(f"resource {resource.get('name')}", resource) for resource in descriptor["resources"]]
    for what, part in parts:
        for key in ("$schema", "profile", "schema", "dialect"):
            target = part.get(key)
            if isinstance(target, str) and "://" in target and not target.startswith(_STANDARD):
                message = f"{shortened(what)}: its {key} lies elsewhere; nothing is fetched"
                remedy = "Write it into datapackage.json."
                found.append(
                    Finding("CP447", "error", message, "datapackage.json", found=shortened(target), remedy=remedy)
                )
    return found


def _refused(error: ClaimpackError, file: str) -> Finding:
    problem = error.problem
    found = None if problem.value is None else shortened(problem.value)
    return Finding(problem.code, "error", problem.message, file, found=found, remedy=problem.remedy)


def _open_resource(opened: Opened, files: Files, resource: Mapping[str, Any], streamed: bool) -> None:
    name, parted = resource.get("name"), _has_parts(resource)

    def report(code: str, level: str, message: str, **more: Any) -> None:
        shown = shortened(str(name))
        opened.findings.append(Finding(code, level, f"resource {shown}: {message}", "datapackage.json", **more))

    if name not in table_schema.tables():
        report("CP419", "warning", "not one of the tables; it is not checked")
        return
    if name in opened.tables or name in opened.large:
        report("CP420", "error", "listed twice")
        return
    try:
        paths = [checked_path(path if isinstance(path, str) else "") for path in _paths(resource) or [""]]
        if twice := next((path for path, number in Counter(paths).items() if number > 1), None):
            report("CP420", "error", f"{shortened(twice)} is listed twice")
            return
        if parted and not streamed:
            report(
                *("CP458", "error", "in several files, or in Parquet: such a table is only looked at column by column"),
                remedy="`claimpack validate` does, in a folder, not in a zip file; where the package has quotations; "
                f"with DuckDB (pip install 'claimpack[duckdb]'); and up to {opened.limits.table} bytes a table.",
            )
            return
        shown = f"{name}/" if parted else paths[0]
        if streamed and isinstance(files, Folder):
            parts = [(path, files.path(path)) for path in paths]
            form = "parquet" if resource.get("format") == "parquet" else "csv"
            large = opened.large[name] = look(name, shown, parts, form)
            # Which bytes the hash of several files is of, the standard does not say.
            size, digest = large.size, None if parted else f"sha256:{large.parts[0].sha256}"
        else:
            data = files.read(shown, opened.limits.file)
            size, digest = len(data), f"sha256:{hashlib.sha256(data).hexdigest()}"
    except ClaimpackError as error:
        problem = error.problem
        named = problem.value if parted and problem.value else resource.get("path")
        found = shortened(str(named))
        report(problem.code, "error", problem.message, found=found, remedy=problem.remedy)
        return
    if resource.get("schema") != table_schema.descriptor(name, opened.quoted):
        report(
            *("CP417", "warning", "its schema is not that of this version of claimpack, which is what is checked"),
            remedy="Build the package anew, or use the version that made it.",
        )
    forms = {"format": "parquet"} if resource.get("format") == "parquet" else {}
    for key, true in (_FILE_FORM | forms).items():
        if resource.get(key, true) != true:
            report(
                "CP425",
                "error",
                f"its {key} is not that of our files",
                found=shortened(str(resource[key])),
                expected=str(true),
            )
    if name not in opened.large:
        _open_table(opened, name, shown, data)
    for key, true, what in (("bytes", size, "number of bytes"), ("hash", digest, "hash")):
        if true is not None and key in resource and resource[key] != true:
            report(
                *("CP421", "error", f"the {what} given here is not that of {shortened(shown)}"),
                found=shortened(str(resource[key])),
                expected=str(true),
                remedy="The file was changed after the package was made: restore it, or build the package anew.",
            )


def _open_table(opened: Opened, name: str, shown: str, data: bytes) -> None:
    def report(line: int, message: str) -> None:
        opened.findings.append(Finding("CP446", "error", message, shown, line, remedy="Mend the row."))

    if line := _too_long(data, opened.limits.row):
        report(line, f"a line of more than {opened.limits.row} bytes; the file is not read")
        return
    records, findings = form.read_records(data, shown)
    opened.findings += findings
    if line := _cell_too_long(records, len(data), opened.limits.row):
        report(line, f"a row of more than {opened.limits.row} characters; the file is not checked")
    elif records:
        opened.tables[name] = Table(name, shown, data, records)


def _too_long(data: bytes, most: int) -> int | None:
    """The first physical line of more than ``most`` bytes."""
    if len(data) <= most:
        return None
    return next((line for line, text in enumerate(data.split(b"\n"), start=1) if len(text) > most), None)


def _cell_too_long(records: list[csvfile.Record], size: int, most: int) -> int | None:
    """The line of the first row of more than ``most`` characters, in a file of ``size`` bytes."""
    if size <= most:
        return None
    return next((record.line for record in records if sum(map(len, record.cells)) > most), None)

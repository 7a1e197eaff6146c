"""A package -> rows of values, or typed frames: the one reader of what a build wrote, for programs that use the data.

The package is opened as safely as for validation (nothing is fetched, nothing outside read), and read strictly: each
cell has the type of its column, or there is an error. Whether the rows make sense is what ``validate`` says.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimpack import extras, table_schema
from claimpack.errors import ClaimpackError
from claimpack.limits import Limits
from claimpack.package import DESCRIPTOR, NONE
from claimpack.validate.opening import Opened, Table, open_path

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

# Digits that a decimal number has in columnar formats: as many as 128 bits hold.
PRECISION = 38
_REMEDY = "See `claimpack validate` for all that is wrong."


@dataclass(frozen=True, slots=True)
class Package:
    """A package that was read: its descriptor, and the rows of each table, as values, in the order of the files."""

    descriptor: Mapping[str, Any]
    tables: Mapping[str, Sequence[Mapping[str, Any]]]

    def schema(self, table: str) -> dict[str, Any]:
        """The Table Schema of a table as it holds for this package: see ``table_schema.descriptor``."""
        return table_schema.descriptor(table, self.quoted)

    @property
    def quoted(self) -> bool:
        """Whether the tables hold passages of the articles."""
        return self.descriptor.get("quotations") != NONE


def find_package(start: Path) -> Path:
    """The nearest package, from ``start`` upwards: a folder with datapackage.json, or with one in its datapackage/.

    Raises CP460 where there is none.
    """
    start = start.absolute()
    for folder in (start, *start.parents):
        for candidate in (folder, folder / "datapackage"):
            if (candidate / DESCRIPTOR).is_file():
                return candidate
    remedy = "Name a package: its folder, datapackage.json or zip file; or make that of a project: claimpack build."
    raise ClaimpackError("CP460", "there is no package here, nor in a folder above", start, remedy=remedy)


def read(path: str | Path | None = None) -> Package:
    """The package at ``path``: its folder, its datapackage.json or a zip file; without it, that of ``find_package``.

    Raises ClaimpackError: CP460 where there is none, CP461 for what is no package of claimpack, CP403 where a table
    cannot be read or a cell has another type than its column, and what opening it finds (see ``validate.opening``).
    """
    opened = open_own(find_package(Path()) if path is None else path)
    tables = {table: _rows(opened, table) for table in table_schema.tables()}
    _stop_at_errors(opened)
    return Package(opened.descriptor, tables)


def open_own(path: str | Path, limits: Limits | None = None, alone: bool = False) -> Opened:
    """Opens a package of claimpack, or, if it may stand ``alone``, one of its tables.

    Raises ClaimpackError: CP461 for a package of another schema or a single table, and as ``open_path``.
    """
    opened = open_path(path, limits)
    single = opened.descriptor is None
    if opened.foreign is not None or (single and not alone):
        message = "one table, not a package" if single else "not a package of claimpack"
        remedy = "Name a package that claimpack made: its folder, its datapackage.json or its zip file."
        raise ClaimpackError("CP461", message, path, remedy=remedy)
    return opened


def _stop_at_errors(opened: Opened) -> None:
    for finding in opened.findings:
        if finding.level == "error":
            file, remedy = opened.folder / finding.file, finding.remedy or _REMEDY
            raise ClaimpackError(finding.code, finding.message, file, finding.line, value=finding.found, remedy=remedy)


def _rows(opened: Opened, name: str) -> list[dict[str, Any]]:
    table = opened.tables.get(name)
    if table is None:
        file = opened.folder / f"{name}.csv"
        why = next((f for f in opened.findings if f.level == "error" and name in f"{f.file} {f.message}"), None)
        message = f"cannot be read: {why.message if why else 'it is not there'}"
        # Of a table in several files it says what reads it: nothing needs to be wrong.
        remedy = why.remedy if why and why.code == "CP458" else _REMEDY
        raise ClaimpackError("CP403", message, file, remedy=remedy)
    kinds = table_schema.types(name)
    header, *records = table.records
    if header.cells != list(kinds):
        raise _unreadable(opened, table, "has other columns than the schema", 1)
    rows = []
    for record in records:
        if len(record.cells) != len(kinds):
            raise _unreadable(opened, table, "a row with too few or too many cells", record.line)
        row = {}
        for (column, kind), text in zip(kinds.items(), record.cells, strict=True):
            try:
                row[column] = table_schema.parse_cell(kind, text)
            except ValueError as error:
                raise _unreadable(opened, table, f"not of the type {kind}", record.line, column, text) from error
        rows.append(row)
    return rows


def _unreadable(opened: Opened, table: Table, message: str, line: int, *cell: str) -> ClaimpackError:
    return ClaimpackError("CP403", message, opened.folder / table.file, line, *cell, remedy=_REMEDY)


def load(path: str | Path | None = None, as_polars: bool = False) -> "dict[str, pd.DataFrame | pl.DataFrame]":
    """Table -> its rows as a typed frame of pandas or polars; see ``claimpack.load``."""
    tables = read(path).tables
    make = _polars_frame if as_polars else _pandas_frame
    return {table: make(table, rows) for table, rows in tables.items()}


def _pandas_frame(table: str, rows: Sequence[Mapping[str, Any]]) -> "pd.DataFrame":
    import pandas as pd

    # Told outright, since "string" alone is another type where pyarrow is installed.
    text = pd.StringDtype("python")
    series = {}
    for field in table_schema.fields(table):
        name, kind = field["name"], field["type"]
        values = [row[name] for row in rows]
        if "enum" in field["constraints"]:
            dtype = pd.CategoricalDtype(pd.Index(field["constraints"]["enum"], dtype=text))
        else:
            dtype = text if kind == "string" else table_schema.DTYPES[kind]
        if kind == "number":
            values = [pd.NA if value is None else value for value in values]
        series[name] = pd.Series(values, dtype=dtype)
    return pd.DataFrame(series)


def _polars_frame(table: str, rows: Sequence[Mapping[str, Any]]) -> "pl.DataFrame":
    pl = extras.library("polars")
    plain = {"string": pl.String, "integer": pl.Int64, "boolean": pl.Boolean, "date": pl.Date}
    series = []
    for field in table_schema.fields(table):
        name, kind = field["name"], field["type"]
        values = [row[name] for row in rows]
        if kind == "number":
            dtype = pl.Decimal(PRECISION, decimal_places(table, name, values))
        elif "enum" in field["constraints"]:
            dtype = pl.Enum(field["constraints"]["enum"])
        else:
            dtype = plain[kind]
        series.append(pl.Series(name, values, dtype=dtype))
    return pl.DataFrame(series)


def decimal_places(table: str, column: str, values: Sequence[Decimal | None]) -> int:
    """The places behind the point that a column of type number needs; CP315 where 38 digits do not hold its numbers."""
    numbers = [value for value in values if value is not None]
    places = max((-number.as_tuple().exponent for number in numbers), default=0)
    for number in numbers:
        if max(number.adjusted() + 1, 1) + places > PRECISION:
            message = f"{table}: a number of more digits than the {PRECISION} of this format"
            raise ClaimpackError("CP315", message, column=column, value=str(number), remedy="Use the CSV files.")
    return places

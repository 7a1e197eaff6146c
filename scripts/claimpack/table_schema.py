"""The only reader of ``schema/``: tables, columns, types, keys, rules, and the pandera schemas made from them.

Every table has one JSON file there, a Table Schema with the rules across columns beside the columns. A field of a
derived table says with ``repeats`` which column of another table it repeats, and takes type, description and
constraints from there.

A cell has two forms: text as it stands in a CSV file, and a value (str, int, bool, ``Decimal``, ``date`` or None).
``parse_cell`` and ``cell_text`` turn one into the other without loss. Frames use pandas' nullable types; numbers stay
``Decimal`` objects, so that no digit is lost.
"""

import copy
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa

DTYPES = {"string": "string", "integer": "Int64", "boolean": "boolean", "date": "datetime64[s]", "number": "object"}
# The forms that a cell of each type may have in a file: one form for a value, so that files can be compared by bytes.
FORMS = {
    "integer": re.compile(r"0|-?[1-9][0-9]{0,17}"),
    "number": re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])?"),
    "boolean": re.compile(r"true|false"),
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
}


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """``columns`` of a table name a row of ``table`` by its ``keys``."""

    columns: tuple[str, ...]
    table: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule across columns: ``check`` is an SQL expression that holds, or is NULL, for every row.

    ``joins`` has for each alias the joined table and the SQL condition. Where there are any, the row itself is
    ``this``. ``example`` is a part of a row, and of the joined rows under their alias, that breaks the rule.
    """

    name: str
    level: str
    description: str
    check: str
    example: Mapping[str, Any]
    joins: Mapping[str, Mapping[str, str]]


@cache
def folder() -> Traversable:
    """The folder of the schema files: inside the installed package, or at the root of a checkout."""
    installed = files("claimpack") / "schema"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "schema"


def read_file(name: str) -> dict[str, Any]:
    """The JSON file ``name`` of the schema folder, as it stands there."""
    return json.loads((folder() / f"{name}.json").read_text(encoding="utf-8"))


def tables() -> list[str]:
    """The names of all tables, in the order of the package."""
    return _layout()["tables"]


def conventions() -> list[str]:
    """What holds for every table, a sentence or two each, for documentation."""
    return _layout()["conventions"]


@cache
def _layout() -> dict[str, Any]:
    return read_file("package")


def descriptor(table: str, quoted: bool = True) -> dict[str, Any]:
    """The Table Schema of ``table`` as it is published, with repeated columns written out; the caller may change it.

    Of a package that is not ``quoted`` the columns that hold quotations are empty: they are not required there, and the
    rules that speak of them are left out.
    """
    schema = copy.deepcopy(_descriptor(table))
    if not quoted:
        for name in quotation_columns(table):
            next(field for field in schema["fields"] if field["name"] == name)["constraints"]["required"] = False
        kept = {rule.name for rule in rules(table, quoted)}
        schema["rules"] = [rule for rule in schema["rules"] if rule["name"] in kept]
    return schema


@cache
def _descriptor(table: str) -> dict[str, Any]:
    schema = read_file(table)
    schema["fields"] = [_written_out(field) for field in schema["fields"]]
    return schema


def _written_out(field: dict[str, Any]) -> dict[str, Any]:
    """``field`` with what it takes from the column that it repeats.

    ``of`` narrows the description: the name "of" whom. A repeated column need not be filled where the field says so,
    and is no key, so that a pattern or enum holds but nothing is unique.
    """
    if "repeats" not in field:
        return field
    table, column = field["repeats"].split(".")
    repeated = copy.deepcopy(field_of(table, column))
    repeated.pop("evidence", None)
    if "of" in field:
        repeated["description"] = f"Of {field['of']}: {repeated['description']}"
    constraints = {**repeated["constraints"], **field.get("constraints", {})}
    return {**repeated, **field, "constraints": constraints}


def fields(table: str) -> list[dict[str, Any]]:
    """The fields of ``table`` in order: name, type, description, example, constraints. Not to be changed."""
    return _descriptor(table)["fields"]


def field_of(table: str, column: str) -> dict[str, Any]:
    """One field; raises KeyError where the table has no such column."""
    for field in fields(table):
        if field["name"] == column:
            return field
    raise KeyError(f"{table}.{column}")


def columns(table: str) -> list[str]:
    """The names of the columns of ``table`` in order."""
    return [field["name"] for field in fields(table)]


def quotation_columns(table: str) -> list[str]:
    """The columns of ``table`` that hold passages of an article as printed."""
    return [field["name"] for field in fields(table) if field.get("quotation")]


def columns_of(table: str, check: str) -> list[str]:
    """The columns of ``table`` that the SQL expression ``check`` names, without those of joined tables."""
    words = set(re.findall(r"(?<![\w.'])(?:this\.)?([a-z_0-9]+)", check))
    return [name for name in columns(table) if name in words]


def types(table: str) -> dict[str, str]:
    """Column -> type of Table Schema (string, integer, number, boolean, date)."""
    return {field["name"]: field["type"] for field in fields(table)}


def dtypes(table: str) -> dict[str, str]:
    """Column -> pandas dtype. Columns of type number are "object": they hold ``Decimal`` and None."""
    return {name: DTYPES[kind] for name, kind in types(table).items()}


def primary_key(table: str) -> list[str]:
    """The columns that name a row of ``table``."""
    return _descriptor(table)["primaryKey"]


def foreign_keys(table: str) -> list[ForeignKey]:
    """The foreign keys of ``table``; a table that points to itself is named, too."""
    found = []
    for key in _descriptor(table)["foreignKeys"]:
        reference = key["reference"]
        found.append(
            ForeignKey(_names(key["fields"]), reference["resource"] or table, _names(reference["fields"])),
        )
    return found


def _names(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


@cache
def rules(table: str, quoted: bool = True) -> tuple[Rule, ...]:
    """The rules across columns of ``table``; where it is not ``quoted`` those that speak of no quotation."""
    empty = set() if quoted else set(quotation_columns(table))
    return tuple(
        Rule(r["name"], r["level"], r["description"], r["check"], r["example"], r.get("joins", {}))
        for r in _descriptor(table)["rules"]
        if not empty.intersection(columns_of(table, r["check"]))
    )


def parse_cell(kind: str, text: str) -> str | int | bool | Decimal | date | None:
    """The value of a cell of the Table Schema type ``kind``; None for an empty one, ValueError for another form."""
    if text == "":
        return None
    if kind == "string":
        return text
    if not FORMS[kind].fullmatch(text):
        raise ValueError(f"not of the type {kind}: {text!r}")
    if kind == "integer":
        return int(text)
    if kind == "number":
        return Decimal(text)
    if kind == "boolean":
        return text == "true"
    return date.fromisoformat(text)


def cell_text(value: Any) -> str:
    """A value as it stands in a file. Numbers have neither exponent nor closing zeros; None is empty."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        return _plain(value)
    if isinstance(value, date):
        return value.isoformat()[:10]
    raise TypeError(f"no cell of a table can hold {value!r}")


def _plain(number: Decimal) -> str:
    if not number.is_finite():
        raise ValueError(f"not a number: {number}")
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def frame(table: str, rows: Iterable[Mapping[str, Any]]) -> "pd.DataFrame":
    """A typed frame of rows of values, with the columns in order; a column that a row lacks is empty in it.

    Dates may be ``date`` or ISO text. Raises ValueError where a value has not the type of its column, KeyError where a
    row has a column that the table has not.
    """
    kinds = types(table)
    texts = []
    for row in rows:
        strange = set(row) - set(kinds)
        if strange:
            raise KeyError(f"{table} has no column {min(strange)}")
        texts.append([cell_text(row.get(name)) for name in kinds])
    made, bad = frame_of_texts(table, texts)
    if bad:
        number, column, text = bad[0]
        raise ValueError(f"{table}.{column}, row {number}: not of the type {kinds[column]}: {text!r}")
    return made


def rows_of_texts(
    table: str, texts: Iterable[Sequence[str]]
) -> tuple[list[dict[str, Any]], list[tuple[int, str, str]]]:
    """Rows of values from cells as a file has them, in the order of the columns, and the cells without their type.

    These are None in the rows, and listed as row number (from 0), column and text.
    """
    kinds = types(table).items()
    rows: list[dict[str, Any]] = []
    bad: list[tuple[int, str, str]] = []
    for number, cells in enumerate(texts):
        row: dict[str, Any] = {}
        for (name, kind), text in zip(kinds, cells, strict=True):
            try:
                row[name] = parse_cell(kind, text)
            except ValueError:
                bad.append((number, name, text))
                row[name] = None
        rows.append(row)
    return rows, sorted(bad)


def frame_of_rows(table: str, rows: Sequence[Mapping[str, Any]]) -> "pd.DataFrame":
    """A typed frame of rows that have a value of the right type, or None, in every column."""
    import pandas as pd

    kinds = types(table)
    series = {name: pd.Series([row[name] for row in rows], dtype=DTYPES[kind]) for name, kind in kinds.items()}
    return pd.DataFrame(series, columns=list(kinds))


def frame_of_texts(table: str, texts: Sequence[Sequence[str]]) -> tuple["pd.DataFrame", list[tuple[int, str, str]]]:
    """A typed frame of cells as a file has them, and the cells that have not their type, as ``rows_of_texts``."""
    rows, bad = rows_of_texts(table, texts)
    return frame_of_rows(table, rows), bad


def records(table: str, made: "pd.DataFrame") -> list[dict[str, Any]]:
    """The rows of a typed frame as values, with None for what is empty."""
    import pandas as pd

    lists = {}
    for name, kind in types(table).items():
        empty = made[name].isna().tolist()
        values = made[name].tolist()
        if kind == "date":
            values = [None if gone else pd.Timestamp(v).date() for v, gone in zip(values, empty, strict=True)]
        lists[name] = [None if gone else v for v, gone in zip(values, empty, strict=True)]
    return [dict(zip(lists, row, strict=True)) for row in zip(*lists.values(), strict=True)]


def constraint_checks(field: Mapping[str, Any]) -> dict[str, Any]:
    """The constraints of a field besides ``required``, as predicates on one value that is not empty.

    Patterns hold for the whole text. Raises KeyError for a constraint that is not known here: none may pass unseen.
    """
    makers = {
        "enum": lambda limit: frozenset(limit).__contains__,
        "pattern": lambda limit: lambda value, matches=re.compile(limit).fullmatch: matches(value) is not None,
        "minimum": lambda limit: lambda value: value >= limit,
        "maximum": lambda limit: lambda value: value <= limit,
        "minLength": lambda limit: lambda value: len(value) >= limit,
        "maxLength": lambda limit: lambda value: len(value) <= limit,
    }
    constraints = field["constraints"]
    return {name: makers[name](limit) for name, limit in constraints.items() if name != "required"}


def pandera_schema(
    table: str, checks: Iterable["pa.Check"] = (), quoted: bool = True, whole: bool = True
) -> "pa.DataFrameSchema":
    """The pandera schema of ``table``: columns in order, types, constraints, primary key; nothing is coerced.

    ``checks`` are checks of the whole frame: those of the rules and foreign keys come from ``rules.pandera_checks``.
    ``quoted`` is as in ``descriptor``.
    The message of a check is the name of the constraint, and for a row that has a key twice "primary_key": of a frame
    that is not the ``whole`` table this is not asked.
    """
    import pandera.pandas as pa

    made = {}
    for field in descriptor(table, quoted)["fields"]:
        found = [
            pa.Check(predicate, element_wise=True, name=name, error=name)
            for name, predicate in constraint_checks(field).items()
        ]
        if field["type"] == "number":
            found.append(pa.Check(_is_decimal, element_wise=True, name="type", error="type"))
        made[field["name"]] = pa.Column(
            DTYPES[field["type"]], checks=found, nullable=not field["constraints"]["required"]
        )
    key = primary_key(table)
    unique = pa.Check(
        lambda rows: ~rows.duplicated(key, keep="first"), name="primary_key", error="primary_key", ignore_na=False
    )
    across = [unique, *checks] if whole else list(checks)
    return pa.DataFrameSchema(made, checks=across, name=table, strict=True, ordered=True, coerce=False)


def _is_decimal(value: Any) -> bool:
    return isinstance(value, Decimal) and value.is_finite()

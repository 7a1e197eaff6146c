"""The statements that make a database of a package, for SQLite and DuckDB alike.

Constraints and rules become CHECKs where they look at one row and are errors; patterns, which SQL has not, stand in
``data_dictionary``. A rule that is only a warning, or that looks at other tables, is a part of the view
``rule_violations``, which lists the rows that break it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from claimpack import rules, table_schema, wide
from claimpack.export.described import DICTIONARY, RULES, about, dictionary_rows, rule_rows
from claimpack.loading import Package
from claimpack.table_schema import Rule

VIOLATIONS = "rule_violations"
_COMPARISONS = {"minimum": ">=", "maximum": "<="}


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a database differs: what stands behind its tables, and what it says of a column and of a foreign key.

    ``types`` has the column type of a type of the schema, ``checks`` a condition that makes up for what that lacks,
    with {} for the column. ``deferred`` says that keys are looked at when all rows are there, so that a table may have
    a key to itself.
    """

    types: Mapping[str, str]
    checks: Mapping[str, str]
    strict: str
    deferred: str


def stored_tables() -> list[str]:
    """The tables that are stored, each after those that it points to: all but the derived one, which is a view."""
    waiting = [table for table in table_schema.tables() if table != wide.TABLE]
    ordered: list[str] = []
    while waiting:
        ready = [
            table
            for table in waiting
            if not any(key.table in waiting and key.table != table for key in table_schema.foreign_keys(table))
        ]
        ordered += ready
        waiting = [table for table in waiting if table not in ready]
    return ordered


def create_table(package: Package, table: str, dialect: Dialect, types: Mapping[str, str] | None = None) -> str:
    """The statement that makes a stored table; ``types`` has the types of single columns that differ."""
    parts, checks = [], []
    for field in package.schema(table)["fields"]:
        name, kind = field["name"], field["type"]
        needed = " NOT NULL" if field["constraints"]["required"] else ""
        parts.append(f"{quoted(name)} {(types or {}).get(name) or dialect.types[kind]}{needed}")
        if kind in dialect.checks:
            checks.append(_check(f"{name}_{kind}", dialect.checks[kind].format(quoted(name))))
        checks += _constraints(field)
    parts.append(f"PRIMARY KEY ({_names(table_schema.primary_key(table))})")
    for key in table_schema.foreign_keys(table):
        if dialect.deferred or key.table != table:
            target = f"{quoted(key.table)} ({_names(key.keys)})"
            parts.append(f"FOREIGN KEY ({_names(key.columns)}) REFERENCES {target}{dialect.deferred}")
    checks += [_check(rule.name, rule.check) for rule in table_schema.rules(table, package.quoted) if is_check(rule)]
    body = ",\n  ".join(parts + checks)
    return f"CREATE TABLE {quoted(table)} (\n  {body}\n){dialect.strict}"


def _constraints(field: Mapping[str, Any]) -> Iterator[str]:
    """The constraints of a column as CHECKs, but for patterns."""
    name = field["name"]
    for constraint, limit in field["constraints"].items():
        if constraint == "enum":
            yield _check(f"{name}_enum", f"{quoted(name)} IN ({', '.join(map(literal, limit))})")
        elif constraint in _COMPARISONS:
            yield _check(f"{name}_{constraint}", f"{quoted(name)} {_COMPARISONS[constraint]} {limit}")
        elif constraint in ("minLength", "maxLength"):
            sign = _COMPARISONS["minimum" if constraint == "minLength" else "maximum"]
            yield _check(f"{name}_{constraint}", f"length({quoted(name)}) {sign} {limit}")


def _check(name: str, condition: str) -> str:
    return f"CONSTRAINT {quoted(name)} CHECK ({condition})"


def is_check(rule: Rule) -> bool:
    """Whether a rule is a CHECK: one that breaks it is an error, and it looks at one row."""
    return rule.level == "error" and not rule.joins


def create_views(package: Package, dialect: Dialect) -> list[str]:
    """The statements that make the derived table and the list of rows that break a rule which no CHECK keeps."""
    parts = []
    for table in stored_tables():
        key = " || ' + ' || ".join(f"CAST(this.{quoted(name)} AS VARCHAR)" for name in table_schema.primary_key(table))
        for rule in table_schema.rules(table, package.quoted):
            if not is_check(rule):
                told = f'{literal(table)} AS "table", {literal(rule.name)} AS rule, {literal(rule.level)} AS level'
                parts.append(f"SELECT * FROM ({rules.rule_query(table, rule, f'{told}, {key} AS row_key')})")
        for foreign in table_schema.foreign_keys(table) if not dialect.deferred else ():
            if foreign.table == table:
                name = "foreign_key_" + "_".join(foreign.columns)
                told = f"{literal(table)} AS \"table\", {literal(name)} AS rule, 'error' AS level"
                parts.append(f"SELECT * FROM ({rules.foreign_key_query(table, foreign, f'{told}, {key} AS row_key')})")
    derived = files("claimpack.export").joinpath(f"{wide.TABLE}.sql").read_text(encoding="utf-8")
    names = _names(table_schema.columns(wide.TABLE))
    order = "source_id, start, stop, quantity_id, claim_id, claimant_number"
    return [
        f"CREATE VIEW {quoted(wide.TABLE)} AS\nSELECT {names} FROM (\n{derived.strip()}\n) ORDER BY {order}",
        f"CREATE VIEW {VIOLATIONS} AS\n" + "\nUNION ALL\n".join(parts),
    ]


def create_indices() -> Iterator[str]:
    """The statements that make an index of each foreign key, and of the place in the article."""
    for table in stored_tables():
        keys = [key.columns for key in table_schema.foreign_keys(table)]
        if {"start", "stop"} <= set(table_schema.columns(table)):
            keys = [("source_id", "start", "stop"), *(key for key in keys if key != ("source_id",))]
        for columns in keys:
            yield f"CREATE INDEX {quoted('_'.join((table, *columns)))} ON {quoted(table)} ({_names(columns)})"


def described_tables(package: Package) -> Iterator[tuple[str, tuple[str, ...], list[tuple[str | None, ...]]]]:
    """The tables that describe the database: name, columns, rows, all of them text."""
    yield (
        "data_dictionary",
        DICTIONARY,
        [tuple(row.get(name) for name in DICTIONARY) for row in dictionary_rows(package)],
    )
    yield "rules", RULES, [tuple(row[name] for name in RULES) for row in rule_rows(package)]
    yield "about", ("name", "value"), list(about(package.descriptor).items())


def quoted(name: str) -> str:
    """A name in SQL."""
    return f'"{name}"'


def literal(text: str) -> str:
    """A text in SQL."""
    return "'" + text.replace("'", "''") + "'"


def _names(columns: Any) -> str:
    return ", ".join(map(quoted, columns))

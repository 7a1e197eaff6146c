"""Validates packages and tables: the form, the schema, the rules, the evidence, the standard.

The command calls ``examine`` and prints what it gives in one of ``formats``; with ``has_errors`` it ends with 1.
A build calls ``validate`` on the package that it wrote aside, with the texts of the articles.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from claimpack import csvfile, table_schema, wide
from claimpack.limits import Limits
from claimpack.validate.cells import CheckedTable, check_tables, read_table
from claimpack.validate.coverage import coverage
from claimpack.validate.evidence import check_evidence
from claimpack.validate.findings import Checked, Finding, Report, at_most, has_errors, in_order
from claimpack.validate.formats.json_form import as_json
from claimpack.validate.formats.markdown_form import as_markdown
from claimpack.validate.formats.text_form import as_text
from claimpack.validate.meaning import check_meaning
from claimpack.validate.nearest import with_nearest
from claimpack.validate.notations import check_notations
from claimpack.validate.opening import Table, open_path
from claimpack.validate.standard import check_standard
from claimpack.validate.text import check_text

__all__ = [
    "Checked",
    "Finding",
    "Report",
    "as_json",
    "as_markdown",
    "as_text",
    "examine",
    "has_errors",
    "validate",
    "validate_rows",
]


def validate(
    path: str | Path, articles: Mapping[str, str] | None = None, limits: Limits | None = None
) -> list[Finding]:
    """The findings of ``examine``."""
    return list(examine(path, articles, limits).findings)


def examine(path: str | Path, articles: Mapping[str, str] | None = None, limits: Limits | None = None) -> Report:
    """All that is wrong with a package (its folder, datapackage.json or zip file) or a CSV file named like a table.

    ``articles`` are the texts at hand, by source_id: rows are compared with them. Raises ClaimpackError where there is
    nothing that could be validated, and never for what stands in the tables.
    """
    limits = limits or Limits()
    opened = open_path(path, limits)
    findings, tables = _check(opened.tables, opened.findings, opened.quoted)
    findings += check_evidence(tables, articles or {})
    findings += check_meaning(tables)
    # A file whose line ends are told needs no second finding for not being as claimpack writes it.
    faulty = {finding.file for finding in findings if finding.level == "error" or finding.code in ("CP427", "CP429")}
    for table in tables.values():
        if table.file not in faulty:
            findings += _check_form(table)
    if not has_errors(findings) and len(tables) == len(table_schema.tables()):
        findings += _check_derived(tables)
    findings += check_standard(opened, findings)
    records = {table.file: table.records for table in opened.tables.values()}
    checked = coverage(opened, tables, articles or {}, set(findings))
    return Report(str(path), at_most(limits.findings, findings), opened.folder, records, checked)


def validate_rows(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Finding]:
    """What is wrong with rows of values that are not written yet, by schema and rules; lines follow the order given.

    Tables that are not given are not checked, nor are the keys and rules that need them.
    """
    written = {}
    for name, rows in tables.items():
        cells = [table_schema.columns(name), *csvfile.texts(name, rows)]
        records = [csvfile.Record(line, list(row)) for line, row in enumerate(cells, start=1)]
        written[name] = Table(name, f"{name}.csv", b"", records)
    return in_order(_check(written, [])[0])


def _check(
    opened: Mapping[str, Table], findings: Sequence[Finding], quoted: bool = True
) -> tuple[list[Finding], dict[str, CheckedTable]]:
    found = list(findings)
    tables = {}
    for name in table_schema.tables():
        checked = read_table(opened[name], found) if name in opened else None
        if checked is not None:
            tables[name] = checked
    found += check_tables(tables, found, quoted)
    found += check_notations(tables)
    found += check_text(tables)
    return with_nearest(found, tables), tables


def _check_form(table: CheckedTable) -> Iterator[Finding]:
    """Whether the file is, byte for byte, what claimpack writes for these rows."""
    if csvfile.write_csv(table.name, table.rows) != table.data:
        message = "the rows are not sorted, or cells or lines are written in another way than claimpack does"
        yield Finding(
            "CP507", "warning", message, table.file, remedy="Other programs can read it; a new build mends it."
        )


def _check_derived(tables: Mapping[str, CheckedTable]) -> Iterator[Finding]:
    """Whether quantities_wide is what follows from the other tables."""
    table = tables[wide.TABLE]
    key = table_schema.primary_key(wide.TABLE)
    derived = {
        tuple(row[name] for name in key): row
        for row in wide.quantities_wide({name: checked.rows for name, checked in tables.items()})
    }
    for number, row in enumerate(table.rows):
        expected = derived.pop(tuple(row[name] for name in key), None)
        if expected is None:
            yield table.finding("CP611", "error", "a row that does not follow from the other tables", number)
            continue
        for column in table_schema.columns(wide.TABLE):
            if row[column] != expected[column]:
                text = table_schema.cell_text(expected[column])
                yield table.finding("CP612", "error", "not what the other tables say", number, column, expected=text)
    for missing in derived:
        lost = " + ".join(map(str, missing))
        yield Finding("CP613", "error", "a row is missing that follows from the other tables", table.file, key=lost)

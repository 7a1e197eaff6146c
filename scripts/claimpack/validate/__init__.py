"""Validates packages and tables: the form, the schema, the rules, the evidence, the standard.

The command calls ``examine`` and prints what it gives in one of ``formats``; with ``has_errors`` it ends with 1.
A build calls ``validate`` on the package that it wrote aside, with the texts of the articles.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from claimpack import csvfile, table_schema
from claimpack.limits import Limits
from claimpack.validate import columnar
from claimpack.validate.cells import CheckedTable, check_tables, read_table
from claimpack.validate.columnar.scan import Doubt
from claimpack.validate.coverage import counted, coverage, looked_at
from claimpack.validate.derived import check_derived
from claimpack.validate.evidence import check_evidence
from claimpack.validate.findings import Checked, Finding, Report, at_most, has_errors, in_order
from claimpack.validate.form import is_told, not_as_written
from claimpack.validate.formats.json_form import as_json
from claimpack.validate.formats.markdown_form import as_markdown
from claimpack.validate.formats.text_form import as_text
from claimpack.validate.meaning import check_meaning
from claimpack.validate.nearest import with_nearest
from claimpack.validate.notations import check_notations
from claimpack.validate.opening import Opened, Table, open_path
from claimpack.validate.standard import judging
from claimpack.validate.text import check_text

Tell = Callable[[Sequence[Finding]], None]

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
    path: str | Path,
    articles: Mapping[str, str] | None = None,
    limits: Limits | None = None,
    aside: bool = False,
) -> list[Finding]:
    """The findings of ``examine``."""
    return list(examine(path, articles, limits, aside=aside).findings)


def examine(
    path: str | Path,
    articles: Mapping[str, str] | None = None,
    limits: Limits | None = None,
    tell: Tell | None = None,
    aside: bool = False,
) -> Report:
    """All that is wrong with a package (its folder, datapackage.json or zip file) or a CSV file named like a table.

    ``articles`` are the texts at hand, by source_id: rows are compared with them. Raises ClaimpackError where there is
    nothing that could be validated, and never for what stands in the tables. ``tell`` is given what is found in the
    files and their cells before the rest is looked at, unless that is more than the report will have. ``aside`` is for
    programs that validate once: Frictionless is then a process of its own, beside this one.
    """
    limits, articles, doubt = limits or Limits(), articles or {}, None
    if columnar.at_hand():
        try:
            opened = open_path(path, limits, columnar=True)
            if opened.large:
                from claimpack.validate.columnar.examine import examine as examine_large

                return examine_large(str(path), opened, articles, limits)
        except Doubt as error:
            # Not the error itself: with its traceback, the open database would be in a circle as the program ends.
            doubt = Doubt(error.file, error.reason)
    opened = open_path(path, limits)
    with judging(opened, aside) as standard:
        return _examine(path, opened, articles, doubt, tell, standard)


def _examine(
    path: str | Path,
    opened: Opened,
    articles: Mapping[str, str],
    doubt: Doubt | None,
    tell: Tell | None,
    standard: Callable[[Iterable[Finding]], list[Finding]],
) -> Report:
    """As ``examine``, record by record. ``doubt`` says why large tables cannot be looked at column by column.

    ``standard`` gives what Frictionless finds beside the findings that it is given.
    """
    told: list[Finding] = []
    if doubt and any(finding.code in ("CP445", "CP458") for finding in opened.findings):
        # That its tables are not read one by one needs no finding each.
        opened.findings = [finding for finding in opened.findings if finding.code != "CP458"] + [doubt.told()]

    def early(findings: Sequence[Finding]) -> None:
        if tell and findings and len(set(findings)) <= opened.limits.findings:
            told.extend(in_order(findings))
            tell(told)

    findings, tables = _check(opened.tables, opened.findings, opened.quoted, early)
    findings += check_evidence(tables, articles)
    findings += check_meaning(tables)
    # A file whose line ends are told needs no second finding for not being as claimpack writes it.
    faulty = {finding.file for finding in findings if is_told(finding)}
    for table in tables.values():
        if table.file not in faulty and csvfile.write_csv(table.name, table.rows) != table.data:
            findings.append(not_as_written(table.file))
    if not has_errors(findings) and len(tables) == len(table_schema.tables()):
        findings += check_derived(tables)
    findings += standard(findings)
    records = {table.file: table.records for table in opened.tables.values()}
    checked = coverage(opened, looked_at(tables, articles), counted(set(findings)))
    kept = at_most(opened.limits.findings, findings, first=told)
    return Report(str(path), kept, opened.folder, records, checked)


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
    opened: Mapping[str, Table],
    findings: Sequence[Finding],
    quoted: bool = True,
    early: Tell = lambda findings: None,
) -> tuple[list[Finding], dict[str, CheckedTable]]:
    """Form, cells, keys and rules. ``early`` is given what can be said of the cells before pandera is at hand."""
    found = list(findings)
    tables = {}
    for name in table_schema.tables():
        checked = read_table(opened[name], found) if name in opened else None
        if checked is not None:
            tables[name] = checked
    found += check_notations(tables)
    found += check_text(tables)
    early(with_nearest(found, tables))
    found += check_tables(tables, [finding for finding in found if finding.check not in ("notation", "text")], quoted)
    return with_nearest(found, tables), tables

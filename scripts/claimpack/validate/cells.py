"""Columns, cells, keys and rules: what the schema says, by pandera, with errors that name the line and the cell."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from claimpack import rules, table_schema
from claimpack.csvfile import Record
from claimpack.validate.findings import Finding, shortened
from claimpack.validate.header import header_places
from claimpack.validate.opening import Table

if TYPE_CHECKING:
    import pandas as pd

_CODES = {
    "required": "CP511",
    "type": "CP512",
    "enum": "CP513",
    "pattern": "CP514",
    "minimum": "CP515",
    "maximum": "CP515",
    "minLength": "CP516",
    "maxLength": "CP516",
}
_FORMS = {
    "integer": "a whole number of at most 18 digits, without leading zeros",
    "number": "a plain decimal without exponent, leading or closing zeros",
    "boolean": "true or false",
    "date": "a day as YYYY-MM-DD",
}
_DROP = "Take the line out."
# What pandera calls our constraint "required".
_NOT_NULLABLE = "not_nullable"


class CheckedTable:
    """A table as far as its header allows to read it: rows of values, and where each row stands."""

    def __init__(self, table: Table, records: list[Record], rows: list[dict[str, Any]]) -> None:
        self.name = table.name
        self.file = table.file
        self.data = table.data
        self.records = records
        self.rows = rows

    def key(self, number: int) -> str:
        """The primary key of a row, as findings give it."""
        row = self.rows[number]
        return " + ".join(table_schema.cell_text(row[name]) for name in table_schema.primary_key(self.name))

    def finding(
        self, code: str, level: str, message: str, number: int, column: str | None = None, **more: Any
    ) -> Finding:
        """A finding about a row, or one of its cells."""
        if column and "found" not in more:
            more["found"] = shortened(self.text(number, column))
        return Finding(code, level, message, self.file, self.records[number].line, column, self.key(number), **more)

    def text(self, number: int, column: str) -> str:
        """The cell as it stands in the file."""
        return self.records[number].cells[table_schema.columns(self.name).index(column)]


def read_table(table: Table, findings: list[Finding]) -> CheckedTable | None:
    """The typed table; None where columns are missing. What is wrong with its form is added to ``findings``."""
    filled = list(_filled(table, findings))
    if not filled:
        return None
    header, *records = filled
    places = header_places(table, header, findings)
    if places is None:
        return None
    kept = []
    for record in records:
        if len(record.cells) == len(header.cells):
            kept.append(Record(record.line, [record.cells[place] for place in places]))
        else:
            findings.append(_ragged(table, record, len(header.cells)))
    rows, bad = table_schema.rows_of_texts(table.name, (record.cells for record in kept))
    checked = CheckedTable(table, kept, rows)
    kinds = table_schema.types(table.name)
    for number, column, _ in bad:
        findings.append(
            checked.finding(
                "CP512",
                "error",
                f"not of the type {kinds[column]}",
                number,
                column,
                check="type",
                expected=_FORMS[kinds[column]],
            )
        )
    return checked


def _filled(table: Table, findings: list[Finding]) -> Iterator[Record]:
    """The records that have something in a cell."""
    for record in table.records:
        if any(record.cells):
            yield record
        else:
            found = f"{len(record.cells)} empty cells" if record.cells else "an empty line"
            findings.append(
                Finding("CP508", "error", "a row without content", table.file, record.line, found=found, remedy=_DROP)
            )


def _ragged(table: Table, record: Record, width: int) -> Finding:
    """A row that has not as many cells as the header."""
    more = len(record.cells) > width
    remedy = (
        'Put a cell that holds a comma into quotation marks: "one, two".'
        if more
        else "Write a comma for each empty cell, too; was the row broken in two?"
    )
    return Finding(
        "CP506",
        "error",
        f"a row with too {'many' if more else 'few'} cells; it is not checked",
        table.file,
        record.line,
        found=f"{len(record.cells)} cells",
        expected=f"{width} cells, as in the header",
        remedy=remedy,
    )


def check_tables(tables: Mapping[str, CheckedTable], findings: Iterable[Finding], quoted: bool = True) -> list[Finding]:
    """Constraints, primary keys, foreign keys and rules of all ``tables``, each by one lazy run of its pandera schema.

    A rule or key that needs a table which is not there is left out. ``findings`` are those on the form of the cells: a
    cell that they speak of gets no second finding for being empty. A package that is not ``quoted`` says of itself that
    it holds no passages of the articles.
    """
    database = rules.load({name: table.rows for name, table in tables.items()})
    found = []
    for name, table in tables.items():
        found += _checked(table, rules.broken_checks(database, name, quoted), findings, quoted)
        if not quoted:
            found += _quotations(table)
    database.close()
    return found


def check_rows(table: CheckedTable, broken: Mapping[str, Sequence[int]], findings: Iterable[Finding]) -> list[Finding]:
    """As ``check_tables`` for some rows of a table that was looked at as a whole.

    ``broken`` has what needs other rows: name of a check -> numbers of rows here.
    """
    database = rules.load({table.name: table.rows})
    local = {rule.name for rule in table_schema.rules(table.name) if not rule.joins}
    own = {f"rule:{name}": numbers for name, numbers in rules.broken_rules(database, table.name, only=local).items()}
    database.close()
    return _checked(table, own | dict(broken), findings, whole=False)


def _checked(
    table: CheckedTable,
    broken: Mapping[str, Sequence[int]],
    findings: Iterable[Finding],
    quoted: bool = True,
    whole: bool = True,
) -> list[Finding]:
    import pandera.pandas as pa

    spoken_of = {(finding.file, finding.line, finding.column) for finding in findings}
    schema = table_schema.pandera_schema(table.name, rules.pandera_checks(broken), quoted, whole)
    try:
        schema.validate(table_schema.frame_of_rows(table.name, table.rows), lazy=True)
    except pa.errors.SchemaErrors as errors:
        found = _translated(table, errors.failure_cases)
        return [finding for finding in found if (finding.file, finding.line, finding.column) not in spoken_of]
    return []


def _quotations(table: CheckedTable) -> Iterator[Finding]:
    """The cells that hold a passage although the package says that it has none."""
    message, remedy = "a quotation in a package that says it has none", "Leave the cell empty: claimpack release does."
    for column in table_schema.quotation_columns(table.name):
        for number, row in enumerate(table.rows):
            if row[column] is not None:
                yield table.finding("CP472", "error", message, number, column, check="quotation", remedy=remedy)


def _translated(table: CheckedTable, cases: "pd.DataFrame") -> list[Finding]:
    """pandera's failure cases as findings. A case of the whole frame comes once a column there, and once a row here."""
    found = {}
    for context, column, check, index in cases[["schema_context", "column", "check", "index"]].itertuples(index=False):
        whole_row = context == "DataFrameSchema"
        case = (check, None if whole_row else column, int(index))
        if case not in found:
            found[case] = _row_finding(table, *case) if whole_row else _cell_finding(table, *case)
    return list(found.values())


def _cell_finding(table: CheckedTable, check: str, column: str, number: int) -> Finding:
    constraint = "required" if check == _NOT_NULLABLE else check
    field = table_schema.field_of(table.name, column)
    if constraint == "required":
        message, expected = "empty, but required", field["description"]
    else:
        limit = field["constraints"][constraint]
        expected = ", ".join(limit) if constraint == "enum" else f"{constraint} {limit}, such as {field['example']}"
        message = "not one of the allowed values" if constraint == "enum" else f"does not fit the {constraint}"
    return table.finding(_CODES[constraint], "error", message, number, column, check=constraint, expected=expected)


def _row_finding(table: CheckedTable, check: str, _: None, number: int) -> Finding:
    kind, _, name = check.partition(":")
    if kind == "rule":
        rule = next(rule for rule in table_schema.rules(table.name) if rule.name == name)
        return table.finding(
            "CP701",
            rule.level,
            f"breaks the rule {name}",
            number,
            check=name,
            found=_cells(table, rule.check, number),
            expected=rule.description,
        )
    if kind == "foreign_key":
        key = next(key for key in table_schema.foreign_keys(table.name) if ",".join(key.columns) == name)
        return table.finding(
            "CP602",
            "error",
            f"names no row of {key.table}",
            number,
            name,
            check="foreign_key",
            expected=f"the {' + '.join(key.keys)} of a row of {key.table}",
            remedy=f"Add the row to {key.table}, or correct the id.",
        )
    return table.finding(
        "CP601", "error", "another row has the same primary key", number, check="primary_key", expected="each key once"
    )


def _cells(table: CheckedTable, check: str, number: int) -> str:
    """The cells of the row that the SQL expression ``check`` names."""
    named = table_schema.columns_of(table.name, check)
    return ", ".join(f"{name}={shortened(table.text(number, name), 40)}" for name in named)

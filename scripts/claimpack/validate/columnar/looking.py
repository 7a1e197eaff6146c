"""Looks at the rows of large tables that the engine found, with the checks of small packages."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from claimpack import csvfile, table_schema
from claimpack.csvfile import Record
from claimpack.validate import derived as small_derived
from claimpack.validate import meaning as small_meaning
from claimpack.validate.cells import CheckedTable, check_rows, read_table
from claimpack.validate.columnar import derived, engine, keys, meaning, reading
from claimpack.validate.columnar.collected import Collected
from claimpack.validate.columnar.scan import Doubt, LargeTable
from claimpack.validate.coverage import FIRST
from claimpack.validate.evidence import check_evidence
from claimpack.validate.findings import Finding
from claimpack.validate.nearest import Suggestions
from claimpack.validate.notations import check_notations
from claimpack.validate.opening import Table
from claimpack.validate.text import check_text

if TYPE_CHECKING:
    import duckdb

# Rows that are looked at together.
CHUNK = 10_000
# Keys that are compared with one that names no row; of more than these none is suggested.
_MOST_KEYS = 1_000_000


class _Wanted(NamedTuple):
    """A row to be read again: what it breaks, or -1 where it is only shown to Frictionless; its bytes as we write it.

    ``first`` is its first cell: that the engine and we count rows alike.
    """

    number: int
    checks: int
    size: int
    first: str


class _Figures(NamedTuple):
    """Rows of quantities as ``meaning.summary_figures`` reads them."""

    rows: Sequence[Mapping[str, Any]]


class Looking:
    """The rows of some large tables in a database."""

    def __init__(
        self,
        connection: "duckdb.DuckDBPyConnection",
        large: Mapping[str, LargeTable],
        articles: Mapping[str, str],
        collected: Collected,
    ) -> None:
        self._connection = connection
        self._large = {name: large[name] for name in table_schema.tables() if name in large}
        self._articles = articles
        self._collected = collected

        def keys_of(name: str, column: str) -> list[str]:
            query = f"SELECT DISTINCT coalesce({column}::VARCHAR, '') FROM {name} LIMIT {_MOST_KEYS + 1}"
            found = [key for (key,) in connection.execute(query).fetchall()]
            return found if len(found) <= _MOST_KEYS else []

        # Not a method: the connection would be in a circle with the database still open when the program ends.
        self._suggestions = Suggestions({table.file: name for name, table in large.items()}, keys_of)

    def rows(self, name: str) -> set[str]:
        """Looks at the rows of a table that could have something wrong in themselves, or break what joins tables.

        Gives the files that are written in another way than claimpack writes their values. Doubt where they have not as
        many bytes as their rows would have if we wrote them: cells are quoted in another way, or rows blank.
        """
        table = self._large[name]
        wanted = self._wanted(name)
        sizes = reading.sizes(self._connection, table)
        other = {table.parts[part].file for part in engine.otherwise(self._connection, table)}
        chunk: list[tuple[_Wanted, Record]] = []
        ahead: list[_Wanted] = []

        def numbers() -> Iterator[int]:
            for row in wanted:
                ahead.append(row)
                yield row.number

        for _, record, raw in reading.rows_of(self._connection, table, numbers()):
            row = ahead.pop(0)
            part, (file, line) = table.part(record.line), table.place(record.line)
            if len(record.cells) != len(table_schema.columns(name)) or not any(record.cells):
                raise Doubt(file, f"line {line} is blank, or has not as many cells as the header")
            if record.cells[0] != row.first or (csvfile.line_of(record.cells) + "\n").encode() != raw:
                raise Doubt(file, reading.NOT_WRITTEN_SO)
            sizes[part] += len(raw) - row.size
            self._collected.see(table.file, record, raw)
            if row.checks >= 0:
                chunk.append((row, record))
            if len(chunk) == CHUNK:
                other |= self._chunk(table, chunk)
                chunk = []
        if chunk:
            other |= self._chunk(table, chunk)
        reading.check_sizes(table, sizes)
        if ahead:
            raise Doubt(table.file, reading.NOT_WRITTEN_SO)
        return other

    def _wanted(self, name: str) -> Iterator[_Wanted]:
        evidence = any("evidence" in field for field in table_schema.fields(name)) or name == "sources"
        beside, first = "", table_schema.columns(name)[0]
        if self._articles and evidence:
            beside = f" UNION ALL SELECT rowid, 0 FROM {name} WHERE source_id IN (SELECT unnest($articles))"
        query = f"""
            SELECT number, bit_or(checks) AS checks FROM (
                SELECT number, checks FROM found_{name} UNION ALL SELECT rowid, 0 FROM {name} WHERE _bad{beside}
            ) GROUP BY number"""
        rows = self._connection.cursor().execute(
            f"""
            SELECT this.rowid, coalesce(found.checks, -1), this._size, coalesce(this.{first}, '')
            FROM {name} AS this LEFT JOIN ({query}) AS found
            ON found.number = this.rowid WHERE found.number IS NOT NULL OR this.rowid < {FIRST}
            ORDER BY 1""",
            {"articles": list(self._articles)} if beside else None,
        )
        while some := rows.fetchmany(CHUNK):
            yield from (_Wanted(*row) for row in some)

    def _chunk(self, table: LargeTable, chunk: Sequence[tuple[_Wanted, Record]]) -> set[str]:
        checked, findings = _checked(table, [record for _, record in chunk])
        names = keys.checks(table.name, list(self._large))
        broken: dict[str, list[int]] = {name: [] for name in names}
        for place, (row, _) in enumerate(chunk):
            for name in keys.found(names, row.checks):
                broken[name].append(place)
        findings += check_rows(checked, broken, findings)
        findings += check_notations({table.name: checked}, self._large)
        findings += check_text({table.name: checked}, self._large)
        findings = self._suggestions.added(findings)
        findings += check_evidence({table.name: checked}, self._articles)
        self._add(checked, findings)
        written = zip(csvfile.texts(table.name, checked.rows), checked.records, strict=True)
        return {table.place(record.line)[0] for cells, record in written if cells != record.cells}

    def _add(self, checked: CheckedTable, findings: Iterable[Finding]) -> None:
        self._collected.add(findings, {(checked.file, record.line): record for record in checked.records})

    def meaning(self) -> None:
        """Warns of rows whose meaning is doubtful."""
        warned = meaning.warned(self._connection, list(self._large))
        numbers = {name: {n for rows in warned.values() for n in rows.get(name, ())} for name in self._large}
        if any(numbers.values()):
            tables, lines = self._gathered(numbers)
            may = {
                (code, self._large[name].file, lines[name][number])
                for code, found in warned.items()
                for name, rows in found.items()
                for number in rows
            }
            found = small_meaning.check_meaning(tables)
            self._tell(tables, (finding for finding in found if (finding.code, finding.file, finding.line) in may))
        if set(small_meaning.NEEDED["CP754"]) <= self._large.keys():
            self._figures()

    def _figures(self) -> None:
        pairs = meaning.times_off(self._connection)
        if pairs:
            tables, lines = self._gathered({"quantities": {number for pair in pairs for number in pair}})
            places = {number: place for place, number in enumerate(lines["quantities"])}
            quantities = tables["quantities"]
            found = (small_meaning.times_off(quantities, places[number], places[middle]) for number, middle in pairs)
            self._tell(tables, filter(None, found))
        rows = self._connection.cursor().execute("SELECT rowid FROM claims WHERE has_figures ORDER BY rowid")
        while some := [number for (number,) in rows.fetchmany(CHUNK)]:
            tables, _ = self._gathered({"claims": set(some)})
            inside = _Figures(meaning.inside(self._connection, some))
            found = small_meaning.summary_figures({"claims": tables["claims"], "quantities": inside})
            self._tell(tables, found)

    def derived(self) -> None:
        """Looks at quantities_wide where it does not follow from the other tables."""
        numbers = derived.doubted(self._connection)
        if numbers:
            tables, _ = self._gathered({name: set(numbers.get(name, ())) for name in self._large})
            self._tell(tables, small_derived.check_derived(tables))

    def _tell(self, tables: Mapping[str, CheckedTable], findings: Iterable[Finding]) -> None:
        found = list(findings)
        for name in tables:
            self._add(tables[name], [finding for finding in found if finding.file == tables[name].file])

    def _gathered(
        self, numbers: Mapping[str, Iterable[int]]
    ) -> tuple[dict[str, CheckedTable], dict[str, dict[int, int]]]:
        """The rows with these numbers as tables, and for each its number -> its line."""
        tables, lines = {}, {}
        for name, wanted in numbers.items():
            table = self._large[name]
            found = [(number, record) for number, record, _ in reading.rows_of(self._connection, table, sorted(wanted))]
            tables[name], _ = _checked(table, [record for _, record in found])
            lines[name] = {number: record.line for number, record in found}
        return tables, lines


def _checked(table: LargeTable, records: Sequence[Record]) -> tuple[CheckedTable, list[Finding]]:
    """Some rows as a table, and what is wrong with the form of their cells."""
    findings: list[Finding] = []
    header = Record(1, table_schema.columns(table.name))
    checked = read_table(Table(table.name, table.file, b"", [header, *records]), findings)
    if checked is None:
        raise RuntimeError(f"the header of {table.name} is made from the schema, and does not fit it")
    return checked, findings

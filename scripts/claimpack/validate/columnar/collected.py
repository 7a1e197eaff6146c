"""What was found in a large package: counted as a whole, kept as far as it is told."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from claimpack import table_schema
from claimpack.csvfile import Record
from claimpack.validate.columnar.scan import LargeTable
from claimpack.validate.coverage import counted
from claimpack.validate.findings import Finding, at_most, has_errors, in_order
from claimpack.validate.form import is_told
from claimpack.validate.opening import Opened, Table

# Rows of a table that Frictionless sees at most.
_SAMPLED = 1000


class Collected:
    """Findings, of which the first ``limit`` are kept, and the records that they speak of."""

    def __init__(self, limit: int, large: Iterable[LargeTable]) -> None:
        self._large = {table.file: table for table in large}
        self._names = {part.file: table.name for table in self._large.values() for part in table.parts}
        self.number: Counter[tuple[str, str]] = Counter()
        self.errors = False
        self.faulty: set[str] = set()
        self.said: list[Finding] = []
        self._limit = limit
        self._kept: list[Finding] = []
        self._cut: Counter[str] = Counter()
        self._records: dict[tuple[str, int | None], Record] = {}
        self._sample: dict[str, list[tuple[Record, bytes]]] = {}

    def add(self, findings: Iterable[Finding], records: Mapping[tuple[str, int | None], Record] | None = None) -> None:
        """Findings that were not added before, and the records of the rows that they are about, by file and line.

        Lines in a large table are places in it.
        """
        sampled = {(file, record.line) for file, rows in self._sample.items() for record, _ in rows}
        given = list(findings)
        self.said += [
            self.placed(found) for found in given if found.line is None or (found.file, found.line) in sampled
        ]
        found = {self._placed(*place): record for place, record in (records or {}).items()}
        new = in_order(map(self.placed, given))
        self.number.update(counted(new))
        self.errors = self.errors or has_errors(new)
        self.faulty |= {finding.file for finding in new if is_told(finding)}
        self._records |= {place: record for f in new if (record := found.get(place := (f.file, f.line)))}
        self._kept += new
        if len(self._kept) > 10 * self._limit:
            # One more than is told: the place of the first that is not.
            self._kept = in_order(self._kept)
            self._cut.update(finding.level for finding in self._kept[self._limit + 1 :])
            del self._kept[self._limit + 1 :]
            told = {(finding.file, finding.line) for finding in self._kept}
            self._records = {place: record for place, record in self._records.items() if place in told}

    def placed(self, finding: Finding) -> Finding:
        """The finding with the file and the line of its place."""
        file, line = self._placed(finding.file, finding.line)
        return finding if (file, line) == (finding.file, finding.line) else replace(finding, file=file, line=line)

    def _placed(self, file: str, place: int | None) -> tuple[str, int | None]:
        return (file, place) if place is None or file not in self._large else self._large[file].place(place)

    def see(self, file: str, record: Record, raw: bytes) -> None:
        """A row that Frictionless may have a look at, too."""
        rows = self._sample.setdefault(file, [])
        if len(rows) < _SAMPLED:
            rows.append((record, raw))

    def sample(self, opened: Opened) -> Opened:
        """The package with some rows of each table only."""
        tables = {}
        for name, large in opened.large.items():
            header = table_schema.columns(name)
            rows = self._sample.get(large.file, [])
            data = (",".join(header) + "\n").encode() + b"".join(raw for _, raw in rows)
            tables[name] = Table(name, large.file, data, [Record(1, header), *(record for record, _ in rows)])
        return replace(opened, tables=tables, large={})

    def findings(self) -> list[Finding]:
        """Those that are told, with how many there are more."""
        return at_most(self._limit, self._kept, self._cut)

    def tables(self) -> dict[str, Sequence[Record]]:
        """File -> the header, and the records of the rows that findings speak of."""
        tables: dict[str, list[Record]] = {}
        for (file, line), record in sorted(self._records.items(), key=lambda item: item[0]):
            header = Record(1, table_schema.columns(self._names[file]))
            tables.setdefault(file, [header]).append(replace(record, line=line))
        return tables

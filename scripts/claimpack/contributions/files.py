"""Reads contribution files, also as spreadsheets leave them, and says what was understood.

A file is CSV with the columns of ``schema/contributions.json`` that it needs, in any order, and for additions those of
the table. What a spreadsheet program commonly does to a file (semicolons, Windows-1252, a byte order mark, days as
22.11.2026) is understood and told as a warning; what could be read in two ways is an error.
"""

import codecs
import csv
import difflib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from claimpack import csvfile, table_schema
from claimpack.limits import MAX_FILE
from claimpack.validate.findings import Finding, has_errors, shortened

SCHEMA = "contributions"
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs"}
# What no cell holds: signs that cannot be seen, and what a spreadsheet leaves of a formula.
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
FORMULA = re.compile(r"=.*|#(?:NAME\?|REF!|VALUE!|DIV/0!|N/A|NULL!|NUM!|WERT!|BEZUG!|NV|ZAHL!)", re.DOTALL)
SEPARATOR = re.compile(r"\ufeff?sep=.\r?\n", re.IGNORECASE)
# Files beside the contributions that nobody takes for one: what a template puts there, and hidden ones.
ASIDE = frozenset({".md", ".part"})
TURNED_DAY = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
# What each action needs besides reason, contributor and date.
NEEDED = {
    "add": ("table", "source_id", "quote"),
    "correct": ("table", "quote", "column"),
    "reject": ("table", "source_id", "quote"),
    "review": ("source_id",),
}
# The tables whose rows are meant, or added, without a passage.
UNQUOTED = {"add": ("actors", "sources"), "correct": ("sources",), "reject": ("sources",)}


@dataclass(frozen=True, slots=True, eq=False)
class Contribution:
    """One row of a contribution file: its physical line and its cells that are not empty."""

    file: str
    line: int
    cells: dict[str, str]

    def get(self, column: str) -> str | None:
        """A cell, None where it is empty or the column is missing."""
        return self.cells.get(column)

    def finding(self, code: str, message: str, column: str | None = None, level: str = "error", **more: Any) -> Finding:
        """A finding about this row; ``found`` is the cell of ``column`` unless it is given."""
        more.setdefault("found", shortened(self.cells.get(column, "")) if column else None)
        return Finding(code, level, message, self.file, self.line, column, **more)


def read_folder(folder: Path) -> tuple[list[Contribution], list[Finding]]:
    """The contributions of all CSV files in a folder and below it, in the order of the files' paths; links, and files
    that are not read, are told.
    """
    contributions: list[Contribution] = []
    findings: list[Finding] = []
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() != ".csv":
            if path.is_file() and path.suffix.lower() not in ASIDE and not path.name.startswith("."):
                remedy = "Save it as CSV UTF-8, with the ending .csv, or take it away."
                findings.append(Finding("CP251", "warning", "no CSV file: it is not read", str(path), remedy=remedy))
            continue
        if path.is_symlink() or not path.is_file():
            findings.append(
                Finding("CP251", "error", "no file of its own", str(path), remedy="Put the file itself here.")
            )
            continue
        read, found = read_contributions(path)
        contributions += read
        findings += found
    return contributions, findings


def read_contributions(path: Path) -> tuple[list[Contribution], list[Finding]]:
    """The contributions of one file that are complete in themselves, and what is wrong with the others.

    Raises OSError where the file cannot be read.
    """
    names, records, findings = read_records(path)
    contributions = []
    for record in records:
        if any(record.cells):
            filled = {name: cell for name, cell in zip(names, record.cells, strict=False) if cell and name}
            contribution, found = _checked(Contribution(str(path), record.line, filled))
            findings += found
            if not has_errors(found):
                contributions.append(contribution)
    return contributions, findings


def read_records(path: Path) -> tuple[list[str], list[csvfile.Record], list[Finding]]:
    """The names of the columns, the records below them, and what is wrong with the file; no records where it has no
    header that can be used. Raises OSError where the file cannot be read.
    """
    file = str(path)
    findings: list[Finding] = []

    def report(message: str, remedy: str, line: int | None = None, level: str = "error") -> None:
        findings.append(Finding("CP251", level, message, file, line, remedy=remedy))

    if path.stat().st_size > MAX_FILE:
        report("too large to be read", f"Part it into files of at most {MAX_FILE} bytes.")
        return [], [], findings
    data = path.read_bytes()
    if data.startswith(b"PK\x03\x04"):
        report("a workbook of a spreadsheet program, no CSV file", "Open it there, and save it as CSV UTF-8.")
        return [], [], findings
    text, encoding = decoded(data)
    if encoding != "UTF-8":
        report(f"not in UTF-8; read as {encoding}", "Save it as CSV UTF-8.", level="warning")
    first = header_of(text)
    if UNSEEN.search(first):
        report("no text, or in an encoding that cannot be told", "Save it as CSV UTF-8.")
        return [], [], findings
    delimiter = max(DELIMITERS, key=lambda sign: len(set(_names(first.split(sign))) & _known_columns()))
    if delimiter != ",":
        report(f"cells parted by {DELIMITERS[delimiter]}; read so", "Save it with commas.", level="warning")
    try:
        records = csvfile.read_text(text, delimiter)[1 if SEPARATOR.match(text) else 0 :]
    except csv.Error as error:
        told = str(error).partition(" - ")[0]  # the rest is for programmers
        report(
            f"no CSV: {told}", "Put quotation marks around a cell with commas or line breaks, and double those in it."
        )
        return [], [], findings
    if not records:
        report("the file is empty", "claimpack template TABLE gives one to start from.")
        return [], [], findings
    records = [_unwrapped(record, delimiter, report) for record in records]
    names = _names(records[0].cells)
    findings += _header(file, names, records[0].line)
    kept = []
    for record in records[1:] if not has_errors(findings) else ():
        cells = [cell.strip(" \t\r\n") for cell in record.cells]
        if any(cells[len(names) :]):
            message, remedy = f"{len(cells)} cells, the header has {len(names)}", "Quote cells that hold the delimiter."
            report(message, remedy, record.line)
        else:
            kept.append(csvfile.Record(record.line, cells))
    return names, kept, findings


def decoded(data: bytes) -> tuple[str, str]:
    """The text of a file that some program wrote, its lines ended by line feeds, and the encoding that it is in."""
    encoding = "UTF-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "UTF-8"
    try:
        text = data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        text, encoding = data.decode("cp1252", errors="replace"), "Windows-1252"
    if "\n" not in text:
        text = text.replace("\r", "\n")
    return text, encoding


def header_of(text: str) -> str:
    """The first line of a decoded file that may name columns: below the "sep=;" of Excel."""
    return SEPARATOR.sub("", text, count=1).partition("\n")[0]


def _unwrapped(record: csvfile.Record, delimiter: str, report: Callable[..., None]) -> csvfile.Record:
    """A record that a spreadsheet program has put into one cell, with the quotation marks in it doubled, as it was."""
    if len(record.cells) != 1 or delimiter not in record.cells[0]:
        return record
    try:
        (inner,) = csvfile.read_text(record.cells[0], delimiter)
    except (csv.Error, ValueError):
        return record
    report("the whole row is one cell; read as its parts", "Leave out the outer marks.", record.line, "warning")
    return csvfile.Record(record.line, inner.cells)


def _names(cells: Iterable[str]) -> list[str]:
    return [cell.strip(" \t\r\n\"'").lower() for cell in cells]


def _known_columns() -> set[str]:
    names = set(table_schema.columns(SCHEMA))
    return names.union(*(table_schema.columns(table) for table in table_schema.tables()))


def _header(file: str, names: Sequence[str], line: int) -> list[Finding]:
    """What is wrong with the header: a column that is missing, stands there twice, or is not known."""
    found = []
    for name in ("action", "reason", "contributor", "date"):
        if name not in names:
            remedy = f"The first line names the columns: {', '.join(table_schema.columns(SCHEMA))}."
            found.append(Finding("CP252", "error", "the column is missing", file, line, name, remedy=remedy))
    for name in dict.fromkeys(names):
        if names.count(name) > 1 and name:
            found.append(Finding("CP252", "error", "the column is there twice", file, line, name))
        if name not in _known_columns() and name:
            near = difflib.get_close_matches(name, sorted(_known_columns()), 1)
            remedy = f"Did you mean {near[0]}?" if near else "Remove it, or name it like a column of the table."
            found.append(Finding("CP252", "error", "a column that is not known", file, line, name, remedy=remedy))
    return found


def _checked(contribution: Contribution) -> tuple[Contribution, list[Finding]]:
    """The contribution with its day as YYYY-MM-DD, and what is wrong with it by itself."""
    found = []
    cells = dict(contribution.cells)
    day, problem = read_day(cells.get("date", ""))
    if problem:
        level = "warning" if day else "error"
        remedy = "Write days as YYYY-MM-DD."
        found.append(contribution.finding("CP253", problem, "date", level, expected=day, remedy=remedy))
    if day:
        cells["date"] = day
    for field in table_schema.fields(SCHEMA):
        found += _cell(contribution, field, cells.get(field["name"]))
    for name, text in cells.items():
        found += _unfit(contribution, name, text)
    action = contribution.get("action")
    if action in ("correct", "reject", "review"):
        for name in cells.keys() - set(table_schema.columns(SCHEMA)):
            remedy = "Leave it empty. To change it in a row, write action correct, its name into column, and value."
            found.append(contribution.finding("CP262", "only an addition fills in this column", name, remedy=remedy))
    for name in NEEDED.get(action or "", ()):
        if name not in cells and not (name == "quote" and cells.get("table") in UNQUOTED.get(action or "", ())):
            remedy = table_schema.field_of(SCHEMA, name)["description"]
            found.append(contribution.finding("CP254", f"to {action} a row, this cell is needed", name, remedy=remedy))
    return Contribution(contribution.file, contribution.line, cells), found


def _unfit(contribution: Contribution, name: str, text: str) -> list[Finding]:
    """What no cell may hold: signs that cannot be seen, or a formula."""
    if unseen := UNSEEN.search(text):
        message, remedy = f"holds a sign that cannot be seen, U+{ord(unseen[0]):04X}", "Write the cell anew."
    elif FORMULA.fullmatch(text):
        message, remedy = "a formula of a spreadsheet, or its error", "Write the text itself, in a column of text."
    else:
        return []
    return [contribution.finding("CP253", message, name, remedy=remedy)]


def _cell(contribution: Contribution, field: dict[str, Any], text: str | None) -> list[Finding]:
    """What is wrong with one cell of the columns that all contributions have."""
    name = field["name"]
    if text is None:
        if not field["constraints"]["required"] or name == "date":
            return []
        return [contribution.finding("CP254", "this cell is needed", name, remedy=field["description"])]
    if name in ("date", "value", "expected"):  # the day is read elsewhere; the others depend on the column they are for
        return []
    if field["type"] == "integer":
        if re.fullmatch(r"[1-9]\d{0,5}", text):
            return []
        return [contribution.finding("CP253", "not a number from 1 on", name, remedy=field["description"])]
    for constraint, holds in table_schema.constraint_checks(field).items():
        if not holds(text):
            allowed = field["constraints"][constraint]
            near = difflib.get_close_matches(text, allowed, 1) if constraint == "enum" else []
            expected = ", ".join(allowed) if constraint == "enum" else str(allowed)
            remedy = f"Did you mean {near[0]}?" if near else field["description"]
            return [contribution.finding("CP253", "not allowed here", name, expected=expected, remedy=remedy)]
    return []


def read_day(text: str) -> tuple[str | None, str | None]:
    """A day as YYYY-MM-DD and, where it was written otherwise, what was understood; no day where that is not sure."""
    if not text:
        return None, "the day of the contribution is needed"
    match = TURNED_DAY.fullmatch(text)
    if match:
        one, sign, two, year = match.groups()
        if sign != "." and int(one) <= 12 and int(two) <= 12 and one != two:
            return None, "day and month could be meant either way"
        day, month = (two, one) if sign != "." and int(two) > 12 else (one, two)
        written = f"{year}-{int(month):02}-{int(day):02}"
    else:
        written = text
    try:
        read = date.fromisoformat(written).isoformat()
    except ValueError:
        return None, "not a day"
    return read, None if read == text else f"read as {read}"

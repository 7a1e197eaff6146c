"""Signs in a cell that people do not see or other programs take for something else."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from claimpack import table_schema
from claimpack.csvfile import Record
from claimpack.validate.cells import CheckedTable
from claimpack.validate.codes import table
from claimpack.validate.findings import Finding, shortened

# Control characters but tab and line ends, which an article may have; those two as well, where no article is quoted.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_CONTROL_OR_BREAK = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# Marks, embeddings, overrides and isolates that change the direction of writing (Unicode Annex 9).
_DIRECTION = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Soft hyphen, zero-width space, word joiner and its kin, byte order mark inside of a text, tags.
_UNSEEN = re.compile(r"[\xad\u200b\u2060-\u2064\ufeff\U000e0000-\U000e007f]")
# UTF-8 that was read as Windows-1252, as "Ã¤" for "ä" and "â€œ" for a quotation mark; the sign for what was lost.
_GARBLED = re.compile(r"Ã[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œž]|â€[\x80-\xbf™œ“¦]|\ufffd")
_FORMULA = re.compile(r"[=@\t\r]|[+-](?![0-9]+(?:[.,][0-9]+)?\Z)")


class _Kind(NamedTuple):
    """How a column is looked at: whether its cells name rows, repeat an article, may stay empty, may have lines."""

    name: bool
    quoted: bool
    optional: bool
    lines: bool


def check_text(tables: Mapping[str, CheckedTable], at_hand: Collection[str] = ()) -> Iterator[Finding]:
    """The columns of type string without a list of allowed values; those that repeat a table at hand only there."""
    for name, checked in tables.items():
        keys = {*table_schema.primary_key(name), *(c for key in table_schema.foreign_keys(name) for c in key.columns)}
        for field in table_schema.fields(name):
            repeated = field.get("repeats", "").partition(".")[0] in {*tables, *at_hand}
            if field["type"] == "string" and "enum" not in field["constraints"] and not repeated:
                quoted = "evidence" in field or "evidence" in _origin(field)
                kind = _Kind(field["name"] in keys, quoted, not field["constraints"]["required"], lines=quoted)
                yield from _column(checked, field["name"], kind)


def check_cells(file: str, records: Sequence[Record]) -> Iterator[Finding]:
    """All cells of a table of any schema, the header first; nothing is known of what its columns are for."""
    kind = _Kind(name=False, quoted=False, optional=False, lines=True)
    header = records[0].cells if records else []
    known = _Problems(kind)
    for record in records:
        for place, cell in enumerate(record.cells):
            for code, level, message, found, remedy in known[cell]:
                column = header[place] if place < len(header) else None
                yield Finding(code, level, message, file, record.line, column, check="text", found=found, remedy=remedy)


def _origin(field: Mapping[str, Any]) -> Mapping[str, Any]:
    return table_schema.field_of(*field["repeats"].split(".")) if "repeats" in field else {}


def _column(checked: CheckedTable, column: str, kind: _Kind) -> Iterator[Finding]:
    known = _Problems(kind)
    place = table_schema.columns(checked.name).index(column)
    for number, record in enumerate(checked.records):
        for code, level, message, found, remedy in known[record.cells[place]]:
            yield checked.finding(code, level, message, number, column, check="text", found=found, remedy=remedy)


class _Problems(dict[str, list[tuple[str, str, str, str, str]]]):
    """Cell -> its problems, looked for once."""

    def __init__(self, kind: _Kind) -> None:
        super().__init__({"": []})
        self.kind = kind

    def __missing__(self, cell: str) -> list[tuple[str, str, str, str, str]]:
        self[cell] = list(_problems(cell, self.kind))
        return self[cell]


def _problems(cell: str, kind: _Kind) -> Iterator[tuple[str, str, str, str, str]]:
    """Code, level, message, what was found with unseen signs by number, and remedy for all that is wrong in a cell.

    A quotation has to be what stands in the article, so that all in it is a warning. A sign that nobody sees makes
    another name of a name: an error.
    """
    level = "error" if kind.name else "warning"
    if not cell.isascii() or not cell.isprintable():
        control = _CONTROL if kind.lines else _CONTROL_OR_BREAK
        if signs := control.findall(cell):
            yield "CP531", level, "a control character", _shown(cell, signs), _take_out(kind, "it")
        if signs := _DIRECTION.findall(cell):
            message = "a sign that turns the direction of writing, so that people read another text than programs do"
            yield "CP532", level, message, _shown(cell, signs), _take_out(kind, "it")
        if (signs := _UNSEEN.findall(cell)) and not kind.quoted:
            yield "CP533", level, "a sign that nobody sees", _shown(cell, signs), _take_out(kind, "it")
        if not kind.quoted and not unicodedata.is_normalized("NFC", cell):
            message = "letters and their accents are apart (not in the form NFC), so that a search does not find them"
            normal = unicodedata.normalize("NFC", cell)
            yield "CP534", level, message, _escaped(cell), f"Write it in the form NFC: {shortened(normal)}"
        if signs := _GARBLED.findall(cell):
            remedy = "Open the file anew as UTF-8, not as Windows-1252 or Latin-1, or write the letters again."
            yield "CP535", "warning", "letters that were lost as another program read the file", signs[0], remedy
    if _FORMULA.match(cell):
        message = "a spreadsheet program would take this for a formula and work it out"
        remedy = (
            "Import the column as text there; take care not to run it."
            if kind.quoted or kind.name
            else ("Begin it with another character; whoever opens the file there should import the column as text.")
        )
        yield "CP536", "warning", message, _escaped(cell), remedy
    if not kind.quoted and cell != cell.strip() and not _CONTROL_OR_BREAK.search(cell):
        yield "CP537", "warning", "white space at the beginning or end", f'"{shortened(cell)}"', "Take it out."
    if kind.optional and not kind.quoted and cell in table("nothing"):
        remedy = "Leave the cell empty: an empty cell says that nothing is stated."
        yield "CP538", "warning", "a word for nothing, which programs read as a value", cell, remedy


def _take_out(kind: _Kind, what: str) -> str:
    if kind.quoted:
        return "If the article has it, leave it; who shows the quotation should take it out there."
    return f"Take {what} out." if not kind.name else f"Take {what} out here and wherever the row is named."


def _shown(cell: str, signs: list[str]) -> str:
    """The numbers of the signs, each once, and the cell with them written out."""
    numbers = ", ".join(dict.fromkeys(f"U+{ord(sign):04X}" for sign in signs))
    return f"{shortened(numbers, 40)} in {_escaped(cell)}"


def _escaped(cell: str) -> str:
    r"""``cell`` for a message, with what is not printable as \xNN or \uNNNN, and combining signs as \uNNNN."""
    signs = (sign if sign.isprintable() and not unicodedata.combining(sign) else _number(sign) for sign in cell[:80])
    return shortened("".join(signs))


def _number(sign: str) -> str:
    return sign.encode("unicode_escape").decode("ascii") if not sign.isprintable() else f"\\u{ord(sign):04x}"

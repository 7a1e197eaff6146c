"""The file under a table: its encoding, its line ends, what its cells are parted by, and how it ends."""

import csv
import re

from claimpack import csvfile
from claimpack.validate.findings import Finding

_SAVE = "Save it as UTF-8 without BOM: in a spreadsheet program, as CSV with the character set UTF-8."
_BOMS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
_DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}
# What Python's csv module says, in words for people; the line in front of it is where the record begins.
_BROKEN = {
    "unexpected end of data": (
        "a quotation mark opens a cell here that is never closed",
        'Close it; a quotation mark inside of a cell is written twice: "".',
    ),
    "expected after": (
        "text behind the closing quotation mark of a cell",
        'Write a quotation mark inside of a cell twice: "".',
    ),
    "new-line character": (
        "a carriage return alone, outside of quotation marks",
        "End lines with a line feed; put a cell with a line break into quotation marks.",
    ),
}


def read_records(data: bytes, file: str) -> tuple[list[csvfile.Record], list[Finding]]:
    """The records of a file, none where it cannot be read, and what is wrong with its form.

    A file with a byte order mark or with another delimiter is read all the same, so that the rest is looked at, too.
    """
    found: list[Finding] = []

    def report(code: str, level: str, message: str, line: int | None, remedy: str, **more: str) -> None:
        found.append(Finding(code, level, message, file, line, remedy=remedy, **more))

    if data[:2] in _BOMS or data[:1000].count(b"\0") > len(data[:1000]) // 4:
        report("CP426", "error", f"this is {_BOMS.get(data[:2], 'UTF-16 or no text at all')}, not UTF-8", 1, _SAVE)
        return [], found
    if data.startswith(b"\xef\xbb\xbf"):
        report("CP422", "error", "begins with a byte order mark", 1, _SAVE)
        data = data[3:]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        found.append(_not_utf8(data, error, file))
        return [], found
    if not text.strip("\r\n"):
        report("CP501", "error", "empty, not even a header", 1, "Restore the file, or build the package anew.")
        return [], found
    if "\r" in text and "\n" not in text:
        remedy = "End lines with a line feed: save it as Unix text."
        report("CP427", "error", "its lines end in a carriage return alone, as on old Macintoshes", 1, remedy)
        return [], found
    delimiter = _delimiter(text)
    if delimiter != ",":
        remedy = 'Save it with commas; cells with a comma in them are put into quotation marks ("1,5").'
        what = f"its cells are parted by {_DELIMITERS[delimiter]}, not by commas"
        report("CP428", "error", what, 1, remedy, found=delimiter.replace("\t", "\\t"), expected=",")
    try:
        records = csvfile.read_text(text, delimiter)
    except csv.Error as error:
        line, message, remedy = _in_words(str(error))
        report("CP424", "error", f"not a CSV file by RFC 4180: {message}", line, remedy)
        return [], found
    found += _line_ends(text, records, file)
    return records, found


def is_told(finding: Finding) -> bool:
    """Whether a finding makes another one needless: that its file is not as claimpack writes it (CP507)."""
    return finding.level == "error" or finding.code in ("CP427", "CP429")


def not_as_written(file: str) -> Finding:
    """The warning that a file is not, byte for byte, what claimpack writes for its rows."""
    message = "the rows are not sorted, or cells or lines are written in another way than claimpack does"
    return Finding("CP507", "warning", message, file, remedy="Other programs can read it; a new build mends it.")


def _not_utf8(data: bytes, error: UnicodeDecodeError, file: str) -> Finding:
    """Where the first byte stands that is no UTF-8, and what letter a Windows program would have meant by it."""
    line = data.count(b"\n", 0, error.start) + 1
    byte = data[error.start : error.start + 1]
    letter = byte.decode("cp1252", errors="ignore")
    meant = f", which is {letter} in Windows-1252" if letter.isprintable() and letter else ""
    column = _column_of(data, error.start)
    return Finding("CP423", "error", f"not UTF-8: byte {byte[0]:#04x}{meant}", file, line, column, remedy=_SAVE)


def _column_of(data: bytes, place: int) -> str | None:
    """The name of the column that a byte stands in; None where the file cannot be read as far as there."""
    try:
        header, *records = csvfile.read_text(data[:place].decode("utf-8"), _delimiter(data[:place].decode("utf-8")))
    except (csv.Error, ValueError):
        return None
    number = len(records[-1].cells) - 1 if records else 0
    return header.cells[number] if records and 0 <= number < len(header.cells) else None


def _delimiter(text: str) -> str:
    """What parts the cells of the header: a comma, but where it has none and another sign that is used for it."""
    header = text.partition("\n")[0]
    return "," if "," in header else next((sign for sign in _DELIMITERS if sign in header), ",")


def _in_words(message: str) -> tuple[int | None, str, str]:
    line = re.match(r"line (\d+): ", message)
    for sign, (words, remedy) in _BROKEN.items():
        if sign in message:
            return int(line[1]) if line else None, words, remedy
    return int(line[1]) if line else None, message, "Save the file anew as CSV with commas and quotation marks."


def _line_ends(text: str, records: list[csvfile.Record], file: str) -> list[Finding]:
    """Records that end in CR LF, told once with how many they are, and a last line without an end."""
    lines = text.split("\n")
    remedy = "Other programs can read it; save it as Unix text, or build the package anew."
    starts = [record.line for record in records[1:]] + [len(lines) if text.endswith("\n") else len(lines) + 1]
    # A record ends on the line before the next one begins; line breaks inside of a cell are not looked at.
    ends = [start - 1 for start in starts if lines[start - 2].endswith("\r")]
    found = []
    if ends:
        mixed = "" if len(ends) >= len(records) - 1 else f", {len(ends)} of {len(records)} rows; the others do not"
        message = f"lines end in CR LF, as Windows programs write them{mixed}"
        found.append(Finding("CP427", "warning", message, file, ends[0], remedy=remedy))
    if not text.endswith("\n"):
        message, remedy = "the last line has no end", "Was the file cut off? Else end the line with a line feed."
        found.append(Finding("CP429", "warning", message, file, len(lines), remedy=remedy))
    return found

"""XLSX: a sheet that says what the columns mean, then a sheet a table, with frozen header, filters and true types.

No text is ever a formula or a link. One that a spreadsheet could take for a formula, should somebody save the sheet as
CSV or edit its cell, bears the sign that marks a cell as text. What Excel would change is text, too: numbers of more
than 15 digits and days before 1900.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimpack import table_schema
from claimpack.errors import ClaimpackError
from claimpack.export.described import DICTIONARY, about, dictionary_rows
from claimpack.loading import Package

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.worksheet import Worksheet

DICTIONARY_SHEET = "dictionary"
# What a text begins with that a spreadsheet may take for a formula.
FORMULA_SIGNS = tuple("=+-@\t\r")
DIGITS = 15
# Text as the file has it: no cell is guessed to be anything else.
OPTIONS = {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
# What Excel holds.
ROWS, CHARACTERS = 1_048_576, 32_767
_WIDTHS = (8, 60)
_NO_TIME = datetime(2000, 1, 1)


def write(package: Package, target: Path) -> None:
    """Write the workbook ``target``. Raises CP315 for more rows, or longer texts, than Excel has room for."""
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, OPTIONS)
    told = about(package.descriptor)
    # A time of its own for the file, so that the same package gives the same bytes.
    book.set_properties({"title": told.get("title", ""), "comments": told["citation"], "created": _NO_TIME})
    styles = _Styles(book)
    words = [[row.get(name) for name in DICTIONARY] for row in dictionary_rows(package)]
    _sheet(book, styles, DICTIONARY_SHEET, DICTIONARY, words)
    for table, rows in package.tables.items():
        names = table_schema.columns(table)
        _sheet(book, styles, table, names, [[row[name] for name in names] for row in rows])
    book.close()
    target.write_bytes(stream.getvalue())


class _Styles:
    """The formats of cells, each made once."""

    def __init__(self, book: "xlsxwriter.Workbook") -> None:
        self.header = book.add_format({"bold": True})
        self.date = book.add_format({"num_format": "yyyy-mm-dd"})
        self.text = book.add_format({"quote_prefix": True})
        self.number = cache(lambda places: book.add_format({"num_format": "0" + "." * bool(places) + "0" * places}))


def _sheet(
    book: "xlsxwriter.Workbook", styles: _Styles, name: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    if len(rows) >= ROWS:
        raise ClaimpackError("CP315", f"{name}: more rows than Excel holds", value=str(len(rows)), remedy="Use SQLite.")
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
    for place, column in enumerate(columns):
        longest = max((len(str(row[place])) for row in rows if row[place] is not None), default=0)
        sheet.set_column(place, place, min(max(longest, len(column) + 3, _WIDTHS[0]), _WIDTHS[1]))
        sheet.write_string(0, place, column, styles.header)
        for number, row in enumerate(rows, start=1):
            if row[place] is not None:
                _write_cell(sheet, styles, number, place, row[place], {"table": name, "column": column})


def _write_cell(
    sheet: "Worksheet", styles: _Styles, row: int, place: int, value: Any, where: Mapping[str, str]
) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(row, place, value)
    elif isinstance(value, int | Decimal) and len(Decimal(value).as_tuple().digits) <= DIGITS:
        sheet.write_number(row, place, float(value), styles.number(max(0, -Decimal(value).as_tuple().exponent)))
    elif isinstance(value, date) and value.year >= 1900:
        sheet.write_datetime(row, place, value, styles.date)
    else:
        text = table_schema.cell_text(value)
        if len(text.encode("utf-16-le")) > 2 * CHARACTERS:  # Excel counts as UTF-16 does
            message = f"{where['table']}: a text longer than a cell of Excel"
            raise ClaimpackError("CP315", message, column=where["column"], value=text[:40] + "…", remedy="Use SQLite.")
        sheet.write_string(row, place, text, styles.text if text.startswith(FORMULA_SIGNS) else None)

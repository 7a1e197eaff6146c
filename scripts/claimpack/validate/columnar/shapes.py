"""What a row that is surely right looks like: one regular expression a table, for an engine that knows RE2.

It errs on one side only: a row that fits has cells of the right types, values and patterns, with nothing in them that
``text`` would speak of. A row that does not fit may be right all the same; the checks of the small path decide.
"""

import re
from collections.abc import Mapping
from typing import Any

from claimpack import table_schema
from claimpack.validate.codes import table as words

# Between the cells of a row, before the first and behind the last: a control character that no right cell has.
MARK = "\x1f"
# Letters and signs that stay as they are in the form NFC, are seen, and are no part of what an error of reading leaves.
# Latin (but Ã and â), Cyrillic, dashes, quotation marks and other punctuation, the euro sign.
_LETTERS = r"¡-¬®-ÂÄ-áã-˿Ѐ-҂Ҋ-ԯ‐-‧‰-⁞€"
BLANKS = r" \x{a0}\x{2002}-\x{200a}\x{202f}"
INSIDE = rf"!-~{_LETTERS}"
# What a cell may begin with: no blank, and nothing that a spreadsheet program would work out.
_FIRST = rf"!-*,./-<>?A-~{_LETTERS}"
_TEXT = rf"[{_FIRST}](?:[{INSIDE}{BLANKS}]*[{INSIDE}])?"
_QUOTED = rf"[{_FIRST}](?:[{INSIDE}{BLANKS}\n]*[{INSIDE}])?"
# As in ``table_schema.parse_cell``, but that some right cells do not fit: numbers of many digits, the 29th of February.
_TYPES = {
    "integer": r"(?:0|-?[1-9][0-9]{0,17})",
    "number": r"(?:0|-?(?:[1-9][0-9]{0,14}(?:\.[0-9]{0,14}[1-9])?|0\.[0-9]{0,14}[1-9]))",
    "boolean": r"(?:true|false)",
    "date": (
        r"[1-9][0-9]{3}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)"
        r"|(?:0[13578]|1[02])-31)"
    ),
}
# Days and times of EDTF that there are in every year.
EDTF = r"[1-9][0-9]{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])(?:T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9])?"
# Classes of our patterns that Python understands in the whole of Unicode, and what is sure of them.
_NARROWED = {r"[^\s:]": rf"[!-9;-~{_LETTERS}]", "[^ ]": rf"[{INSIDE}]"}
_CLASS = re.compile(r"\[(?!\^)(?:[^\]\\]|\\[^a-zA-Z])+\]|\\[^a-zA-Z]")


def row_pattern(table: str) -> str:
    """The pattern of a whole row: every cell as its column wants it, with ``MARK`` around."""
    return MARK + MARK.join(_cell(field) for field in table_schema.fields(table)) + MARK


def nothing_pattern() -> str:
    """The pattern of a row with a cell that is a word for nothing, in whatever column."""
    return f"{MARK}(?:{'|'.join(map(re.escape, words('nothing')))}){MARK}"


def may_hold_commas(field: Mapping[str, Any]) -> bool:
    """Whether a cell that is surely right could hold what it is quoted for."""
    closed = "enum" in field["constraints"] or ("pattern" in field["constraints"] and not _is_looked_up(field))
    return field["type"] == "string" and not closed


def looked_up(table: str) -> list[dict[str, Any]]:
    """The fields whose cells the pattern of a row does not judge: each different cell is to be looked at."""
    return [field for field in table_schema.fields(table) if _is_looked_up(field)]


def _is_looked_up(field: Mapping[str, Any]) -> bool:
    return "notation" in field or ("pattern" in field["constraints"] and portable(field) is None)


def portable(field: Mapping[str, Any]) -> str | None:
    """The pattern of a field in RE2, where it means there the same as in Python, or less; None where it might not."""
    pattern = field["constraints"]["pattern"]
    for python, sure in _NARROWED.items():
        pattern = pattern.replace(python, sure)
    rest = _CLASS.sub("", pattern)
    return None if re.search(r"[\\.\[\]^$]|\(\?[^:]", rest) else pattern


def _cell(field: Mapping[str, Any]) -> str:
    constraints, kind = field["constraints"], field["type"]
    if "enum" in constraints:
        shape = "|".join(map(re.escape, constraints["enum"]))
    elif kind != "string":
        shape = _TYPES[kind]
    elif "pattern" in constraints and not _is_looked_up(field):
        shape = portable(field)
    else:
        shape = _QUOTED if is_quoted(field) else _TEXT
    return f"(?:{shape}){'' if constraints['required'] else '?'}"


def is_quoted(field: Mapping[str, Any]) -> bool:
    """Whether a field repeats what stands in the article."""
    origin = table_schema.field_of(*field["repeats"].split(".")) if "repeats" in field else field
    return "evidence" in origin

"""The allowed value that somebody may have meant, for cells that hold another one."""

import difflib
from bisect import bisect
from collections.abc import Iterable, Mapping
from dataclasses import replace

from claimpack import table_schema
from claimpack.validate.cells import CheckedTable
from claimpack.validate.findings import Finding

# Each comparison takes some ten microseconds: a table of a million wrong ids is not asked for one by one.
MAX_COMPARED = 400
MAX_CELLS = 500
_MAX_LENGTH = 100


class Nearest:
    """Finds the nearest of some texts. Of very many, only those are compared that begin or end like the one given."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts = sorted(set(texts))
        self.turned = [] if len(self.texts) <= MAX_COMPARED else sorted(text[::-1] for text in self.texts)
        self.asked: dict[str, str | None] = {}

    def to(self, text: str) -> str | None:
        """The text that is most like ``text``; None where none is, or more has been asked than is worth the time."""
        if text not in self.asked:
            if len(text) > _MAX_LENGTH or len(self.asked) >= MAX_CELLS:
                return None
            folded = {each.casefold(): each for each in reversed(self._candidates(text))}
            near = difflib.get_close_matches(text.strip().casefold(), folded, 1)
            self.asked[text] = folded[near[0]] if near else None
        return self.asked[text]

    def _candidates(self, text: str) -> list[str]:
        if not self.turned:
            return self.texts
        return sorted({*_around(self.texts, text), *(each[::-1] for each in _around(self.turned, text[::-1]))})


def _around(texts: list[str], text: str) -> list[str]:
    place, half = bisect(texts, text), MAX_COMPARED // 4
    return texts[max(0, place - half) : place + half]


def with_nearest(findings: Iterable[Finding], tables: Mapping[str, CheckedTable]) -> list[Finding]:
    """``findings``, with the nearest name or value as remedy of those that have one.

    These are columns that are not known, values outside of an enum, and foreign keys.
    """
    names = {table.file: name for name, table in tables.items()}
    known: dict[tuple[str, str], Nearest] = {}
    findings, told = list(findings), []
    missing = [(finding.file, finding.column) for finding in findings if finding.code == "CP502"]
    for finding in findings:
        name, column = names.get(finding.file), finding.column
        if finding.code == "CP503" and column:
            near = Nearest(name for file, name in missing if file == finding.file and name).to(column)
            finding = replace(finding, remedy=f"Did you mean `{near}`?") if near else finding
        if name and column and finding.found and finding.check in ("enum", "foreign_key"):
            if (name, column) not in known:
                known[name, column] = Nearest(_allowed(name, column, finding.check, tables))
            near = known[name, column].to(finding.found)
            if near is not None:
                question = f"Did you mean `{near}`?"
                finding = replace(finding, remedy=f"{question} {finding.remedy}" if finding.remedy else question)
        told.append(finding)
    return told


def _allowed(name: str, column: str, check: str, tables: Mapping[str, CheckedTable]) -> Iterable[str]:
    if check == "enum":
        return table_schema.field_of(name, column)["constraints"]["enum"]
    key = next(key for key in table_schema.foreign_keys(name) if ",".join(key.columns) == column)
    if len(key.keys) > 1:
        return []
    return [table_schema.cell_text(row[key.keys[0]]) for row in tables[key.table].rows]

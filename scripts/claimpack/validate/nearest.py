"""The allowed value that somebody may have meant, for cells that hold another one."""

import difflib
from bisect import bisect
from collections.abc import Callable, Iterable, Mapping
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


class Suggestions:
    """Names and values that findings may suggest: those of enums, and the keys of ``tables``, asked for when wanted."""

    def __init__(self, files: Mapping[str, str], keys: Callable[[str, str], Iterable[str]]) -> None:
        """``files`` has the tables by the names of their files; ``keys`` gives the texts of a column of a table."""
        self._files = files
        self._keys = keys
        self._known: dict[tuple[str, str], Nearest] = {}

    def added(self, findings: Iterable[Finding]) -> list[Finding]:
        """``findings``, with the nearest name or value as remedy of those that have one.

        These are columns that are not known, values outside of an enum, and foreign keys.
        """
        findings, told = list(findings), []
        missing = [(finding.file, finding.column) for finding in findings if finding.code == "CP502"]
        for finding in findings:
            name, column = self._files.get(finding.file), finding.column
            if finding.code == "CP503" and column:
                near = Nearest(name for file, name in missing if file == finding.file and name).to(column)
                finding = replace(finding, remedy=f"Did you mean `{near}`?") if near else finding
            if name and column and finding.found and finding.check in ("enum", "foreign_key"):
                if (name, column) not in self._known:
                    self._known[name, column] = Nearest(self._allowed(name, column, finding.check))
                near = self._known[name, column].to(finding.found)
                if near is not None:
                    question = f"Did you mean `{near}`?"
                    finding = replace(finding, remedy=f"{question} {finding.remedy}" if finding.remedy else question)
            told.append(finding)
        return told

    def _allowed(self, name: str, column: str, check: str) -> Iterable[str]:
        if check == "enum":
            return table_schema.field_of(name, column)["constraints"]["enum"]
        key = next(key for key in table_schema.foreign_keys(name) if ",".join(key.columns) == column)
        return self._keys(key.table, key.keys[0]) if len(key.keys) == 1 else []


def with_nearest(findings: Iterable[Finding], tables: Mapping[str, CheckedTable]) -> list[Finding]:
    """``findings`` about ``tables`` with suggestions."""

    def keys(name: str, column: str) -> Iterable[str]:
        return (table_schema.cell_text(row[column]) for row in tables[name].rows)

    return Suggestions({table.file: name for name, table in tables.items()}, keys).added(findings)

"""What a validation looked at, level by level, and what it could not look at: a report without it would say less."""

import re
from collections.abc import Iterable, Mapping

from claimpack import table_schema
from claimpack.validate.cells import CheckedTable
from claimpack.validate.findings import Checked, Finding
from claimpack.validate.opening import Opened

# The levels in the order of checking, each with the codes of its findings.
LEVELS = {
    "file": re.compile(r"CP42[2-46-9]|CP44[56]|CP50."),
    "cells": re.compile(r"CP51.|CP52.|CP53."),
    "rows": re.compile(r"CP70."),
    "tables": re.compile(r"CP6.."),
    "evidence": re.compile(r"CP80.|CP472"),
    "meaning": re.compile(r"CP75.|CP76."),
    "package": re.compile(r"CP41.|CP42[015]|CP44.|CP45.|CP9.."),
}


def level_of(code: str) -> str:
    """The level that a code belongs to; those of contributions are of none of these, and count as "rows"."""
    return next((level for level, codes in LEVELS.items() if codes.fullmatch(code)), "rows")


def coverage(
    opened: Opened, tables: Mapping[str, CheckedTable], articles: Mapping[str, str], findings: Iterable[Finding]
) -> list[Checked]:
    """What was checked on each level. That an article is not at hand is no fault, and no finding."""
    files = len(opened.tables) if opened.foreign is None else len(opened.files)
    rows = sum(len(table.rows) for table in tables.values())
    whole = len(tables) == len(table_schema.tables())
    unread = f" of {files} tables; the others cannot be read" if len(tables) < files else _plural(len(tables), " table")
    if not tables:
        read, spread = "not checked: no table can be read", "not checked"
        if opened.foreign is not None:
            read = "not checked: the tables are not claimpack's"
    else:
        read = f"{rows} rows of {len(tables)}{unread}"
        spread = "keys between all tables" if whole else "keys and rules between the tables at hand"
    evidence = _evidence(tables, articles)
    package = (
        "not checked: this is a single table" if opened.descriptor is None else "descriptor, bytes, hash, standard"
    )
    said = {
        "file": (files > 0, f"{files}{_plural(files, ' file')}"),
        "cells": (bool(tables), read),
        "rows": (bool(tables), read),
        "tables": (bool(tables), spread),
        "evidence": (not evidence.startswith("not"), evidence),
        "meaning": (bool(tables), spread if not whole else "all rules") if tables else (False, "not checked"),
        "package": (opened.descriptor is not None, package),
    }
    counted = [(level_of(finding.code), finding.level) for finding in findings]
    return [
        Checked(level, done, what, counted.count((level, "error")), counted.count((level, "warning")))
        for level, (done, what) in said.items()
    ]


def _evidence(tables: Mapping[str, CheckedTable], articles: Mapping[str, str]) -> str:
    """How many of the articles that the rows speak of are at hand."""
    wanted = {
        row["source_id"]
        for name, table in tables.items()
        if "source_id" in table_schema.columns(name)
        for row in table.rows
        if row["source_id"]
    }
    at_hand = len(wanted & articles.keys())
    if not wanted:
        return "not checked: no row names an article"
    if not at_hand:
        return (
            f"not at hand: the {len(wanted)}{_plural(len(wanted), ' article')}; quotations and offsets are not compared"
        )
    missing = f", {len(wanted) - at_hand} not at hand" if at_hand < len(wanted) else ""
    return f"{at_hand}{_plural(at_hand, ' article')} at hand{missing}"


def _plural(number: int, what: str) -> str:
    return what if number == 1 else f"{what}s"

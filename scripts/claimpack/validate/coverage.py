"""What a validation looked at, level by level, and what it could not look at: a report without it would say less."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from claimpack import table_schema
from claimpack.errors import number_of
from claimpack.validate.cells import CheckedTable
from claimpack.validate.findings import Checked, Finding
from claimpack.validate.opening import Opened

# Rows of a large table that Frictionless sees in any case.
FIRST = 100
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


@dataclass(frozen=True, slots=True)
class Looked:
    """What was looked at: tables, rows, articles that the rows name, and how many of these are at hand."""

    tables: int
    rows: int
    wanted: int
    at_hand: int


def looked_at(tables: Mapping[str, CheckedTable], articles: Mapping[str, str]) -> Looked:
    """What there is in ``tables``."""
    wanted = {
        row["source_id"]
        for name, table in tables.items()
        if "source_id" in table_schema.columns(name)
        for row in table.rows
        if row["source_id"]
    }
    rows = sum(len(table.rows) for table in tables.values())
    return Looked(len(tables), rows, len(wanted), len(wanted & articles.keys()))


def counted(findings: Iterable[Finding]) -> Counter[tuple[str, str]]:
    """How many findings there are of each level of checks and level of weight."""
    return Counter((level_of(finding.code), finding.level) for finding in findings)


def coverage(opened: Opened, looked: Looked, number: Mapping[tuple[str, str], int]) -> list[Checked]:
    """What was checked on each level. That an article is not at hand is no fault, and no finding.

    ``number`` is as ``counted`` gives it.
    """
    files = len(opened.tables) + len(opened.large) if opened.foreign is None else len(opened.files)
    parts = files - len(opened.large) + sum(len(table.parts) for table in opened.large.values())
    tables = looked.tables
    whole = tables == len(table_schema.tables())
    there = f"{tables} of {files} tables; the others cannot be read" if tables < files else number_of(tables, "table")
    if not tables:
        read, spread = "not checked: no table can be read", "not checked"
        if opened.foreign is not None:
            read = "not checked: the tables are not claimpack's"
    else:
        read = f"{looked.rows} rows of {there}"
        spread = "keys between all tables" if whole else "keys and rules between the tables at hand"
    evidence = _evidence(looked)
    package = "descriptor, bytes, hash, standard"
    if opened.descriptor is None:
        package = "not checked: this is a single table"
    elif opened.large:
        package += f" (by the first {FIRST} rows of each table, and those in doubt)"
    said = {
        "file": (files > 0, number_of(parts, "file")),
        "cells": (bool(tables), read),
        "rows": (bool(tables), read),
        "tables": (bool(tables), spread),
        "evidence": (not evidence.startswith("not"), evidence),
        "meaning": (bool(tables), spread if not whole else "all rules") if tables else (False, "not checked"),
        "package": (opened.descriptor is not None, package),
    }
    return [
        Checked(level, done, what, number.get((level, "error"), 0), number.get((level, "warning"), 0))
        for level, (done, what) in said.items()
    ]


def _evidence(looked: Looked) -> str:
    """How many of the articles that the rows speak of are at hand."""
    if not looked.wanted:
        return "not checked: no row names an article"
    if not looked.at_hand:
        return f"not at hand: the {number_of(looked.wanted, 'article')}; quotations and offsets are not compared"
    missing = f", {looked.wanted - looked.at_hand} not at hand" if looked.at_hand < looked.wanted else ""
    return f"{number_of(looked.at_hand, 'article')} at hand{missing}"

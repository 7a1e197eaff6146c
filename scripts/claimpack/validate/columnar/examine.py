"""Looks at the large tables of a package, level by level, and reports on them."""

import os
from collections.abc import Iterable, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from importlib import import_module
from typing import TYPE_CHECKING

from claimpack import csvfile, table_schema
from claimpack.errors import ClaimpackError
from claimpack.limits import Limits
from claimpack.validate.columnar import derived, engine, keys, lookups, meaning, reading
from claimpack.validate.columnar.collected import Collected
from claimpack.validate.columnar.looking import Looking
from claimpack.validate.columnar.scan import Doubt, LargeTable
from claimpack.validate.coverage import Looked, coverage
from claimpack.validate.findings import Finding, Report
from claimpack.validate.form import not_as_written
from claimpack.validate.opening import Opened
from claimpack.validate.standard import judged, unsaid

if TYPE_CHECKING:
    import duckdb


def examine(subject: str, opened: Opened, articles: Mapping[str, str], limits: Limits) -> Report:
    """The report on the large tables of a package; Doubt where they have to be read record by record.

    Raises ClaimpackError CP456 where memory or disk do not suffice, CP457 where a file changes meanwhile.
    """
    import duckdb

    collected = Collected(limits.findings, opened.large.values())
    collected.add(opened.findings)
    try:
        # Frictionless is Python, and needs a second; the engine leaves a processor over now and then.
        with ThreadPoolExecutor(1) as aside, engine.opened(opened.large, limits.row) as connection:
            aside.submit(import_module, "frictionless")
            looked, judging = _look(connection, opened, articles, collected, aside)
            found = judging.result()
    except (duckdb.Error, OSError, Doubt) as error:
        _check_unchanged(opened.large.values())
        if not isinstance(error, (duckdb.OutOfMemoryException, duckdb.IOException)):
            raise
        remedy = "Make room in the folder for temporary files (TMPDIR), or use a machine with more memory."
        raise ClaimpackError(
            "CP456", "memory or disk do not suffice", subject, value=str(error), remedy=remedy
        ) from error
    _check_unchanged(opened.large.values())
    collected.add(unsaid(map(collected.placed, found), collected.said))
    checked = coverage(opened, looked, collected.number)
    return Report(subject, collected.findings(), opened.folder, collected.tables(), checked)


def _check_unchanged(tables: Iterable[LargeTable]) -> None:
    """CP457 where a file is not what it was when it was opened."""
    for table in tables:
        for part in table.parts:
            try:
                changed = os.stat(part.path).st_mtime_ns != part.changed
            except OSError:
                changed = True
            if changed:
                remedy = "Wait until whatever writes it has ended."
                raise ClaimpackError("CP457", "the file was changed while it was read", part.path, remedy=remedy)


def _look(
    connection: "duckdb.DuckDBPyConnection",
    opened: Opened,
    articles: Mapping[str, str],
    collected: Collected,
    aside: Executor,
) -> tuple[Looked, Future[list[Finding]]]:
    """How much was looked at, and what Frictionless will have found in the rows that it sees."""
    large = opened.large
    at_hand = [name for name in table_schema.tables() if name in large]
    whole = at_hand == table_schema.tables()
    kept, more = {name: _kept(name, at_hand) for name in at_hand}, {name: _more(name, whole) for name in at_hand}
    reading.load(connection, large, kept, more)
    keys.find(connection, at_hand)
    lookups.find(connection, at_hand)
    looking = Looking(connection, large, articles, collected)
    other = {file for name in at_hand for file in looking.rows(name)}
    judging = aside.submit(judged, collected.sample(opened))
    looking.meaning()
    collected.add(not_as_written(file) for file in sorted(other - collected.faulty))
    if whole and not collected.errors:
        looking.derived()
    return engine.looked_at(connection, at_hand, articles), judging


def _kept(table: str, at_hand: list[str]) -> list[str]:
    """The columns that questions across rows are about."""
    names = keys.needed(table, at_hand) | meaning.COLUMNS.get(table, set()) | derived.COLUMNS.get(table, set())
    names |= {*csvfile.sort_key(table), table_schema.columns(table)[0]} | lookups.columns(table)
    return [name for name in table_schema.columns(table) if name in names]


def _more(table: str, whole: bool) -> dict[str, str]:
    return meaning.MORE.get(table, {}) | (derived.MORE.get(table, {}) if whole else {})

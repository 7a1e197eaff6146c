"""A difference as JSON, for programs: always all of it."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from claimpack.diff.difference import Difference
from claimpack.diff.rows import TableDifference
from claimpack.validate.formats.json_form import dumped


def written(difference: Difference, whole: bool = True) -> str:
    """The difference as a JSON object."""
    return dumped(
        {
            "old": difference.old,
            "new": difference.new,
            "proposal": difference.proposal,
            "version": difference.version,
            "next_version": difference.next_version,
            "reasons": [asdict(reason) for reason in difference.reasons],
            "metadata": [asdict(change) for change in difference.metadata],
            "schema": [asdict(change) for change in difference.schema],
            "tables": {name: dict(_table(table)) for name, table in difference.tables.items()},
            "others": list(difference.others),
        }
    )


def _table(table: TableDifference) -> Iterator[tuple[str, Any]]:
    yield "key", table.key
    for name in ("added", "removed"):
        rows: Mapping[tuple[str, ...], Mapping[str, str]] = getattr(table, name)
        yield name, [{"key": key, "cells": cells} for key, cells in rows.items()]
    changed = (
        {"key": key, "cells": {column: {"old": old, "new": new} for column, (old, new) in cells.items()}}
        for key, cells in table.changed.items()
    )
    yield "changed", list(changed)
    yield "renamed", [{"old": old, "new": new} for old, new in table.renamed.items()]
    yield "filled", table.filled

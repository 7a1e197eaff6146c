"""CHANGELOG.md of a release: what changed in the dataset since the last one, table by table."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from claimpack.diff import Difference
from claimpack.diff.formats.text_form import numbers
from claimpack.errors import number_of
from claimpack.retired import Retired

_SHOWN = 20


def changelog(
    version: str,
    day: date,
    tables: Mapping[str, Sequence[Mapping[str, Any]]],
    difference: Difference | None,
    retired: Sequence[Retired],
) -> bytes:
    """The section of this version: with no release before it, how many rows there are; else what is another.

    ``retired`` are the ids that are gone with this version. No cell of the tables is shown, ids alone.
    """
    lines = [f"## {version} - {day.isoformat()}", ""]
    if difference is None:
        lines += ["The first release.", ""]
        lines += [f"- {table}: {number_of(len(rows), 'row')}" for table, rows in tables.items()]
    else:
        lines += _changes(difference)
    if retired:
        lines += ["", "### Retired ids", "", "Never used again; `retired.csv` has those of all releases.", ""]
        lines += [f"- {one.table} `{one.id}`{_successor(one)}: {one.reason}" for one in retired[:_SHOWN]]
        if len(retired) > _SHOWN:
            lines.append(f"- and {len(retired) - _SHOWN} more")
    return ("\n".join(lines) + "\n").encode("utf-8")


def _changes(difference: Difference) -> Iterator[str]:
    told = f"Compared with {difference.version or difference.old}: {difference.proposal} by the Data Package recipe."
    yield told if difference else f"The data are those of {difference.version or difference.old}."
    for title, changes in (("Metadata", difference.metadata), ("Schema", difference.schema)):
        told = dict.fromkeys(f"- {change.place}: {change.reason}" for change in changes if change.level != "none")
        if told:
            yield from ("", f"### {title}", "", *told)
    for name, table in difference.tables.items():
        if table:
            yield from ("", f"### {name}", "", f"- {numbers(table)}")
            if table.added:
                yield f"- added: {_named(list(table.added))}"
            if table.changed:
                yield f"- changed: {_named(list(table.changed))}"


def _named(keys: Sequence[tuple[str, ...]]) -> str:
    shown = ", ".join(f"`{' + '.join(key)}`" for key in keys[:_SHOWN])
    return shown + (f" and {len(keys) - _SHOWN} more" if len(keys) > _SHOWN else "")


def _successor(one: Retired) -> str:
    return f" (now `{one.successor}`)" if one.successor else ""

"""A valid package of any number of rows: the sample, its articles copied under other ids as often as wanted."""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sample
from claimpack import csvfile, package, table_schema

# The number of a copy, in an id or in what must be there once only.
_NUMBER = "{:07d}"
_ONCE = {"sha256", "url", "name"}


def write(folder: Path, rows: int) -> int:
    """Writes a package of about ``rows`` rows in all its tables together; how many it has.

    Every copy has articles, claims, quantities and found actors of its own; the listed actors are those of all.
    """
    made = sample.published()
    listed = sum(row["status"] == "listed" for row in made["actors"])
    copies = max(1, (rows - listed) // (sum(map(len, made.values())) - listed))
    described = package.descriptor(
        {name: [] for name in made}, {f"{name}.csv": b"" for name in made}, sample.METADATA, package.FULL
    )
    total = 0
    for resource in described["resources"]:
        name, digest, size = resource["name"], hashlib.sha256(), 0
        with open(folder / f"{name}.csv", "wb") as stream:
            for part in _parts(name, made[name], copies):
                digest.update(part)
                size += stream.write(part)
        listed_here = sum(row.get("status") == "listed" for row in made[name]) if name == "actors" else 0
        total += listed_here + copies * (len(made[name]) - listed_here)
        resource |= {"bytes": size, "hash": f"sha256:{digest.hexdigest()}"}
    (folder / package.DESCRIPTOR).write_text(json.dumps(described), encoding="utf-8")
    return total


def _parts(name: str, rows: list[dict[str, Any]], copies: int) -> Iterator[bytes]:
    """The file of a table: the rows of each article for all copies, in the order of the file."""
    yield (",".join(table_schema.columns(name)) + "\n").encode()
    for source_id in sorted(sample.ARTICLES):
        own = [row for row in rows if _article(name, row) == source_id]
        template = _lines(name, [_numbered(name, row) for row in own])
        for first in range(0, copies, 1000):
            last = min(copies, first + 1000)
            yield "".join(template.format(*[number] * template.count("{")) for number in range(first, last)).encode()
    yield _lines(name, [row for row in rows if _article(name, row) is None]).encode()


def _article(name: str, row: dict[str, Any]) -> str | None:
    if name == "actors":
        return row["actor_id"].rpartition(":")[0] or None
    return row["source_id"]


def _numbered(name: str, row: dict[str, Any]) -> dict[str, Any]:
    """The row with a place for the number of its copy in all that names its article, or is there once only."""
    made = dict(row)
    for field in table_schema.fields(name):
        column, value = field["name"], row[field["name"]]
        if not isinstance(value, str) or "evidence" in field:
            continue
        for source_id in sample.ARTICLES:
            if value == source_id or value.startswith(f"{source_id}:") or f":{source_id}:" in value:
                made[column] = re.sub(rf"(?<![\w-]){source_id}(?![\w-])", f"{source_id}-{_NUMBER}", value)
        if column in _ONCE and name == "sources":
            made[column] = f"{value[:-7]}{_NUMBER}"
        if name == "actors" and column == "name":
            made[column] = f"{value} {_NUMBER}"
        if name == "quantities_wide" and column in ("claimant", "whose"):
            actor = row["claimant_id" if column == "claimant" else "item_actor_id"]
            if ":" in actor:
                made[column] = f"{value} {_NUMBER}"
    return made


def _lines(name: str, rows: list[dict[str, Any]]) -> str:
    return csvfile.write_csv(name, rows).decode("utf-8").partition("\n")[2]

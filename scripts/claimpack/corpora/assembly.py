"""Finished partitions -> a package of partitioned tables: what only the whole corpus tells is added here.

The files of the partitions are linked into their place, not copied, where the file system can. Added are the listed
actors, each once, the articles with what they are copies of, and the errors.
"""

import json
import os
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from claimpack import csvfile, dictionary, package, table_schema
from claimpack.corpora import tables
from claimpack.corpora.partition import ACTORS, SOURCES, STATE, Job
from claimpack.duplicates import find_links, linked

ERRORS = "errors"
LISTED = "listed"
MEDIATYPES = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}


@dataclass(slots=True)
class Counts:
    """What there is to tell of a run: records read, articles left out by language, errors by code, copies, rows."""

    records: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    duplicates: int = 0
    similar: int = 0
    rows: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        lines = [f"{self.records} records read, {self.rows[SOURCES]} articles extracted"]
        for what, found in (("in other languages, left out", self.languages), ("not readable", self.errors)):
            if found:
                lines.append(f"{found.total()} {what}: {', '.join(f'{key} {n}' for key, n in sorted(found.items()))}")
        if self.similar:
            lines.append(f"{self.similar} articles are copies of others, {self.duplicates} of them word for word")
        lines.append(", ".join(f"{n} {table.replace('_', ' ')}" for table, n in self.rows.items()))
        return "\n".join(lines)


def assemble(job: Job, names: Sequence[str], folder: Path, metadata: dict[str, Any]) -> Counts:
    """Fill ``folder`` with the package of the partitions with these names; what it holds."""
    counts = Counts(rows=Counter(dict.fromkeys(table_schema.tables(), 0)))
    links = find_links(_compared(job, names), job.folder)
    counts.similar = len(links)
    counts.duplicates = sum(link.duplicate_of is not None for link in links.values())
    for table in table_schema.tables():
        (folder / table).mkdir()
    shared: dict[str, dict[str, Any]] = {}
    for number, name in enumerate(names, start=1):
        part = f"part-{number:06d}.{job.format}"
        state = _state(job, name)
        for table in (table for table in table_schema.tables() if table != SOURCES):
            _link(job.folder / name / f"{table}.{job.format}", folder / table / part)
        tables.write(SOURCES, linked(state[SOURCES], links), folder / SOURCES / part)
        shared |= {row["actor_id"]: row for row in state[ACTORS]}
        errors = [{"record": counts.records + 1 + error.pop("position"), **error} for error in state["errors"]]
        _append(errors, folder / f"{ERRORS}.csv")
        counts.errors.update(error["code"] for error in errors)
        counts.records += state["records"]
        counts.rows.update(state["rows"])
        counts.rows[SOURCES] += len(state[SOURCES])
        counts.languages.update(state["languages"])
    tables.write(ACTORS, shared.values(), folder / ACTORS / f"{LISTED}.{job.format}")
    counts.rows[ACTORS] += len(shared)
    described = _descriptor(job, folder, metadata)
    (folder / package.DESCRIPTOR).write_text(json.dumps(described, ensure_ascii=False, indent=2) + "\n", "utf-8")
    (folder / "README.md").write_text(dictionary.readme(described, counts.rows), "utf-8")
    return counts


def _state(job: Job, name: str) -> dict[str, Any]:
    return json.loads((job.folder / name / STATE).read_bytes())


def _compared(job: Job, names: Sequence[str]) -> Iterator[tuple[str, str, bytes]]:
    """Id, digest and signature of all articles, in the order in which they were read."""
    for name in names:
        state = _state(job, name)
        digests = {row["source_id"]: row["sha256"] for row in state[SOURCES]}
        for source_id in state["order"]:
            yield source_id, digests[source_id], bytes.fromhex(state["signatures"][source_id])


def _append(errors: Sequence[dict[str, Any]], file: Path) -> None:
    """Add rows to the file of the errors, which is there only where there are any."""
    if errors:
        made = csvfile.write_csv(ERRORS, errors)
        with file.open("ab") as stream:
            stream.write(made.partition(b"\n")[2] if stream.tell() else made)


def _link(file: Path, target: Path) -> None:
    try:
        os.link(file, target)
    except OSError:  # a file system without hard links
        shutil.copyfile(file, target)


def _descriptor(job: Job, folder: Path, metadata: dict[str, Any]) -> dict[str, Any]:
    """As of a package of whole tables, but each table has a list of files, and the articles are in their table only."""
    described = package.descriptor({SOURCES: []}, {f"{SOURCES}.csv": b""}, metadata)
    described["resources"] = [_resource(job, table, folder) for table in table_schema.tables()]
    return described


def _resource(job: Job, table: str, folder: Path) -> dict[str, Any]:
    files = sorted((folder / table).iterdir())
    resource = package.resource(table, b"")
    del resource["hash"]
    if job.format != "csv":
        del resource["encoding"]
    return resource | {
        "path": [f"{table}/{file.name}" for file in files],
        "format": job.format,
        "mediatype": MEDIATYPES[job.format],
        "bytes": sum(file.stat().st_size for file in files),
    }

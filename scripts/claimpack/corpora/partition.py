"""What workers run: a batch of records -> the files of a partition, in a folder that appears once it is whole.

An article that cannot be read, fails or takes too long becomes a row of the table errors. What fails in the writing
(a full disk) does not: it ends the run.
"""

import json
import pickle
import secrets
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimpack import __version__, package
from claimpack.article import OtherLanguage
from claimpack.build import merge
from claimpack.corpora import tables
from claimpack.corpora.articles import read_record
from claimpack.corpora.records import Record
from claimpack.corpora.timelimit import TooLong, limited
from claimpack.duplicates import signature
from claimpack.errors import ClaimpackError
from claimpack.extract import extract_article

STATE = "partition.json"
# Tables of which a partition keeps all or some rows for later, since they say something of the whole corpus.
SOURCES, ACTORS = "sources", "actors"


@dataclass(frozen=True, slots=True)
class Job:
    """What is the same for all partitions: the folder of what is finished, their format (csv, parquet), the limits.

    ``max_size`` is in bytes of an article, ``time_limit`` in seconds for one. ``version`` is that of the program which
    began the run.
    """

    folder: Path
    format: str
    max_size: int
    time_limit: float
    version: str = __version__


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a record: rows by table and the signature of its text, or another language, or an error."""

    source_id: str
    file: str
    line: int | None
    tables: dict[str, list[dict[str, Any]]] | None = None
    signature: bytes = b""
    language: str | None = None
    error: tuple[str, str] | None = None


def extract_partition(job: Job, name: str) -> None:
    """Extract the batch that waits under this name into a partition; nothing is done where that has been done.

    Raises ClaimpackError CP352 where this worker has another version, OSError where nothing can be written.
    """
    if job.version != __version__:
        message = f"a worker has claimpack {__version__}, this run {job.version}"
        raise ClaimpackError("CP352", message, remedy="Install the same version everywhere.")
    if not (job.folder / name).exists():
        records = pickle.loads(staged(job, name).read_bytes())
        write_partition(job, name, [extract_record(job, record) for record in records])


def staged(job: Job, name: str) -> Path:
    """The file that a batch waits in: neither the scheduler of a cluster nor its messages need hold articles."""
    return job.folder / f"{name}.batch"


def extract_record(job: Job, record: Record) -> Outcome:
    """Extract the article of a record. Whatever goes wrong with it is part of the outcome."""
    outcome = (record.source_id, record.file, record.line)
    try:
        with limited(job.time_limit):
            article = read_record(record, job.max_size)
            made = extract_article(article)
            for table, rows in made.items():
                tables.check_numbers(table, rows)
            return Outcome(*outcome, made, signature(article.text))
    except OtherLanguage as error:
        return Outcome(*outcome, language=error.language)
    except ClaimpackError as error:
        return Outcome(*outcome, error=(error.code, error.problem.message))
    except TooLong:
        return Outcome(*outcome, error=("CP353", f"the article took longer than {job.time_limit:g} seconds"))
    except Exception as error:  # one article of millions ends no run; what failed stands in the table
        told = " ".join(f"{type(error).__name__}: {error}".split())
        return Outcome(*outcome, error=("CP354", f"the article could not be extracted: {told[:300]}"))


def write_partition(job: Job, name: str, outcomes: Sequence[Outcome]) -> None:
    """Write the files of a partition aside and move them into place; another that was quicker stays."""
    target = job.folder / name
    new = job.folder / f"{name}.new-{secrets.token_hex(4)}"
    new.mkdir()
    try:
        state = _write_tables(job, new, outcomes)
        (new / STATE).write_text(json.dumps(state, ensure_ascii=False), encoding="utf-8")
        try:
            new.rename(target)
        except OSError:
            if not target.exists():
                raise
    finally:
        if new.exists():
            shutil.rmtree(new)


def _write_tables(job: Job, folder: Path, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Write the tables that are whole; what is kept for later, with what there is to count."""
    read = [outcome for outcome in outcomes if outcome.tables is not None]
    made = package.published_tables(merge(outcome.tables for outcome in read))
    kept = {SOURCES: made.pop(SOURCES), ACTORS: [row for row in made[ACTORS] if is_shared(row)]}
    made[ACTORS] = [row for row in made[ACTORS] if not is_shared(row)]
    for table, rows in made.items():
        tables.write(table, rows, folder / f"{table}.{job.format}")
    return {
        "records": len(outcomes),
        "rows": {table: len(rows) for table, rows in made.items()},
        "languages": Counter(outcome.language for outcome in outcomes if outcome.language),
        "errors": [
            {"position": position, "source_id": one.source_id, "file": one.file, "line": one.line}
            | dict(zip(("code", "message"), one.error, strict=True))
            for position, one in enumerate(outcomes)
            if one.error
        ],
        "signatures": {outcome.source_id: outcome.signature.hex() for outcome in read},
        "order": [outcome.source_id for outcome in read],
        **kept,
    }


def is_shared(actor: dict[str, Any]) -> bool:
    """Whether a row of actors may be there for other articles too: listed actors, not those found in one article."""
    return ":" not in actor["actor_id"]

"""Hands out the batches of a corpus, and sees to it that each becomes a partition, once."""

import os
import pickle
import sqlite3
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import replace
from hashlib import sha256
from itertools import islice

from claimpack.corpora.engines import Engine
from claimpack.corpora.partition import Job, Outcome, extract_partition, extract_record, staged, write_partition
from claimpack.corpora.records import Record
from claimpack.errors import ClaimpackError, Problem
from claimpack.progress import Progress

TRIES = 2  # for an article at which a process died: another program may have ended that


class Run:
    """A run over a corpus: what is being extracted, and where a process died.

    A partition's name begins with its number and ends with a digest of its records and of the rules: it is there if,
    and only if, just this has been done before.
    """

    def __init__(self, job: Job, engine: Engine, bar: Progress) -> None:
        self.job = job
        self.engine = engine
        self.pace = Pace(bar)
        self.running: dict[Future, str] = {}
        self.broken: list[str] = []

    def extract(self, records: Iterable[Record], size: int) -> list[str]:
        """Make the partitions of all records, ``size`` each; their names in order.

        Those that are there stay. Raises OSError where nothing can be written; what is finished stays then, too.
        """
        names = []
        for number, batch in enumerate(batches(unique(records), size), start=1):
            name = name_of(self.job, number, batch)
            names.append(name)
            self.pace.read(name, batch)
            if (self.job.folder / name).exists():
                self.pace.skip(name)
                continue
            staged(self.job, name).write_bytes(pickle.dumps(batch, pickle.HIGHEST_PROTOCOL))
            self.hand_out(name)
            while self.broken or len(self.running) >= self.engine.slots:
                self.settle()
        while self.broken or self.running:
            self.settle()
        return names

    def hand_out(self, name: str) -> None:
        """Have a batch extracted."""
        try:
            self.running[self.engine.submit(extract_partition, self.job, name)] = name
        except self.engine.died:  # just now, and at another batch
            self.broken.append(name)

    def settle(self) -> None:
        """Wait for a batch; where a process died, for all, since it may have taken them with it, and redo those."""
        done, _ = wait(self.running, return_when=FIRST_COMPLETED)
        for future in done:
            name = self.running.pop(future)
            try:
                future.result()
            except self.engine.died:
                self.broken.append(name)
            else:
                self.finish(name)
        if self.broken and not self.running:
            self.renew()
            for name in sorted(self.broken):
                self.redo(name)
                self.finish(name)
            self.broken.clear()

    def redo(self, name: str) -> None:
        """Make a partition article by article: one at which processes die becomes an error (CP355)."""
        if not (self.job.folder / name).exists():
            records = pickle.loads(staged(self.job, name).read_bytes())
            write_partition(self.job, name, [self.alone(record) for record in records])

    def alone(self, record: Record) -> Outcome:
        """What becomes of a record when nothing else is being extracted."""
        for _ in range(TRIES):
            try:
                return self.engine.submit(extract_record, self.job, record).result()
            except self.engine.died:
                self.renew()
        error = ("CP355", "the process was ended, or broke down, at this article")
        return Outcome(record.source_id, record.file, record.line, error=error)

    def renew(self) -> None:
        """Have new processes; CP356 where they die of themselves, so that no article is blamed for it."""
        self.engine.renew()
        try:
            self.engine.submit(os.getpid).result()
        except self.engine.died as error:
            remedy = "Nothing is lost: mend the cause and run the same command again. Is there enough memory?"
            raise ClaimpackError("CP356", "processes end as soon as they begin", remedy=remedy) from error

    def finish(self, name: str) -> None:
        """Note that a partition is there."""
        staged(self.job, name).unlink(missing_ok=True)
        self.pace.finish(name)


class Pace:
    """Tells how many articles are done, how many a second, and how long the rest of the corpus will take."""

    def __init__(self, bar: Progress) -> None:
        self.bar = bar
        self.began = time.monotonic()
        self.seen = 0  # bytes of the corpus that were read
        self.waiting: dict[str, tuple[int, int]] = {}  # articles and bytes of a batch
        self.articles = self.bytes = self.skipped = 0

    def read(self, name: str, batch: list[Record]) -> None:
        """A batch was read."""
        until = max(self.seen, batch[-1].done)
        self.waiting[name] = len(batch), until - self.seen
        self.seen = until

    def skip(self, name: str) -> None:
        """The batch was done by an earlier run."""
        self.skipped += self.waiting.pop(name)[1]

    def finish(self, name: str) -> None:
        """The batch is done."""
        articles, size = self.waiting.pop(name)
        self.articles += articles
        self.bytes += size
        seconds = max(time.monotonic() - self.began, 0.001)
        left = (self.bar.total - self.skipped - self.bytes) * seconds / max(self.bytes, 1)
        told = f"{self.articles} articles, {self.articles / seconds:.1f} a second, {duration(left)} left"
        self.bar.to(self.skipped + self.bytes, told)


def duration(seconds: float) -> str:
    """A time to go, in the two units that matter."""
    minutes, hours = divmod(int(max(seconds, 0)), 60)[0], int(max(seconds, 0)) // 3600
    if hours >= 48:
        return f"{hours // 24} d {hours % 24} h"
    return f"{hours} h {minutes % 60} min" if hours else f"{minutes} min {int(max(seconds, 0)) % 60} s"


def batches(records: Iterable[Record], size: int) -> Iterator[list[Record]]:
    """The records in order, ``size`` at a time."""
    records = iter(records)
    while batch := list(islice(records, size)):
        yield batch


def name_of(job: Job, number: int, batch: list[Record]) -> str:
    """The name of a partition, which says what it is made of."""
    rules = repr((job.format, job.max_size, job.time_limit, job.version)).encode()
    digest = sha256(rules + b"".join(record.digest() for record in batch)).hexdigest()
    return f"part-{number:06d}-{digest[:16]}"


def unique(records: Iterable[Record]) -> Iterator[Record]:
    """The records, with a problem (CP110) where an earlier one has the same id; the ids seen are not in memory."""
    database = sqlite3.connect("")
    database.executescript("PRAGMA journal_mode = OFF; PRAGMA cache_size = -65536")
    database.execute("CREATE TABLE seen (source_id TEXT PRIMARY KEY, place TEXT) WITHOUT ROWID")
    try:
        for record in records:
            given = (record.source_id, record.place)
            if record.problem or database.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", given).rowcount:
                yield record
                continue
            ((first,),) = database.execute("SELECT place FROM seen WHERE source_id = ?", given[:1]).fetchall()
            message = f"the article {first} has the same id; this one is skipped"
            remedy = "Give each article an id of its own."
            problem = Problem("CP110", message, record.file, record.line, value=record.source_id, remedy=remedy)
            yield replace(record, problem=problem)
    finally:
        database.close()

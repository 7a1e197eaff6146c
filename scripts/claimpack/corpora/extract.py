"""``claimpack extract``: article files and archives -> a package, whole where it is small, else in partitions."""

import os
import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, islice
from pathlib import Path

from claimpack.article import Article, OtherLanguage
from claimpack.build import EXTRACTED, Result, extract_inputs, some
from claimpack.corpora.articles import read_record
from claimpack.corpora.assembly import ERRORS, SOURCES, Counts, assemble
from claimpack.corpora.engines import Dask, Engine, Local
from claimpack.corpora.partition import Job
from claimpack.corpora.readers import corpus_files, read_corpus
from claimpack.corpora.records import Record
from claimpack.corpora.run import Run
from claimpack.errors import ClaimpackError, Problem, number_of
from claimpack.extras import library
from claimpack.inputs import Inputs, article_files
from claimpack.limits import MAX_ARTICLE
from claimpack.progress import Progress
from claimpack.replace import lock, replacing
from claimpack.target import check_package

SIZE = 1000  # articles of a partition; as many make a package of whole tables
TIME_LIMIT = 120.0
# What an unfinished run leaves behind, by the beginnings of the names.
OWN = ("part-", "duplicates.sqlite")
PARTITION = re.compile(r"part-\d+-[0-9a-f]+")


@dataclass(frozen=True, slots=True)
class Options:
    """How a corpus is extracted.

    ``columns`` are field -> column, as of ``columns.parse_columns``. ``format`` is csv or parquet; None for a package
    of whole tables where all articles fit into one partition, of ``partition`` articles, and else parquet.
    ``scheduler`` is the address of a Dask cluster; None for processes of this machine: ``workers``, 0 for one a core.
    ``max_size`` is in bytes, ``time_limit`` in seconds, both of one article.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    manifest: Path | None = None
    published: str | None = None
    max_size: int = MAX_ARTICLE
    format: str | None = None
    partition: int = SIZE
    time_limit: float = TIME_LIMIT
    workers: int = 0
    scheduler: str | None = None
    quiet: bool = False


def extract(files: Sequence[Path], out: Path, options: Options) -> Result:
    """Extract all articles of ``files`` into a package at ``out``.

    Raises ClaimpackError where nothing could be done (CP304 if there is no article, CP313 without a library, CP351 and
    CP352 for a cluster), or where a run cannot go on (CP356); what is finished stays, and the next run takes it up.
    """
    problems: list[Problem] = []
    records = read_corpus(files, options.columns, problems, options.manifest, options.published)
    if options.format or options.scheduler:
        return in_partitions(records, problems, files, out, options)
    first = list(islice(records, options.partition + 1))
    if len(first) > options.partition:
        return in_partitions(chain(first, records), problems, files, out, options)
    inputs, languages = read_all(first, problems, options.max_size)
    result = extract_inputs(some(inputs, files[0]), out, options.quiet)
    told = f"{languages.total()} in other languages, left out: " if languages else ""
    told += ", ".join(f"{language} {number}" for language, number in sorted(languages.items()))
    return Result("\n".join(filter(None, [result.summary, told])), result.problems)


def read_all(records: Sequence[Record], problems: list[Problem], max_size: int) -> tuple[Inputs, Counter[str]]:
    """The articles of a few records; of an archive, how many are in each other language, which is no error there."""
    inputs, languages = Inputs(problems=problems), Counter()

    def read(record: Record) -> Article:
        try:
            return read_record(record, max_size)
        except OtherLanguage as error:
            if record.path is None:
                languages[error.language] += 1
            raise

    for record in records:
        inputs.keep(record.source_id, str(record.path or record.place), partial(read, record))
    archived = {record.place for record in records if record.path is None}
    inputs.problems[:] = [one for one in inputs.problems if one.code != "CP107" or one.file not in archived]
    return inputs, languages


def in_partitions(
    records: Iterator[Record], problems: list[Problem], files: Sequence[Path], out: Path, options: Options
) -> Result:
    """Extract records into a package of partitioned tables, many at a time."""
    check_package(out)
    target = Path(os.path.realpath(out))
    if (options.format or "parquet") == "parquet":
        library("corpora", "pyarrow.parquet")
    with unfinished(target.with_name(f"{target.name}.unfinished")) as folder:
        job = Job(folder, options.format or "parquet", options.max_size, options.time_limit)
        with told(folder), Progress(size_of(files), options.quiet) as bar:
            bar.to(0, "reading")
            with closing(engine_of(options)) as engine:
                names = Run(job, engine, bar).extract(records, options.partition)
            bar.to(bar.total, "putting together")
            with replacing(out, check_package) as new:
                counts = assemble(job, names, new, EXTRACTED)
                some_extracted(counts, new, files[0])
        shutil.rmtree(folder)
    if counts.errors:
        message = f"{counts.errors.total()} records gave no article"
        remedy = f"They stand in {out / f'{ERRORS}.csv'}, each with what was found."
        problems.append(Problem("CP358", message, str(files[0]), remedy=remedy))
    return Result(f"{out}: {counts}", problems)


def engine_of(options: Options) -> Engine:
    """The processes to use."""
    return Dask(options.scheduler) if options.scheduler else Local(options.workers or os.cpu_count() or 1)


def size_of(files: Sequence[Path]) -> int:
    """Bytes of all that is to be read."""
    named = [path for path in files if os.path.isfile(path)]
    inside = (file for path in files if os.path.isdir(path) for file in article_files(path))
    corpora = (corpus.path for corpus in corpus_files([path for path in files if os.path.isdir(path)]))
    return sum(os.path.getsize(path) for path in chain(named, inside, corpora))


def some_extracted(counts: Counts, folder: Path, place: Path) -> None:
    """CP304 where no record gave an article."""
    if counts.rows[SOURCES]:
        return
    file = folder / f"{ERRORS}.csv"
    errors = file.read_text(encoding="utf-8").splitlines()[1:6] if file.exists() else []
    remedy = "\n".join(errors) or str(counts)
    raise ClaimpackError("CP304", "there is no article to extract; nothing was changed", place, remedy=remedy)


@contextmanager
def unfinished(folder: Path) -> Iterator[Path]:
    """The folder of what is finished of a run, beside where its result will lie, for one run at a time.

    Raises CP303 where it holds what no run wrote, CP357 where another run is at work in it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if not path.name.startswith(OWN):
            remedy = "Nothing was changed. Unfinished runs lie there: move what is yours out of it."
            raise ClaimpackError("CP303", "this is no file of an unfinished run", path, remedy=remedy)
    try:
        handle = lock(folder, wait=False)
    except BlockingIOError as error:
        remedy = "Wait for it, or give this one another --out."
        raise ClaimpackError("CP357", "another run is at work here", folder, remedy=remedy) from error
    try:
        clear(folder)
        yield folder
    except (ClaimpackError, KeyboardInterrupt) as error:
        clear(folder)
        if getattr(error, "code", None) == "CP304" or not any(folder.iterdir()):
            shutil.rmtree(folder)
        raise
    finally:
        os.close(handle)


def clear(folder: Path) -> None:
    """Take away what a run that was ended had begun and not finished."""
    for path in folder.glob("*.batch"):
        path.unlink()
    for path in folder.glob("*.new-*"):
        shutil.rmtree(path, ignore_errors=True)  # a worker of a cluster may still be at it, which does so itself


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """CP356 for what stops a run: a full disk, a folder that a worker does not see, a cluster that is gone.

    An interruption, and a result that cannot be written, say how to go on.
    """
    try:
        yield
    except KeyboardInterrupt as error:
        raise KeyboardInterrupt(kept(folder)) from error
    except ClaimpackError as error:
        if error.code != "CP301":
            raise
        remedy = f"{error.problem.remedy}\n{kept(folder)}"
        raise ClaimpackError.of(replace(error.problem, remedy=remedy)) from error
    except (OSError, sqlite3.Error, CancelledError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else f"{type(error).__name__} {error}"
        message = f"the run cannot go on: {' '.join(reason.split())[:300]}"
        remedy = "Is there space on the disk, and, with a cluster, does every worker see this folder?"
        place = error.filename if isinstance(error, OSError) else None
        raise ClaimpackError("CP356", message, place or folder, remedy=f"{remedy}\n{kept(folder)}") from error


def kept(folder: Path) -> str:
    """What there is of an unfinished run."""
    finished = sum(bool(PARTITION.fullmatch(path.name)) for path in folder.iterdir())
    told = f"{number_of(finished, 'partition')} finished, kept in {folder}: the same command goes on from there"
    return told if finished else "no partition was finished yet"

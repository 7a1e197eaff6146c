"""Files -> records, as a stream: a reader a format, chosen by the end of a file's name.

A reader is ``read(corpus, columns, published)``: it yields records, and raises ClaimpackError, or OSError, where the
file cannot be read on; ``read_corpus`` turns that into a record with a problem and goes on with the next file.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from claimpack.corpora.readers import jsonl, parquet, warc
from claimpack.corpora.records import Record
from claimpack.errors import ClaimpackError, Problem
from claimpack.inputs import article_files, given_files

READERS: Mapping[str, Callable[..., Iterator[Record]]] = {
    **dict.fromkeys((".jsonl", ".jsonl.gz", ".jsonl.zst", ".ndjson", ".ndjson.gz", ".ndjson.zst"), jsonl.read),
    ".parquet": parquet.read,
    **dict.fromkeys((".warc", ".warc.gz"), warc.read),
}


@dataclass(frozen=True, slots=True)
class Corpus:
    """A file with many articles: the name to record, and what the ids of its articles begin with where it has none."""

    path: Path
    file: str

    @property
    def prefix(self) -> str:
        return self.file.removesuffix(suffix(self.path)).replace("/", ".")


def suffix(path: Path) -> str:
    """The end of a file's name that says which reader reads it; empty where none does."""
    return next((end for end in sorted(READERS, key=len, reverse=True) if path.name.lower().endswith(end)), "")


def corpus_files(paths: Sequence[Path]) -> list[Corpus]:
    """The files with many articles among ``paths``, and in folders that hold no article files."""
    found = []
    for path in paths:
        if not os.path.isdir(path):
            found += [Corpus(path, path.name)] if suffix(path) else []
        elif next(article_files(path), None) is None:
            inside = article_files(path, tuple(READERS))
            found += [Corpus(file, file.relative_to(path).as_posix()) for file in inside]
    return found


def read_corpus(
    paths: Sequence[Path],
    columns: Mapping[str, str],
    problems: list[Problem],
    manifest: Path | None = None,
    published: str | None = None,
) -> Iterator[Record]:
    """The records of all files: the article files first, then those with many articles, in the order they are given.

    Problems and errors of the article files and of ``manifest`` are as of ``given_files``.
    """
    corpora = corpus_files(paths)
    holders = {corpus.path for corpus in corpora} | {
        path for path in paths if os.path.isdir(path) and any(corpus.path.is_relative_to(path) for corpus in corpora)
    }
    done = 0
    for given in given_files([path for path in paths if path not in holders], problems, manifest, published):
        done += os.path.getsize(given.path) if os.path.isfile(given.path) else 0
        yield Record(given.source_id, given.file, path=given.path, metadata=given.cells, done=done)
    for corpus in corpora:
        try:
            for record in READERS[suffix(corpus.path)](corpus, columns, published):
                yield replace(record, done=done + record.done)
        except ClaimpackError as error:
            yield Record(corpus.prefix, corpus.file, problem=error.problem, done=done)
        except OSError as error:
            message, remedy = f"the file cannot be read: {error.strerror or error}", "Check its name and your rights."
            yield Record(corpus.prefix, corpus.file, problem=Problem("CP101", message, corpus.file, remedy=remedy))
        done += os.path.getsize(corpus.path) if os.path.isfile(corpus.path) else 0

"""Parquet: a row an article; only the columns that are needed are read."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from claimpack.corpora.columns import choose
from claimpack.corpora.records import Record
from claimpack.corpora.rows import record_of
from claimpack.errors import ClaimpackError
from claimpack.extras import library

if TYPE_CHECKING:
    from claimpack.corpora.readers import Corpus

ROWS = 256  # read at once


def read(corpus: "Corpus", columns: Mapping[str, str], published: str | None) -> Iterator[Record]:
    """A record a row; CP121 where the column of the text is missing, CP120 where the file is damaged."""
    arrow, parquet = library("corpora", "pyarrow"), library("corpora", "pyarrow.parquet")
    number, size = 0, corpus.path.stat().st_size
    try:
        with parquet.ParquetFile(corpus.path) as file:
            chosen = choose(columns, file.schema_arrow.names, corpus.file)
            for batch in file.iter_batches(ROWS, columns=sorted(set(chosen.values()))):
                for row in batch.to_pylist():
                    number += 1
                    done = size * number // file.metadata.num_rows
                    yield record_of(corpus, number, row, chosen, published, done)
    except arrow.ArrowInvalid as error:
        raise damaged(corpus, number, error) from error
    except OSError as error:
        if error.errno:
            raise
        raise damaged(corpus, number, error) from error


def damaged(corpus: "Corpus", number: int, error: Exception) -> ClaimpackError:
    """CP120 with what the library says of a file that it cannot read on."""
    message = f"the file is no Parquet, or damaged after row {number}: {str(error).splitlines()[0]}"
    return ClaimpackError("CP120", message, corpus.file, remedy="What stands before was read. Get the file anew.")

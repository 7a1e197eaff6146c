"""JSON Lines: an object a line, plain, or packed with gzip or Zstandard."""

import gzip
import io
import json
import zlib
from collections.abc import Iterator, Mapping
from typing import IO, TYPE_CHECKING

from claimpack.corpora.columns import choose
from claimpack.corpora.records import Record
from claimpack.corpora.rows import record_of
from claimpack.errors import ClaimpackError, Problem
from claimpack.extras import library

if TYPE_CHECKING:
    from claimpack.corpora.readers import Corpus

MAX_LINE = 50_000_000  # bytes of a line: more is no article, and would be in memory as a whole
BLOCK = 1 << 17
LONGEST = 1 << 31  # bytes that a packer may look back: as far as zstd --long goes


def read(corpus: "Corpus", columns: Mapping[str, str], published: str | None) -> Iterator[Record]:
    """A record a line that is not empty; CP120 where a packed file is cut off or damaged."""
    number = 0
    with corpus.path.open("rb") as raw:
        try:
            stream = unpacked(corpus.path.name.lower(), raw)
            while line := stream.readline(MAX_LINE):
                number += 1
                if line.strip():
                    yield _record(corpus, number, line, columns, published, raw.tell())
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            message = f"the file is cut off or damaged after line {number}: {error}"
            remedy = "What stands before was read. Get the file anew."
            raise ClaimpackError("CP120", message, corpus.file, remedy=remedy) from error


def unpacked(name: str, raw: IO[bytes]) -> IO[bytes]:
    """The stream of what is packed in ``raw``, by the end of the file's name."""
    if name.endswith(".gz"):
        return gzip.open(raw)
    if name.endswith(".zst"):
        return io.BufferedReader(_Zstandard(raw), BLOCK)
    return raw


class _Zstandard(io.RawIOBase):
    """The content of one or more frames; EOFError where the last is cut off, which the library itself passes over."""

    def __init__(self, raw: IO[bytes]) -> None:
        self.raw = raw
        self.zstandard = library("corpora", "zstandard")
        self.frame = None
        self.ready = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:
        while not self.ready:
            packed = self.frame.unused_data if self.frame and self.frame.eof else b""
            packed = packed or self.raw.read(BLOCK)
            if not packed:
                if self.frame and not self.frame.eof:
                    raise EOFError("the last frame is not complete")
                return 0
            if self.frame is None or self.frame.eof:
                self.frame = self.zstandard.ZstdDecompressor(max_window_size=LONGEST).decompressobj()
            try:
                self.ready = memoryview(self.frame.decompress(packed))
            except self.zstandard.ZstdError as error:
                raise EOFError(str(error)) from error
        size = min(len(buffer), len(self.ready))
        buffer[:size], self.ready = self.ready[:size], self.ready[size:]
        return size


def _record(
    corpus: "Corpus", number: int, line: bytes, columns: Mapping[str, str], published: str | None, done: int
) -> Record:
    """The record of a line; with a problem where it is no object, or has no text."""
    try:
        row = json.loads(line)
        if not isinstance(row, dict):
            raise ValueError("it is a list or a single value")
        chosen = choose(columns, row, corpus.file, number)
    except ClaimpackError as error:
        problem = error.problem
    except (ValueError, RecursionError) as error:
        message, remedy = f"the line is no JSON object: {error}", 'A line is an article: {"text": "...", "id": "..."}.'
        problem = Problem("CP122", message, corpus.file, number, remedy=remedy)
    else:
        return record_of(corpus, number, row, chosen, published, done)
    return Record(f"{corpus.prefix}.{number}", corpus.file, number, problem=problem, done=done)

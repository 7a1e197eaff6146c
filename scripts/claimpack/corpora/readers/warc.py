"""WARC, as crawlers write it: each HTML page that a server answered with is an article."""

import zlib
from collections.abc import Iterator, Mapping
from typing import IO, TYPE_CHECKING

from claimpack.article import UNSAID
from claimpack.corpora.records import Record
from claimpack.errors import Problem
from claimpack.extras import library
from claimpack.markup import declared_charset

if TYPE_CHECKING:
    from claimpack.corpora.readers import Corpus

MAX_PAGE = 50_000_000
# What a record begins with: packed, each is a member of its own.
PACKED, PLAIN = b"\x1f\x8b\x08\x00", b"WARC/1."
BLOCK = 1 << 20
PAGES = ("text/html", "application/xhtml+xml")


def read(corpus: "Corpus", columns: Mapping[str, str], published: str | None) -> Iterator[Record]:
    """A record an HTML page that was answered with status 200; others are passed.

    A broken record is told (CP123), and reading goes on at the next one. The columns are those of other formats.
    """
    library("corpora", "trafilatura")  # not for each page to miss
    iterator = library("corpora", "warcio.archiveiterator").ArchiveIterator
    errors = (
        library("corpora", "warcio.exceptions").ArchiveLoadFailed,
        EOFError,
        zlib.error,
        ValueError,
        UnicodeDecodeError,
    )
    with corpus.path.open("rb") as raw:
        number = start = 0
        size = corpus.path.stat().st_size
        while True:
            raw.seek(start)
            archive = iterator(raw)
            at = start  # where a good record ends, and a broken one may begin
            try:
                for record in archive:
                    number += 1
                    page = _page(record)
                    at = archive.get_record_offset() + archive.get_record_length()
                    if page is not None:
                        yield _record(corpus, number, record, page, published, at)
                if _after_blank(raw, at) >= size:
                    return
                raise EOFError("the file ends in the middle of it")
            except errors as error:
                at = _after_blank(raw, at)
                message = f"a broken record at byte {at}: {' '.join(str(error).split())[:200] or type(error).__name__}"
                remedy = "It is passed, and reading goes on at the next. Get the file anew to have it."
                problem = Problem("CP123", message, corpus.file, number or None, remedy=remedy)
                yield Record(f"{corpus.prefix}.{number}", corpus.file, number or None, problem=problem, done=at)
            following = _next(raw, at + 1)
            if following is None:
                return
            start = following


def _page(record) -> bytes | None:
    """The bytes of a page; None where the record is something else."""
    if record.rec_type != "response" or record.http_headers is None:
        return None
    kind = (record.http_headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    if record.http_headers.get_statuscode() != "200" or kind not in PAGES:
        return None
    declared = record.length
    page = record.content_stream().read(MAX_PAGE)
    if declared and record.raw_stream.limit:  # the file ends before the record does
        raise EOFError("the record is cut off")
    return page


def _record(corpus: "Corpus", number: int, record, page: bytes, published: str | None, done: int) -> Record:
    stated = record.http_headers.get_header("Content-Type") or ""
    charset = stated.lower().partition("charset=")[2].partition(";")[0].strip(" \"'") or declared_charset(page)
    known = {
        "url": record.rec_headers.get_header("WARC-Target-URI") or "",
        "retrieved": record.rec_headers.get_header("WARC-Date") or "",
        UNSAID: published or "",
    }
    metadata = {name: value for name, value in known.items() if value}
    return Record(f"{corpus.prefix}.{number}", corpus.file, number, page, None, charset, metadata, done=done)


def _after_blank(raw: IO[bytes], at: int) -> int:
    """The first byte from ``at`` on that is no end of a line: some stand between records."""
    raw.seek(at)
    held = raw.read(BLOCK)
    return at + len(held) - len(held.lstrip(b"\r\n"))


def _next(raw: IO[bytes], at: int) -> int | None:
    """Where the next record begins, from byte ``at`` on."""
    raw.seek(0)
    mark = PACKED if raw.read(len(PACKED)) == PACKED else PLAIN
    raw.seek(at)
    held = b""
    while block := raw.read(BLOCK):
        held += block
        found = held.find(mark)
        if found >= 0:
            return at + found
        at += max(len(held) - len(mark), 0)
        held = held[-len(mark) :]
    return None

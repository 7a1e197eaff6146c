"""Which articles are copies of others: the same text by its digest, nearly the same one by MinHash.

Two texts are compared by their runs of three words. A signature of a hundred numbers tells how large a share of its
runs a text has in common with another; bands of five numbers find those that it need be compared with. Digests and
bands lie in an SQLite file, so that an archive of millions of articles needs little memory.
"""

import re
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from hashlib import blake2b
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np

RUN = 3  # words that are compared together
BANDS, ROWS = 20, 5  # of a pair with seven tenths in common 97 in 100 meet in a band
SHARE = 0.6  # of its runs of words that a copy shares with what it was copied from, both cut and edited
AT_ONCE = 10_000  # runs hashed together: bounds the memory that a long text needs
COMPARED = 50  # texts of one band that a new one is compared with
_WORD = re.compile(r"\w+")


class Link(NamedTuple):
    """The article that another is the very same as, and the first of its group of nearly the same ones."""

    duplicate_of: str | None
    similar_to: str | None


def signature(text: str) -> bytes:
    """The MinHash signature of a text: the same on every machine."""
    import numpy as np

    words = _WORD.findall(text.lower())
    runs = {" ".join(words[at : at + RUN]) for at in range(max(len(words) - RUN, 0) + 1)}
    hashes = np.fromiter((zlib.crc32(run.encode("utf-8", "replace")) for run in runs), np.uint64, len(runs))
    factors, addends = _permutations()
    least = np.full(BANDS * ROWS, 2**32 - 1, np.uint64)
    for at in range(0, len(hashes), AT_ONCE):
        mixed = (factors[:, None] * hashes[at : at + AT_ONCE] + addends[:, None]) >> np.uint64(32)
        least = np.minimum(least, mixed.min(axis=1))
    return least.astype("<u4").tobytes()


@cache
def _permutations() -> tuple["np.ndarray", "np.ndarray"]:
    """Factors (odd) and addends of the hash functions: digests of their numbers, so that they are the same for ever."""
    import numpy as np

    made = b"".join(blake2b(f"{number}".encode(), digest_size=16).digest() for number in range(BANDS * ROWS))
    factors, addends = np.frombuffer(made, "<u8").reshape(-1, 2).T
    return factors | np.uint64(1), addends


def find_links(articles: Iterable[tuple[str, str, bytes]], folder: Path | None = None) -> dict[str, Link]:
    """The articles that are copies, by source_id.

    ``articles`` are source_id, digest and signature of each, in the order in which one is the first of its copies.
    With ``folder`` what is compared lies in a file there, else in memory and, where that grows large, the system's
    folder for temporary files.
    """
    file = folder / "duplicates.sqlite" if folder else None
    if file:
        file.unlink(missing_ok=True)
    database = sqlite3.connect(file or "")
    try:
        database.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;"
            "CREATE TABLE article (number INTEGER PRIMARY KEY, source_id TEXT, sha256 TEXT, signature BLOB);"
            "CREATE TABLE band (hash INTEGER, number INTEGER)"
        )
        for number, (source_id, sha256, numbers) in enumerate(articles):
            database.execute("INSERT INTO article VALUES (?, ?, ?, ?)", (number, source_id, sha256, numbers))
            database.executemany("INSERT INTO band VALUES (?, ?)", ((one, number) for one in _bands(numbers)))
        same = dict(_same(database))
        first = _groups([*same.items(), *_near(database)])
        names = dict(_names(database, {*same.values(), *first, *first.values()}))
    finally:
        database.close()
        if file:
            file.unlink()
    return {
        names[number]: Link(names[same[number]] if number in same else None, names[group])
        for number, group in sorted(first.items())
    }


def linked(sources: Iterable[Mapping[str, Any]], links: Mapping[str, Link]) -> Iterator[dict[str, Any]]:
    """The rows of the table sources with what each is a copy of."""
    for row in sources:
        yield {**row, **links.get(row["source_id"], Link(None, None))._asdict()}


def _bands(numbers: bytes) -> Iterator[int]:
    """A hash for each band of a signature, in the range of SQLite's integers."""
    width = len(numbers) // BANDS
    for band in range(BANDS):
        made = blake2b(numbers[band * width : (band + 1) * width], digest_size=8, salt=bytes([band])).digest()
        yield int.from_bytes(made, "little", signed=True)


def _same(database: sqlite3.Connection) -> Iterator[tuple[int, int]]:
    """Each article with a digest that an earlier one has, and the first such."""
    rows = database.execute("SELECT sha256, number FROM article ORDER BY sha256, number")
    for _, group in groupby(rows, itemgetter(0)):
        first, *others = map(itemgetter(1), group)
        yield from ((number, first) for number in others)


def _near(database: sqlite3.Connection) -> Iterator[tuple[int, int]]:
    """Pairs of articles, the later first, that share a band and enough of their runs of words."""
    import numpy as np

    lookup = database.cursor()

    def numbers_of(number: int) -> "np.ndarray":
        ((found,),) = lookup.execute("SELECT signature FROM article WHERE number = ?", (number,)).fetchall()
        return np.frombuffer(found, "<u4")

    rows = database.execute("SELECT hash, number FROM band ORDER BY hash, number")
    for _, group in groupby(rows, itemgetter(0)):
        seen: list[tuple[int, np.ndarray]] = []
        first, *others = map(itemgetter(1), group)
        for number in others:
            if not seen:
                seen.append((first, numbers_of(first)))
            mine = numbers_of(number)
            near = next((one for one, numbers in seen if np.mean(numbers == mine) >= SHARE), None)
            if near is not None:
                yield number, near
            elif len(seen) < COMPARED:
                seen.append((number, mine))


def _groups(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Each article of a pair but the first of its group, with that first one: a union of sets by the pairs."""
    parent: dict[int, int] = {}

    def root(number: int) -> int:
        while (above := parent.get(number, number)) != number:
            parent[number] = number = parent.get(above, above)
        return number

    for one, other in pairs:
        low, high = sorted((root(one), root(other)))
        parent[high] = low
    return {number: root(number) for number in parent if root(number) != number}


def _names(database: sqlite3.Connection, numbers: Iterable[int]) -> Iterator[tuple[int, str]]:
    for number in numbers:
        yield from database.execute("SELECT number, source_id FROM article WHERE number = ?", (number,))

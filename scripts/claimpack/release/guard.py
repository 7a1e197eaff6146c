"""The copyright guard: how much of each article a release quotes, and whether it holds more than it says it quotes."""

import json
import re
import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from claimpack import table_schema
from claimpack.package import cut_quote

Rows = Sequence[Mapping[str, Any]]
Gram = tuple[str, ...]

# So many words in a row that an article has, and no quotation declares, are no chance. Where nothing is quoted, as many
# are looked for as make a passage; names are longer at times, and are declared.
WORDS, WORDS_UNQUOTED = 8, 3
# A word, but not the letter of an escape such as \n in JSON.
_WORD = re.compile(r"(?<!\\)\w+")
# Signs without width, which part words for programs and for nobody else.
_UNSEEN = re.compile("[\xad\u200b-\u200d\u2060\ufeff]")
# Of a run that leaks so many words are shown.
_SHOWN = 4
# What is the name of something, and no passage: who an article is by, what it is called, who is spoken of, which line
# of a word list a rule stands on.
_NAMES = {"sources": ("source_id", "title", "author"), "actors": ("name", "name_de", "role"), "*": ("rule",)}


@dataclass(frozen=True, slots=True)
class Leak:
    """A run of ``words`` words of an article in ``file`` that no quotation declares; ``run`` is how it begins."""

    file: str
    line: int
    source_id: str
    run: str
    words: int


def passages(tables: Mapping[str, Rows], articles: Mapping[str, str]) -> dict[str, list[tuple[int, int]]]:
    """Where the published ``tables`` quote each article: start and stop of every text that stands in it as printed.

    No passage is longer than a quotation may be, whatever its cell holds, and none is that does not stand there. A
    column without offsets (the phrase of a quantity, the title of an article) stands where it is nearest to its row.
    """
    found: dict[str, list[tuple[int, int]]] = {source_id: [] for source_id in articles}
    for table, rows in tables.items():
        columns = [field for field in table_schema.fields(table) if field.get("quotation")]
        columns += [field for field in table_schema.fields(table) if table == "sources" and _is_name(table, field)]
        for row in rows if columns and "source_id" in table_schema.columns(table) else ():
            text = articles.get(row["source_id"], "")
            for cell, field in ((row[field["name"]], field) for field in columns if row[field["name"]]):
                passage, _ = cut_quote(cell)
                evidence = field.get("evidence")
                start = row[evidence["start"]] if evidence else nearest(text, passage, row.get("start") or 0)
                if start is not None and text.startswith(passage, start):
                    found[row["source_id"]].append((start, start + len(passage)))
    return found


def nearest(text: str, passage: str, place: int) -> int | None:
    """Where ``passage`` stands in ``text`` nearest to ``place``; None where it does not."""
    before, after = text.rfind(passage, 0, place + len(passage)), text.find(passage, place)
    found = [start for start in (before, after) if start >= 0]
    return min(found, key=lambda start: abs(start - place), default=None)


def shares(spans: Mapping[str, Iterable[tuple[int, int]]], articles: Mapping[str, str]) -> dict[str, float]:
    """How much of each article its quotations make up together, from 0 to 1: characters that stand in one of them."""
    made = {}
    for source_id, text in articles.items():
        covered = done = 0
        for start, stop in sorted(spans.get(source_id, ())):
            covered += max(0, stop - max(start, done))
            done = max(done, stop)
        made[source_id] = covered / len(text)
    return made


def declared(
    spans: Mapping[str, Iterable[tuple[int, int]]],
    tables: Mapping[str, Rows],
    articles: Mapping[str, str],
    quoted: bool,
) -> Iterator[str]:
    """The texts that a release may have from articles: its quotations; where nothing is ``quoted`` also names, and what
    the schema says in its own words, which are too short to be a passage elsewhere.
    """
    for source_id, found in spans.items():
        yield from (articles[source_id][start:stop] for start, stop in found)
    if not quoted:
        yield from _names(tables)
        yield from (json.dumps(table_schema.descriptor(table), ensure_ascii=False) for table in tables)


def _names(tables: Mapping[str, Rows]) -> Iterator[str]:
    for table, rows in tables.items():
        columns = [field["name"] for field in table_schema.fields(table) if _is_name(table, field)]
        for row in rows:
            yield from (row[column] for column in columns if row[column])


def _is_name(table: str, field: Mapping[str, Any]) -> bool:
    return field["name"] in (*_NAMES.get(table, ()), *_NAMES["*"])


def leaks(
    files: Mapping[str, bytes], articles: Mapping[str, str], allowed: Iterable[str], length: int = WORDS
) -> Iterator[Leak]:
    """Every run of at least ``length`` words that a file has from an article, and no text that is ``allowed`` has.

    Words are compared without case, and as Unicode holds them to be the same. Runs that are mostly numbers are none:
    these are anybody's. The time grows with the lengths of files, articles and allowed texts alone. Raises
    UnicodeDecodeError for a file that is not UTF-8: nothing could be said of it.
    """
    secret: dict[Gram, str] = {}
    for source_id, text in articles.items():
        grams = (gram for gram, _ in _grams(_plain(text), length))
        secret.update((gram, source_id) for gram in grams if 2 * sum(map(str.isdecimal, gram)) <= length)
    for gram, _ in chain.from_iterable(_grams(_plain(text), length) for text in allowed):
        secret.pop(gram, None)
    for name, content in sorted(files.items()):
        yield from _of_file(name, _plain(content.decode("utf-8")), secret, length)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).casefold()


def _of_file(name: str, text: str, secret: Mapping[Gram, str], length: int) -> Iterator[Leak]:
    run: list[str] = []
    source_id, line, counted, last = "", 1, 0, -1
    for number, (gram, place) in enumerate(_grams(text, length)):
        if gram not in secret:
            continue
        if run and number == last + 1:
            run.append(gram[-1])
        else:
            if run:
                yield _leak(name, line, source_id, run)
            line, counted = line + text.count("\n", counted, place), place
            run, source_id = list(gram), secret[gram]
        last = number
    if run:
        yield _leak(name, line, source_id, run)


def _leak(name: str, line: int, source_id: str, run: Sequence[str]) -> Leak:
    return Leak(name, line, source_id, " ".join(run[:_SHOWN]) + " …", len(run))


def _grams(text: str, length: int) -> Iterator[tuple[Gram, int]]:
    """All runs of ``length`` words of a text, each with the offset of its first word."""
    words: deque[str] = deque(maxlen=length)
    places: deque[int] = deque(maxlen=length)
    for found in _WORD.finditer(text):
        words.append(found[0])
        places.append(found.start())
        if len(words) == length:
            yield tuple(words), places[0]

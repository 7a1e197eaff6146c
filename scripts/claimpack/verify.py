"""``claimpack verify``: somebody who holds the articles finds every passage of a package again, or learns which not.

Nothing of the program that made the rows is asked: a passage is looked for as the schema says that it can be checked,
by the text in its cell, the beginning of a longer text, or the hash of it.
"""

import hashlib
import json
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path, PurePath
from typing import Any

from claimpack import table_schema
from claimpack.article import Article
from claimpack.errors import ClaimpackError
from claimpack.limits import Limits
from claimpack.loading import open_own
from claimpack.validate import has_errors
from claimpack.validate.cells import CheckedTable, read_table
from claimpack.validate.findings import in_order, shortened, visible

EXACT, MOVED, MISSING, UNCHECKED = STATUSES = ("exact", "moved", "missing", "unchecked")
# Rows of each status that are printed as text; JSON has all.
_SHOWN = 50
# A passage of so many characters that stands in an article once tells how far what is around it was moved.
_LONG = 20


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that a row points to: ``column`` holds its text, or at least where it begins.

    ``text`` is what the cell has, of a cut quotation the beginning (``cut``); ``sha256`` that of the whole passage;
    None where the package does not say. ``place`` is where it was found, ``places`` how often it stands in the article.
    """

    table: str
    key: str
    column: str
    source_id: str
    start: int
    stop: int
    text: str | None
    cut: bool
    sha256: str | None
    status: str = MISSING
    place: int | None = None
    places: int = 0

    def fits(self, text: str) -> bool:
        """Whether ``text`` is this passage, as far as the package says what it is."""
        if self.text is not None and not (text.startswith(self.text) if self.cut else text == self.text):
            return False
        return self.sha256 is None or _sha256(text) == self.sha256

    def at(self, text: str, start: int) -> bool:
        """Whether the passage stands in the article ``text`` from ``start`` on."""
        stop = start + self.stop - self.start
        return 0 <= start < stop <= len(text) and self.fits(text[start:stop])


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found. ``articles`` has the id of each with its file, "" where it is not at hand; ``changed`` those
    whose text is another one than that which the rows were read from."""

    package: str
    articles: Mapping[str, str]
    changed: frozenset[str]
    passages: Sequence[Passage]

    @property
    def counts(self) -> dict[str, int]:
        """How many passages there are of each status."""
        return _in_order(Counter(one.status for one in self.passages))

    def counts_by(self, name: str) -> dict[str, dict[str, int]]:
        """The same, for each ``table`` or ``source_id`` that has passages."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for one in self.passages:
            found[getattr(one, name)][one.status] += 1
        return {value: _in_order(counter) for value, counter in found.items()}


def _in_order(counter: Mapping[str, int]) -> dict[str, int]:
    return {status: counter[status] for status in STATUSES if status in counter}


def verify(path: Path, articles: Iterable[Article], limits: Limits | None = None) -> Verification:
    """Look for every passage of the package in the ``articles``: an article is the one with the hash that the package
    names, else that with its source_id, else that with the name of its file.

    Raises ClaimpackError CP470 where none of its articles is at hand, CP471 where the package cannot be read, and what
    ``loading.open_own`` raises.
    """
    tables = _read(path, limits)
    found = _matched(tables, list(articles))
    if not any(found.values()):
        message = f"none of the {len(found)} articles of the package is at hand: nothing was checked"
        remedy = f"Name the folder that holds them: {shortened(', '.join(sorted(found)), 200)}"
        raise ClaimpackError("CP470", message, path, remedy=remedy)
    hashes = {row["source_id"]: row["sha256"] for row in tables["sources"].rows} if "sources" in tables else {}
    judged: list[Passage] = []
    for source_id, passages in _passages(tables).items():
        article = found.get(source_id)
        if article:
            judged += _judged(passages, article.text, article.sha256 == hashes.get(source_id))
    changed = {name for name, one in found.items() if one and one.sha256 != hashes.get(name)}
    files = {source_id: article.file if article else "" for source_id, article in sorted(found.items())}
    return Verification(str(path), files, frozenset(changed), judged)


def _read(path: Path, limits: Limits | None) -> dict[str, CheckedTable]:
    opened = open_own(path, limits, alone=True)
    findings = list(opened.findings)
    tables = {name: read_table(table, findings) for name, table in opened.tables.items()}
    if has_errors(findings):
        first = next(one for one in in_order(findings) if one.level == "error")
        remedy = f"See all that is wrong with it: claimpack validate {path}\n{first}"
        raise ClaimpackError("CP471", "the package cannot be read as it should be", path, remedy=remedy)
    return {name: table for name, table in tables.items() if table is not None}


def _matched(tables: Mapping[str, CheckedTable], articles: Sequence[Article]) -> dict[str, Article | None]:
    """The articles that the rows speak of, as far as they are at hand."""
    by_hash = {article.sha256: article for article in articles}
    by_id = {article.source_id: article for article in articles}
    by_file = {PurePath(article.file).name: article for article in articles}
    found: dict[str, Article | None] = {}
    for row in tables["sources"].rows if "sources" in tables else ():
        name = PurePath(row["file"] or "").name
        found[row["source_id"] or ""] = by_hash.get(row["sha256"]) or by_id.get(row["source_id"]) or by_file.get(name)
    for table in tables.values():
        for row in table.rows if "source_id" in table_schema.columns(table.name) else ():
            source_id = row["source_id"] or ""
            found.setdefault(source_id, by_id.get(source_id))
    return found


def _passages(tables: Mapping[str, CheckedTable]) -> dict[str, list[Passage]]:
    """All passages of the tables by article: one for each pair of offsets that a field can be checked by."""
    found = defaultdict(list)
    for name, table in tables.items():
        places: dict[tuple[str, str], dict[str, str]] = {}
        for field in table_schema.fields(name):
            if evidence := field.get("evidence"):
                places.setdefault((evidence["start"], evidence["stop"]), {})[evidence["is"]] = field["name"]
        for number, row in enumerate(table.rows):
            for (start, stop), columns in places.items():
                if row[start] is not None and row[stop] is not None:
                    column = columns.get("text") or columns["beginning"]
                    digest = row[columns["sha256"]] if "sha256" in columns else None
                    cut = "text" not in columns
                    source_id = row["source_id"] or ""
                    made = (name, table.key(number), column, source_id, row[start], row[stop], row[column])
                    found[source_id].append(Passage(*made, cut, digest))
    return found


def _judged(passages: Sequence[Passage], text: str, same: bool) -> Iterator[Passage]:
    """Each passage of one article with what became of it; ``same`` where the text is the one that was read."""
    places: dict[str, list[int]] = {}
    candidates = {one: () if one.at(text, one.start) else _standing(one, text, places) for one in passages}
    candidates |= _standing_by_hash([one for one in passages if one.text is None and not one.at(text, one.start)], text)
    anchors = sorted((one.start, found[0] - one.start) for one, found in candidates.items() if _is_anchor(one, found))
    for one in passages:
        found = candidates[one]
        told = one.text is not None or one.sha256 is not None
        if one.at(text, one.start):
            yield replace(one, status=EXACT if told or same else UNCHECKED, place=one.start, places=1)
        elif found:
            expected = one.start + _shift(anchors, one.start)
            place = min(found, key=lambda start: (abs(start - expected), start))
            yield replace(one, status=MOVED, place=place, places=len(found))
        else:
            yield replace(one, status=MISSING if told else UNCHECKED)


def _standing(one: Passage, text: str, places: dict[str, list[int]]) -> tuple[int, ...]:
    """Where in the article a passage stands of which the text is known; ``places`` keeps where a text was found."""
    if not one.text:
        return ()
    if one.text not in places:
        found, start = [], text.find(one.text)
        while start >= 0:
            found.append(start)
            start = text.find(one.text, start + 1)
        places[one.text] = found
    return tuple(start for start in places[one.text] if one.at(text, start))


def _standing_by_hash(passages: Sequence[Passage], text: str) -> dict[Passage, tuple[int, ...]]:
    """Where in the article passages stand of which only the hash is known: at the edge of a word, one look a length."""
    lengths = defaultdict(list)
    for one in passages:
        if one.sha256 is not None:
            lengths[one.stop - one.start].append(one)
    edges = [at for at in range(len(text)) if at == 0 or not (text[at - 1].isalnum() and text[at].isalnum())]
    found: dict[Passage, tuple[int, ...]] = {}
    for length, wanted in lengths.items():
        places = defaultdict(list)
        digests = {one.sha256 for one in wanted}
        for start in edges[: bisect_left(edges, len(text) - length + 1)] if length > 0 else ():
            digest = _sha256(text[start : start + length])
            if digest in digests:
                places[digest].append(start)
        found |= {one: tuple(places[one.sha256 or ""]) for one in wanted}
    return found


def _is_anchor(one: Passage, found: Sequence[int]) -> bool:
    return len(found) == 1 and one.stop - one.start >= _LONG


def _shift(anchors: Sequence[tuple[int, int]], start: int) -> int:
    """How far the anchor nearest to ``start`` was moved."""
    at = bisect_left(anchors, (start, 0))
    near = min(anchors[max(0, at - 1) : at + 1], key=lambda anchor: abs(anchor[0] - start), default=(0, 0))
    return near[1]


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def as_json(found: Verification) -> str:
    """All that was found, with every passage that is not where it was."""
    counts = found.counts_by("source_id")
    articles = [
        {"source_id": source_id, "file": file or None, "text": _text_of(found, source_id), **counts.get(source_id, {})}
        for source_id, file in found.articles.items()
    ]
    passages = [
        {key: value for key, value in asdict(one).items() if key not in ("cut", "sha256")}
        for one in found.passages
        if one.status != EXACT
    ]
    content = {"package": found.package, "counts": found.counts, "tables": found.counts_by("table")}
    return json.dumps(content | {"articles": articles, "passages": passages}, ensure_ascii=False, indent=2)


def as_text(found: Verification) -> str:
    """The counts in all, by table and by article, and the passages that are not where they were."""
    return "\n".join(visible(line) for line in _lines(found))


def _lines(found: Verification) -> Iterator[str]:
    yield f"{found.package}: {_counted(found.counts)}, of {len(found.passages)} passages"
    for table, counts in found.counts_by("table").items():
        yield f"  {table}: {_counted(counts)}"
    yield "articles"
    by_article = found.counts_by("source_id")
    for source_id, file in found.articles.items():
        counted = f": {_counted(by_article.get(source_id, {}))}" if file else ""
        yield f"  {source_id}: {_text_of(found, source_id)}{counted}"
    for status in STATUSES[1:]:
        passages = [one for one in found.passages if one.status == status]
        if passages:
            yield status
        for one in passages[:_SHOWN]:
            yield f"  {one.table} {one.key}: {one.column} at {one.start}-{one.stop}{_outcome(one)}"
        if len(passages) > _SHOWN:
            yield f"  and {len(passages) - _SHOWN} more; --format json has all"


def _outcome(one: Passage) -> str:
    if one.status == MOVED:
        return f", now at {one.place}" + (f", the nearest of {one.places} places" if one.places > 1 else "")
    return f": {shortened(one.text)}" if one.text else ""


def _text_of(found: Verification, source_id: str) -> str:
    if not found.articles[source_id]:
        return "not at hand"
    return "another text than was read" if source_id in found.changed else "the text that was read"


def _counted(counts: Mapping[str, Any]) -> str:
    return ", ".join(f"{number} {status}" for status, number in counts.items()) or "nothing to check"

"""Sentences as the claim grammar reads them: a quoted utterance is one token, so that what is said and who says it
part.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from typing import Any

from claimpack.extract.claims.places import TEXT, Places, find_places
from claimpack.extract.claims.quotations import Quotation
from claimpack.extract.document import Document
from claimpack.extract.layout import PLACE_LINE
from claimpack.german.clauses import Clause, is_main_verb, split_clauses
from claimpack.german.reporting import group
from claimpack.german.tokens import Token
from claimpack.german.verbs import verb_forms

ENDS = frozenset(".!?…")
LONGEST = 150  # tokens that a grammar reads at once: it takes bounded time over what nobody would write
START = attrgetter("start")
MARKS = frozenset('„“”"»«‚‘‹›')
ANY_MARK = re.compile('[„“”"»«‚‘‹›]')


@dataclass(eq=False)
class Period:
    """A sentence, or several that one quotation joins.

    ``tokens`` leave out the marks of what is quoted within a clause ("die „Zeit““), and hold each quoted utterance as
    one token of kind "quote"; ``quotes`` are those utterances by the index of their token. ``clause_of`` is for every
    token the number of its clause; separators have that of the clause before them. ``subjects`` keeps those found.
    """

    zone: str
    block: int
    start: int
    stop: int
    tokens: tuple[Token, ...]
    quotes: dict[int, Quotation]
    clauses: tuple[Clause, ...] = field(init=False)
    clause_of: list[int] = field(init=False)
    places: Places = field(init=False)
    subjects: dict[tuple, Any] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.clauses = clauses = split_clauses(self.tokens)
        self.places = find_places(self.tokens)
        self.clause_of = [0] * len(self.tokens)
        for number in range(1, len(clauses)):
            start = clauses[number].start
            self.clause_of[start:] = [number] * (len(self.tokens) - start)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words as they are written."""
        return frozenset(map(TEXT, self.tokens))


def read_periods(document: Document, utterances: list[Quotation], others: list[Quotation]) -> list[Period]:
    """The periods of the standfirst and the body, in order; ``others`` are the quotations that are no utterances."""
    starts = [q.start for q in utterances]
    stops = [q.stop for q in utterances]
    names = [q for q in others if _is_name(document, q)]
    name_starts = [q.start for q in names]
    periods: list[Period] = []
    sentences = [s for s in document.sentences if s.zone in ("standfirst", "body")]
    i, block = 0, -1
    while i < len(sentences):
        first, stop = i, sentences[i].stop
        k = bisect_right(stops, sentences[i].start)
        while k < len(utterances) and utterances[k].start < stop:
            while i + 1 < len(sentences) and sentences[i + 1].start < utterances[k].stop:
                i += 1
                stop = sentences[i].stop
            k += 1
        sentence = sentences[first]
        tokens = sentence.tokens if first == i else tuple(t for one in sentences[first : i + 1] for t in one.tokens)
        begin = sentence.start
        if sentence.block != block:
            place = PLACE_LINE.match(document.text, begin)
            if place and begin < place.end() < stop:
                begin = place.end()
                tokens = tuple(token for token in tokens if token.start >= begin)
        block = sentence.block
        mine = utterances[bisect_left(starts, begin) : bisect_left(starts, stop)]
        known = names[bisect_left(name_starts, begin) : bisect_left(name_starts, stop)]
        quotes: dict[int, Quotation] = {}
        if ANY_MARK.search(document.text, begin, stop):
            tokens, quotes = _without_marks(tokens, mine, known)
        periods += _periods(sentence.zone, block, begin, stop, tokens, quotes)
        i += 1
    return periods


def _periods(
    zone: str, block: int, start: int, stop: int, tokens: tuple[Token, ...], quotes: dict[int, Quotation]
) -> list[Period]:
    """One period; several of what nobody would write."""
    if len(tokens) <= LONGEST:
        return [Period(zone, block, start, stop, tokens, quotes)]
    parts = []
    for first in range(0, len(tokens), LONGEST):
        part = tokens[first : first + LONGEST]
        said = {at - first: quote for at, quote in quotes.items() if first <= at < first + LONGEST}
        parts.append(Period(zone, block, part[0].start, part[-1].stop, part, said))
    return parts


def _without_marks(
    tokens: Sequence[Token], mine: list[Quotation], names: list[Quotation]
) -> tuple[tuple[Token, ...], dict[int, Quotation]]:
    """The tokens of a period whose utterances are ``mine``, and those utterances by the index of their token."""
    units: list[Token] = []
    quotes: dict[int, Quotation] = {}
    k = n = 0
    for token in tokens:
        while k < len(mine) and mine[k].stop <= token.start:
            k += 1
        if k < len(mine) and mine[k].start <= token.start:
            if token.start == mine[k].start:
                quotes[len(units)] = mine[k]
                units.append(Token(mine[k].start, mine[k].stop, "“”", "quote"))
        elif token.text not in MARKS:
            while n < len(names) and names[n].stop <= token.start:
                n += 1
            named = n < len(names) and names[n].start <= token.start and token.kind != "punct"
            units.append(token._replace(kind="name") if named else token)
    return tuple(units), quotes


def _is_name(document: Document, quotation: Quotation) -> bool:
    """Whether marks hold a name or title: a few words without a verb."""
    tokens = tokens_within(document, quotation.inner_start, quotation.inner_stop)
    if not 0 < len(tokens) <= 4:
        return False
    before = tokens_within(document, max(0, quotation.start - 12), quotation.start)
    if before and before[-1].text.lower() in group("determiner") and tokens[0].is_capitalised:
        return True  # "die „Aktion Deutschland hilft“"
    return not any(token.text[0].islower() and verb_forms(token.text) for token in tokens)


def is_utterance(document: Document, quotation: Quotation) -> bool:
    """Whether marks hold something said as a whole, not a word, a name, a title or a part of a clause."""
    text = document.text
    inner = text[quotation.inner_start : quotation.inner_stop]
    words = inner.split()
    before = text[max(0, quotation.start - 3) : quotation.start]
    before = "" if "\n" in before or "\r" in before else before.rstrip()
    after = text[quotation.stop : quotation.stop + 3].lstrip()
    capital = inner[:1].isupper() or inner[:1].isdigit() or inner[:1] in "‚›‹'…[("
    ends = inner.rstrip("‘’‹›'\")»«")[-1:] in ENDS or inner[-1:] in ENDS
    if len(words) < 2 and not (ends and before.endswith(":")):
        return False
    opened = before[-1:] in ("", ".", "!", "?", ":", "…", "“", "”", "«", "»", "–") or before.endswith(",")
    if before.endswith(":"):
        return (capital and (ends or len(words) >= 4)) or ends
    if ends and capital and len(words) >= 3:
        return True
    if ends and before.endswith(",") and len(words) >= 3 and has_verb(document, quotation):
        return True  # the second half of a quotation: „…“, sagte X, „aber …“
    if not capital or not opened:
        return False
    if after[:1] == "," and has_verb(document, quotation):
        return True
    return (after[:1] in (",", ".", "") and len(words) >= 3) or (
        after[:1].islower() and len(words) >= 5 and has_verb(document, quotation)
    )


def has_verb(document: Document, quotation: Quotation) -> bool:
    """Whether a quotation holds a finite verb."""
    tokens = tokens_within(document, quotation.inner_start, quotation.inner_stop)
    return any(
        token.kind == "word" and (not token.is_capitalised or i == 0) and is_main_verb(tokens, i, 0)
        for i, token in enumerate(tokens)
    )


def tokens_within(document: Document, start: int, stop: int) -> tuple[Token, ...]:
    """The tokens of a passage."""
    tokens = document.tokens
    low = bisect_left(tokens, start, key=START)
    return tokens[low : bisect_left(tokens, stop, low, key=START)]

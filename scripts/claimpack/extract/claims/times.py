"""Tells when what is claimed happens, and when it was said: from the dates in the content and in the reporting
clause.
"""

from bisect import bisect_left
from collections.abc import Sequence

from claimpack.extract.claims.drafts import Draft
from claimpack.extract.claims.periods import tokens_within
from claimpack.extract.document import Document
from claimpack.extract.model import Date

RELATIONS = {"seit": "since", "seitdem": "since", "ab": "since", "bis": "until", "vor": "before", "nach": "after"}
POINTS = frozenset({"date", "time", "reference"})
NEAR = 24  # characters before a date that its preposition stands in


def within(dates: Sequence[Date], start: int, stop: int) -> list[Date]:
    """The dates that lie in ``start`` to ``stop``; ``dates`` are sorted by start."""
    first = bisect_left(dates, start, key=lambda date: date.start)
    last = bisect_left(dates, stop, key=lambda date: date.start)
    return [date for date in dates[first:last] if date.stop <= stop]


def event_date(document: Document, draft: Draft, dates: Sequence[Date]) -> tuple[Date | None, str | None]:
    """The first date in the content that can be placed, and how the claimed event lies to it."""
    a, b = draft.report
    inner = [
        date
        for date in within(dates, draft.start, draft.stop)
        if date.kind in POINTS and not (a <= date.start < b and b - a < draft.stop - draft.start)
    ]
    known = [date for date in inner if date.value] or inner
    if not known:
        return None, None
    date = known[0]
    before = [token.text.lower() for token in tokens_within(document, max(draft.start, date.start - NEAR), date.start)]
    inside = [token.text.lower() for token in tokens_within(document, date.start, date.stop)][:1]
    for word in [*inside, *before[:-3:-1]]:
        if word in RELATIONS:
            return date, RELATIONS[word]
    return date, "in"


def said_date(draft: Draft, dates: Sequence[Date]) -> Date | None:
    """The first date in the reporting clause, outside the content."""
    for date in within(dates, *draft.report):
        if date.kind in POINTS and not draft.start <= date.start < draft.stop:
            return date
    return None

"""Lets the span of a claim keep or drop quotation marks at its edges, and tells from them what is direct speech."""

from bisect import bisect_left

from claimpack.extract.claims.drafts import Draft
from claimpack.extract.claims.periods import has_verb, tokens_within
from claimpack.extract.claims.quotations import Quotation
from claimpack.extract.document import Document


def close_marks(document: Document, draft: Draft, quotations: list[Quotation]) -> None:
    """Keep both marks of a quotation within a span, drop both around it; what in marks has a verb is direct."""
    first = bisect_left(quotations, draft.start, key=lambda quotation: quotation.stop)
    for quotation in quotations[first:]:
        if quotation.start >= draft.stop:
            break
        if draft.start >= quotation.inner_start and draft.stop <= quotation.inner_stop:
            if draft.form == "indirect" and has_verb(document, quotation):
                draft.form = "direct"
            continue
        if draft.start == quotation.inner_start and draft.stop > quotation.inner_stop:
            draft.start = quotation.start
        # A closing full stop between the span and the mark is left out elsewhere; here it lies within the span.
        ends = draft.stop <= quotation.inner_stop <= draft.stop + 1
        if ends and draft.start < quotation.inner_start < draft.stop:
            draft.stop = quotation.stop


def leave_full_stop(document: Document, draft: Draft) -> None:
    """Leave the full stop at the end of direct speech out, as that of every content; other marks say something."""
    if draft.form == "direct":
        last = tokens_within(document, draft.start, draft.stop)[-1:]
        if last and last[0].text == "." and last[0].start > draft.start:
            draft.stop = last[0].start

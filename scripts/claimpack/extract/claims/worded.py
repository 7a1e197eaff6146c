"""Reads quotations that stand within a clause and yet are speech: "mit den Worten „…“", "Parolen wie „…“", and those
that begin as a part of the clause and go on over its end ("nennt es „ein Beispiel. Es zeigt …“").
"""

from bisect import bisect_left

from claimpack.extract.claims.drafts import Draft
from claimpack.extract.claims.events import Event
from claimpack.extract.claims.periods import MARKS, Period, has_verb, tokens_within
from claimpack.extract.claims.quotations import Quotation
from claimpack.extract.claims.subjects import Source, behind_verb, clause_subject
from claimpack.extract.document import Document
from claimpack.german.reporting import group
from claimpack.german.verbs import is_finite

NEAR = 40  # characters before a quotation in which its noun stands
BETWEEN = frozenset({"und", "oder", ",", "sowie"})


def find_worded(document: Document, quotations: list[Quotation]) -> list[Quotation]:
    """Those of the ``quotations`` within clauses that are speech, in order."""
    found: list[Quotation] = []
    for quotation in quotations:
        before = [token.text for token in tokens_within(document, max(0, quotation.start - NEAR), quotation.start)]
        chanted = bool(found) and _joins(document, found[-1], quotation)
        if ((chanted or _names_words(before)) and _is_whole(document, quotation)) or _goes_over_end(
            document, quotation
        ):
            found.append(quotation)
    return found


def _names_words(before: list[str]) -> bool:
    """Whether a noun for words or slogans leads to a quotation: "mit den Worten", "Sprüche wie zum Beispiel"."""
    words = [word for word in before[-5:] if word not in MARKS and word != ":"]
    if not words:
        return False
    if words[-1] in group("wording"):
        return True
    last = words[-1] in group("slogan") or words[-1] in ("wie", "etwa", "Beispiel")
    return last and any(word in group("slogan") for word in words)


def _is_whole(document: Document, quotation: Quotation) -> bool:
    return has_verb(document, quotation) or document.text[quotation.inner_stop - 1] in "!?."


def _joins(document: Document, before: Quotation, quotation: Quotation) -> bool:
    """Whether a quotation goes on with a list of them: "„Haut ab!“ und „Nie wieder!“"."""
    between = document.text[before.stop : quotation.start]
    return len(between) < 8 and between.strip() in BETWEEN


def _goes_over_end(document: Document, quotation: Quotation) -> bool:
    """Whether a sentence ends within a quotation that has a verb."""
    sentences = document.sentences
    k = bisect_left(sentences, quotation.inner_start, key=lambda sentence: sentence.stop)
    return k < len(sentences) and sentences[k].stop < quotation.inner_stop - 1 and has_verb(document, quotation)


def worded_drafts(period: Period, worded: list[Quotation], events: dict[int, Event]) -> list[Draft]:
    """The drafts of the quotations that begin in a period; none where it is nothing but marks."""
    if not period.clauses:
        return []
    first = bisect_left(worded, period.start, key=lambda quotation: quotation.start)
    drafts = []
    for quotation in worded[first:]:
        if quotation.start >= period.stop:
            break
        drafts.append(_draft(period, quotation, events))
    return drafts


def _draft(period: Period, quotation: Quotation, events: dict[int, Event]) -> Draft:
    tokens = period.tokens
    at = min(bisect_left(tokens, quotation.start, key=lambda token: token.start), len(tokens) - 1)
    number = period.clause_of[at]
    clause = period.clauses[number]
    near = [event for event in events.values() if event.clause == number and event.index < at]
    after = bisect_left(tokens, quotation.stop, key=lambda token: token.start)
    passage = (quotation.inner_start, quotation.inner_stop)
    report = (tokens[clause.start].start, tokens[max(at - 1, clause.start)].stop)
    if near:
        event = near[-1]
        cue = (tokens[event.cue].start, tokens[event.cue].stop)
        verb = event.verb
        return Draft(
            period, *passage, "direct", cue, report, event.source, verb.act, verb.polarity, verb.rule, kind="previous"
        )
    if after < len(tokens) and is_finite(tokens[after].text):
        source = Source(behind_verb(tokens, after, len(tokens)))  # "Mit den Worten „…“ ging X"
    else:
        source = clause_subject(period, number) if 0 <= clause.verb < at else Source()
    word = max((k for k in range(clause.start, at) if tokens[k].is_capitalised), default=-1)
    cue = (tokens[word].start, tokens[word].stop) if word >= 0 else None
    return Draft(period, *passage, "direct", cue, report, source, "assert", "positive", "worded:frame", kind="previous")


def without_overlap(drafts: list[Draft], worded: list[Draft]) -> list[Draft]:
    """The drafts of a period, those that a quotation of whole words cuts or fills left out, and the worded ones."""
    kept = [
        draft
        for draft in drafts
        if not any(
            draft.start < other.stop and other.start < draft.stop and not _holds(draft, other) for other in worded
        )
    ]
    return kept + worded


def _holds(draft: Draft, other: Draft) -> bool:
    """Whether a draft lies in words as a claim of its own there, with its reporting expression."""
    return other.start <= draft.report[0] and draft.report[1] <= other.stop

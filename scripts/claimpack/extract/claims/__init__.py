"""Reads the attributed claims of an article: who says what, through whom, and how.

The readers of the single forms (direct speech, reporting verbs, attributions, hearsay, free Konjunktiv) give drafts;
here they are put in order, and each gets its speaker, its act and its dates.
"""

from collections.abc import Sequence
from dataclasses import replace

from claimpack.extract.actors import Actors
from claimpack.extract.claims.acts import act_and_polarity
from claimpack.extract.claims.attributions import find_attributions, opens_with_so
from claimpack.extract.claims.contents import clausal_content, draft_of, span
from claimpack.extract.claims.drafts import Draft
from claimpack.extract.claims.events import Event, find_events
from claimpack.extract.claims.free_speech import find_free_speech
from claimpack.extract.claims.hearsay import find_hearsay
from claimpack.extract.claims.marks import close_marks, leave_full_stop
from claimpack.extract.claims.nouns import POINTING, find_noun_claims, is_negated, points_back, takes_pronoun
from claimpack.extract.claims.objects import nominal_content
from claimpack.extract.claims.periods import Period, is_utterance, read_periods
from claimpack.extract.claims.quotations import Quotation, find_quotations
from claimpack.extract.claims.speakers import Speakers
from claimpack.extract.claims.speech import find_speech
from claimpack.extract.claims.subjects import reporting_clause
from claimpack.extract.claims.times import event_date, said_date
from claimpack.extract.claims.worded import find_worded, without_overlap, worded_drafts
from claimpack.extract.document import Document
from claimpack.extract.model import Claim, Date, Quantity
from claimpack.german.reporting import group
from claimpack.german.verbs import verb_forms

SAME = frozenset({"man", "es", "ich", "wir"})
COVERING = 0.3  # share of a sentence that an attribution must cover to be that of its main clause


def find_claims(
    document: Document, dates: Sequence[Date], actors: Actors, quantities: Sequence[Quantity]
) -> list[Claim]:
    """The attributed claims of the standfirst and the body, sorted by start, longer ones first."""
    quotations = find_quotations(document)
    utterances = [quotation for quotation in quotations if is_utterance(document, quotation)]
    others = sorted(set(quotations).difference(utterances))
    worded = find_worded(document, others)
    speakers = Speakers(actors)
    claims: list[Claim] = []
    before: Period | None = None
    told: list[Claim] = []
    for period in read_periods(document, utterances, others):
        near = bool(told) and before is not None and period.block - before.block <= 1
        new: list[Claim] = []
        reach = (document, worded)
        for draft in find_drafts(period, reach, near, None if told else before, _outer(told) if near else None):
            if speakers.is_thing(draft):
                continue
            if not draft.repeats:
                close_marks(document, draft, quotations)
                leave_full_stop(document, draft)
            claim = _claim(document, draft, speakers, dates, quantities)
            if not (draft.repeats and _joins(claims, claim, speakers)):
                new.append(claim)
        claims += new
        speakers.close(period)
        before, told = period, new
    return sorted(_unique(claims), key=lambda claim: (claim.start, -claim.stop, claim.cue or (0, 0)))


def _outer(told: list[Claim]) -> Claim | None:
    """The last claim of a sentence that is in no other."""
    return max(told, key=lambda claim: (claim.stop, claim.stop - claim.start), default=None)


def _joins(claims: list[Claim], claim: Claim, speakers: Speakers) -> bool:
    """Whether a claim of what was claimed before only tells who passed it on ("Das berichtet die Zeitung"), or whose a
    quotation is: he is entered there. Another that named nobody gives way to it.
    """
    place = next(i for i in range(len(claims) - 1, -1, -1) if claims[i].start == claim.start)
    first = claims[place]
    if not first.participants and first.form == "direct":
        claims[place] = replace(first, participants=claim.participants)
        return True
    if not first.participants:
        del claims[place]
        return False
    if not claim.participants or not speakers.is_outlet(claim.participants[0]):
        return False
    known = {participant.actor_id for participant in first.participants}
    relays = tuple(p for p in claim.participants if p.role == "relay" and p.actor_id not in known)
    claims[place] = replace(first, participants=(*first.participants, *relays))
    return True


def find_drafts(
    period: Period,
    reach: tuple[Document, list[Quotation]],
    attributed_before: bool,
    before: Period | None,
    told: Claim | None = None,
) -> list[Draft]:
    """The drafts of a period in the order of their reporting expressions.

    ``reach`` is the article and its quotations within clauses that are speech; ``before`` the period before it if that
    is in no claim, for "Das berichtet X"; ``told`` the claim in it, if any.
    """
    drafts: list[Draft] = []
    if reach[1] or period.quotes or period.places.may_report:
        drafts = _reported_drafts(period, reach, before, told)
    if not (drafts or period.places.konjunktiv or period.places.hearsay):
        return drafts
    if not any(_covers_main(period, draft) for draft in drafts):
        free = find_free_speech(period, attributed_before) or find_hearsay(period, attributed_before)
        if free and not any(draft.start <= free.cue[0] < draft.stop for draft in drafts):
            drafts.append(free)
    return sorted(drafts, key=lambda draft: draft.cue or (draft.start, draft.stop))


def _reported_drafts(
    period: Period, reach: tuple[Document, list[Quotation]], before: Period | None, told: Claim | None
) -> list[Draft]:
    """The drafts that a reporting verb, a noun of saying, an attribution or quotation marks give."""
    events = {event.index: event for event in find_events(period)}
    document, worded = reach
    drafts, used = find_speech(document, period, events)
    for event in events.values():
        if points_back(period, event):
            draft = _back(period, event, before, told)
        else:
            draft = _reported(period, event, event.index in used)
            if draft is None and event.index not in used and takes_pronoun(period, event):
                draft = _back(period, event, before, told)
        if draft:
            drafts.append(draft)
    contents = {draft.start for draft in drafts}
    drafts += [draft for draft in find_noun_claims(period) if draft.start not in contents]
    drafts += find_attributions(period, events, used)
    drafts = [draft for draft in drafts if not _same_speaker(draft, drafts)]
    return without_overlap(drafts, worded_drafts(period, worded, events))


def _reported(period: Period, event: Event, used: bool) -> Draft | None:
    """The draft of a reporting verb with a clause or a noun phrase as its content."""
    clause = period.clauses[event.clause]
    words = [token.text.lower() for token in period.tokens[clause.start : clause.start + 2]]
    if reporting_clause(period, event.clause) < event.clause:
        return None
    if (clause.kind == "question" and "wie" in words) or opens_with_so(period, event) or _is_condition(period, event):
        return None
    if event.infinite and event.source.phrases and event.source.phrases[0].pronoun == "man":
        return None  # "man kann sagen, dass": the outlet itself
    content = clausal_content(period, event)
    if content:
        return draft_of(period, event, *content, "indirect")
    if clause.opener == "," and words and words[0] in POINTING and clause.verb == clause.start + 1:
        return draft_of(period, event, 0, clause.start, "indirect")
    if used or (event.infinite and not _declines(period, event)):
        return None
    nominal = nominal_content(period, event)
    return draft_of(period, event, *nominal) if nominal else None


def _is_condition(period: Period, event: Event) -> bool:
    """Whether a clause with its verb first only sets a condition: "Sagt X ab, sinkt der Kurs"."""
    clauses = period.clauses
    if event.clause or not event.initial or event.clause + 1 >= len(clauses):
        return False
    if not any(form.mood == "present" for form in verb_forms(period.tokens[event.index].text.lower())):
        return False  # "Hieß es zuerst …, wird nun …" tells what was said
    main = next((clause for clause in clauses[1:] if clause.kind == "main"), None)
    return main is not None and main.verb == main.start and main.opener == ","


def _declines(period: Period, event: Event) -> bool:
    """Whether a confirmation or denial is refused: "wollte den Fund nicht bestätigen"."""
    clause = period.clauses[event.clause]
    words = {token.text.lower() for token in period.tokens[clause.start : clause.stop]}
    return event.verb.act in ("confirm", "deny") and bool(words & group("negation"))


def _back(period: Period, event: Event, before: Period | None, told: Claim | None) -> Draft | None:
    """The draft of a reporting verb whose content is the sentence before, or what was claimed there."""
    draft = draft_of(period, event, 0, 1, "indirect")
    if draft is None:
        return None
    draft.negated = is_negated(period, event)
    if told:
        draft.start, draft.stop, draft.repeats = told.start, told.stop, True
        return draft
    passage = span(before, 0, len(before.tokens)) if before and before.block == period.block else None
    if passage is None:
        return None
    draft.start, draft.stop = passage
    return draft


def _same_speaker(draft: Draft, drafts: list[Draft]) -> bool:
    """Whether a draft lies in the content of another and belongs to its speaker ("sagte, man gehe davon aus, dass
    …").
    """
    phrases = draft.source.phrases
    if draft.form == "direct" or not draft.cue:
        return False
    if not (draft.source.elided or (phrases and phrases[0].pronoun in SAME)):
        return False
    return any(other is not draft and other.start <= draft.cue[0] and draft.cue[1] <= other.stop for other in drafts)


def _covers_main(period: Period, draft: Draft) -> bool:
    """Whether a draft says whose the main clause is."""
    return draft.stop - draft.start >= (period.stop - period.start) * COVERING


def _claim(
    document: Document, draft: Draft, speakers: Speakers, dates: Sequence[Date], quantities: Sequence[Quantity]
) -> Claim:
    date, relation = event_date(document, draft, dates)
    act, polarity = act_and_polarity(document, draft, quantities, date)
    return Claim(
        draft.start,
        draft.stop,
        draft.period.zone,
        draft.form,
        act,
        polarity,
        draft.rule,
        speakers.participants(draft),
        draft.cue,
        date,
        relation,
        said_date(draft, dates),
    )


def _unique(claims: list[Claim]) -> list[Claim]:
    """The claims without repetitions of a span by the same claimant."""
    seen: dict[tuple, Claim] = {}
    for claim in claims:
        claimant = claim.participants[0].actor_id if claim.participants else None
        seen.setdefault((claim.start, claim.stop, claimant), claim)
    return list(seen.values())

"""Reads direct speech: each quoted utterance with the reporting clause before, behind or around it."""

from claimpack.extract.claims.attribution_phrases import attribution_phrase
from claimpack.extract.claims.attributions import so_source
from claimpack.extract.claims.capable import cannot_speak
from claimpack.extract.claims.drafts import Draft
from claimpack.extract.claims.events import Event
from claimpack.extract.claims.periods import Period, has_verb
from claimpack.extract.claims.subjects import Source, behind_verb
from claimpack.extract.document import Document
from claimpack.german.reporting import group, reporting_noun
from claimpack.german.speaker_phrases import NOT_NOMINATIVE, coordinated
from claimpack.german.word_forms import openers

TITLE = 7  # words of a title or name, at most
ABBREVIATED = 5  # characters of an abbreviation with its stop, at most


def find_speech(document: Document, period: Period, events: dict[int, Event]) -> tuple[list[Draft], set[int]]:
    """The drafts of the quoted utterances of a period, and the token indices of the reporting verbs that they use.

    What is set in marks as a title or name, not as speech, gives none.
    """
    drafts: list[Draft] = []
    used: set[int] = set()
    for index in period.quotes:
        event = _event_of(period, index, events)
        if _is_title(document, period, index, event):
            continue
        if event:
            used.add(event.index)
            drafts.append(
                _draft(
                    period,
                    index,
                    event.source,
                    event.cue,
                    event.clause,
                    event.verb.act,
                    event.verb.polarity,
                    event.verb.rule,
                )
            )
            if event.passive:
                drafts[-1].kind = "none" if event.source.phrases else "previous"
        else:
            drafts.append(_without_verb(period, index))
    return drafts, used


def _is_title(document: Document, period: Period, index: int, event: Event | None) -> bool:
    """Whether marks hold a title or motto: words without a verb behind nothing that says them, or a noun for titles."""
    tokens = period.tokens
    before = [token.text for token in tokens[max(0, index - 3) : index]]
    if any(word in group("title") for word in before):
        return True
    if event and event.verb.lemma not in group("naming"):
        return False
    quotation = period.quotes[index]
    words = document.text[quotation.inner_start : quotation.inner_stop].split()
    last = words[-1]
    if len(words) > TITLE or last[-1] in "!?" or (last[-1] == "." and len(last) > ABBREVIATED):
        return False
    number = period.clause_of[index]
    frame = period.clauses[number - 1] if number else None
    said = frame is not None and any(
        reporting_noun(t.text) for t in tokens[frame.start : frame.stop] if t.is_capitalised
    )
    after = period.clauses[number + 1] if number + 1 < len(period.clauses) else None
    behind = tokens[after.start : after.stop] if after else ()
    said = said or any(token.text in group("wording") for token in behind)
    so = bool(behind) and behind[0].text == "so" and event is None
    return not (said or so or has_verb(document, quotation))


def _draft(
    period: Period, index: int, source: Source, cue: int, clause: int, act: str, polarity: str, rule: str
) -> Draft:
    quotation = period.quotes[index]
    tokens = period.tokens
    report = period.clauses[clause]
    last = len(tokens) - 1 if report.start > index and len(period.quotes) == 1 else report.stop - 1
    return Draft(
        period,
        quotation.inner_start,
        quotation.inner_stop,
        "direct",
        (tokens[cue].start, tokens[cue].stop),
        (tokens[report.start].start, tokens[last].stop),
        source,
        act,
        polarity,
        rule,
        kind="previous",
    )


def _event_of(period: Period, index: int, events: dict[int, Event]) -> Event | None:
    """The reporting verb of the utterance at token ``index``: behind it, else before it."""
    clauses = period.clauses
    number = period.clause_of[index]
    for later in (number + 1, number + 2):
        if later >= len(clauses) or clauses[later].kind == "quote":
            break
        clause = clauses[later]
        behind = [e for e in events.values() if e.clause == later and _can_quote(e)]
        for event in behind:
            if event.initial or clause.kind == "question" or (event.final and later == number + 1):
                return event
        if behind and later == number + 1 and clause.opener == "":
            return behind[0]
        if clause.kind not in ("relative", "fragment"):
            break
    before = [e for e in events.values() if e.clause < number and _can_quote(e)]
    if not before:
        return None
    event = before[-1]
    between = clauses[event.clause + 1 : number]
    if clauses[number].opener == ":" or all(
        c.kind in ("relative", "fragment", "quote", "question", "sub", "infinitive") for c in between
    ):
        return event
    return event if period.tokens[index - 1].text in (":", ",") else None


def _can_quote(event: Event) -> bool:
    return bool(event.verb.takes & {"quote", "clause", "inf"})


def _without_verb(period: Period, index: int) -> Draft:
    """An utterance under ", so X", under a noun ("die Begründung: …"), under "laut X", or under the speaker before."""
    tokens, clauses = period.tokens, period.clauses
    quotation = period.quotes[index]
    number = period.clause_of[index]
    after = clauses[number + 1] if number + 1 < len(clauses) else None
    if after and tokens[after.start].text == "so":
        source = so_source(period, after)
        if source:
            return _draft(
                period, index, source, after.start, number + 1, "assert", "positive", "attribution_prepositions.csv:so"
            )
    named = attribution_phrase(period, after.start) if after and not after.opener else None
    if named and named.source.phrases:
        return _draft(period, index, named.source, named.cue, number + 1, named.act, "positive", "speech:behind")
    before = clauses[number - 1] if number else None
    if before and before.kind != "quote":
        source, cue, act = _frame(period, before.start, before.stop)
        first = _first_clause(period, number)
        if not source.phrases:
            source = _frame(period, clauses[first].start, before.stop)[0]
        draft = _draft(period, index, source, before.stop - 1, number - 1, act, "positive", "speech:frame")
        draft.cue = (tokens[cue].start, tokens[cue].stop) if cue >= 0 else None
        return draft
    draft = Draft(
        period,
        quotation.inner_start,
        quotation.inner_stop,
        "direct",
        None,
        (quotation.start, quotation.stop),
        Source(),
        "assert",
        "positive",
        "speech:alone",
        kind="previous",
    )
    return draft


def _first_clause(period: Period, number: int) -> int:
    while number > 0 and period.clauses[number - 1].kind != "quote":
        number -= 1
    return number


def _frame(period: Period, start: int, stop: int) -> tuple[Source, int, str]:
    """Speaker, cue token and act of a frame without reporting verb: its subject, its noun of saying."""
    tokens = period.tokens
    cue, act = -1, "assert"
    for k in range(start, stop):
        known = reporting_noun(tokens[k].text) if tokens[k].is_capitalised else None
        if known:
            cue, act = k, known[0].act
    i = start
    while i < stop and (
        openers().get(tokens[i].text.lower()) == "coordinate" or tokens[i].text.lower() in group("adverb")
    ):
        i += 1
    clause = period.clauses[period.clause_of[start]]
    if i < stop and tokens[i].text.lower() not in group("preposition") and tokens[i].text.lower() not in NOT_NOMINATIVE:
        phrases = coordinated(tokens, i, stop)
        if phrases and cannot_speak(tokens, phrases[0]) and clause.verb >= 0:
            phrases = list(behind_verb(tokens, clause.verb, stop)) or phrases
        if phrases and not (cue >= 0 and phrases[0].start <= cue < phrases[0].stop and phrases[0].head == cue):
            return Source(tuple(phrases)), cue, act
    if clause.verb >= 0:
        phrases = behind_verb(tokens, clause.verb, stop)
        if phrases:
            return Source(phrases), cue, act
    if cue >= 0 and cue + 1 < stop:
        phrases = coordinated(tokens, cue + (2 if tokens[cue + 1].text == "von" else 1), stop)
        return Source(tuple(phrases)), cue, act
    return Source(), cue, act

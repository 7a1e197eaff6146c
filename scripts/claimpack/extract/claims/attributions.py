"""Reads attributions without a verb of their own in the main clause: "laut X", "nach Angaben von X", "X zufolge", ",
so X", "demnach", "wonach", "wie X berichtet".
"""

from claimpack.extract.claims.attribution_phrases import attribution_phrase, behind_noun, expression
from claimpack.extract.claims.contents import content_stop, span
from claimpack.extract.claims.drafts import Draft
from claimpack.extract.claims.events import Event
from claimpack.extract.claims.periods import Period
from claimpack.extract.claims.subjects import Source, reporting_clause
from claimpack.german.clauses import Clause, last_word
from claimpack.german.reporting import group, reporting_noun
from claimpack.german.speaker_phrases import NounPhrase, coordinated, pronouns


def find_attributions(period: Period, events: dict[int, Event], used: set[int]) -> list[Draft]:
    """The attributions of a period in order; ``used`` are the reporting verbs of direct speech."""
    found: list[Draft] = []
    read = 0
    for i in period.places.attributions:
        phrase = attribution_phrase(period, i) if i >= read else None
        if phrase is None:
            continue
        start, stop, cue, source, kind, act = phrase
        draft = _draft(period, start, stop, cue, source, kind, act)
        # ""…", sagte X laut der Zeitung": who passes on what is quoted claims nothing more
        passes_on = any(events[index].clause == period.clause_of[start] for index in used)
        if draft and not passes_on:
            found.append(draft)
        read = stop
    found += [draft for event in events.values() if (draft := _as_reported(period, event))]
    return found + _so(period) + _wonach(period) if period.places.openers else found


def _draft(period: Period, start: int, stop: int, cue: int, source: Source, kind: str, act: str) -> Draft | None:
    """The claim that an attribution in tokens ``start`` to ``stop`` makes of its clause or sentence."""
    tokens, clauses = period.tokens, period.clauses
    clause = clauses[period.clause_of[start]]
    number = period.clause_of[start]
    if clause.kind in ("relative", "that", "question", "sub", "infinitive") and clause.start != start:
        first, last = clause.start, content_stop(period, number)
        if clause.kind == "sub":
            last = clause.stop
    else:
        first, last = _in_brackets(period, start) or _main_stretch(period, number)
    if start <= first + 1 and _only_small(period, first, start):
        first = _verb_behind(period, number, stop)
        while first < last and tokens[first].text == ",":
            first += 1
    if stop >= last or all(token.kind == "punct" for token in tokens[stop:last]):
        last = start
    passage = span(period, first, last)
    if passage is None:
        return None
    rule = f"attribution_prepositions.csv:{tokens[cue].text.lower()}"
    return Draft(
        period,
        *passage,
        "attribution_phrase",
        expression(period, start, stop, cue, kind),
        (tokens[start].start, tokens[stop - 1].stop),
        source,
        act,
        "positive",
        rule,
        kind=kind,
    )


def _verb_behind(period: Period, number: int, stop: int) -> int:
    """The finite verb behind an attribution that opens a sentence; ``stop``, its end, if there is none.

    What stands between belongs to the source: "Laut Lars Meier, dem Chef des Amtes, |fehlen …".
    """
    clauses = period.clauses
    clause = clauses[number]
    if clause.kind == "main" and clause.verb >= stop:
        return clause.verb
    if clause.kind not in ("main", "fragment") or clause.stop > stop:
        return stop
    for later in clauses[number + 1 : number + 5]:
        if later.opener in (";", ":") or later.kind == "quote":
            break
        if later.kind == "main":
            return later.start if later.verb == later.start else stop
    return stop


def _in_brackets(period: Period, i: int) -> tuple[int, int] | None:
    """The tokens within the brackets that a token opens: "(nach anderen Angaben sind es 30)"."""
    if i == 0 or period.tokens[i - 1].text not in ("(", "["):
        return None
    close = next((k for k in range(i, min(len(period.tokens), i + 40)) if period.tokens[k].text in (")", "]")), -1)
    return (i, close) if close > i else None


def _only_small(period: Period, first: int, start: int) -> bool:
    return start == first or period.tokens[first].text.lower() in (
        "und",
        "aber",
        "denn",
        "doch",
        "so",
        "auch",
        "sondern",
        "oder",
    )


def _main_stretch(period: Period, number: int) -> tuple[int, int]:
    """The tokens of the sentence around a clause, between colons, semicolons and quoted utterances."""
    clauses = period.clauses
    first = last = number
    while first > 0 and clauses[first].opener not in (";", ":") and clauses[first - 1].kind != "quote":
        first -= 1
    while last + 1 < len(clauses) and clauses[last + 1].opener not in (";",) and clauses[last + 1].kind != "quote":
        last += 1
    return clauses[first].start, clauses[last].stop


def _as_reported(period: Period, event: Event) -> Draft | None:
    """The claim of "wie X berichtet": the sentence without that clause at its edge."""
    tokens, clauses = period.tokens, period.clauses
    clause = clauses[event.clause]
    begin = clauses[reporting_clause(period, event.clause)]
    if begin is not clause:
        clause = clause._replace(start=begin.start, kind="question")
    first = clause.start
    if tokens[first].text.lower() in ("denn", "und", "doch", "aber") and first + 1 < clause.stop:
        first += 1
    as_reported = tokens[first].text.lower() == "wie" and clause.kind == "question"
    if not (as_reported or opens_with_so(period, event)) or "clause" not in event.verb.takes:
        return None
    if as_reported and tokens[clause.stop - 1].text in group("modal"):
        return None  # "wie er sich wehren könnte"
    start, stop = _main_stretch(period, event.clause)
    end = clause.stop
    number = event.clause
    while (
        number + 1 < len(clauses)
        and clauses[number + 1].kind in ("fragment", "relative")
        and clauses[number + 1].opener == ","
        and _attached(period, number + 1, event)
    ):
        number += 1
        end = clauses[number].stop
    if clause.start == start:
        start = end
    elif end >= stop:
        stop = clause.start
    passage = span(period, start, stop)
    if passage is None or all(c.kind == "quote" for c in clauses if start <= c.start < stop):
        return None
    cue = tokens[event.cue]
    return Draft(
        period,
        *passage,
        "attribution_phrase",
        (cue.start, cue.stop),
        (tokens[clause.start].start, tokens[clause.stop - 1].stop),
        event.source,
        event.verb.act,
        event.verb.polarity,
        event.verb.rule,
        kind="previous" if not event.passive else "none",
    )


def opens_with_so(period: Period, event: Event) -> bool:
    """Whether a clause is "so betont X" within or behind what X says."""
    clause = period.clauses[event.clause]
    return bool(clause.opener) and clause.start + 1 == event.index and period.tokens[clause.start].text == "so"


def _attached(period: Period, number: int, event: Event) -> bool:
    """Whether a clause behind "wie X berichtet" is an apposition to X."""
    return any(
        phrase.name and period.clauses[number].start <= phrase.name[0] < period.clauses[number].stop
        for phrase in event.source.phrases
    )


def _so(period: Period) -> list[Draft]:
    """The claims of ", so X": a short clause without verb behind what X says."""
    found = []
    tokens, clauses = period.tokens, period.clauses
    for i in period.places.openers:
        number = period.clause_of[i]
        clause = clauses[number]
        draft = _so_clause(period, clause) if number and clause.start == i and tokens[i].text == "so" else None
        if draft:
            start, stop = _main_stretch(period, number - 1)
            passage = span(period, start, stop if _goes_on(period, number) else clause.start)
            if passage and clauses[number - 1].kind != "quote":
                found.append(draft(passage))
    return found


def _goes_on(period: Period, number: int) -> bool:
    """Whether what X says goes on behind ", so X,": "Der Damm, so X, sei alt"."""
    clauses, tokens = period.clauses, period.tokens
    later = number + 1
    while later < len(clauses) and clauses[later].kind == "relative":
        later += 1
    if later >= len(clauses) or clauses[later].opener in (";", ":") or clauses[later].kind == "quote":
        return False
    before, after = clauses[number - 1], clauses[later]
    if after.kind == "main":
        return after.verb == after.start or before.kind == "fragment"
    last = last_word(tokens, before.start, before.stop)
    return before.kind == "fragment" or (before.kind == "main" and before.verb == last)


def _so_clause(period: Period, clause: Clause):
    """A maker of the draft for ", so X", or None if the clause is something else ("so dass", "so groß")."""
    source = so_source(period, clause)
    if source is None:
        return None
    tokens = period.tokens
    report = (tokens[clause.start].start, tokens[clause.stop - 1].stop)
    cue = (tokens[clause.start].start, tokens[clause.start].stop)
    return lambda passage: Draft(
        period,
        *passage,
        "attribution_phrase",
        cue,
        report,
        source,
        "assert",
        "positive",
        "attribution_prepositions.csv:so",
        kind="previous",
    )


def so_source(period: Period, clause: Clause) -> Source | None:
    """Who speaks in ", so X" or ", so X weiter"."""
    tokens = period.tokens
    i = clause.start + 1
    if clause.kind not in ("fragment", "main") or clause.opener not in (",", "–", "-", "") or i >= clause.stop:
        return None
    if tokens[i].text in ("etwa", "auch", "zum"):
        return None  # "so auch X": an example
    if tokens[i].text in ("jedenfalls", "zumindest"):
        i += 1
    phrases = coordinated(tokens, i, clause.stop)
    if not phrases or any(
        token.kind == "word" and token.text in group("auxiliary") | group("modal")
        for token in tokens[clause.start : phrases[-1].head + 2]
    ):
        return None
    if clause.kind == "main" and clause.verb < phrases[-1].stop + 1:
        return None
    if phrases[0].pronoun and pronouns()[phrases[0].pronoun]["gender"] == "" and phrases[0].pronoun not in ("sie",):
        return None
    return Source(tuple(phrases))


def _wonach(period: Period) -> list[Draft]:
    """The claims of "ein Bericht, wonach …": the clause; its source is the document or who it belongs to."""
    found = []
    tokens = period.tokens
    for i in period.places.openers:
        number = period.clause_of[i]
        clause = period.clauses[number]
        if number == 0 or clause.start != i or tokens[i].text.lower() != "wonach":
            continue
        passage = span(period, clause.start + 1, content_stop(period, number))
        before = period.clauses[number - 1]
        phrases: tuple[NounPhrase, ...] = ()
        act = "assert"
        for k in range(before.stop - 1, before.start - 1, -1):
            known = reporting_noun(tokens[k].text) if tokens[k].is_capitalised else None
            if known:
                phrases, act = behind_noun(period, k), known[0].act
                break
        if passage:
            cue = tokens[clause.start]
            found.append(
                Draft(
                    period,
                    *passage,
                    "attribution_phrase",
                    (cue.start, cue.stop),
                    (tokens[before.start].start, cue.stop),
                    Source(phrases),
                    act,
                    "positive",
                    "attribution_prepositions.csv:wonach",
                )
            )
    return found

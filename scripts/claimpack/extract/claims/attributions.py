"""Reads attributions without a verb of their own in the main clause: "laut X", "nach Angaben von X", "X zufolge", ", so X",
"demnach", "wonach", "wie X berichtet"."""

from functools import cache

from claimpack.extract.claims.contents import content_stop, span
from claimpack.extract.claims.drafts import Draft
from claimpack.extract.claims.events import Event, Source
from claimpack.extract.claims.periods import Period
from claimpack.german.clauses import Clause
from claimpack.german.lexicon import table
from claimpack.german.reporting import group, reporting_noun
from claimpack.german.speaker_phrases import NounPhrase, coordinated, noun_phrase, pronouns

LONGEST = 25  # tokens of a noun phrase before "zufolge"
OWN = frozenset("eigenen eigener".split())
POSSESSIVE = frozenset("seinen seiner seines ihren ihrer ihres deren dessen".split())


@cache
def _prepositions() -> dict[tuple[str, str], str]:
    """(word, position) -> what noun it takes."""
    return {(row["word"], row["position"]): row["noun"] for row in table("attribution_prepositions")}


def find_attributions(period: Period, events: dict[int, Event]) -> list[Draft]:
    """The attributions of a period in order."""
    found: list[Draft] = []
    tokens = period.tokens
    i = 0
    while i < len(tokens):
        phrase = _phrase(period, i) if tokens[i].kind == "word" else None
        if phrase is None:
            i += 1
            continue
        start, stop, cue, source, kind, act = phrase
        draft = _draft(period, start, stop, cue, source, kind, act)
        if draft:
            found.append(draft)
        i = max(stop, i + 1)
    found += [draft for event in events.values() if (draft := _as_reported(period, event))]
    return found + _so(period) + _wonach(period)


def _phrase(period: Period, i: int) -> tuple[int, int, int, Source, str, str] | None:
    """Start, stop and cue token, source, kind and act of the attribution whose keyword is token ``i``."""
    tokens = period.tokens
    word = tokens[i].text.lower()
    if word == "demnach":
        return i, i + 1, i, Source(), "previous", "assert"
    before = _prepositions().get((word, "before"))
    if before in ("any", "reporting") and not (word == "laut" and tokens[i].text == "laut" and _is_loud(period, i)):
        found = _forward(period, i, before)
        if found:
            return found
    if before == "sicht" and i + 1 < len(tokens) and tokens[i + 1].text == "Sicht":
        phrases = behind_noun(period, i + 1)
        return (i, _stop(phrases, i + 2), i, Source(phrases), "previous", "evaluate")
    after = _prepositions().get((word, "after"))
    if word == "zu" and i + 1 < len(tokens) and tokens[i + 1].text.lower() == "folge":
        after = "any"
    return _backward(period, i, after) if after else None


def _is_loud(period: Period, i: int) -> bool:
    """Whether "laut" is the adjective: "laut werden", "laut und deutlich"."""
    after = period.tokens[i + 1] if i + 1 < len(period.tokens) else None
    return after is None or after.kind == "punct" or noun_phrase(period.tokens, i + 1, len(period.tokens)) is None


def _stop(phrases: tuple[NounPhrase, ...], least: int) -> int:
    return max([least, *(max(phrase.stop, phrase.name[1] if phrase.name else 0) for phrase in phrases)])


def _forward(period: Period, i: int, wanted: str) -> tuple[int, int, int, Source, str, str] | None:
    tokens = period.tokens
    phrases = coordinated(tokens, i + 1, len(tokens))
    if not phrases:
        return None
    first = phrases[0]
    head = next((k for k in range(first.core, first.head + 1) if reporting_noun(tokens[k].text)), first.head)
    known = reporting_noun(tokens[head].text)
    word = tokens[i].text.lower()
    if first.pronoun:
        return None if word in ("nach", "aus") else (i, first.stop, i, Source(tuple(phrases)), "previous", "assert")
    if any(tokens[k].text in group("rule_noun") for k in range(first.core, first.head + 1)):
        return None
    if wanted == "reporting" and not (known and known[0].uses & {"attribution", "document"}):
        if word in ("gemäß", "gemäss") and _can_speak(period, first):
            return i, _stop(tuple(phrases), i + 2), i, Source(tuple(phrases)), "previous", "assert"
        return None
    if not known or not known[0].uses & {"attribution", "document"}:
        return i, _stop(tuple(phrases), i + 2), i, Source(tuple(phrases)), "previous", "assert"
    if word == "nach" and "attribution" not in known[0].uses:
        return None
    return _with_noun(period, i, first, head, i)


def _can_speak(period: Period, phrase: NounPhrase) -> bool:
    """Whether a noun can be a speaker, as far as its ending tells: no "gemäß der Vereinbarung"."""
    return not period.tokens[phrase.head].text.endswith(("ung", "heit", "keit", "tion", "nis", "ungen"))


def _with_noun(
    period: Period, i: int, first: NounPhrase, head: int, cue: int
) -> tuple[int, int, int, Source, str, str]:
    """An attribution with a noun of saying: its source is the genitive, the name behind, the compound or the adjective."""
    tokens = period.tokens
    noun, cut = reporting_noun(tokens[head].text) or (None, 0)
    act = noun.act if noun else "assert"
    behind = behind_noun(period, head) if tokens[cue].start < tokens[head].start or cue > head + 1 else ()
    start = min(i, first.start)
    if behind:
        return start, _stop(behind, head + 1), cue, Source(behind), "previous", act
    stop = max(first.stop, head + 1)
    small = [tokens[k].text.lower() for k in range(first.start, head)]
    if OWN & set(small):
        return start, stop, cue, Source(), "subject", act
    if POSSESSIVE & set(small):
        return start, stop, cue, Source(), "previous", act
    if (
        head > first.core
        and tokens[head - 1].is_capitalised
        and first.start == first.core
        and i == head - (head - first.core)
    ):
        return start, stop, cue, Source((NounPhrase(first.core, first.core, head - 1, head),)), "previous", act
    if cut or head > first.core or (noun and "document" in noun.uses):
        return (
            start,
            stop,
            cue,
            Source((first,)),
            "part" if cut or (noun and "document" not in noun.uses) else "document",
            act,
        )
    return start, stop, cue, Source(), "none", act


def behind_noun(period: Period, head: int) -> tuple[NounPhrase, ...]:
    """Who stands behind a noun of saying: "Angaben |der Polizei", "|von Yonhap", "|Kiews", "|aus Seoul"."""
    tokens = period.tokens
    i = head + 1
    if i >= len(tokens):
        return ()
    word = tokens[i].text
    if word in ("von", "vom", "aus", "durch", "seitens"):
        return tuple(p for p in coordinated(tokens, i + 1, len(tokens)) if not p.pronoun)
    phrases = coordinated(tokens, i, len(tokens))
    if not phrases or phrases[0].pronoun:
        return ()
    small = tokens[i].text.lower()
    if small in group("determiner"):
        fits = small in (
            "der",
            "des",
            "eines",
            "einer",
            "seines",
            "seiner",
            "ihres",
            "ihrer",
            "dieser",
            "dieses",
            "beider",
            "mehrerer",
            "zahlreicher",
            "vieler",
            "einiger",
        )
        return tuple(phrases) if fits else ()
    return tuple(phrases)


def _backward(period: Period, i: int, wanted: str) -> tuple[int, int, int, Source, str, str] | None:
    """The attribution that ends with token ``i``: the longest noun phrase that reaches up to it."""
    tokens = period.tokens
    clause = period.clauses[period.clause_of[i]]
    k, best = i - 1, None
    while k >= max(clause.start, i - LONGEST) and tokens[k].kind != "quote":
        phrase = noun_phrase(tokens, k, i)
        if phrase and not phrase.pronoun and phrase.stop >= i:
            best = phrase
        elif best is not None and tokens[k].text in (",", ";", ":"):
            break
        k -= 1
    if best is None:
        return None
    if best.start > clause.start and tokens[best.start - 1].text in ("von", "aus") and wanted == "any":
        return None
    head = next((k for k in range(best.core, i) if reporting_noun(tokens[k].text)), best.head)
    known = reporting_noun(tokens[head].text)
    stop = i + 2 if tokens[i].text.lower() == "zu" else i + 1
    if wanted == "reporting":
        if (
            not known
            or "attribution" not in known[0].uses
            or best.stop != i
            or (
                i + 1 < len(tokens)
                and noun_phrase(tokens, i + 1, min(len(tokens), i + 3))
                and tokens[best.start].text.lower() not in POSSESSIVE | {"meiner", "dem", "unserer"}
            )
        ):
            return None
    if known and known[0].uses & {"attribution", "document"}:
        start, _, _, source, kind, act = _with_noun(period, best.start, best, head, i)
        return start, stop, i, source, kind, act
    return best.start, stop, i, Source((best,)), "previous", "assert"


def _draft(period: Period, start: int, stop: int, cue: int, source: Source, kind: str, act: str) -> Draft | None:
    """The claim that an attribution in tokens ``start`` to ``stop`` makes of its clause or sentence."""
    tokens, clauses = period.tokens, period.clauses
    clause = clauses[period.clause_of[start]]
    number = period.clause_of[start]
    if clause.kind in ("relative", "that", "question", "sub", "infinitive") and not (clause.start == start):
        first, last = clause.start, content_stop(period, number)
        if clause.kind == "sub":
            last = clause.stop
    else:
        first, last = _main_stretch(period, number)
    if start <= first + 1 and _only_small(period, first, start):
        first = stop
        while first < last and tokens[first].text == ",":
            first += 1
    if stop >= last or all(token.kind == "punct" for token in tokens[stop:last]):
        last = start
    passage = span(period, first, last)
    if passage is None:
        return None
    rule = f"attribution_prepositions:{tokens[cue].text.lower()}"
    return Draft(
        period,
        *passage,
        "attribution_phrase",
        (tokens[cue].start, tokens[cue].stop),
        (tokens[start].start, tokens[stop - 1].stop),
        source,
        act,
        "positive",
        rule,
        kind=kind,
    )


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
    first = clause.start
    if tokens[first].text.lower() in ("denn", "und", "doch", "aber") and first + 1 < clause.stop:
        first += 1
    as_reported = tokens[first].text.lower() == "wie" and clause.kind == "question"
    if not (as_reported or opens_with_so(period, event)) or not event.verb.takes & {"clause", "quote"}:
        return None
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
    for number, clause in enumerate(clauses):
        draft = _so_clause(period, number, clause) if tokens[clause.start].text == "so" and number else None
        if draft:
            start, _ = _main_stretch(period, number - 1)
            passage = span(period, start, clause.start)
            if passage and clauses[number - 1].kind != "quote":
                found.append(draft(passage))
    return found


def _so_clause(period: Period, number: int, clause: Clause):
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
        "attribution_prepositions:so",
        kind="previous",
    )


def so_source(period: Period, clause: Clause) -> Source | None:
    """Who speaks in ", so X" or ", so X weiter"."""
    tokens = period.tokens
    i = clause.start + 1
    if clause.kind not in ("fragment", "main") or clause.opener not in (",", "–", "-", "") or i >= clause.stop:
        return None
    if tokens[i].text in ("jedenfalls", "zumindest", "etwa", "auch"):
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
    for number, clause in enumerate(period.clauses):
        if tokens[clause.start].text.lower() != "wonach" or number == 0:
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
                    "attribution_prepositions:wonach",
                )
            )
    return found

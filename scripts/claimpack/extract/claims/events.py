"""Finds the reporting verbs of a sentence, in all their tenses, and who their subject is."""

from collections.abc import Sequence
from typing import NamedTuple

from claimpack.extract.claims.periods import Period
from claimpack.extract.claims.said_in import said_in
from claimpack.extract.claims.subjects import Source, agent, quoted, subject
from claimpack.german.clauses import Clause
from claimpack.german.reporting import Reading, ReportingVerb, group, readings, reporting_noun
from claimpack.german.tokens import Token
from claimpack.german.verbs import verb_forms

SOURCELESS = frozenset({"heißen", "verlauten", "verlautbaren"})  # "hieß es aus X": the source is no subject
REACH = 40  # tokens between a separable verb and its prefix
HAVE = frozenset("hat haben habe hatte hatten hätte hätten".split())
BECOME = frozenset("wird werden werde wurde wurden würde würden worden".split())
BE = frozenset("ist sind sei seien war waren wäre wären".split())


class Event(NamedTuple):
    """A reporting verb in a clause; ``index`` is the token of its form, ``cue`` of what stands for it in the table."""

    verb: ReportingVerb
    clause: int
    index: int
    cue: int
    initial: bool
    passive: bool
    final: bool
    infinite: bool
    source: Source


def find_events(period: Period) -> list[Event]:
    """The reporting verbs of a period in order, at most one a token."""
    found: list[Event] = []
    for number, clause in enumerate(period.clauses):
        if clause.kind == "quote":
            continue
        for i in range(clause.start, clause.stop):
            token = period.tokens[i]
            if token.kind != "word" or (token.is_capitalised and i > clause.start):
                continue
            event = _event(period, number, clause, i)
            if event:
                found.append(event)
    return found


def _event(period: Period, number: int, clause: Clause, i: int) -> Event | None:
    tokens = period.tokens
    candidates = readings(tokens[i].text.lower())
    if not candidates or (tokens[i].is_capitalised and _is_noun_here(tokens, i)):
        return None
    ranked = sorted(candidates, key=_rank)
    for reading in ranked:
        if not reading.complete and not _particle(tokens, clause, i, reading):
            continue
        if not _accompanied(tokens, clause, i, reading.verb):
            continue
        shape = _shape(period, clause, i, reading)
        if shape is None:
            continue
        passive, infinite, finite = shape
        if finite < clause.start:
            whole = period.clause_of[finite]
            source = subject(period, whole, finite, False, reading.verb)
            initial = finite == period.clauses[whole].start
            return Event(reading.verb, whole, i, i, initial, passive, False, infinite, source)
        final = clause.kind not in ("main", "fragment")
        initial = not final and finite == clause.start
        if reading.verb.lemma == "zitieren":
            source = quoted(period, number, finite, final, passive, reading.verb)
        else:
            source = agent(tokens, clause) if passive else subject(period, number, finite, final, reading.verb)
        if reading.verb.lemma in SOURCELESS and (not source.phrases or source.phrases[0].pronoun == "es"):
            source = said_in(period, number) or source
        return Event(reading.verb, number, i, i, initial, passive, final, infinite, source)
    return None


def _is_noun_here(tokens: Sequence[Token], i: int) -> bool:
    """Whether a capital at the beginning is that of a noun: "Berichte über die Lage kamen aus Oslo"."""
    known = reporting_noun(tokens[i].text)
    after = tokens[i + 1].text.lower() if i + 1 < len(tokens) else ""
    return known is not None and not known[1] and after in group("preposition")


def _rank(reading: Reading) -> tuple[bool, bool, bool]:
    """Readings that ask for more words first: a particle, a companion, an auxiliary."""
    return reading.complete, not reading.verb.companions, reading.form.mood != "participle"


def _particle(tokens: Sequence[Token], clause: Clause, i: int, reading: Reading) -> bool:
    """Whether the separable prefix stands where it must: at the end of a clause behind, or right before the form."""
    particle = reading.verb.particle
    if i > clause.start and tokens[i - 1].text == particle:
        return True
    if not reading.form.is_finite and reading.form.mood != "infinitive":
        return False
    for k in range(i + 1, min(len(tokens), i + REACH)):
        if tokens[k].text == particle:
            after = tokens[k + 1] if k + 1 < len(tokens) else None
            if (
                after is None
                or after.kind != "word"
                or after.text in ("und", "oder", "sowie")
                or particle not in group("preposition")
            ):
                return True
    return False


def _accompanied(tokens: Sequence[Token], clause: Clause, i: int, verb: ReportingVerb) -> bool:
    """Whether a word that the verb needs stands in its clause ("davon" for "davon ausgehen")."""
    if verb.lemma in group("not_reflexive") and any(tokens[k].text == "sich" for k in range(clause.start, clause.stop)):
        return False
    if not verb.companions:
        return True
    return any(
        tokens[k].text.lower() in verb.companions or tokens[k].text in verb.companions
        for k in range(clause.start, clause.stop)
    )


def _shape(period: Period, clause: Clause, i: int, reading: Reading) -> tuple[bool, bool, int] | None:
    """Whether the verb is passive and whether it is an infinitive below a modal, and its finite verb; None if it is
    no verb.
    """
    tokens = period.tokens
    mood = reading.form.mood
    if clause.kind in ("main", "fragment"):
        verb = clause.verb
        auxiliary = tokens[verb].text.lower() if 0 <= verb < i else ""
        if mood == "participle":
            if verb in (-1, i) and (before := _auxiliary_before(period, clause)) >= 0:
                return False, False, before
            if auxiliary in HAVE:
                return False, False, verb
            if auxiliary in BECOME or (
                auxiliary in BE and "worden" in (t.text for t in tokens[i : min(i + 3, clause.stop)])
            ):
                return True, False, verb
            return None
        if mood in ("infinitive", "zu_infinitive") and i != verb:
            if auxiliary in group("modal") or auxiliary in BECOME:
                return False, True, verb
            return None
        if i == verb and i + 1 < clause.stop and tokens[i + 1].text in BECOME and _also_participle(tokens[i].text):
            return True, False, i  # "Erwartet werden Gewinne"
        if (reading.form.is_finite or mood == "infinitive") and (i == verb or _second_verb(tokens, clause, i)):
            return False, False, i
        return None
    if clause.kind == "infinitive":
        if mood in ("infinitive", "zu_infinitive"):
            return False, True, i
        return None
    after = [t.text.lower() for t in tokens[i + 1 : min(i + 4, clause.stop)]]
    if mood == "participle":
        if "worden" in after or (after and after[0] in BECOME):
            return True, False, i
        if after and after[0] in HAVE:
            return False, False, i
        return None
    if i == clause.verb or (
        reading.form.is_finite and (i + 1 >= clause.stop or tokens[i + 1].text in ("und", ".", "!", "?"))
    ):
        return False, False, i
    return (False, True, i) if mood == "infinitive" and after and after[0] in group("modal") else None


def _also_participle(word: str) -> bool:
    return any(form.mood == "participle" for form in verb_forms(word.lower()))


def _auxiliary_before(period: Period, clause: Clause) -> int:
    """The "hatte" of "hatte der Chef, Lars Meier, erklärt", which an apposition parts from its participle; -1 if
    none.
    """
    clauses = period.clauses
    if clause.opener != "," or clause.stop - clause.start > 14:
        return -1
    number = period.clause_of[clause.start] - 1
    while number > 0 and clauses[number].kind in ("fragment", "relative") and clauses[number].opener == ",":
        number -= 1
    verb = clauses[number].verb if number >= 0 and clauses[number].kind == "main" else -1
    if verb < 0 or number == period.clause_of[clause.start] or period.tokens[verb].text.lower() not in HAVE:
        return -1
    tail = period.tokens[clauses[number].stop - 1].text
    return -1 if any(form.mood == "participle" for form in verb_forms(tail)) else verb


def _second_verb(tokens: Sequence[Token], clause: Clause, i: int) -> bool:
    """Whether a finite verb follows a conjunction within its clause: "sagte der Minister und betonte"."""
    before = tokens[i - 1].text if i > clause.start else ""
    return before in ("und", "oder", "sowie") and any(f.is_finite for f in verb_forms(tokens[i].text.lower()))

"""Finds the reporting verbs of a sentence, in all their tenses, and who their subject is."""

from collections.abc import Sequence
from typing import NamedTuple

from claimpack.extract.claims.periods import Period
from claimpack.german.clauses import Clause, openers
from claimpack.german.reporting import Reading, ReportingVerb, group, readings, reporting_noun
from claimpack.german.speaker_phrases import (
    NOT_NOMINATIVE,
    NounPhrase,
    coordinated,
    noun_phrase,
    skip_adverbials,
)
from claimpack.german.tokens import Token
from claimpack.german.verbs import verb_forms

REACH = 40  # tokens between a separable verb and its prefix
HAVE = frozenset("hat haben habe hatte hatten hätte hätten".split())
BECOME = frozenset("wird werden werde wurde wurden würde würden worden".split())
NO_VERB = ReportingVerb("", "", "assert", frozenset(), frozenset(), frozenset(), "positive")
BE = frozenset("ist sind sei seien war waren wäre wären".split())


class Source(NamedTuple):
    """Who says it, as the clause tells: noun phrases (several are joint speakers), or a pronoun, or neither.

    ``elided`` asks for the subject of the clause before ("sagte X und betonte").
    """

    phrases: tuple[NounPhrase, ...] = ()
    elided: bool = False


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
    if not candidates:
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
            source = _subject(period, whole, finite, False, reading.verb)
            initial = finite == period.clauses[whole].start
            return Event(reading.verb, whole, i, i, initial, passive, False, infinite, source)
        final = clause.kind not in ("main", "fragment")
        initial = not final and finite == clause.start
        source = _agent(tokens, clause) if passive else _subject(period, number, finite, final, reading.verb)
        return Event(reading.verb, number, i, i, initial, passive, final, infinite, source)
    return None


def _rank(reading: Reading) -> tuple[bool, bool, bool]:
    """Readings that ask for more words first: a particle, a companion."""
    return reading.complete, not reading.verb.companions, reading.form.mood == "participle"


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
    if not verb.companions:
        return True
    return any(
        tokens[k].text.lower() in verb.companions or tokens[k].text in verb.companions
        for k in range(clause.start, clause.stop)
    )


def _first(tokens: Sequence[Token], clause: Clause) -> int:
    """The first token of a clause that is no conjunction."""
    i = clause.start
    while i + 1 < clause.stop and openers().get(tokens[i].text.lower()) == "coordinate":
        i += 1
    return i


def _shape(period: Period, clause: Clause, i: int, reading: Reading) -> tuple[bool, bool, int] | None:
    """Whether the verb is passive and whether it is an infinitive below a modal, and its finite verb; None if it is no verb."""
    tokens = period.tokens
    mood = reading.form.mood
    word = tokens[i].text.lower()
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
        if reading.form.is_finite or mood == "infinitive":
            if i == verb or _second_verb(tokens, clause, i):
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


def _auxiliary_before(period: Period, clause: Clause) -> int:
    """The "hatte" of "hatte der Chef, Lars Meier, erklärt", which an apposition parts from its participle; -1 if none."""
    clauses = period.clauses
    if clause.opener != "," or clause.stop - clause.start > 6:
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
    return before in ("und", "oder", "aber", "doch", "sowie") and any(
        f.is_finite for f in verb_forms(tokens[i].text.lower())
    )


def _agent(tokens: Sequence[Token], clause: Clause) -> Source:
    """The "von X" of a passive."""
    for i in range(clause.start, clause.stop - 1):
        if tokens[i].text.lower() in ("von", "vom", "durch", "seitens"):
            phrases = coordinated(tokens, i + 1, clause.stop)
            if phrases:
                return Source(tuple(phrases))
    return Source()


def _subject(period: Period, number: int, verb: int, final: bool, reporting: ReportingVerb) -> Source:
    tokens, clause = period.tokens, period.clauses[number]
    if clause.kind == "relative":
        return _antecedent(period, number, verb)
    if clause.kind == "infinitive":
        return Source(elided=True)
    first = _first(tokens, clause)
    if final:
        i = skip_adverbials(tokens, first + 1, verb)
        return Source(tuple(coordinated(tokens, i, verb)))
    if tokens[verb - 1].text in ("und", "oder", "sowie", "aber", "doch") if verb > clause.start else False:
        following = behind_verb(tokens, verb, clause.stop)
        return Source(following) if following and first == verb and not following[0].pronoun else Source(elided=True)
    if verb == first:
        behind = behind_verb(tokens, verb, clause.stop)
        if behind and _continues(period, number, behind[0], reporting):
            return Source(elided=True)
        ahead = _before_apposition(period, number)
        direct = behind and behind[0].start == verb + 1 and number < 2
        if ahead and not direct:
            return Source(ahead)
        return Source(behind)
    i = first
    while i < verb and tokens[i].text.lower() in (
        "auch",
        "selbst",
        "nur",
        "sogar",
        "aber",
        "doch",
        "bereits",
        "schon",
        "insbesondere",
        "allein",
    ):
        i += 1
    if (
        tokens[i].text.lower() not in NOT_NOMINATIVE
        and tokens[i].text.lower() not in group("preposition")
        and tokens[i].text.lower() not in group("adverb") - {"letzte", "vergangene"}
    ):
        phrases = coordinated(tokens, i, verb)
        if phrases and not _is_object(period, phrases[0], verb, clause, reporting):
            return Source(tuple(phrases))
    return Source(behind_verb(tokens, verb, clause.stop))


def _continues(period: Period, number: int, phrase: NounPhrase, reporting: ReportingVerb) -> bool:
    """Whether a clause with its verb first goes on with the subject before: "reagierte kühl, dementierte die Berichte"."""
    before = period.clauses[number - 1] if number else None
    if before is None or before.kind != "main" or not reporting.objects & {"np", "dat"}:
        return False
    known = reporting_noun(period.tokens[phrase.head].text)
    return bool(known and not known[1])


def behind_verb(tokens: Sequence[Token], verb: int, stop: int) -> tuple[NounPhrase, ...]:
    """The subject that follows a finite verb, past adverbs and phrases that cannot be nominative."""
    i = verb + 1
    for _ in range(4):
        i = skip_adverbials(tokens, i, stop)
        if i >= stop:
            return ()
        phrases = coordinated(tokens, i, stop)
        if not phrases:
            return ()
        if tokens[i].text.lower() not in NOT_NOMINATIVE:
            return tuple(phrases)
        i = phrases[0].stop
    return ()


def _before_apposition(period: Period, number: int) -> tuple[NounPhrase, ...]:
    """The subject of "X, Chef von Y, sagte": a noun phrase that opens the sentence, with no verb until here."""
    first = number - 1
    while (
        first >= 0
        and period.clauses[first].kind in ("fragment", "relative", "infinitive")
        and period.clauses[first].opener
    ):
        first -= 1
    if first < 0 or first == number or period.clauses[first].kind != "fragment":
        return ()
    clause = period.clauses[first]
    i = _first(period.tokens, clause)
    while i < clause.stop and period.tokens[i].text.lower() in ("auch", "selbst", "nur", "sogar"):
        i += 1
    word = period.tokens[i].text.lower() if i < clause.stop else ""
    if word in group("preposition") or word in NOT_NOMINATIVE or word in group("adverb"):
        return ()
    agent = _represented(period, first + 1)
    return agent or tuple(coordinated(period.tokens, i, len(period.tokens)))


def _represented(period: Period, number: int) -> tuple[NounPhrase, ...]:
    """The person through whom a body speaks: "die Regierung, vertreten durch X, unterstrich"."""
    tokens, clause = period.tokens, period.clauses[number]
    if clause.stop - clause.start < 3 or [t.text for t in tokens[clause.start : clause.start + 2]] != [
        "vertreten",
        "durch",
    ]:
        return ()
    phrase = noun_phrase(tokens, clause.start + 2, clause.stop)
    return (phrase,) if phrase else ()


def _is_object(period: Period, phrase: NounPhrase, verb: int, clause: Clause, reporting: ReportingVerb) -> bool:
    """Whether what stands before the verb is its object: "Die Berichte dementierte X", "Als Grund nannte X"."""
    tokens = period.tokens
    if tokens[phrase.start].text == "Als":
        return True
    if phrase.pronoun in ("das", "dies", "es"):
        behind = behind_verb(tokens, verb, clause.stop)
        return bool(behind) and behind[0].start == verb + 1
    known = reporting_noun(tokens[phrase.head].text)
    if known and "document" in known[0].uses and not reporting.objects:
        return False
    behind = behind_verb(tokens, verb, clause.stop)
    if not behind or behind[0].start != verb + 1 or not reporting.objects & {"np", "als", "double"}:
        return False
    if known:
        return True
    return not phrase.pronoun and tokens[behind[0].start].text.lower() in ("er", "man", "sie")


def _antecedent(period: Period, number: int, verb: int) -> Source:
    """The noun that a relative clause hangs on, where its pronoun can be the subject."""
    tokens, clause = period.tokens, period.clauses[number]
    i = _first(tokens, clause)
    if tokens[i].text.lower() not in ("der", "die", "das", "welcher", "welche", "welches"):
        return Source(tuple(coordinated(tokens, skip_adverbials(tokens, i + 1, verb), verb)))
    inner = noun_phrase(tokens, i + 1, verb)
    if inner and not inner.pronoun and tokens[i + 1].text.lower() in ("der", "die", "das", "ein", "eine"):
        return Source((inner,))
    before = period.clauses[number - 1] if number else None
    if before is None:
        return Source()
    best: NounPhrase | None = None
    k = before.stop - 1
    while k >= before.start and before.stop - k <= 12:
        phrase = noun_phrase(tokens, k, before.stop)
        if phrase and not phrase.pronoun and phrase.stop >= before.stop:
            best = phrase
        elif best is not None and phrase is None and tokens[k].kind != "word":
            break
        k -= 1
    return Source((best,)) if best else Source()


def clause_subject(period: Period, number: int) -> Source:
    """The subject of a clause, whatever its verb."""
    clause = period.clauses[number]
    if clause.verb < 0:
        return Source()
    return _subject(period, number, clause.verb, clause.kind not in ("main", "fragment"), NO_VERB)

"""Finds the reporting verbs of a sentence, in all their tenses, and who their subject is."""

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from claimpack.extract.claims.periods import Period
from claimpack.extract.claims.said_in import said_in
from claimpack.extract.claims.subjects import Source, agent, quoted, subject
from claimpack.german.clauses import Clause, last_word
from claimpack.german.lexicon import CACHED_FORMS, table
from claimpack.german.reporting import Reading, ReportingVerb, group, readings, reporting_noun
from claimpack.german.speaker_phrases import GENITIVE
from claimpack.german.tokens import Token
from claimpack.german.verbs import verb_forms

SOURCELESS = frozenset({"heißen", "verlauten", "verlautbaren", "hervorgehen"})  # "hieß es aus X": no subject
REACH = 40  # tokens between a separable verb and its prefix
ASIDE = 15  # tokens of an apposition between "sich" and its verb
HAVE = frozenset("hat haben habe hatte hatten hätte hätten".split())
BECOME = frozenset("wird werden werde wurde wurden würde würden worden".split())
BE = frozenset("ist sind sei seien war waren wäre wären".split())


class Event(NamedTuple):
    """A reporting verb in a clause; ``index`` is the token of its form, ``cue`` of what stands for it in the table,
    ``finite`` the finite verb that it belongs to ("hatte" of "hatte erklärt"), itself mostly.
    """

    verb: ReportingVerb
    clause: int
    index: int
    cue: int
    initial: bool
    passive: bool
    final: bool
    infinite: bool
    source: Source
    finite: int


def find_events(period: Period) -> list[Event]:
    """The reporting verbs of a period in order, at most one a token."""
    found: list[Event] = []
    tokens = period.tokens
    for i in period.places.verbs:
        number = period.clause_of[i]
        clause = period.clauses[number]
        if tokens[i].kind != "word" or (tokens[i].is_capitalised and not _may_open(tokens, clause, i)):
            continue
        event = _event(period, number, clause, i)
        if event:
            found.append(event)
    return found


def _may_open(tokens: Sequence[Token], clause: Clause, i: int) -> bool:
    """Whether the capital of a token can be that of a sentence only: its first word, or one behind a colon."""
    return i == clause.start and (i == 0 or clause.opener in (":", "") or tokens[i - 1].kind == "quote")


def _event(period: Period, number: int, clause: Clause, i: int) -> Event | None:
    tokens = period.tokens
    if tokens[i].is_capitalised and _is_noun_here(tokens, i):
        return None
    for reading in ranked_readings(tokens[i].text.lower()):
        verb = reading.verb
        if not reading.complete and (verb.particle not in period.words or not _particle(period, clause, i, reading)):
            continue
        if reading.complete and not verb.particle and _is_parted(tokens, clause, i, reading):
            continue
        shape = _shape(period, clause, i, reading)
        if shape is None or not _accompanied(tokens, clause, verb):
            continue
        passive, infinite, finite = shape
        if finite < clause.start:
            whole = period.clause_of[finite]
            source = (
                agent(tokens, period.clauses[whole]) if passive else subject(period, whole, finite, False, reading.verb)
            )
            if reading.verb.lemma == "zitieren":
                source = quoted(period, whole, finite, False, passive, reading.verb)
            initial = finite == period.clauses[whole].start
            return Event(reading.verb, whole, i, i, initial, passive, False, infinite, source, finite)
        final = clause.kind not in ("main", "fragment")
        initial = not final and finite == clause.start
        if reading.verb.lemma == "zitieren":
            source = quoted(period, number, finite, final, passive, reading.verb)
        else:
            source = agent(tokens, clause) if passive else subject(period, number, finite, final, reading.verb)
        if reading.verb.lemma in SOURCELESS and (
            not source.phrases or source.phrases[0].pronoun == "es" or reading.verb.lemma == "hervorgehen"
        ):
            source = said_in(period, number) or source
        return Event(reading.verb, number, i, i, initial, passive, final, infinite, source, finite)
    return None


def _is_noun_here(tokens: Sequence[Token], i: int) -> bool:
    """Whether a capital at the beginning is that of a noun: "Berichte über die Lage kamen", "Angaben der Stadt"."""
    known = reporting_noun(tokens[i].text)
    after = tokens[i + 1].text.lower() if i + 1 < len(tokens) else ""
    return (
        known is not None
        and not known[1]
        and (after in group("preposition") or after in GENITIVE or after == "zufolge")
    )


@lru_cache(CACHED_FORMS)
def ranked_readings(word: str) -> tuple[Reading, ...]:
    """The readings of a word in lower case in the order in which they are tried."""
    return tuple(sorted(readings(word), key=_rank))


def _rank(reading: Reading) -> tuple[bool, bool, bool]:
    """Readings that ask for more words first: a particle, a companion, an auxiliary."""
    return reading.complete, not reading.verb.companions, reading.form.mood != "participle"


def _particle(period: Period, clause: Clause, i: int, reading: Reading) -> bool:
    """Whether the separable prefix stands where it must: right before the form, or where the main clause ends.

    That can be behind clauses put in between ("wies die Klage, die alt war, zurück"), not in another clause with a verb
    of its own ("sagt, der Hafen sei zu").
    """
    tokens, particle = period.tokens, reading.verb.particle
    if i > clause.start and tokens[i - 1].text == particle:
        return True
    if not reading.form.is_finite and reading.form.mood != "infinitive":
        return False
    reach = min(len(tokens), i + REACH)
    if any(_ends_clause(tokens, k, particle) for k in range(i + 1, min(clause.stop, reach))):
        return True
    number = period.clause_of[i] + 1
    while number < len(period.clauses) and period.clauses[number].start < reach:
        later = period.clauses[number]
        if later.opener in (";", ":"):
            return False
        if later.kind == "fragment":
            last = last_word(tokens, later.start, later.stop)
            if any(_ends_clause(tokens, k, particle) for k in range(later.start, last + 1)):
                return True
        number += 1
    return False


def _ends_clause(tokens: Sequence[Token], k: int, particle: str) -> bool:
    """Whether token ``k`` is a prefix at the end of a main clause, not a preposition or article of the same form."""
    if tokens[k].text != particle:
        return False
    after = tokens[k + 1] if k + 1 < len(tokens) else None
    if after is None or after.kind != "word" or after.text in ("und", "oder", "sowie", "aber", "als", "wie"):
        return True
    return particle not in group("preposition") and particle not in group("determiner")


def _is_parted(tokens: Sequence[Token], clause: Clause, i: int, reading: Reading) -> bool:
    """Whether a prefix at the end makes another verb of a finite form: "sprach ihn frei", "sehen den Bau vor"."""
    last = last_word(tokens, clause.start, clause.stop)
    if clause.kind != "main" or i != clause.verb or reading.form.particle or last <= i:
        return False
    return tokens[last].text in group("particle") and not any(t.text == "und" for t in tokens[i:last])


@cache
def _other_senses() -> dict[str, tuple[frozenset[str], tuple[str, ...]]]:
    """Verb -> the words beside which it says nothing, and the ends of compounds with them."""
    listed = {row["verb"]: row["words"].split() for row in table("other_senses")}
    return {
        verb: (frozenset(found), tuple(word.lower() for word in found if word[0].isupper()))
        for verb, found in listed.items()
    }


def _means_otherwise(tokens: Sequence[Token], clause: Clause, verb: ReportingVerb) -> bool:
    """Whether a word beside a verb shows that it says nothing: "verteidigte den Titel"."""
    exact, ends = _other_senses().get(verb.lemma, ((), ()))
    return any(
        token.text in exact or (bool(ends) and token.is_capitalised and token.text.endswith(ends))
        for token in tokens[clause.start : clause.stop]
    )


def _accompanied(tokens: Sequence[Token], clause: Clause, verb: ReportingVerb) -> bool:
    """Whether a word that the verb needs stands in its clause ("davon" for "davon ausgehen"), and none that gives it
    another sense.
    """
    if _means_otherwise(tokens, clause, verb):
        return False
    if verb.lemma in group("not_reflexive"):
        # "sich" may stand before an apposition: "der sich auf dem Weg nach Husum, einer Stadt am Meer, befand"
        first = clause.start if clause.stop - clause.start > 2 else max(0, clause.start - ASIDE)
        if any(tokens[k].text == "sich" for k in range(first, clause.stop)):
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
                return tokens[before].text.lower() in BECOME, False, before
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
    """The "hatte" of "hatte der Chef, Lars Meier, erklärt", or the "wird" of a passive, which an apposition parts from
    its participle; -1 if none.
    """
    clauses = period.clauses
    if clause.opener != "," or clause.stop - clause.start > 14:
        return -1
    number = period.clause_of[clause.start] - 1
    while number > 0 and clauses[number].kind in ("fragment", "relative") and clauses[number].opener == ",":
        number -= 1
    verb = clauses[number].verb if number >= 0 and clauses[number].kind == "main" else -1
    if verb < 0 or number == period.clause_of[clause.start] or period.tokens[verb].text.lower() not in HAVE | BECOME:
        return -1
    tail = period.tokens[clauses[number].stop - 1].text
    return -1 if any(form.mood == "participle" for form in verb_forms(tail)) else verb


def _second_verb(tokens: Sequence[Token], clause: Clause, i: int) -> bool:
    """Whether a finite verb follows a conjunction within its clause: "sagte der Minister und betonte"."""
    before = tokens[i - 1].text if i > clause.start else ""
    return before in ("und", "oder", "sowie") and any(f.is_finite for f in verb_forms(tokens[i].text.lower()))

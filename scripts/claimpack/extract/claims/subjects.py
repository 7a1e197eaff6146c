"""Finds the subject of a reporting clause: who says it, as the clause itself tells."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from claimpack.extract.claims.capable import cannot_speak, is_dative, is_nominative, is_speaker, is_thing
from claimpack.extract.claims.periods import Period
from claimpack.german.clauses import Clause, last_word
from claimpack.german.reporting import ReportingVerb, group, readings, reporting_noun
from claimpack.german.speaker_phrases import (
    NOT_NOMINATIVE,
    NounPhrase,
    coordinated,
    noun_phrase,
    skip_adverbials,
)
from claimpack.german.tokens import Token
from claimpack.german.verbs import verb_forms
from claimpack.german.word_forms import WORDS

NO_VERB = ReportingVerb("", "", "assert", frozenset(), frozenset(), frozenset(), "positive")

PARTICIPLE = re.compile(r"[a-zäöüß]*ge[a-zäöüß]{2,}(?:t|en)$")
JOINING = frozenset({"und", "oder", "sowie", "aber", "doch"})
FOCUS = frozenset("sowohl auch selbst nur sogar aber doch bereits schon insbesondere allein".split())


class Source(NamedTuple):
    """Who says it, as the clause tells: noun phrases (several are joint speakers), or a pronoun, or neither.

    ``elided`` asks for the subject of the clause before ("sagte X und betonte").
    """

    phrases: tuple[NounPhrase, ...] = ()
    elided: bool = False


def first_word(tokens: Sequence[Token], clause: Clause) -> int:
    """The first token of a clause that is no conjunction."""
    i = clause.start
    while i + 1 < clause.stop and WORDS[tokens[i].text].lowered.opener == "coordinate":
        i += 1
    return i


def agent(tokens: Sequence[Token], clause: Clause) -> Source:
    """The "von X" of a passive."""
    for i in range(clause.start, clause.stop - 1):
        if clause.kind == "main" and clause.start < i < clause.verb:
            continue  # part of the subject: "Die Speicherung von Daten wurde …"
        if tokens[i].text.lower() in ("von", "vom", "durch", "seitens"):
            phrases = coordinated(tokens, i + 1, clause.stop)
            if phrases:
                return Source(tuple(phrases))
    return Source()


def subject(period: Period, number: int, verb: int, final: bool, reporting: ReportingVerb) -> Source:
    """The subject of a reporting verb in clause ``number``, whose finite verb is token ``verb``, ``final`` if it stands
    at the end; found once, since what reports and what goes on with it ask for the same.
    """
    question = number, verb, final, reporting.objects
    found = period.subjects.get(question)
    if found is None:
        found = period.subjects[question] = _subject(period, number, verb, final, reporting)
    return found


def _subject(period: Period, number: int, verb: int, final: bool, reporting: ReportingVerb) -> Source:
    tokens, clause = period.tokens, period.clauses[number]
    if clause.kind == "relative":
        return _antecedent(period, number, verb)
    if clause.kind == "infinitive":
        return Source(elided=True)
    first = first_word(tokens, clause)
    if final:
        i = skip_adverbials(tokens, first + 1, verb)
        return Source(tuple(coordinated(tokens, i, verb)))
    if verb > clause.start and tokens[verb - 1].text in JOINING:
        return _shared(period, number, verb, reporting)
    if verb == first:
        behind = behind_verb(tokens, verb, clause.stop)
        if behind and _continues(period, number, behind[0], reporting):
            return Source(elided=True)
        ahead = _before_apposition(period, number)
        direct = behind and behind[0].start == verb + 1 and number < 2
        named = behind and behind[0].start == verb + 1 and is_speaker(tokens, behind[0])
        thing = ahead and not is_speaker(tokens, ahead[0]) and tokens[ahead[0].core].text in group("measure")
        if ahead and not direct and not (behind and is_nominative(tokens, behind[0])) and not (named and thing):
            return Source(ahead)
        return Source(behind)
    i = first
    while i < verb and tokens[i].text.lower() in FOCUS:
        i += 1
    word = WORDS[tokens[i].text].lowered
    if tokens[i].text.lower() not in NOT_NOMINATIVE and not word.preposition and not word.adverb:
        phrases = coordinated(tokens, i, verb)
        if phrases and tokens[phrases[0].head].text in group("time"):
            phrases = []  # "Wenige Stunden später erklärte X"
        if phrases and not _is_object(period, phrases[0], verb, clause, reporting):
            return Source(tuple(phrases))
    behind = behind_verb(tokens, verb, clause.stop)
    return Source(behind or _noble(tokens, i, verb))


def _noble(tokens: Sequence[Token], i: int, verb: int) -> tuple[NounPhrase, ...]:
    """A surname that opens the sentence with its particle: "Von der Linde sagte"."""
    phrase = noun_phrase(tokens, i + 1, verb) if tokens[i].text in ("Von", "Van", "Zu") else None
    return (phrase._replace(start=i),) if phrase and phrase.stop == verb and not phrase.pronoun else ()


def quoted(period: Period, number: int, verb: int, final: bool, passive: bool, reporting: ReportingVerb) -> Source:
    """Whose words are cited: the subject of "X wird zitiert", the object of "die Zeitung zitiert X"."""
    source = subject(period, number, verb, final, reporting)
    if passive or final:
        return source
    tokens, stop = period.tokens, period.clauses[number].stop
    i = max([verb + 1, *(phrase.stop for phrase in source.phrases)])
    cited = coordinated(tokens, skip_adverbials(tokens, i, stop), stop)
    return source if not cited or cited[0].pronoun else Source(tuple(cited))


def _shared(period: Period, number: int, verb: int, reporting: ReportingVerb) -> Source:
    """The subject of a verb behind "und": its own behind it, or that of the verb before ("X sagte … und betonte")."""
    tokens, clause = period.tokens, period.clauses[number]
    if first_word(tokens, clause) == verb:
        own = behind_verb(tokens, verb, clause.stop)
        if own and own[0].start == verb + 1 and not reporting.objects & {"np", "dat"} and not own[0].pronoun:
            return Source(own)
        before = next((n for n in range(number - 1, -1, -1) if period.clauses[n].kind == "main"), -1)
        shared = clause_subject(period, before) if before >= 0 else Source()
    else:
        shared = clause_subject(period, number) if 0 <= clause.verb < verb else Source()
    named = shared.phrases and not shared.phrases[0].pronoun
    return shared if named else Source(elided=True)


def _continues(period: Period, number: int, phrase: NounPhrase, reporting: ReportingVerb) -> bool:
    """Whether a clause with its verb first goes on with the subject before: "reagierte kühl, dementierte die
    Berichte".
    """
    before = period.clauses[number - 1] if number else None
    if before is None or before.kind != "main" or not reporting.objects & {"np", "dat"}:
        return False
    known = reporting_noun(period.tokens[phrase.head].text)
    return bool(known and not known[1]) or cannot_speak(period.tokens, phrase)


def behind_verb(tokens: Sequence[Token], verb: int, stop: int) -> tuple[NounPhrase, ...]:
    """The subject that follows a finite verb, past adverbs and phrases that cannot be nominative."""
    i = verb + 1
    for _ in range(4):
        i = skip_adverbials(tokens, i, stop)
        i += i < stop and tokens[i].text == "sowohl"
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
    reported = reporting_clause(period, number)
    if reported < number:
        i = first_word(period.tokens, period.clauses[reported]) + 1
        return tuple(coordinated(period.tokens, i, len(period.tokens)))
    if first < 0 or first == number or period.clauses[first].kind != "fragment":
        return ()
    clause = period.clauses[first]
    i = first_word(period.tokens, clause)
    while i < clause.stop and period.tokens[i].text.lower() in ("auch", "selbst", "nur", "sogar"):
        i += 1
    word = period.tokens[i].text.lower() if i < clause.stop else ""
    if word in group("preposition") or word in NOT_NOMINATIVE or word in group("adverb"):
        return ()
    agent = _represented(period, first + 1)
    return agent or tuple(coordinated(period.tokens, i, len(period.tokens)))


def reporting_clause(period: Period, number: int) -> int:
    """The number of the clause that "wie X, Chef von Y, mitteilte" begins with, whose verb is clause ``number``."""
    clauses, tokens = period.clauses, period.tokens
    if clauses[number].stop - clauses[number].start > 2 or clauses[number].opener != ",":
        return number
    first = number - 1
    while first > 0 and clauses[first].kind in ("fragment", "relative") and clauses[first].opener == ",":
        if tokens[clauses[first].start].text.lower() == "wie":
            break
        first -= 1
    begin = clauses[first] if first >= 0 else clauses[number]
    is_wie = tokens[first_word(tokens, begin)].text.lower() == "wie" and begin.verb < 0
    return first if is_wie and begin.kind in ("question", "fragment") else number


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
    pointing, dative = phrase.pronoun in ("das", "dies", "es"), is_dative(tokens, phrase)
    if not (pointing or dative or reporting.objects & {"np", "als", "double"}):
        return False
    behind = behind_verb(tokens, verb, clause.stop)
    if pointing:
        return bool(behind) and (phrase.pronoun != "es" or behind[0].start == verb + 1)
    if behind and dative:
        return True
    known = reporting_noun(tokens[phrase.head].text) or reporting_noun(tokens[phrase.core].text)
    if known and "document" in known[0].uses and (not reporting.objects or is_nominative(tokens, phrase)):
        return False
    if not behind or behind[0].start != verb + 1 or not reporting.objects & {"np", "als", "double"}:
        return False
    if known or (cannot_speak(tokens, phrase) and not (cannot_speak(tokens, behind[0]) or is_thing(tokens, behind[0]))):
        return True
    if is_nominative(tokens, behind[0]) and not is_speaker(tokens, phrase):
        return True
    return not phrase.pronoun and tokens[behind[0].start].text.lower() in ("er", "man", "sie")


def _antecedent(period: Period, number: int, verb: int) -> Source:
    """The noun that a relative clause hangs on, where its pronoun can be the subject."""
    tokens, clause = period.tokens, period.clauses[number]
    i = first_word(tokens, clause)
    if tokens[i].text.lower() not in ("der", "die", "das", "welcher", "welche", "welches"):
        return Source(tuple(coordinated(tokens, skip_adverbials(tokens, i + 1, verb), verb)))
    inner = noun_phrase(tokens, i + 1, verb)
    article = tokens[i + 1].text.lower() if i + 1 < verb else ""
    # "der" is no object: in "ein Kommentar, der die Wahl … nennt" he speaks; "die" may be one.
    nominative = article in ("der", "ein") or (article in ("die", "das", "eine") and tokens[i].text.lower() != "der")
    if inner and not inner.pronoun and nominative and is_speaker(tokens, inner):
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
    known = readings(period.tokens[clause.verb].text.lower())
    verb = known[0].verb if known else NO_VERB
    return subject(period, number, clause.verb, clause.kind not in ("main", "fragment"), verb)


def is_passive(period: Period, number: int) -> bool:
    """Whether the subject of a clause only has something done to it: "X wurde entlassen"."""
    clause, tokens = period.clauses[number], period.tokens
    if clause.verb < 0 or not tokens[clause.verb].text.lower().startswith(("wird", "wurde", "werde", "würde")):
        return False
    last = tokens[last_word(tokens, clause.start, clause.stop)].text
    return last == "worden" or is_participle(last)


def is_participle(word: str) -> bool:
    """Whether a word is a participle, by its shape too where no list has its verb: "fertiggestellt"."""
    return any(form.mood == "participle" for form in verb_forms(word)) or bool(PARTICIPLE.match(word))

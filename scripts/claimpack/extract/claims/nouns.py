"""Reads clauses that hang on a noun of saying ("die Forderung, dass …", "der Meinung, man müsse …") and sentences
that point back to the one before ("Das berichtet X").
"""

from claimpack.extract.claims.attribution_phrases import behind_noun
from claimpack.extract.claims.contents import content_stop, is_konjunktiv, span
from claimpack.extract.claims.drafts import Draft
from claimpack.extract.claims.events import Event
from claimpack.extract.claims.periods import Period
from claimpack.extract.claims.subjects import Source, clause_subject
from claimpack.german.clauses import Clause
from claimpack.german.reporting import ReportingNoun, group, reporting_noun
from claimpack.german.speaker_phrases import is_adjective
from claimpack.german.word_forms import openers

POINTING = frozenset({"das", "dies"})
OBJECTS = frozenset({"das", "dies", "diese", "diesen", "ihn", "sie"})
POSSESSIVE = frozenset("sein seine seinen seiner seines seinem ihr ihre ihren ihrer ihres ihrem deren dessen".split())


def find_noun_claims(period: Period) -> list[Draft]:
    """The claims whose content is a clause behind a noun of saying."""
    found: list[Draft] = []
    if not period.places.nouns:
        return found
    for number in range(len(period.clauses) - 1):
        following = period.clauses[number + 1]
        place = _noun_before(period, number)
        if place is None:
            continue
        i, noun = place
        if not _opens_content(period, number + 1, noun):
            continue
        passage = span(period, following.start, content_stop(period, number + 1))
        if passage is None:
            continue
        tokens = period.tokens
        source, kind = _owner(period, number, i)
        report = (tokens[period.clauses[number].start].start, tokens[period.clauses[number].stop - 1].stop)
        rule = f"reporting_nouns.csv:{noun.noun}"
        cue = (tokens[i].start, tokens[i].stop)
        found.append(Draft(period, *passage, "indirect", cue, report, source, noun.act, noun.polarity, rule, kind=kind))
    return found


def _noun_before(period: Period, number: int) -> tuple[int, ReportingNoun] | None:
    """The noun of saying near the end of a clause, with only its genitive or a verb behind it."""
    clause, tokens = period.clauses[number], period.tokens
    if clause.kind == "quote":
        return None
    for i in range(clause.stop - 1, max(clause.start - 1, clause.stop - 8), -1):
        if tokens[i].kind != "word" or not tokens[i].is_capitalised:
            continue
        known = reporting_noun(tokens[i].text)
        if known and "content" in known[0].uses and _closes(period, i, clause.stop):
            return None if _is_bound(period, i, clause) else (i, known[0])
    return None


def _is_bound(period: Period, i: int, clause: Clause) -> bool:
    """Whether a noun says nothing: "kam dadurch zustande, dass", "steht unter Verdacht, …", "um Drohungen, …"."""
    tokens = period.tokens
    if i > clause.start and tokens[i - 1].text in ("im", "unter") and tokens[i].text == "Verdacht":
        return True
    behind = {token.text for token in tokens[i + 1 : clause.stop]}
    return bool(behind & group("correlate"))


def _closes(period: Period, i: int, stop: int) -> bool:
    """Whether a noun ends its clause, but for its genitive and parts of the verb."""
    behind = behind_noun(period, i)
    rest = max([i + 1, *(phrase.stop for phrase in behind)])
    return not any(token.kind != "punct" and token.is_capitalised for token in period.tokens[rest:stop])


def _opens_content(period: Period, number: int, noun: ReportingNoun) -> bool:
    clause, tokens = period.clauses[number], period.tokens
    if clause.opener not in (",", ":"):
        return False
    if clause.kind == "that":
        return True
    if clause.kind == "infinitive":
        asks = noun.act in ("demand", "announce", "accuse")
        return asks and openers().get(tokens[clause.start].text.lower()) != "infinitive"
    return clause.kind == "main" and clause.verb > clause.start and is_konjunktiv(tokens[clause.verb].text.lower())


def _owner(period: Period, number: int, i: int) -> tuple[Source, str]:
    """Who says it: the genitive of the noun, whom its pronoun means, or the subject of the clause."""
    tokens = period.tokens
    behind = behind_noun(period, i)
    if behind and behind[-1].stop <= period.clauses[number].stop:
        return Source(behind), "previous"
    if i and tokens[i - 1].text.lower() in POSSESSIVE:
        return Source(), "previous"
    subject = clause_subject(period, number)
    if subject.phrases and not any(phrase.start <= i < phrase.stop for phrase in subject.phrases):
        return subject, "previous"
    return Source(), "none"


def points_back(period: Period, event: Event) -> bool:
    """Whether the content of a reporting verb is the sentence before: "Das berichtet X", "Dies teilte X mit"."""
    tokens = period.tokens
    clause = period.clauses[event.clause]
    answers = event.verb.act in ("confirm", "deny") and event.verb.objects
    if event.clause or not ("clause" in event.verb.takes or answers) or (event.passive and not event.source.phrases):
        return False
    return tokens[0].text.lower() in POINTING and clause.kind == "main" and clause.verb == 1


def takes_pronoun(period: Period, event: Event) -> bool:
    """Whether a confirmation or denial has a pronoun for what was said before: "dementierte ihn", "wies das zurück"."""
    clause, tokens = period.clauses[event.clause], period.tokens
    if event.verb.act not in ("confirm", "deny") or clause.kind != "main" or event.passive:
        return False
    subjects = {k for phrase in event.source.phrases for k in range(phrase.start, phrase.stop)}
    for k in range(clause.verb + 1, clause.stop):
        if tokens[k].text in OBJECTS and k not in subjects and not event.infinite:
            after = tokens[k + 1] if k + 1 < clause.stop else None
            return after is None or not (after.is_capitalised or is_adjective(after))
    return False


def is_negated(period: Period, event: Event) -> bool:
    """Whether the clause of a reporting verb holds a negation."""
    clause = period.clauses[event.clause]
    return any(token.text.lower() in group("negation") for token in period.tokens[clause.start : clause.stop])

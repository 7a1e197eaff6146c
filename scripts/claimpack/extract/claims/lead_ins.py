"""Finds who leads in, without a reporting verb, what follows: "Im Bericht der Polizei steht mehr. Der Hafen sei …"."""

from functools import lru_cache

from claimpack.extract.claims.attribution_phrases import behind_noun
from claimpack.extract.claims.capable import words_of
from claimpack.extract.claims.periods import Period
from claimpack.extract.claims.subjects import agent, is_participle, is_passive
from claimpack.german.clauses import last_word
from claimpack.german.lexicon import CACHED_FORMS
from claimpack.german.reporting import group, reporting_noun
from claimpack.german.speaker_phrases import NounPhrase, coordinated
from claimpack.german.verbs import verb_forms

READ_IN = frozenset("in im aus".split())
STATES = frozenset({"sein", "haben"})


def lead_in(period: Period, number: int, subject: tuple[NounPhrase, ...]) -> tuple[NounPhrase, ...]:
    """Who leads in what follows: behind a document the one who made it, else who does something in the main clause.

    That clause is ``number``, with its ``subject``. Nobody leads in by what he is or where he goes, nor by what is done
    to him.
    """
    document = document_in(period, number)
    if document:
        return document
    if is_passive(period, number):
        return agent(period.tokens, period.clauses[number]).phrases
    return () if not subject or _only_is(period, number) else subject


def document_in(period: Period, number: int) -> tuple[NounPhrase, ...]:
    """Who made the document that a clause speaks of ("in der Studie |der Universität"), else the document itself."""
    tokens, clause = period.tokens, period.clauses[number]
    last = max(period.places.nouns, default=-1)
    for i in range(clause.start, min(clause.stop - 1, last)):
        if tokens[i].text.lower() not in READ_IN:
            continue
        phrases = coordinated(tokens, i + 1, clause.stop)
        known = reporting_noun(tokens[phrases[0].head].text) if phrases and not phrases[0].pronoun else None
        if known and "document" in known[0].uses and known[0].noun not in words_of("utterance"):
            makers = behind_noun(period, phrases[0].head)
            if makers or tokens[i].text.lower() == "im" or tokens[i + 1].text in words_of("this_one"):
                return makers or tuple(phrases[:1])
    return ()


@lru_cache(CACHED_FORMS)
def lemmas_of(word: str) -> frozenset[str]:
    """The infinitives that a word in lower case can be a form of."""
    return frozenset(form.lemma for form in verb_forms(word))


def _only_is(period: Period, number: int) -> bool:
    """Whether a clause only tells what somebody is or where he is; one who is worried may go on to say why."""
    clause, tokens = period.clauses[number], period.tokens
    lemmas = lemmas_of(tokens[clause.verb].text.lower())
    if not lemmas.isdisjoint(words_of("static")):
        return True
    if lemmas.isdisjoint(STATES):
        return False
    if any(token.text in words_of("stance") for token in tokens[clause.start : clause.stop]):
        return False
    last = tokens[last_word(tokens, clause.start, clause.stop)].text
    if "haben" in lemmas:
        infinitive = any(form.mood in ("infinitive", "zu_infinitive") for form in verb_forms(last))
        return not (infinitive or is_participle(last))
    return not is_participle(last) or last.endswith(tuple(group("with_sein")))

"""Finds the source of "hieß es": where it was heard or read ("aus Oslo", "in einem Brief des Chefs")."""

from claimpack.extract.claims.attribution_phrases import behind_noun
from claimpack.extract.claims.capable import cannot_speak, is_speaker, words_of
from claimpack.extract.claims.periods import Period
from claimpack.extract.claims.subjects import Source
from claimpack.german.reporting import group, reporting_noun
from claimpack.german.speaker_phrases import coordinated

FROM = frozenset("aus von vom bei beim seitens vonseiten".split())
IN = frozenset("in im auf".split())


def said_in(period: Period, number: int) -> Source:
    """Who stands behind what was heard or read, as the phrases of clause ``number`` tell: who made the document, else
    the document; nobody if they name none.
    """
    tokens, clause = period.tokens, period.clauses[number]
    document = Source()
    for i in range(clause.start, clause.stop - 1):
        word = tokens[i].text.lower()
        if word not in FROM and word not in IN:
            continue
        phrases = coordinated(tokens, i + 1, clause.stop)
        if not phrases or phrases[0].pronoun or tokens[phrases[0].head].text in group("time"):
            continue
        known = reporting_noun(tokens[phrases[0].head].text)
        if known:
            owners = behind_noun(period, phrases[0].head)
            if owners:
                return Source(owners)
            if "document" in known[0].uses and not document.phrases and known[0].noun not in words_of("utterance"):
                document = Source(tuple(phrases[:1]))
        elif word == "in" and (owners := behind_noun(period, phrases[0].head)) and is_speaker(tokens, owners[0]):
            if not is_speaker(tokens, phrases[0]):
                return Source(owners)  # "In einem Papier des Ministeriums heißt es"
        elif word in FROM and not cannot_speak(tokens, phrases[0]):
            return Source(tuple(phrases))
    return document

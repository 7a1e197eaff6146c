"""Finds who passes a claim on: the outlet or agency in the reporting clause, and whom it names as its source."""

from collections.abc import Sequence

from claimpack.extract.actors import Actors
from claimpack.extract.claims.drafts import Draft
from claimpack.extract.model import Mention
from claimpack.german.speaker_phrases import NounPhrase, coordinated, relay_nouns

MEDIA = frozenset({"media", "news_agency"})


def relays_of(draft: Draft, speakers: Sequence[Mention], actors: Actors) -> list[Mention]:
    """The outlets and agencies in the reporting clause of a draft, its ``speakers`` apart."""
    own = [(mention.start, mention.stop) for mention in speakers]
    found = []
    for mention in actors.inside(*draft.report):
        actor = actors.actors.get(mention.actor_id)
        overlaps = any(mention.start < b and a < mention.stop for a, b in own)
        if actor and actor.kind in MEDIA and not overlaps and not draft.start <= mention.start < draft.stop:
            found.append(mention)
    if not found and draft.form != "evidential_modal":
        found = _relay_phrases(draft, own, actors)
    return found


def _relay_phrases(draft: Draft, own: list[tuple[int, int]], actors: Actors) -> list[Mention]:
    """A noun for an outlet with its name behind it, where the name is not known: "die Zeitung Nordlicht"."""
    tokens = draft.period.tokens
    for i in draft.period.places.relays:
        token = tokens[i]
        if token.text in relay_nouns() and draft.report[0] <= token.start < draft.report[1]:
            if any(a <= token.start < b for a, b in own) or draft.start <= token.start < draft.stop:
                continue
            stop = i + 1
            while stop < len(tokens) and tokens[stop].kind == "word" and tokens[stop].is_capitalised:
                stop += 1
            if stop > i + 1:
                return [actors.speaker(token.start, tokens[stop - 1].stop)]
    return []


def cited(draft: Draft) -> NounPhrase | None:
    """Who stands behind the one who reports: "meldet dpa unter Berufung auf X"."""
    tokens = draft.period.tokens
    for i in draft.period.places.relays:
        inside = draft.report[0] <= tokens[i].start < draft.report[1] and i + 3 < len(tokens)
        if inside and tokens[i].text == "Berufung" and tokens[i + 1].text == "auf":
            phrases = coordinated(tokens, i + 2, len(tokens))
            if phrases and not phrases[0].pronoun:
                return phrases[0]
    return None

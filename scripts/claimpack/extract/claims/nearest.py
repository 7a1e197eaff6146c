"""Finds the name nearest before a passage: of a speaker who goes on, or of a person whom a pronoun means."""

from bisect import bisect_left

from claimpack.extract.actors import Actors
from claimpack.extract.claims.agreement import Speaker
from claimpack.extract.claims.drafts import Draft
from claimpack.extract.model import Mention

NEAR = 40  # mentions that are looked through for the name nearest to what somebody goes on to say
REACH = 800  # characters that a pronoun can go back to somebody else


def near(speaker: Speaker, draft: Draft, actors: Actors) -> Speaker:
    """A speaker who is carried on, by the name that stands nearest before his words."""
    mentions = actors.mentions
    stop = bisect_left(mentions, min(draft.start, draft.report[0]), key=lambda mention: mention.start)
    first = speaker.mentions[0]
    for k in range(stop - 1, max(-1, stop - NEAR), -1):
        mention = mentions[k]
        if mention.start <= first.start:
            break
        if mention.actor_id == first.actor_id and mention.kind == "name" and not _is_owner(mention, actors):
            if mentions[k - 1].actor_id == first.actor_id and mention.start - mentions[k - 1].stop <= 2:
                continue  # the long name in brackets: "FAO (Food and Agriculture Organization)"
            speaker = speaker._replace(mentions=(mention, *speaker.mentions[1:]))
            break
    return speaker._replace(block=draft.period.block)


def _is_owner(mention: Mention, actors: Actors) -> bool:
    """Whether a name is one letter longer than it ought to be, as in the genitive: "Norwegens Häfen"."""
    actor = actors.actors[mention.actor_id]
    names = (actor.name, actor.name_de or "", actor.name.rpartition(" ")[2])
    return any(mention.stop - mention.start == len(name) + 1 for name in names)


def person_before(start: int, gender: str, actors: Actors) -> Mention | None:
    """The nearest person named before ``start`` who can be of that gender."""
    mentions = actors.mentions
    k = bisect_left(mentions, start, key=lambda mention: mention.start)
    for mention in reversed(mentions[max(0, k - 12) : k]):
        if start - mention.start > REACH:
            break
        actor = actors.actors.get(mention.actor_id)
        if actor and actor.kind == "person" and (actors.gender(mention.actor_id) or gender) in (gender, ""):
            return mention
    return None

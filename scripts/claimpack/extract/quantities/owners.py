"""The phrase of the counted thing as printed, and whose it is."""

import itertools
from functools import cache

from claimpack.extract.quantities.predicates import clause_of
from claimpack.extract.quantities.readings import Reading
from claimpack.german.lexicon import words
from claimpack.german.noun_phrases import GENITIVE_ARTICLES, NounPhrase, Tagged

ORIGIN = frozenset({"aus", "von", "unter"})
OWNERS = frozenset({"name", "adjective", "metonym", "description"})


def phrase_span(tagged: Tagged, reading: Reading) -> tuple[int, int] | None:
    """Offsets of the noun with its adjectives, genitives and "aus X"; None where the noun stands elsewhere."""
    noun = reading.noun
    if noun is None:
        return None
    return tagged.tokens[noun.inner].start, tagged.tokens[_with_complements(tagged, noun)].stop


def _with_complements(tagged: Tagged, noun: NounPhrase) -> int:
    """The last token of the genitives and origins after a noun: "Ärzte aus Peru", "Schiffe der Marine"."""
    last = noun.last
    for _ in range(2):
        at = last + 1
        if tagged.is_genitive_name(at) or (at == noun.head_last + 1 and tagged.tag(at) == "NN" and tagged.is_noun(at)):
            last = at  # "Schiffe Perus", "Kisten Munition"
        elif tagged.low(at) in GENITIVE_ARTICLES and (inner := tagged.noun_after(at + 1)) and inner.first == at + 1:
            last = inner.last
        elif tagged.low(at) in ORIGIN:
            first = at + 1
            while tagged.tag(first) in ("ART", "PPOSAT"):
                first += 1
            inner = tagged.noun_after(first)
            if inner is None or inner.first != first or (inner.participle is not None and inner.first == inner.head):
                break
            last = inner.last
        else:
            break
    return last


@cache
def _owner_verbs() -> frozenset[str]:
    return words("owner_verbs", "verb")


def set_owners(tagged: Tagged, readings: list[Reading], actors) -> None:
    """Set whose the counted things are, once phrases and predicates are known; ``actors`` is what find_actors returned.

    A number that leaves out its noun takes the owner of the one it repeats within the sentence; of two joined with
    "und" the first takes that of the second ("40 Piloten und drei Ärzte der Luftwaffe").
    """
    for reading in readings:
        source = reading.source
        if reading.span:
            reading.owner = _owner(tagged, reading, actors)
        elif source and source.sentence is tagged:
            reading.owner = source.owner
        if (
            reading.owner is None
            and reading.item
            and reading.kind == "cardinal"
            and reading.predicate in _owner_verbs()
        ):
            reading.owner = _sender(tagged, reading, actors)
    for reading, following in itertools.pairwise(readings):
        end = reading.noun.last + 1 if reading.noun else reading.right
        if (
            reading.owner is None
            and tagged.low(end) == "und"
            and following.left == end + 1
            and _has_complement(tagged, following)
        ):
            reading.owner = following.owner


def _has_complement(tagged: Tagged, reading: Reading) -> bool:
    return (
        reading.noun is not None
        and reading.span is not None
        and reading.span[1] > tagged.tokens[reading.noun.last].stop
    )


def _owner(tagged: Tagged, reading: Reading, actors) -> str | None:
    """The actor named by adjective, genitive, origin, compound or the noun itself."""
    noun = reading.noun
    if reading.kind not in ("cardinal", "measure", "money", "percent", "fraction") or noun.last >= len(tagged):
        return None
    mentions = [mention for mention in actors.inside(*reading.span) if mention.kind in OWNERS]
    head_start, head_stop = tagged.tokens[noun.head].start, tagged.tokens[noun.head_last].stop
    adjectives = [
        m for m in mentions if m.stop <= head_start and (noun.participle is None or _is_adjective(tagged, noun, m))
    ]
    after = [m for m in mentions if m.start >= head_stop]
    inside = [m for m in mentions if m.start < head_stop and m.stop > head_start and not _is_person(m, actors)]
    for group in (adjectives[::-1], after, inside):
        if group:
            return group[0].actor_id
    return None


def _is_person(mention, actors) -> bool:
    """Whether the counted noun describes a person whom the article names elsewhere: "drei Schiedsrichter"."""
    return mention.kind == "description" and actors.actors[mention.actor_id].kind == "person"


def _is_adjective(tagged: Tagged, noun: NounPhrase, mention) -> bool:
    """Whether a mention before the head is one of its adjectives, not a name inside its participial phrase."""
    return any(
        tagged.tokens[at].start == mention.start and tagged.is_adjective(at) for at in range(noun.inner, noun.head)
    )


def _sender(tagged: Tagged, reading: Reading, actors) -> str | None:
    """The actor that is the subject of the clause; for a person the state he speaks for, if the article names it."""
    start, stop = clause_of(tagged, reading.left)
    found = _subject_actor(tagged, reading, start, stop, actors)
    if (
        found is None
        and start > 1
        and (
            (tagged.text(start - 1) == "," and "zu" in map(tagged.low, range(start, stop)))
            or tagged.low(start - 1) == "und"
        )
    ):
        return _subject_actor(
            tagged, reading, *clause_of(tagged, start - 2), actors
        )  # the subject of an infinitive, or a shared one
    return found


def _subject_actor(tagged: Tagged, reading: Reading, start: int, stop: int, actors) -> str | None:
    for chunk in tagged.chunks:
        if (
            not start <= chunk.first < stop
            or chunk.preposition
            or chunk.genitive
            or chunk.first <= reading.left <= chunk.last
        ):
            continue
        named = actors.inside(tagged.tokens[chunk.inner].start, tagged.tokens[chunk.last].stop)
        named = [m for m in named if m.kind in ("name", "metonym")]
        if named:
            return _state_of(named[0].actor_id, actors)
    return None


def _state_of(actor_id: str, actors) -> str | None:
    actor = actors.actors[actor_id]
    if actor.kind != "person":
        return actor_id
    states = (a for a in actors.actors.values() if a.kind == "state" and a.country == actor.country)
    return next((state.actor_id for state in states if actor.country), None)

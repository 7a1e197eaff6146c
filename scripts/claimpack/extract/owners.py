"""The phrase of the counted thing as printed, and whose it is."""

from functools import cache

from claimpack.extract.kinds import Reading
from claimpack.german.lexicon import words
from claimpack.german.noun_phrases import GENITIVE_ARTICLES, NounPhrase, Tagged

ORIGIN = frozenset({"aus", "von"})
OWNERS = frozenset({"name", "adjective", "metonym", "description"})


def phrase_span(tagged: Tagged, reading: Reading) -> tuple[int, int] | None:
    """Offsets of the noun with its adjectives, genitives and "aus X"; of an elided noun, those of the noun it repeats."""
    noun = reading.noun or (reading.source.noun if reading.source else None)
    if noun is None or reading.noun is None and noun.last >= len(tagged):
        return None
    last = _with_complements(tagged, noun)
    start = tagged.tokens[noun.inner].start
    return start, tagged.tokens[last].stop


def _with_complements(tagged: Tagged, noun: NounPhrase) -> int:
    """The last token of the genitives and origins after a noun: "Soldaten aus Nordkorea", "Schiffe der Marine", "Truppen Russlands"."""
    last = noun.last
    for _ in range(2):
        at = last + 1
        if tagged.is_genitive_name(at):
            last = at
        elif tagged.low(at) in GENITIVE_ARTICLES and (inner := tagged.noun_after(at + 1)) and inner.first == at + 1:
            last = inner.last
        elif tagged.low(at) in ORIGIN:
            first = at + 1
            while tagged.tag(first) in ("ART", "PPOSAT"):
                first += 1
            inner = tagged.noun_after(first)
            if inner is None or inner.first != first or inner.participle is not None and inner.first == inner.head:
                break
            last = inner.last
        else:
            break
    return last


@cache
def _owner_verbs() -> frozenset[str]:
    return words("owner_verbs", "verb")


def owner_of(tagged: Tagged, reading: Reading, span: tuple[int, int] | None, predicate: str | None, actors) -> str | None:
    """The actor whose soldiers, ships or shells they are: by adjective, genitive, origin, compound or the name itself.

    Otherwise the subject of a verb like entsenden, where it is an actor. ``actors`` has inside(start, stop).
    """
    if span is None or reading.kind not in ("cardinal", "measure", "money", "percent", "fraction"):
        return None
    noun = reading.noun or reading.source.noun
    mentions = [mention for mention in actors.inside(*span) if mention.kind in OWNERS]
    head_start, head_stop = tagged.tokens[noun.head].start, tagged.tokens[noun.head_last].stop
    adjectives = [m for m in mentions if m.stop <= head_start and (noun.participle is None or _is_adjective(tagged, noun, m))]
    after = [m for m in mentions if m.start >= head_stop]
    inside = [m for m in mentions if m.start < head_stop and m.stop > head_start]
    for group in (adjectives, after, inside):
        if group:
            return group[-1].actor_id if group is adjectives else group[0].actor_id
    return _sender(tagged, reading, actors) if predicate in _owner_verbs() and reading.kind == "cardinal" else None


def _is_adjective(tagged: Tagged, noun: NounPhrase, mention) -> bool:
    """Whether a mention before the head is one of its adjectives, not a name inside its participial phrase."""
    return any(
        tagged.tokens[at].start == mention.start and tagged.is_adjective(at) for at in range(noun.inner, noun.head)
    )


def _sender(tagged: Tagged, reading: Reading, actors) -> str | None:
    """The actor that is the subject of the clause: a noun phrase without preposition before or after the finite verb."""
    for chunk in tagged.chunks():
        if chunk.preposition or chunk.genitive or chunk.first <= reading.left <= chunk.last:
            continue
        start, stop = tagged.tokens[chunk.inner].start, tagged.tokens[chunk.last].stop
        named = [m for m in actors.inside(start, stop) if m.kind in ("name", "metonym")]
        if named:
            return named[0].actor_id
    return None

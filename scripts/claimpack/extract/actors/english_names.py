"""Finds bodies that no list has by an English or commercial word in their name: "Japan Meteorological Agency"."""

from collections.abc import Sequence

from claimpack.extract.actors.body_names import LONGEST_TITLE
from claimpack.extract.actors.person_names import (
    could_be_surname,
    is_listed_noun,
    is_proper,
    legal_forms,
    org_words,
)
from claimpack.extract.actors.registry import Registry
from claimpack.extract.actors.units import Names, Unit
from claimpack.german.tokens import Token

MEDIA = frozenset({"media", "news_agency"})
ENGLISH_LINKS = frozenset({"of", "for", "on", "the", "and"})


def find_english(tokens: Sequence[Token], openings: Sequence[int], names: Names, registry: Registry) -> list[Unit]:
    """Bodies by an English or commercial word, at one of the ``openings``, in a run of capitalised words: "Japan
    Meteorological Agency", "Baader Bank".
    """
    units: list[Unit] = []
    kinds = org_words()
    free = 0
    for position in openings:
        if position < free or position in names.inside:
            continue
        token = tokens[position]
        first = position
        while first > free and position - first < LONGEST_TITLE and _is_part(tokens[first - 1], first - 1, names):
            first -= 1
        if first == position and token.text in legal_forms() and _may_be_firm(tokens, position - 1, names):
            first = position - 1
        last = position
        while last + 1 < len(tokens) and last - position < LONGEST_TITLE:
            further = last + 1
            while further < len(tokens) and tokens[further].text in ENGLISH_LINKS:
                further += 1
            if further >= len(tokens) or not _is_part(tokens[further], further, names):
                break
            if tokens[further].text not in kinds and further == last + 1:
                break
            last = further
        if last == first:
            continue
        free = last + 1
        name = " ".join(word.text for word in tokens[first : last + 1])
        kind = kinds[tokens[last].text] if tokens[last].text in kinds else kinds[token.text]
        owner = names.by_first.get(first)
        parent = registry.peek(owner.actor_ids[0]) if owner and owner.last < last and not owner.tail else None
        if parent and parent.kind == "company" and owner.last + 1 == last and tokens[last].text in legal_forms():
            actor = registry.listed(parent.actor_id)
        elif parent and parent.kind in MEDIA:  # "BBC World Service"
            registry.listed(parent.actor_id)
            actor = registry.new("found", name, parent.kind, parent.country, parent.actor_id)
        else:
            actor = registry.new("found", name, kind)
        units.append(
            Unit(
                first,
                last,
                tokens[first].start,
                tokens[last].stop,
                actor.actor_id,
                "name",
                f"org_words.csv:{token.text}",
            )
        )
        names.dropped.update(range(first, last + 1))
    return units


def _may_be_firm(tokens: Sequence[Token], position: int, names: Names) -> bool:
    """Whether the word before a legal form is the firm: capitalised, no listed name, no noun of the lists."""
    if position < 0 or position in names.inside or position in names.by_first:
        return False
    word = tokens[position]
    return could_be_surname(word) and word.is_capitalised and not is_listed_noun(word.text)


def _is_part(token: Token, position: int, names: Names) -> bool:
    """Whether a word may stand in the name of a body beside its noun: capitalised, and no German noun of the lists."""
    if position in names.inside or not could_be_surname(token) or not token.is_capitalised:
        return False
    return (
        token.text in org_words()
        or position in names.by_first
        or (not is_listed_noun(token.text) and is_proper(token.text))
    )

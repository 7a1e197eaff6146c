"""Finds bodies again that the article has named: by the same name, or by the abbreviation in brackets after it."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from claimpack.extract.actors.person_names import is_listed_noun, is_proper, name_parts
from claimpack.extract.actors.registry import Registry
from claimpack.extract.actors.units import Names, Unit
from claimpack.german.tokens import Token

SHORTEST, LONGEST = 2, 8  # letters of an abbreviation
NOBODY = frozenset({"person", "state"})  # "der Abgeordnete X (ABC)" does not shorten his name


class Again(NamedTuple):
    """A name by which the article may call a body again: its words after the first one, the body, and the rule."""

    rest: tuple[str, ...]
    actor_id: str
    rule: str


def names_again(
    sentences: Iterable[tuple[Sequence[Token], Names, Sequence[Unit]]], registry: Registry
) -> dict[str, list[Again]]:
    """First word -> the names of unlisted bodies and the abbreviations that the article gives in brackets, the
    longest first.
    """
    found: dict[str, dict[tuple[str, ...], Again]] = {}
    for tokens, names, units in sentences:
        for unit in units:
            actor = registry.actors.get(unit.actor_id)
            if actor is None or actor.kind in NOBODY or unit.kind != "name":
                continue
            short = _abbreviation(tokens, unit.last + 1)
            if short and short not in registry.authority.names:
                found.setdefault(short, {}).setdefault((), Again((), unit.actor_id, "repeated:abbreviation"))
            words = actor.name.split()
            if actor.status == "found" and _is_name(tokens, unit, words):
                again = Again(tuple(words[1:]), unit.actor_id, "repeated:named")
                found.setdefault(words[0], {}).setdefault(again.rest, again)
        for name in names.by_first.values():
            actor = registry.peek(name.actor_ids[0])
            short = _abbreviation(tokens, name.last + 1)
            if short and actor.kind not in NOBODY and not name.tail and short not in registry.authority.names:
                registry.listed(actor.actor_id)
                found.setdefault(short, {}).setdefault((), Again((), actor.actor_id, "repeated:abbreviation"))
    return {first: sorted(byrest.values(), key=lambda again: -len(again.rest)) for first, byrest in found.items()}


def find_again(
    tokens: Sequence[Token], names: Names, units: Sequence[Unit], known: dict[str, list[Again]]
) -> list[Unit]:
    """The passages of a sentence that call a body again and belong to no other mention."""
    if not known:
        return []
    taken = {position for unit in units for position in range(unit.first, unit.last + 1)}
    again: list[Unit] = []
    position = 0
    while position < len(tokens):
        unit = _match(tokens, position, known) if tokens[position].is_capitalised and position not in taken else None
        if unit and not any(inside in taken for inside in range(unit.first, unit.last + 1)):
            listed = [names.by_first[inside] for inside in range(unit.first, unit.last + 1) if inside in names.by_first]
            if unit.first not in names.inside and all(name.last < unit.last for name in listed):
                names.dropped.update(name.first for name in listed)
                again.append(unit)
                position = unit.last
        position += 1
    return again


def _match(tokens: Sequence[Token], position: int, known: dict[str, list[Again]]) -> Unit | None:
    text, stop = tokens[position].text, tokens[position].stop
    candidates = known.get(text)
    if candidates is None and "-" in text:  # "KLM-Sprecher": only the part that names
        head = text.partition("-")[0]
        candidates = [entry for entry in known.get(head, ()) if not entry.rest]
        stop = tokens[position].start + len(head)
    if candidates is None and text.endswith("s"):
        candidates = [entry for entry in known.get(text[:-1], ()) if not entry.rest]
    for entry in candidates or ():
        last = position + len(entry.rest)
        if tuple(token.text for token in tokens[position + 1 : last + 1]) != entry.rest:
            continue
        end = tokens[last].stop if entry.rest else stop
        return Unit(position, last, tokens[position].start, end, entry.actor_id, "name", entry.rule)
    return None


def _abbreviation(tokens: Sequence[Token], position: int) -> str | None:
    """The abbreviation in brackets at ``position``: "(KLM)", "(BfN)"; None where there is none."""
    if position + 2 >= len(tokens) or tokens[position].text != "(" or tokens[position + 2].text != ")":
        return None
    text = tokens[position + 1].text
    capitals = sum(letter.isupper() for letter in text)
    fits = SHORTEST <= len(text) <= LONGEST and text[0].isupper() and text.replace("-", "").isalpha()
    return text if fits and capitals > 1 else None


def _is_name(tokens: Sequence[Token], unit: Unit, words: Sequence[str]) -> bool:
    """Whether what the article printed is a name that means this body wherever it stands: not "Welle"."""
    printed = [token.text for token in tokens[unit.first : unit.last + 1]]
    if printed != list(words):
        return False
    if len(words) > 1:
        return True
    word = words[0]
    if not word[0].isupper() or is_listed_noun(word) or word in name_parts("stop"):
        return False
    return "-" in word or is_proper(word)

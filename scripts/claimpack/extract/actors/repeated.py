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
    """By a name the article may call this body again; the rule says why."""

    actor_id: str
    rule: str


class Repeated(NamedTuple):
    """First word of a name -> its further words -> the body; how many further words there may be, the most first;
    and the forms that a first word of a text may have.
    """

    names: dict[str, dict[tuple[str, ...], Again]]
    lengths: dict[str, list[int]]
    forms: frozenset[str]

    def may_begin(self, word: str) -> bool:
        """Whether one of the names may begin with ``word``, or with what stands before its hyphen."""
        return (word in self.forms or "-" in word) and word[0].isupper()


def names_again(sentences: Iterable[tuple[Sequence[Token], Names, Sequence[Unit]]], registry: Registry) -> Repeated:
    """The names of unlisted bodies and the abbreviations that the article gives in brackets."""
    found: dict[str, dict[tuple[str, ...], Again]] = {}
    for tokens, names, units in sentences:
        for unit in units:
            actor = registry.actors.get(unit.actor_id) if unit.kind == "name" else None
            if actor is None or actor.kind in NOBODY:
                continue
            short = _abbreviation(tokens, unit.last + 1)
            if short and short not in registry.authority.names:
                found.setdefault(short, {}).setdefault((), Again(unit.actor_id, "repeated:abbreviation"))
            words = actor.name.split() if actor.status == "found" else []
            if words and _is_name(tokens, unit, words):
                found.setdefault(words[0], {}).setdefault(tuple(words[1:]), Again(unit.actor_id, "repeated:named"))
        for name in names.by_first.values():
            short = None if name.tail else _abbreviation(tokens, name.last + 1)
            if short is None or short in registry.authority.names:
                continue
            actor = registry.peek(name.actor_ids[0])
            if actor.kind not in NOBODY:
                registry.listed(actor.actor_id)
                found.setdefault(short, {}).setdefault((), Again(actor.actor_id, "repeated:abbreviation"))
    lengths = {first: sorted({len(rest) for rest in bodies}, reverse=True) for first, bodies in found.items()}
    return Repeated(found, lengths, frozenset(form for first in found for form in (first, first + "s")))


def find_again(
    tokens: Sequence[Token], capitals: Sequence[int], names: Names, units: Sequence[Unit], known: Repeated
) -> list[Unit]:
    """The passages of a sentence that call a body again and belong to no other mention; ``capitals`` are the positions
    of its capitalised words.
    """
    if not known.names:
        return []
    candidates = [p for p in capitals if known.may_begin(tokens[p].text)]
    if not candidates:
        return []
    taken = {position for unit in units for position in range(unit.first, unit.last + 1)}
    again: list[Unit] = []
    free = 0
    for position in candidates:
        unit = _match(tokens, position, known) if position >= free and position not in taken else None
        if unit and not any(inside in taken for inside in range(unit.first, unit.last + 1)):
            listed = [names.by_first[inside] for inside in range(unit.first, unit.last + 1) if inside in names.by_first]
            if unit.first not in names.inside and all(name.last < unit.last for name in listed):
                names.dropped.update(name.first for name in listed)
                again.append(unit)
                free = unit.last + 1
    return again


def _match(tokens: Sequence[Token], position: int, known: Repeated) -> Unit | None:
    text, start, stop = tokens[position].text, tokens[position].start, tokens[position].stop
    if text in known.names:
        for length in known.lengths[text]:
            last = position + length
            body = known.names[text].get(tuple(token.text for token in tokens[position + 1 : last + 1]))
            if body and last < len(tokens):
                return Unit(position, last, start, tokens[last].stop, body.actor_id, "name", body.rule)
        return None
    if "-" in text:  # "KLM-Sprecher": only the part that names
        first = text.partition("-")[0]
        stop = start + len(first)
    else:
        first = text.removesuffix("s")
    body = known.names.get(first, {}).get(())
    return Unit(position, position, start, stop, body.actor_id, "name", body.rule) if body else None


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

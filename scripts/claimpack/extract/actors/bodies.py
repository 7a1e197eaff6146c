"""Finds bodies named by a noun and whose they are: "das norwegische Verteidigungsministerium", "Zeitung „X“",
"Polizei Hamburg".
"""

from collections.abc import Sequence

from claimpack.authority.listing import NOMINATIVE
from claimpack.authority.nouns import Noun, institution_noun, person_noun
from claimpack.extract.actors.names import ADJECTIVES, QUOTES
from claimpack.extract.actors.person_names import (
    could_be_surname,
    is_first_name,
    is_listed_noun,
    is_proper,
    name_stop,
)
from claimpack.extract.actors.registry import Registry
from claimpack.extract.actors.units import ENDINGS, MAX_ADJECTIVES, Names, Owner, Unit, is_attribute
from claimpack.german.tokens import Token

GENITIVE = frozenset({"der", "des", "von", "vom"})
LONGEST_TITLE = 8  # tokens of a name in quotation marks
GOVERNING = frozenset({"government", "armed_forces", "presidency"})
QUOTABLE = frozenset({"media", "news_agency", "group", "party", "company", "research"})
PEOPLE = frozenset({"person", "state"})


def owner_before(tokens: Sequence[Token], position: int, names: Names, registry: Registry) -> Owner | None:
    """Whose the noun at ``position`` is by what stands before it: "norwegischer", "Norwegens neuer", "US-"."""
    own = names.by_first.get(position)
    if own and own.tail and own.type not in ADJECTIVES:
        return Owner(registry.peek(own.actor_ids[0]), position, False)
    for back in range(position - 1, max(-1, position - 2 - MAX_ADJECTIVES), -1):
        name = names.by_last.get(back)
        if name and name.tail:
            return None
        if name and name.type in ADJECTIVES:
            return Owner(registry.peek(name.actor_ids[0]), name.first, True)
        if name:
            if tokens[back].text.endswith(("s", "z", "x")) and name.type not in ("demonym",):
                return Owner(registry.peek(name.actor_ids[0]), name.first, False)
            return None
        if not is_attribute(tokens[back]):
            return None
    return None


def owner_after(tokens: Sequence[Token], position: int, names: Names, registry: Registry, noun: Noun) -> Owner | None:
    """Whose the noun at ``position`` is by the genitive, "von" or the seat after it: "der Ukraine", "Polens", "in
    Oslo".
    """
    after = position + 1
    if after >= len(tokens):
        return None
    name = names.by_first.get(after)
    if name:
        genitive = name.type == "name" and tokens[name.last].text.endswith("s")
        state = genitive and registry.peek(name.actor_ids[0]).kind == "state"
        return Owner(registry.peek(name.actor_ids[0]), name.last, False) if state else None
    word = tokens[after].text
    if word in GENITIVE:
        name = names.by_first.get(after + 1)
        if name is None and after + 1 < len(tokens) and tokens[after + 1].text in ("den", "der"):
            name = names.by_first.get(after + 2)
        if name and name.type in ("name", "abbreviation") and not name.tail:
            actor = registry.peek(name.actor_ids[0])
            return Owner(actor, name.last, False) if actor.kind in ("state", "international_organisation") else None
    if word == "in" and noun.row.get("body") in GOVERNING:
        name = names.by_first.get(after + 1)
        if name and name.type == "seat" and not name.tail:
            return Owner(registry.peek(name.actor_ids[0]), name.last, False)
    return None


def find_bodies(tokens: Sequence[Token], names: Names, registry: Registry) -> tuple[list[Unit], list[int]]:
    """The bodies that a sentence names by a noun, and the positions of nouns that stand alone ("der Geheimdienst")."""
    units: list[Unit] = []
    alone: list[int] = []
    position = 0
    while position < len(tokens):
        token = tokens[position]
        noun = institution_noun(token.text) if token.kind == "word" else None
        own = names.by_first.get(position)
        if noun is None or position in names.inside or (own and not own.tail):
            position += 1
            continue
        several = _of_several(tokens, position, noun, names, registry)
        if several:
            units += several
            position = several[-1].last + 1
            continue
        unit = _body(tokens, position, noun, names, registry)
        if isinstance(unit, Unit):
            units.append(unit)
            position = max(position, unit.last)
        elif unit and not noun.prefix:
            alone.append(position)
        position += 1
    return units, alone


def _of_several(tokens: Sequence[Token], position: int, noun: Noun, names: Names, registry: Registry) -> list[Unit]:
    """ "die Regierungen Norwegens und der Schweiz": a body for each state, the noun belonging to the first."""
    key = noun.row["body"]
    owner = owner_after(tokens, position, names, registry, noun) if key and noun.number == "p" else None
    units: list[Unit] = []
    first = position
    while owner and owner.actor.country:
        actor = registry.authority.body(owner.actor.country, key)
        if actor is None:
            break
        registry.listed(actor.actor_id)
        registry.remember_body(actor, key)
        rule = f"{noun.lemma} + {owner.actor.name}"
        units.append(
            Unit(first, owner.edge, tokens[first].start, tokens[owner.edge].stop, actor.actor_id, "name", rule)
        )
        link = owner.edge + 1
        if link + 1 >= len(tokens) or tokens[link].text not in ("und", ",", "sowie"):
            break
        owner = owner_after(tokens, link, names, registry, noun)
        first = link + 2 if tokens[link + 1].text in GENITIVE else link + 1
        if owner:
            first = owner.edge
            names.dropped.add(owner.edge)
    return units if noun.gender != "p" else []


def _body(tokens: Sequence[Token], position: int, noun: Noun, names: Names, registry: Registry) -> Unit | bool:
    """The body named by the noun at ``position``; True where the noun stands alone, False where a name follows it."""
    before = owner_before(tokens, position, names, registry)
    following = names.by_first.get(position + 1)
    if following and following.type in ("name", "abbreviation", "word") and not following.tail:
        named = registry.peek(following.actor_ids[0])
        if named.kind not in PEOPLE:
            return False
    named = _named(tokens, position, noun, before, names, registry)
    if named:
        return named
    if before:
        return _owned(tokens, position, noun, before, before.edge, position, registry)
    after = owner_after(tokens, position, names, registry, noun)
    if after:
        unit = _owned(tokens, position, noun, after, position, after.edge, registry)
        for inside in range(position + 1, after.edge + 1):
            if inside in names.by_first and names.by_first[inside].type == "seat":
                names.dropped.add(inside)
        return unit
    return True


def _owned(
    tokens: Sequence[Token], position: int, noun: Noun, owner: Owner, first: int, last: int, registry: Registry
) -> Unit | bool:
    """The body of a state or organisation: listed, else an actor of the article."""
    holder = owner.actor
    start, stop = tokens[first].start, tokens[last].stop
    key = "" if noun.number == "p" and noun.gender != "p" else noun.row["body"]
    actor = registry.authority.body(holder.country, key) if key and holder.country else None
    if actor is None and key and holder.country:
        met = _met(registry, holder.country, key)
        actor = registry.peek(met) if met else None
    if actor:
        registry.listed(actor.actor_id) if actor.status == "listed" else None
        registry.remember_body(actor, key)
        return Unit(first, last, start, stop, actor.actor_id, "name", f"{noun.lemma} + {holder.name}")
    name = _title(tokens, position, noun, owner, last)
    parent = holder.actor_id if holder.kind != "person" else None
    actor = registry.new("found", name, noun.row["kind"], holder.country, parent)
    if parent:
        registry.listed(parent) if holder.status == "listed" else None
    if key:
        registry.remember_body(actor, key)
    return Unit(first, last, start, stop, actor.actor_id, "name", f"{noun.lemma} + {holder.name}")


def _met(registry: Registry, country: str, key: str) -> str | None:
    """A body of the same country and kind that the article names, for "der norwegische Geheimdienst"."""
    found = registry.by_body.get((country, key))
    template = registry.authority.templates[key]
    if found or template["kind"] != "intelligence" or key != "intelligence":
        return found
    for (land, other), actor_id in registry.by_body.items():
        if land == country and registry.authority.templates[other]["kind"] == template["kind"]:
            return actor_id
    return None


def _title(tokens: Sequence[Token], position: int, noun: Noun, owner: Owner, last: int) -> str:
    """The dictionary form of the phrase: "ukrainischer Geheimdienst", "Polizei der Ukraine"."""
    head = f"{noun.prefix}{noun.lemma.lower()}" if noun.prefix and "-" not in tokens[position].text else noun.lemma
    if "-" in tokens[position].text:
        head = f"{noun.prefix}-{noun.lemma}"
    if noun.number == "p":
        head = tokens[position].text
        if noun.gender != "p" and head.endswith("en") and not noun.lemma.endswith("e"):
            head = tokens[position].text
    if owner.adjective:
        adjective = tokens[owner.edge].text
        if adjective[0].isupper() and adjective.endswith("er"):
            return f"{adjective} {head}"
        for ending in sorted(ENDINGS, key=len, reverse=True):
            if adjective.endswith(ending):
                adjective = adjective[: -len(ending)]
                break
        ending = "e" if noun.number == "p" else NOMINATIVE[noun.gender]
        return f"{adjective.lower()}{ending} {head}"
    if last > position:
        return " ".join([head, *(token.text for token in tokens[position + 1 : last + 1])])
    return head if owner.edge == position else f"{tokens[owner.edge].text} {head}"


def _named(
    tokens: Sequence[Token], position: int, noun: Noun, before: Owner | None, names: Names, registry: Registry
) -> Unit | None:
    """A body with a name of its own after the noun: in quotation marks, a place or proper name, "für …"."""
    kind = noun.row["kind"]
    after = position + 1
    country = before.actor.country if before else None
    if after >= len(tokens) or (noun.number == "p" and noun.gender != "p"):
        return None
    if tokens[after].text in QUOTES and kind in QUOTABLE:
        end = after + 1
        while end < len(tokens) and end - after <= LONGEST_TITLE and tokens[end].text not in QUOTES:
            end += 1
        inside = end < len(tokens) and tokens[end].text in QUOTES and end > after + 1
        if inside and tokens[after + 1].text[0].isupper() and after + 1 not in names.by_first:
            start, stop = tokens[after + 1].start, tokens[end - 1].stop
            name = " ".join(token.text for token in tokens[after + 1 : end])
            actor = registry.new("found", name, kind, country)
            return Unit(
                after + 1, end - 1, start, stop, actor.actor_id, "name", f"{noun.lemma} + name in quotation marks"
            )
        return None
    if tokens[after].text == "für" and not noun.row["body"] and noun.row["place"] == "yes":
        end = _purpose(tokens, after + 1)
        if end:
            first = before.edge if before and before.adjective else position
            name = (
                _title(tokens, position, noun, before, position) if first < position else _head(tokens, position, noun)
            )
            if first == position and position and _is_town(tokens[position - 1]):
                first = position - 1
                name = f"{tokens[first].text} {name}"
            name = " ".join([name, *(token.text for token in tokens[after:end])])
            actor = registry.new("found", name, kind, country)
            return Unit(
                first, end - 1, tokens[first].start, tokens[end - 1].stop, actor.actor_id, "name", f"{noun.lemma} für"
            )
        return None
    seat = names.by_first.get(after)
    if seat and seat.type == "seat" and not seat.tail and noun.row["place"] == "yes":
        names.dropped.add(after)
        return _place(tokens, position, seat.last + 1, noun, registry.peek(seat.actor_ids[0]).country, registry)
    if person_noun(tokens[position].text) and is_first_name(tokens[after].text):
        return None  # "Nationalrat Peter Weber": a member, not the council
    if seat or not could_be_surname(tokens[after]) or not is_proper(tokens[after].text):
        return None
    end = name_stop(tokens, after)
    for inside in range(after, end):
        if inside in names.by_first:
            end = inside
    if end == after:
        return None
    if noun.row["place"] != "yes":
        name = " ".join(token.text for token in tokens[after:end])
        actor = registry.new("found", name, kind, country)
        return Unit(
            after, end - 1, tokens[after].start, tokens[end - 1].stop, actor.actor_id, "name", f"{noun.lemma} + name"
        )
    return _place(tokens, position, end, noun, country, registry)


def _is_town(token: Token) -> bool:
    """Whether a word before the noun is the adjective of a town: "Karlsruher Institut für …"."""
    return (
        token.kind == "word" and token.is_capitalised and token.text.endswith("er") and not is_listed_noun(token.text)
    )


def _place(
    tokens: Sequence[Token], position: int, end: int, noun: Noun, country: str | None, registry: Registry
) -> Unit:
    """ "Staatsanwaltschaft Köln", "Universität Zürich": noun and place are the name."""
    name = " ".join([_head(tokens, position, noun), *(token.text for token in tokens[position + 1 : end])])
    actor = registry.new("found", name, noun.row["kind"], country)
    start, stop = tokens[position].start, tokens[end - 1].stop
    return Unit(position, end - 1, start, stop, actor.actor_id, "name", f"{noun.lemma} + place")


def _head(tokens: Sequence[Token], position: int, noun: Noun) -> str:
    if not noun.prefix:
        return noun.lemma
    return f"{noun.prefix}-{noun.lemma}" if "-" in tokens[position].text else noun.prefix + noun.lemma.lower()


def _purpose(tokens: Sequence[Token], position: int) -> int | None:
    """The end of "für Seerecht", "für Migration und Flüchtlinge", "für auswärtige Angelegenheiten"; None where it is
    none.
    """
    end = position
    while end < len(tokens) and end - position < MAX_ADJECTIVES and is_attribute(tokens[end]):
        end += 1
    if end >= len(tokens) or not tokens[end].is_capitalised or tokens[end].kind != "word":
        return None
    end += 1
    while end + 1 < len(tokens) and tokens[end].text == "und" and end - position < LONGEST_TITLE:
        further = end + 1
        while further < len(tokens) and is_attribute(tokens[further]) and further - end < MAX_ADJECTIVES:
            further += 1
        if further >= len(tokens) or not tokens[further].is_capitalised or is_listed_noun(tokens[further].text):
            break
        end = further + 1
    return end

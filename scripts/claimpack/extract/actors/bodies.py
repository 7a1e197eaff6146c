"""Finds bodies named by a noun and whose they are: "das norwegische Verteidigungsministerium", "Zeitung „X“",
"Polizei Hamburg".
"""

from collections.abc import Sequence

from claimpack.authority.nouns import Noun, institution_noun
from claimpack.extract.actors.body_names import body_title, capital_adjectives, named_body, town_adjective
from claimpack.extract.actors.names import ADJECTIVES
from claimpack.extract.actors.registry import Registry
from claimpack.extract.actors.units import MAX_ADJECTIVES, Names, Owner, Unit, is_attribute
from claimpack.german.tokens import Token

GENITIVE = frozenset({"der", "des", "von", "vom"})
GOVERNING = frozenset({"government", "armed_forces", "presidency"})
STATE_ORGANS = frozenset({"government", "ministry", "military", "intelligence"})
OWNERS = frozenset({"state", "government", "international_organisation"})
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
        kind = registry.peek(name.actor_ids[0]).kind
        genitive = tokens[name.last].text.endswith("s") and not name.tail
        state = genitive and (kind == "state" if name.type == "name" else name.type == "land")
        return Owner(registry.peek(name.actor_ids[0]), name.last, False) if state else None
    word = tokens[after].text
    if word in GENITIVE:
        name = names.by_first.get(after + 1)
        if name is None and after + 1 < len(tokens) and tokens[after + 1].text in ("den", "der"):
            name = names.by_first.get(after + 2)
        actor = registry.peek(name.actor_ids[0]) if name and not name.tail else None
        if actor and name.type in ("name", "abbreviation", "land"):
            return Owner(actor, name.last, False) if actor.kind in OWNERS else None
    if word == "in" and noun.row.get("body") in GOVERNING:
        name = names.by_first.get(after + 1)
        if name and name.type == "seat" and not name.tail:
            return Owner(registry.peek(name.actor_ids[0]), name.last, False)
    return None


def find_bodies(
    tokens: Sequence[Token], openings: Sequence[int], names: Names, registry: Registry
) -> tuple[list[Unit], list[int]]:
    """The bodies that a sentence names by one of the nouns at ``openings``, and the positions of those that stand alone
    ("der Geheimdienst").
    """
    units: list[Unit] = []
    alone: list[int] = []
    free = 0
    for position in openings:
        own = names.by_first.get(position)
        if position < free or position in names.inside or (own and not own.tail):
            continue
        noun = institution_noun(tokens[position].text)
        several = _of_several(tokens, position, noun, names, registry)
        if several:
            units += several
            free = several[-1].last + 1
            continue
        unit = _body(tokens, position, noun, names, registry)
        if isinstance(unit, Unit):
            units.append(unit)
            free = unit.last + 1
        elif unit and not noun.prefix:
            alone.append(position)
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
        rule = f"{noun.rule};bodies:owner"
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
    """The body named by the noun at ``position``; True where the noun stands alone, False where a name follows it or
    nobody in particular is meant ("deutscher Unternehmen").
    """
    before = owner_before(tokens, position, names, registry)
    following = names.by_first.get(position + 1)
    if following and following.type in ("name", "abbreviation", "word") and not following.tail:
        named = registry.peek(following.actor_ids[0])
        if named.kind not in PEOPLE:
            return False
    if position + 1 < len(tokens) and _is_body_noun(tokens[position + 1]):
        return False  # "Deutsche Presse Agentur", "Wahlkommission Parlament": the noun is only a part
    named = named_body(tokens, position, noun, before, names, registry)
    if named:
        return named
    first = capital_adjectives(tokens, position, names) if noun.number != "p" or noun.gender == "p" else position
    if before:
        if not _is_body(tokens, noun, before, position):
            return False
        return _owned(tokens, position, noun, before, min(first, before.edge), position, registry)
    after = owner_after(tokens, position, names, registry, noun)
    if after:
        several = noun.number == "p" and noun.gender != "p" and noun.row["kind"] not in STATE_ORGANS
        if several or (noun.row["owned"] in ("no", "place") and not noun.prefix and first == position):
            return False
        unit = _owned(tokens, position, noun, after, first, after.edge, registry)
        for inside in range(position + 1, after.edge + 1):
            if inside in names.by_first and names.by_first[inside].type == "seat":
                names.dropped.add(inside)
        return unit
    if first < position:
        return _unowned(tokens, position, noun, first, f"{noun.rule};bodies:capitalised", registry)
    if town_adjective(tokens, position, noun, names):
        return _unowned(tokens, position, noun, position - 1, f"{noun.rule};bodies:town", registry)
    return True


def _is_body_noun(token: Token) -> bool:
    return token.kind == "word" and token.is_capitalised and institution_noun(token.text) is not None


def _is_body(tokens: Sequence[Token], noun: Noun, owner: Owner, position: int) -> bool:
    """Whether a state and a noun name one body: "norwegische Polizei", but not "norwegische Firmen"; "Norwegische
    Handelskammer" does by its capital.
    """
    if noun.row["owned"] in ("no", "place") and not noun.prefix:
        return False
    if noun.row["kind"] in STATE_ORGANS or noun.row["owned"] == "yes" or owner.actor.kind != "state":
        return True
    adjective = tokens[owner.edge]
    capital = owner.adjective and adjective.text[:2].istitle() and adjective.text[-2:] != "er"
    return capital and noun.number != "p" and _is_inside(tokens, owner.edge)


def _is_inside(tokens: Sequence[Token], position: int) -> bool:
    """Whether a word stands inside a sentence, so that its capital says something."""
    return position > 0 and tokens[position - 1].kind == "word"


def _unowned(tokens: Sequence[Token], position: int, noun: Noun, first: int, rule: str, registry: Registry) -> Unit:
    """A body by its noun and the adjectives that make it a name: "Nationale Wahlkommission", "Kölner Polizei"."""
    name = body_title(tokens, position, noun, first, position, True)
    actor = registry.new("found", name, noun.row["kind"])
    return Unit(first, position, tokens[first].start, tokens[position].stop, actor.actor_id, "name", rule)


def _owned(
    tokens: Sequence[Token], position: int, noun: Noun, owner: Owner, first: int, last: int, registry: Registry
) -> Unit | bool:
    """The body of a state or organisation: listed, else an actor of the article."""
    holder = owner.actor
    start, stop = tokens[first].start, tokens[last].stop
    key = "" if noun.number == "p" and noun.gender != "p" else noun.row["body"]
    if holder.kind == "government":  # a Land or canton: its bodies are not those of its state
        if key in ("government", "state_government"):
            registry.listed(holder.actor_id)
            registry.body_keys[holder.actor_id] = "state_government"
            return Unit(first, last, start, stop, holder.actor_id, "name", f"{noun.rule};bodies:owner")
        key = ""
    actor = registry.authority.body(holder.country, key) if key and holder.country else None
    if actor is None and key and holder.country:
        met = _met(registry, holder.country, key)
        actor = registry.peek(met) if met else None
    if actor:
        registry.listed(actor.actor_id) if actor.status == "listed" else None
        registry.remember_body(actor, key)
        return Unit(first, last, start, stop, actor.actor_id, "name", f"{noun.rule};bodies:owner")
    name = body_title(tokens, position, noun, first, last, owner.adjective or last > position)
    if owner.adjective and tokens[first].text[-2:] != "er" and not _is_inside(tokens, first):
        name = name[0].lower() + name[1:]
    parent = holder.actor_id if holder.kind != "person" else None
    actor = registry.new("found", name, noun.row["kind"], holder.country, parent)
    if parent:
        registry.listed(parent) if holder.status == "listed" else None
    if key:
        registry.remember_body(actor, key)
    return Unit(first, last, start, stop, actor.actor_id, "name", f"{noun.rule};bodies:owner")


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

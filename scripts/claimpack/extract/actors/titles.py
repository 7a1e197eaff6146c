"""Titles before the names of persons, and what they say of him who bears them: role, country, body."""

from typing import NamedTuple

from claimpack.authority.nouns import Noun, institution_noun
from claimpack.extract.actors.registry import Registry
from claimpack.extract.actors.units import Owner
from claimpack.extract.model import Actor

VOCATIONS = frozenset("expert doctor lawyer coach bishop candidate founder referee captain".split())


class Title(NamedTuple):
    """A noun of a person in a sentence, whose it is, and the token where the name that it belongs to begins (or
    None).
    """

    position: int
    noun: Noun
    owner: Owner | None
    name: int | None


def role_of(title: Title, registry: Registry) -> tuple[str | None, str | None, str | None]:
    """Role in English, country and parent of a person with this title: ("President of Poland", "POL", "poland")."""
    role = title.noun.row["role"] or None
    if title.owner is None:
        return _of(role, None) if role else None, None, None
    holder = title.owner.actor
    of_land = holder.kind == "government" and title.owner.adjective
    self_only = title.noun.row["speaks"] == "self" and not _holds_office(title.noun)
    if self_only and (
        holder.kind == "state" or of_land
    ):  # "der norwegische Schriftsteller X" does not belong to the state
        return role, holder.country, None
    if "mayor" in title.noun.row["office"].split() and holder.kind == "state":
        return role, holder.country, None  # "der Kiewer Bürgermeister" heads no state
    if holder.kind == "state" and title.noun.prefix and "head" in title.noun.row["office"].split():
        body = _headed(title.noun, holder, registry)
        if body is None:  # "der norwegische Börsenchef" is not the head of Norway
            return role, holder.country, None
        holder = body
    if role and holder.kind != "person":
        role = _of(role, holder)
    parent = holder.actor_id if holder.kind != "person" else holder.parent_id
    if parent:
        entered = registry.authority.actor(parent)
        if entered:
            registry.listed(parent)
    return role, holder.country, parent


def _headed(noun: Noun, state: Actor, registry: Registry) -> Actor | None:
    """The listed body of the state in a compound: "Notenbank" in "norwegischer Notenbankchef"."""
    body = institution_noun(noun.prefix) or institution_noun(noun.prefix.removesuffix("s"))
    return registry.authority.body(state.country or "", body.row["body"]) if body and body.row["body"] else None


def _of(role: str, holder: Actor | None) -> str:
    """The role with the body: a role that says the European Union itself is cut for any other body."""
    if "European" not in role:
        return f"{role} of {holder.name}" if holder else role
    if holder and holder.name.startswith("European"):
        return role
    role = role.removeprefix("European ").partition(" of the European")[0]
    return f"{role} of {holder.name}" if holder else role


def _holds_office(noun: Noun) -> bool:
    """Whether a noun is an office of a state ("Minister"), no vocation ("Forscher")."""
    return bool(frozenset(noun.row["office"].split()) - VOCATIONS)

"""The actors of one article while they are being found: listed ones by id, others made once for each name."""

from dataclasses import replace

from claimpack.authority import Authority, slug
from claimpack.extract.model import Actor

SIMILAR = 40  # how many persons and bodies back a description may reach


class Registry:
    """Who was met so far, what persons are in office, and of which gender."""

    def __init__(self, source_id: str, authority: Authority) -> None:
        self.source_id = source_id
        self.authority = authority
        self.actors: dict[str, Actor] = {}
        self.genders: dict[str, str] = {}
        self.offices: dict[str, frozenset[str]] = {}
        self.plurals: set[str] = set()
        self.body_keys: dict[str, str] = {}
        self.by_body: dict[tuple[str, str], str] = {}

    def listed(self, actor_id: str) -> Actor:
        """Enter a listed actor; raises KeyError for an id that the authority list lacks."""
        known = self.actors.get(actor_id)
        if known:
            return known
        actor = self.authority.actor(actor_id)
        if actor is None:
            raise KeyError(actor_id)
        self.actors[actor_id] = actor
        gender = self.authority.genders.get(actor_id)
        if gender:
            self.genders[actor_id] = gender
        return actor

    def peek(self, actor_id: str) -> Actor:
        """A listed or entered actor, without entering it."""
        actor = self.actors.get(actor_id) or self.authority.actor(actor_id)
        if actor is None:
            raise KeyError(actor_id)
        return actor

    def by_name(self, word: str) -> Actor | None:
        """The listed actor that one word names, as the first part of a compound; None where several may be meant."""
        aliases = [
            a for a in self.authority.names.get(word, ()) if not a.rest and a.type in ("name", "abbreviation", "seat")
        ]
        return self.peek(aliases[0].actor_id) if len(aliases) == 1 else None

    def new(
        self,
        status: str,
        name: str,
        kind: str,
        country: str | None = None,
        parent_id: str | None = None,
        role: str | None = None,
        gender: str | None = None,
        key: str | None = None,
    ) -> Actor:
        """Enter an actor of the article itself, or add to the one with this name what was not known of it.

        ``key`` gives the id where the name alone would join different actors ("Sprecherin" of two bodies).
        """
        actor_id = f"{self.source_id}:{slug(key or name)}"
        known = self.actors.get(actor_id)
        if known is None:
            known = Actor(actor_id, status, name, kind, None, country, parent_id, role)
        else:
            about = known.country or country, known.parent_id or parent_id, known.role or role
            if about != (known.country, known.parent_id, known.role):
                known = replace(known, country=about[0], parent_id=about[1], role=about[2])
        self.actors[actor_id] = known
        if gender:
            self.genders.setdefault(actor_id, gender)
        return known

    def remember_body(self, actor: Actor, key: str) -> None:
        """Note that the article speaks of this body, so that "der Geheimdienst" may mean it later."""
        if actor.country:
            self.body_keys[actor.actor_id] = key
            self.by_body.setdefault((actor.country, key), actor.actor_id)

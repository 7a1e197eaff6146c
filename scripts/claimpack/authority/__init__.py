"""What is known about the world: states, bodies, outlets, people and their German names.

Data: ``actors.csv``, ``aliases.csv``, ``bodies.csv`` (bodies that every state has) and ``roles.csv``. A project may
add its own
``actors.csv`` and ``aliases.csv`` in ``raw/``: ``load(folder)``.
"""

from collections.abc import Iterable

from claimpack.authority.listing import Authority, load
from claimpack.authority.slugs import slug
from claimpack.extract.model import Actor

__all__ = ["Authority", "actor", "load", "outlet", "parents", "slug"]


def actor(actor_id: str) -> Actor | None:
    """The listed actor with this id, or None."""
    return load().actor(actor_id)


def parents(actors: Iterable[Actor]) -> dict[str, Actor]:
    """The listed actors above these, up to the topmost, by id."""
    return load().parents(actors)


def outlet(text: str) -> Actor | None:
    """The outlet or agency that a line names ("dpa", "DPA/sme", "(Reuters)"), or None."""
    return load().outlet(text)

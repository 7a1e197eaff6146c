"""What the readers of actors pass each other: passages that stand for an actor, owners, and the names in a sentence."""

from collections.abc import Sequence
from typing import NamedTuple

from claimpack.extract.actors.names import Found
from claimpack.extract.actors.person_names import name_parts
from claimpack.extract.model import Actor
from claimpack.german.tokens import Token

ENDINGS = ("e", "en", "er", "es", "em")
MAX_ADJECTIVES = 4


class Unit(NamedTuple):
    """A passage of a sentence that stands for an actor: its tokens, offsets, actor, kind of mention and rule."""

    first: int
    last: int
    start: int
    stop: int
    actor_id: str
    kind: str
    rule: str


class Owner(NamedTuple):
    """Whose something is: the actor, and the token where the phrase with it begins or ends."""

    actor: Actor
    edge: int
    adjective: bool


class Names:
    """The names found in a sentence, by first and by last token."""

    def __init__(self, found: Sequence[Found]) -> None:
        self.by_first: dict[int, Found] = {}
        self.by_last: dict[int, Found] = {}
        self.dropped: set[int] = set()
        self.inside: set[int] = set()  # tokens of names of several words
        for name in found:
            self.by_first[name.first] = self.by_last[name.last] = name
            if name.last > name.first:
                self.inside.update(range(name.first, name.last + 1 - bool(name.tail)))


def is_attribute(token: Token) -> bool:
    """Whether a token may be an adjective before a noun."""
    text = token.text
    return (
        token.kind == "word" and text[0].islower() and text.endswith(ENDINGS) and text not in name_parts("determiner")
    )

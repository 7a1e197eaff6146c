"""Tells the name of a state or capital that stands for the state from one that means the place."""

from collections.abc import Sequence

from claimpack.extract.actors.names import Found, place_words
from claimpack.german.tokens import Token

GENITIVE = frozenset({"der", "des", "von", "vom"})


def is_literal(tokens: Sequence[Token], name: Found) -> bool:
    """Whether the name of a state or its seat means the place: "in Oslo", "nach Norwegen", "Region Oslo", dateline."""
    before = tokens[name.first - 1].text if name.first else ""
    if name.first == 1 or (before.lower() != before and before.lower() in place_words("into")):
        before = before.lower()
    if name.first == 0:
        after = tokens[name.last + 1].text if name.last + 1 < len(tokens) else ""
        return name.type == "seat" and after in ("–", "-", "—", "/", "(")
    previous = tokens[name.first - 2].text if name.first > 1 else ""
    if before in ("der", "die", "den", "dem", "das"):
        before, previous = previous, tokens[name.first - 3].text if name.first > 2 else ""
    if name.type == "seat" and before in GENITIVE and previous in place_words("area") | place_words("preposition"):
        return True
    if before == "aus":
        return name.type == "seat" and previous not in place_words("report")
    if before in place_words("into"):
        return True
    area = before.rpartition("-")[2]
    return name.type == "seat" and (before in place_words("preposition") or area in place_words("area"))

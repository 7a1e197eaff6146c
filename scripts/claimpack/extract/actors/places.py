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


def is_literal_land(tokens: Sequence[Token], name: Found) -> bool:
    """Whether the name of a Land or canton means the place, or its people or a club: after any preposition that
    relates, after a noun ("Flughafen Hamburg"), before a result ("Hamburg 2:1"), in a line of places.
    """
    if is_literal(tokens, name._replace(type="seat")):
        return True
    before = name.first - 1
    if before >= 0 and tokens[before].text in ("der", "die", "dem", "den", "das"):
        before -= 1
    after = tokens[name.last + 1] if name.last + 1 < len(tokens) else None
    if after is not None and (after.kind == "number" or after.text in ("(", "/")):
        return True
    if before < 0:
        return False
    previous = tokens[before]
    if previous.kind == "number" or previous.text.lower() in place_words("relation"):
        return True
    return before == name.first - 1 and before > 0 and previous.is_capitalised and not name.genitive

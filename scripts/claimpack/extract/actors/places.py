"""Tells the name of a capital or Land that stands for the state from one that means the place."""

from collections.abc import Sequence

from claimpack.extract.actors.names import Found, place_words
from claimpack.extract.actors.person_names import is_proper
from claimpack.extract.actors.units import MAX_ADJECTIVES, is_attribute
from claimpack.german.tokens import Token

GENITIVE = frozenset({"der", "des", "von", "vom"})
ARTICLES = frozenset({"der", "die", "den", "dem", "das"})
LINKS = frozenset({"und", "oder", "sowie"})
LONGEST_LINE = 8  # names joined before the one that is asked for: "in A, B und C"


def is_literal(tokens: Sequence[Token], name: Found) -> bool:
    """Whether the name of a seat means the place, not its state: "in Oslo", "Region Oslo", a dateline. A state's own
    name always names it: "Truppen in Norwegen".
    """
    if name.type not in ("seat", "land"):
        return False
    if name.first == 0:
        after = tokens[name.last + 1].text if name.last + 1 < len(tokens) else ""
        return name.type == "seat" and after in ("–", "-", "—", "/", "(")
    if _is_place(tokens, name.first):
        return True
    first = _first_of_line(tokens, name)
    return first < name.first and _is_place(tokens, first)


def _first_of_line(tokens: Sequence[Token], name: Found) -> int:
    """The first of the names that "und" joins to this one: "in Oslo, Minsk und Kiew"."""
    position = name.first
    allowed = LINKS  # a comma alone may end a clause: "in Oslo, Kiew dagegen"
    if name.last + 1 < len(tokens) and tokens[name.last + 1].text in LINKS | {","}:
        allowed = LINKS | {","}
    for _ in range(LONGEST_LINE):
        link = position - 1
        if link < 2 or tokens[link].text not in allowed or not tokens[link - 1].is_capitalised:
            break
        position, allowed = link - 1, LINKS | {","}
        while position > 1 and tokens[position - 1].is_capitalised and tokens[position - 1].kind == "word":
            if tokens[position - 1].text.lower() in place_words("into"):
                break
            position -= 1
    return position


def _is_place(tokens: Sequence[Token], first: int) -> bool:
    """Whether the words before ``first`` make the name that begins there a place."""
    at = first - 1
    while at > 0 and is_attribute(tokens[at]) and first - at <= MAX_ADJECTIVES:
        at -= 1  # "im benachbarten Oslo"
    if at < first - 1 and tokens[at].text.lower() not in place_words("into"):
        at = first - 1
    before = tokens[at].text if at >= 0 else ""
    if at == 0 or (before.lower() != before and before.lower() in place_words("into")):
        before = before.lower()
    previous = tokens[at - 1].text if at > 0 else ""
    if before in ARTICLES:
        before, previous = previous, tokens[at - 2].text if at > 1 else ""
    if before in GENITIVE and previous in place_words("area") | place_words("preposition"):
        return True
    if before == "aus":
        return previous not in place_words("report")
    area = before.rpartition("-")[2]
    return before in place_words("into") | place_words("preposition") or area in place_words("area")


def is_literal_land(tokens: Sequence[Token], name: Found) -> bool:
    """Whether the name of a Land or canton means the place, or its people or a club: after any preposition that
    relates, after a noun ("Flughafen Hamburg"), before a result ("Hamburg 2:1"), in a line of places.
    """
    if is_literal(tokens, name):
        return True
    before = name.first - 1
    if before >= 0 and tokens[before].text in ARTICLES | {"des"}:
        before -= 1
    after = tokens[name.last + 1] if name.last + 1 < len(tokens) else None
    if after is not None and (after.kind == "number" or after.text in ("(", "/")):
        return True
    if after is not None and after.is_capitalised and after.kind == "word" and is_proper(after.text):
        return True  # a club: "Hessen Kassel"
    if before < 0:
        return False
    if (
        before < name.first - 1
        and tokens[name.last].text in place_words("people")
        and tokens[name.first - 1].text != "das"
    ):
        return True
    previous = tokens[before]
    if previous.kind == "number" or previous.text.lower() in place_words("relation"):
        return True
    if not previous.is_capitalised or before == 0:
        return False
    return tokens[name.first - 1].text in ("des", "der") if before < name.first - 1 else not name.genitive

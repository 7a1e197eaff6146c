"""Bodies by a name of their own beside the noun: "Zeitung „X“", "Polizei Hamburg", "Kölner Polizei"."""

from collections.abc import Sequence

from claimpack.authority.listing import NOMINATIVE
from claimpack.authority.nouns import Noun, person_noun
from claimpack.extract.actors.names import QUOTES, place_words
from claimpack.extract.actors.person_names import (
    could_be_surname,
    is_adjective,
    is_first_name,
    is_listed_noun,
    is_proper,
    is_undeclined,
    name_parts,
    name_stop,
)
from claimpack.extract.actors.registry import Registry
from claimpack.extract.actors.units import ENDINGS, MAX_ADJECTIVES, Names, Owner, Unit, is_attribute
from claimpack.german.tokens import Token

LONGEST_TITLE = 8  # tokens of a name in quotation marks
QUOTABLE = frozenset({"media", "news_agency", "group", "party", "company", "research"})
NAMED_LIKE_PERSONS = frozenset({"media", "news_agency", "company", "research"})  # "Konzern Thomas Cook"
ARTICLES = frozenset("der die das des dem den".split())


def capital_adjectives(tokens: Sequence[Token], position: int, names: Names) -> int:
    """Where capitalised adjectives before the noun at ``position`` begin, which make it a name: "Nationaler Rat".

    It is ``position`` where there are none. The first word of a sentence or quotation is no evidence.
    """
    first = position
    while position - first < MAX_ADJECTIVES and first > 1:
        token, before = tokens[first - 1], tokens[first - 2]
        if before.kind == "punct" and before.text not in ("(", ",", "-"):
            break
        if first - 1 in names.by_last or not token.is_capitalised or not token.text.endswith(ENDINGS):
            break
        if token.kind != "word" or not is_adjective(token.text):
            break
        first -= 1
    return first


def town_adjective(tokens: Sequence[Token], position: int, noun: Noun, names: Names) -> bool:
    """Whether the adjective of a town stands before the noun: "Kölner Polizei", "Karlsruher Institut für …"."""
    if not position or noun.row["place"] != "yes" or (noun.number == "p" and noun.gender != "p"):
        return False
    return position - 1 not in names.by_last and is_town(tokens[position - 1])


def is_town(token: Token) -> bool:
    """Whether a word before a noun is the adjective of a town: capitalised, in -er, and no noun of the lists."""
    text = token.text
    return (
        token.kind == "word"
        and token.is_capitalised
        and len(text) > len("Uner")
        and "-" not in text
        and not is_listed_noun(text)
        and not is_first_name(text)
        and text.lower() not in name_parts("determiner")
        and text not in place_words("not_town")
        and is_undeclined(text)
    )


def body_title(tokens: Sequence[Token], position: int, noun: Noun, first: int, last: int, adjective: bool) -> str:
    """The dictionary form of the phrase: "ukrainischer Geheimdienst", "Polizei der Ukraine", "Nationaler Rat"."""
    head = head_of(tokens, position, noun) if noun.number != "p" else tokens[position].text
    before = [token.text for token in tokens[first:position]]
    if adjective:
        ending = "e" if noun.number == "p" else NOMINATIVE[noun.gender]
        before = [nominative(word, ending) for word in before]
    after = [token.text for token in tokens[position + 1 : last + 1]] if last > position else []
    return " ".join([*before, head, *after])


def nominative(adjective: str, ending: str) -> str:
    """An adjective as it stands before its noun without article; that of a town does not change."""
    if is_undeclined(adjective):
        return adjective
    for old in sorted(ENDINGS, key=len, reverse=True):
        if adjective.endswith(old):
            return adjective[: -len(old)] + ending
    return adjective


def head_of(tokens: Sequence[Token], position: int, noun: Noun) -> str:
    """The noun in its dictionary form with what stands before it in the compound."""
    if not noun.prefix:
        return noun.lemma
    joined = tokens[position].text[len(noun.prefix) :].startswith("-")
    return f"{noun.prefix}-{noun.lemma}" if joined else noun.prefix + noun.lemma.lower()


def named_body(
    tokens: Sequence[Token], position: int, noun: Noun, before: Owner | None, names: Names, registry: Registry
) -> Unit | None:
    """A body with a name of its own after the noun: in quotation marks, a place or proper name, "für …"."""
    kind = noun.row["kind"]
    after = position + 1
    country = before.actor.country if before else None
    if after >= len(tokens) or (noun.number == "p" and noun.gender != "p"):
        return None
    if tokens[after].text in QUOTES:
        return _quoted(tokens, after, noun, country, names, registry) if kind in QUOTABLE else None
    if tokens[after].text == "für":
        return _for(tokens, position, noun, before, country, registry)
    seat = names.by_first.get(after)
    if seat and seat.type in ("seat", "land") and not seat.tail and not seat.genitive and noun.row["place"] == "yes":
        if noun.row["owned"] == "place" and _is_in_place(tokens, position):
            return None
        names.dropped.add(after)
        if seat.type == "land" and noun.row["owned"] == "place":  # "das Bundesland X" is X
            actor = registry.listed(seat.actor_ids[0])
            start = tokens[position].start
            return Unit(position, seat.last, start, seat.stop, actor.actor_id, "name", f"{noun.rule};body_names:place")
        return _place(tokens, position, seat.last + 1, noun, registry.peek(seat.actor_ids[0]).country, registry)
    if seat or not could_be_surname(tokens[after]) or len(tokens[after].text) < len("FC"):
        return None
    first_name = is_first_name(tokens[after].text)
    if first_name and (person_noun(tokens[position].text) or kind not in NAMED_LIKE_PERSONS):
        return None  # "Nationalrat Peter Weber": a member, not the council; "Sprecher der Fraktion Peter Weber"
    surely = before is not None and noun.row["place"] != "yes" and not is_listed_noun(tokens[after].text)
    if not is_proper(tokens[after].text) and not (surely and before.adjective and _runs_on(tokens, after)):
        return None
    end = name_stop(tokens, after)
    for inside in range(after, end):
        if inside in names.by_first:
            end = inside
    if end == after or (first_name and _has_title(tokens, position)):
        return None
    if noun.row["place"] != "yes":
        name = " ".join(token.text for token in tokens[after:end])
        actor = registry.new("found", name, kind, country)
        start, stop = tokens[after].start, tokens[end - 1].stop
        return Unit(after, end - 1, start, stop, actor.actor_id, "name", f"{noun.rule};body_names:name")
    if noun.row["owned"] == "place" and _is_in_place(tokens, position):
        return None
    return _place(tokens, position, end, noun, country, registry)


def _runs_on(tokens: Sequence[Token], position: int) -> bool:
    """Whether a second capitalised word follows: "die italienische Fluggesellschaft Blaue Alpen"."""
    return position + 1 < len(tokens) and tokens[position + 1].is_capitalised and could_be_surname(tokens[position + 1])


def _has_title(tokens: Sequence[Token], position: int) -> bool:
    """Whether the noun is the genitive of a person's title: "der Sprecher des Konzerns Peter Weber"."""
    before = position - 1
    while before > 0 and (is_attribute(tokens[before]) or tokens[before].text in ARTICLES | {"beim", "vom", "von"}):
        before -= 1
    return before >= 0 and tokens[before].kind == "word" and person_noun(tokens[before].text) is not None


def _is_in_place(tokens: Sequence[Token], position: int) -> bool:
    """Whether "Stadt X" is where something happens: "in der Stadt X", "aus dem Kanton X"."""
    before = position - 1
    while before > 0 and (is_attribute(tokens[before]) or tokens[before].text in ARTICLES):
        before -= 1
    if before < 0:
        return False
    word = tokens[before].text.lower()
    return word in place_words("into") or word in place_words("preposition")


def _quoted(
    tokens: Sequence[Token], after: int, noun: Noun, country: str | None, names: Names, registry: Registry
) -> Unit | None:
    end = after + 1
    while end < len(tokens) and end - after <= LONGEST_TITLE and tokens[end].text not in QUOTES:
        end += 1
    inside = end < len(tokens) and tokens[end].text in QUOTES and end > after + 1
    if not inside or not tokens[after + 1].text[0].isupper():
        return None
    listed = names.by_first.get(after + 1)
    if listed and (listed.last + 1 >= end or listed.type not in ("seat", "land")):
        return None
    names.dropped.update(range(after + 1, end))  # "Peking" in „Peking Ribao“
    start, stop = tokens[after + 1].start, tokens[end - 1].stop
    name = " ".join(token.text for token in tokens[after + 1 : end])
    actor = registry.new("found", name, noun.row["kind"], country)
    return Unit(after + 1, end - 1, start, stop, actor.actor_id, "name", f"{noun.rule};body_names:quoted")


def _for(
    tokens: Sequence[Token],
    position: int,
    noun: Noun,
    before: Owner | None,
    country: str | None,
    registry: Registry,
) -> Unit | None:
    """ "Karlsruher Institut für Meereskunde", "norwegisches Amt für Migration"."""
    end = None if noun.row["body"] or noun.row["place"] != "yes" else _purpose(tokens, position + 2)
    if not end:
        return None
    first = before.edge if before and before.adjective else position
    name = body_title(tokens, position, noun, first, position, True)
    if first == position and position and is_town(tokens[position - 1]):
        first = position - 1
        name = f"{tokens[first].text} {name}"
    name = " ".join([name, *(token.text for token in tokens[position + 1 : end])])
    actor = registry.new("found", name, noun.row["kind"], country)
    start, stop = tokens[first].start, tokens[end - 1].stop
    return Unit(first, end - 1, start, stop, actor.actor_id, "name", f"{noun.rule};body_names:purpose")


def _place(
    tokens: Sequence[Token], position: int, end: int, noun: Noun, country: str | None, registry: Registry
) -> Unit:
    """ "Staatsanwaltschaft Köln", "Universität Zürich": noun and place are the name."""
    name = body_title(tokens, position, noun, position, end - 1, False)
    actor = registry.new("found", name, noun.row["kind"], country)
    start, stop = tokens[position].start, tokens[end - 1].stop
    return Unit(position, end - 1, start, stop, actor.actor_id, "name", f"{noun.rule};body_names:place")


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

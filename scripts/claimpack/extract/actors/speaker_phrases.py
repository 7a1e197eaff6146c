"""Decides which actor a noun phrase names that is said to speak: the person before the body, the name before the
noun.
"""

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from claimpack.authority.nouns import group_noun, institution_noun, person_noun
from claimpack.extract.actors.person_names import name_parts
from claimpack.extract.actors.registry import Registry
from claimpack.extract.actors.units import ENDINGS, MAX_ADJECTIVES, is_attribute
from claimpack.extract.actors.unnamed import (
    new_actor,
    proper_name,
    unknown,
    unnamed_body,
    unnamed_group,
    unnamed_person,
)
from claimpack.extract.document import Document
from claimpack.extract.model import Actor, Mention
from claimpack.german.lexicon import table
from claimpack.german.tokens import Token

LINKS = frozenset({"der", "des", "von", "vom", "eines", "einer", "dem", "den"})
SHORTEST_STATEMENT, SHORTEST_SPEAKER = 5, 4  # letters of the parts of "Armeeangaben"


def read_speaker(document: Document, start: int, stop: int, inside: Sequence[Mention], registry: Registry) -> Mention:
    """The mention that names the actor of the phrase, or a new one for an actor that is entered in ``registry``."""
    tokens = _tokens(document, start, stop)
    if not tokens:
        raise ValueError(f"no word between {start} and {stop}")
    head = _head(tokens, inside)
    while True:
        mention = _read_head(document, tokens, head, inside, registry)
        if mention:
            return mention
        head = _next_head(tokens, head, inside)
        if head is None:
            return _otherwise(document, tokens, _head(tokens, inside), inside, registry)
        tokens = tokens[head[0] :]
        inside = [m for m in inside if m.start >= tokens[0].start]
        head = head[1]


def _read_head(
    document: Document, tokens: Sequence[Token], head: int, inside: Sequence[Mention], registry: Registry
) -> Mention | None:
    """The actor that the noun ``head`` of the phrase stands for; None where it is a statement ("Angaben der …") or
    unknown.
    """
    token = tokens[head]
    on_head = [m for m in inside if m.start <= token.start < m.stop and m.kind != "adjective"]
    for mention in on_head:  # "Human Rights Watch-Sprecher": the noun is the part after the hyphen
        split = next((n for n, t in enumerate(tokens) if t.start < mention.stop < t.stop), None)
        if split is not None and person_noun(tokens[split].text):
            head, token, on_head = split, tokens[split], []
            break
    kinds = {m: registry.actors[m.actor_id].kind for m in inside}
    noun = person_noun(token.text) if token.kind == "word" else None
    naming = next((m for m in on_head if m.stop >= token.stop), None)
    if naming and kinds[naming] == "person":
        return naming
    if noun and not naming:
        person = _apposed(
            tokens, head, [m for m in inside if kinds[m] == "person" and m.kind == "name"], registry.actors
        )
        return person or unnamed_person(document, tokens, head, noun, inside, registry)
    if any(word.text == "vertreten" for word in tokens):
        person = next((m for m in inside if kinds[m] == "person" and m.start > token.stop), None)
        if person:
            return person
    if naming:
        return naming
    body = institution_noun(token.text) if token.kind == "word" else None
    if body:
        person = _apposed(
            tokens,
            head,
            [m for m in inside if m.kind == "name" and kinds[m] not in ("person", "state")],
            registry.actors,
        )
        return person or unnamed_body(tokens, head, body, inside, registry)
    group = group_noun(token.text) if token.kind == "word" else None
    if group:
        return unnamed_group(tokens, head, group, inside, registry)
    return on_head[0] if on_head else _of_compound(tokens[head], registry)


def _otherwise(
    document: Document, tokens: Sequence[Token], head: int, inside: Sequence[Mention], registry: Registry
) -> Mention:
    """A phrase whose nouns no list has: a proper name, else whoever is named in it, else a speaker without a name."""
    name = proper_name(tokens, head, registry)
    if name:
        return name
    first = [m for m in inside if m.start <= tokens[head].start]
    named = [m for m in inside if m.kind != "adjective"] or first
    return named[0] if named else unknown(document, tokens, head, registry)


def _next_head(tokens: Sequence[Token], head: int, inside: Sequence[Mention]) -> tuple[int, int] | None:
    """Where the phrase in the genitive or after "von" begins that depends on the noun ``head``, and its own noun from
    there.
    """
    begin = head + 1
    while begin < len(tokens) and tokens[begin].text in LINKS:
        begin += 1
    starts = {m.start for m in inside if m.kind != "adjective"}
    end = begin
    while (
        end < len(tokens)
        and end - begin <= MAX_ADJECTIVES
        and is_attribute(tokens[end])
        and tokens[end].start not in starts
    ):
        end += 1
    if end >= len(tokens) or (end == head + 1 and tokens[end].start not in starts):
        return None
    while end < len(tokens) and not tokens[end].is_capitalised:
        if tokens[end].start in starts:
            return begin, end - begin
        return None
    return (begin, end - begin) if end < len(tokens) else None


def _of_compound(token: Token, registry: Registry) -> Mention | None:
    """The speaker in a compound for what he says: "Behörden" in "Behördenangaben", "Armee" in "Armeeangaben"."""
    word = token.text
    if token.kind != "word" or not word.lower().endswith(statement_words()):
        return None
    for cut in range(len(word) - SHORTEST_STATEMENT, SHORTEST_SPEAKER - 1, -1):
        for first in (word[:cut], word[:cut].removesuffix("s")):
            noun = institution_noun(first) or person_noun(first) or group_noun(first)
            if noun and not noun.prefix and first[-1] != "-" and noun.row.get("bare", "yes") == "yes":
                kind = noun.row.get("kind") or "group"
                plural = noun.number != "s"
                name = first if plural else noun.lemma
                return new_actor(registry, "unnamed", name, kind, token.start, token.start + len(first))
    return None


@cache
def statement_words() -> tuple[str, ...]:
    """The words for what somebody says that end compounds with the speaker: "-angaben", "-bericht"."""
    return tuple(sorted(row["word"] for row in table("statement_endings")))


def _tokens(document: Document, start: int, stop: int) -> list[Token]:
    """The tokens of the phrase, without an article that the caller left at its beginning."""
    tokens = document.tokens
    first = bisect_left(tokens, start, key=lambda token: token.start)
    last = bisect_left(tokens, stop, key=lambda token: token.start)
    begin = first
    while first < last and (tokens[first].kind == "punct" or tokens[first].text.lower() in name_parts("determiner")):
        first += 1
    if first == last:  # a pronoun, or no word at all
        return list(tokens[begin:last])
    while last > first and tokens[last - 1].kind == "punct":
        last -= 1
    return list(tokens[first:last])


def _head(tokens: Sequence[Token], inside: Sequence[Mention]) -> int:
    """The first noun of the phrase, past its adjectives."""
    adjectives = {m.start for m in inside if m.kind == "adjective"}
    named = {m.start for m in inside if m.kind == "name"}
    for position, token in enumerate(tokens):
        if token.text in name_parts("title") or _is_owner(tokens, position, named):
            continue
        if token.kind == "word" and token.start not in adjectives and (token.is_capitalised or _is_noun(token.text)):
            following = tokens[position + 1] if position + 1 < len(tokens) else None
            if (
                token.start not in named
                and token.text.endswith(ENDINGS)
                and following is not None
                and following.is_capitalised
                and (person_noun(following.text) or institution_noun(following.text))
                and following.start not in named
            ):
                continue
            return position
    return 0


def _is_owner(tokens: Sequence[Token], position: int, named: set[int]) -> bool:
    """Whether a name in the genitive stands before the noun that it belongs to: "Norwegens neuer Präsident"."""
    if tokens[position].start not in named or not tokens[position].text.endswith("s"):
        return False
    after = position + 1
    while after < len(tokens) and after - position <= MAX_ADJECTIVES and is_attribute(tokens[after]):
        after += 1
    if after >= len(tokens) or tokens[after].kind != "word":
        return False
    word = tokens[after].text
    return bool(person_noun(word) or institution_noun(word) or group_noun(word))


def _is_noun(word: str) -> bool:
    return "-" in word and person_noun(word) is not None


def _apposed(
    tokens: Sequence[Token], head: int, mentions: Sequence[Mention], actors: dict[str, Actor]
) -> Mention | None:
    """The name that stands for the head: beside it, after a comma, or after a genitive that is no person."""
    starts = {token.start: position for position, token in enumerate(tokens)}
    for mention in mentions:
        position = starts.get(mention.start)
        if position is None or position <= head:
            continue
        before = position - 1
        titles = name_parts("title")
        while before > head and (tokens[before].text in titles or tokens[before].text == "."):
            before -= 1
        previous = tokens[before]
        if before == head:
            genitive = previous.kind == "word" and _last_word(mention, tokens).endswith("s")
            return None if genitive and not actors[mention.actor_id].name.endswith("s") else mention
        if previous.text in (",", "(", ")", '"', "“", "„"):
            return mention
        if previous.kind == "word" and previous.is_capitalised and not person_noun(previous.text):
            return mention
    return None


def _last_word(mention: Mention, tokens: Sequence[Token]) -> str:
    return next(token.text for token in reversed(tokens) if token.start < mention.stop)

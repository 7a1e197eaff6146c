"""Finds the names of the authority list in a sentence."""

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from claimpack.authority import Authority
from claimpack.authority.listing import Alias
from claimpack.authority.nouns import group_noun, institution_noun, person_noun
from claimpack.extract.actors.person_names import is_first_name
from claimpack.german.lexicon import table
from claimpack.german.tokens import Token

QUOTES = frozenset("\"'„“”‚‘’«»‹›")
MAX_HYPHENS = 6  # a word with more hyphens is taken apart only that far
SURNAMES = ("surname", "surname_alone")
PREFIXES = frozenset({"Ex", "ex", "Vize", "Alt", "Nicht", "Anti", "Pro"})
NAMED_AFTER = frozenset({"media", "news_agency", "company", "group", "party"})
SEATS = frozenset({"seat", "land"})
ADJECTIVES = frozenset({"adjective", "seat_adjective"})


class Found(NamedTuple):
    """A name in a sentence: its tokens and passage, whose it may be, its type, what follows its hyphen,
    whether it is a person and in the genitive."""

    first: int
    last: int
    start: int
    stop: int
    actor_ids: tuple[str, ...]
    type: str
    tail: str
    person: bool
    genitive: bool


@cache
def place_words(kind: str) -> frozenset[str]:
    """The words of one class in ``german/words/places.csv``."""
    return frozenset(row["word"] for row in table("places") if row["class"] == kind)


def find_names(tokens: Sequence[Token], openings: Sequence[int], authority: Authority) -> list[Found]:
    """The longest listed names in the tokens of one sentence, in order, none inside another; each begins at one of
    the ``openings``.

    In a word with hyphens only the part that names is found ("Nato" in "Nato-Angaben"). Names that are also common
    words count
    only in quotation marks or after a noun such as "Zeitung".
    """
    found: list[Found] = []
    names = authority.names
    free = 0
    for position in openings:
        token = tokens[position]
        if position < free or token.kind == "punct":
            continue
        hit = _match(tokens, position, authority) if token.text in names else None
        if hit is None and "-" in token.text:
            hit = _in_compound(tokens, position, authority)
        if hit is not None and (hit.type != "word" or _is_marked(tokens, hit)):
            found.append(hit)
            free = hit.last + 1
    return found


def _in_compound(tokens: Sequence[Token], position: int, authority: Authority) -> Found | None:
    """A name that begins a word with hyphens, or follows "Ex-" in it."""
    token = tokens[position]
    parts = token.text.split("-", MAX_HYPHENS)
    begin = 0
    if parts[0] in PREFIXES and len(parts) > 2:
        begin = 1
    if parts[0] in place_words("level"):
        return _branch(token, position, parts[1:], authority)
    offset = sum(len(part) + 1 for part in parts[:begin])
    for end in range(len(parts) - 1, begin, -1):
        text = "-".join(parts[begin:end])
        single = [alias for alias in authority.names.get(text, ()) if not alias.rest]
        if single:
            start = token.start + offset
            tail = "-".join(parts[end:])
            kind = single[0].type
            if kind in ADJECTIVES or tail in place_words("compound_head") or (kind in SEATS and not _speaks(tail)):
                return None
            ids = tuple(alias.actor_id for alias in single if alias.type == kind)
            person = authority.actors[ids[0]].kind == "person"
            return Found(position, position, start, start + len(text), ids, kind, tail, person, False)
    return None


def adjective_pairs(tokens: Sequence[Token], openings: Sequence[int], authority: Authority) -> list[Found]:
    """The two states of "norwegisch-russischer Streit"; neither is the owner of what follows."""
    found: list[Found] = []
    for position in openings:
        token = tokens[position]
        if "-" not in token.text or token.text in authority.names:
            continue
        head, _, last = token.text.partition("-")
        if not last[:1].islower():
            continue
        both = [[a.actor_id for a in authority.names.get(part, ()) if a.type == "adjective"] for part in (head, last)]
        if all(both):
            middle = token.start + len(head)
            found.append(Found(position, position, token.start, middle, (both[0][0],), "adjective", last, False, False))
            found.append(
                Found(position, position, middle + 1, token.stop, (both[1][0],), "adjective", "", False, False)
            )
    return found


def _branch(token: Token, position: int, parts: Sequence[str], authority: Authority) -> Found | None:
    """The party in "Landes-SPD": its branch speaks for it."""
    name = "-".join(parts)
    parties = [a for a in authority.names.get(name, ()) if not a.rest and authority.actors[a.actor_id].kind == "party"]
    if not parties:
        return None
    ids = tuple(dict.fromkeys(alias.actor_id for alias in parties))
    return Found(position, position, token.stop - len(name), token.stop, ids, parties[0].type, "", False, False)


def _speaks(tail: str) -> bool:
    """Whether the rest of a compound lets a seat stand for its state: not in "Berlin-Moabit" or "Moskau-Reise".

    The rest is empty where it stands further on ("Moskau- und Kiew-Reisen"): then nothing speaks for the state.
    """
    if not tail:
        return False
    return bool(person_noun(tail) or institution_noun(tail) or group_noun(tail)) or tail in place_words("report")


def _match(tokens: Sequence[Token], position: int, authority: Authority) -> Found | None:
    """The longest alias that begins with the word at ``position``."""
    token = tokens[position]
    noun = _is_noun_here(tokens, position)
    fitting: list[Alias] = []
    last, stop, tail = position, token.stop, ""
    for alias in authority.names[token.text]:
        if not alias.rest or position + len(alias.rest) < last:
            break
        end = _follows(tokens, position + 1, alias.rest)
        if end is None or (alias.type == "demonym" and not noun):
            continue
        if not fitting:
            last = position + len(alias.rest)
            stop, tail = end
        fitting.append(alias)
    if fitting:
        whose = _whose(fitting, "" if tail else tokens[last].text, authority)
    else:
        whose = _of_word(token.text, noun, authority)
    if whose is None:
        return None
    return Found(position, last, token.start, stop, whose.actor_ids, whose.type, tail, whose.person, whose.genitive)


class Whose(NamedTuple):
    """Those whom a name may mean, the type of the name, whether they are persons and whether it is in the genitive."""

    actor_ids: tuple[str, ...]
    type: str
    person: bool
    genitive: bool


@lru_cache(maxsize=1 << 14)
def _of_word(word: str, noun: bool, authority: Authority) -> Whose | None:
    """Whom one word names by itself; as an adjective, not a ``noun``, it is no demonym."""
    aliases = [a for a in authority.names[word] if not a.rest and (noun or a.type != "demonym")]
    return _whose(aliases, word, authority) if aliases else None


def _whose(aliases: Sequence[Alias], last: str, authority: Authority) -> Whose:
    """Whom aliases of the same words name; the first one says of which type they are, ``last`` is the last word."""
    kind = aliases[0].type
    kinds = SURNAMES if kind in SURNAMES else (kind,)
    ids = tuple(dict.fromkeys(alias.actor_id for alias in aliases if alias.type in kinds))
    actor = authority.actors[ids[0]]
    return Whose(ids, kind, actor.kind == "person", last.endswith("s") and not _ends_in_s(actor))


def _is_noun_here(tokens: Sequence[Token], position: int) -> bool:
    """Whether a demonym is a noun, not an adjective before one: "der Schweizer sagte" but "der Schweizer Kanton"."""
    after = position + 1
    if tokens[position].text[-2:] != "er" or after >= len(tokens):
        return True
    following = tokens[after]
    return not following.is_capitalised or following.kind != "word" or is_first_name(following.text)


def _ends_in_s(actor) -> bool:
    return actor.name.endswith("s") or (actor.name_de or "").endswith("s")


def _follows(tokens: Sequence[Token], position: int, rest: Sequence[frozenset[str]]) -> tuple[int, str] | None:
    """Where the further words of an alias end if they stand at ``position``, and what hangs on the last one by a
    hyphen.
    """
    last = position + len(rest) - 1
    if last >= len(tokens):
        return None
    for at in range(position, last):
        if tokens[at].text not in rest[at - position]:
            return None
    token = tokens[last]
    if token.text in rest[-1]:
        return token.stop, ""
    head, _, tail = token.text.partition("-")
    return (token.start + len(head), tail) if head != token.text and head in rest[-1] else None


def _is_marked(tokens: Sequence[Token], hit: Found) -> bool:
    """Whether a name that is also a common word stands in quotation marks or after the noun of an outlet or company."""
    before = tokens[hit.first - 1] if hit.first else None
    after = tokens[hit.last + 1] if hit.last + 1 < len(tokens) else None
    if before is None:
        return False
    if before.text in QUOTES:
        return after is not None and after.text in QUOTES
    noun = institution_noun(before.text) if before.kind == "word" else None
    if hit.tail:
        noun = noun or institution_noun(hit.tail.capitalize())
    return noun is not None and noun.row["kind"] in NAMED_AFTER

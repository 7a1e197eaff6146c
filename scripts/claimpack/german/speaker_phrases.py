"""Finds noun phrases that can name a speaker: article, adjectives, nouns and names, genitives, appositions."""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from claimpack.german.lexicon import table
from claimpack.german.tokens import Token
from claimpack.german.verbs import verb_forms
from claimpack.german.word_forms import WORDS

NAME_PARTICLES = frozenset("van de del di da du al el bin ben ibn of the".split())
GENITIVE = frozenset("des der eines einer seines seiner ihres ihrer dieses dieser beider aller mehrerer".split())
PARTITIVE = frozenset("der dieser jener seiner ihrer unserer".split())  # "einer |der Rebellen", "viele |ihrer Wähler"
SOME = frozenset("einer eine eines einige einigen viele vielen mehrere mehreren manche keiner keine jeder jede".split())
NOT_NOMINATIVE = frozenset(
    "den dem des einen einem eines diesen diesem seinen seinem seines ihren ihrem ihres keinen keinem".split()
)
ATTACHING = frozenset("von vom aus für bei beim in im".split())


class NounPhrase(NamedTuple):
    """Tokens ``start`` to ``stop``; ``core`` is the first token behind the article, ``head`` the last noun before
    attributes.

    ``name`` marks an apposition that names who is meant (", Lars Beringer,"), as token indices. ``pronoun`` is the word
    in lower case if the phrase is one.
    """

    start: int
    core: int
    head: int
    stop: int
    name: tuple[int, int] | None = None
    pronoun: str = ""


@cache
def pronouns() -> dict[str, dict[str, str]]:
    """Pronoun -> its line in ``words/pronouns.csv``."""
    return {row["word"]: row for row in table("pronouns")}


@cache
def relay_nouns() -> frozenset[str]:
    """The nouns in ``words/relay_nouns.csv``, in all their forms."""
    return frozenset(form for row in table("relay_nouns") for form in (row["noun"], *row["forms"].split()))


def noun_phrase(tokens: Sequence[Token], i: int, stop: int) -> NounPhrase | None:
    """The noun phrase that begins with token ``i``, or None; its end includes genitives, names, brackets."""
    start = i
    if i >= stop:
        return None
    opening = WORDS[tokens[i].text].lowered
    if opening.determiner:
        i += 1
    core = i
    if i > start and i < stop and tokens[i].text in PARTITIVE and tokens[start].text.lower() in SOME:
        inner = noun_phrase(tokens, i, stop)
        return inner._replace(start=start) if inner and not inner.pronoun else None
    if i < stop and tokens[i].text in NAME_PARTICLES:
        i += 1
    if i > start and i < stop and (WORDS[tokens[i].text].preposition or tokens[i].text in ("als", "sich")):
        i = _participial(tokens, i, stop)
    if i < stop and not WORDS[tokens[i].text].capital:
        i = _adjectives(tokens, i, stop)
    if (
        i > core
        and i <= stop
        and core > start
        and tokens[i - 1].text.startswith("-jährige")
        and not _noun_at(tokens, i, stop)
    ):
        return NounPhrase(start, core, i - 1, i)
    if i >= stop or not _is_noun(tokens[i]):
        if not opening.pronoun:
            return None
        return NounPhrase(start, start, start, start + 1, pronoun=tokens[start].text.lower())
    if start == i and _is_participle(tokens, i, stop):
        return None
    i = _nouns(tokens, i, stop)
    head = i - 1
    i = _attributes(tokens, i, stop, head)
    return NounPhrase(start, core, head, i, _apposition(tokens, i))


def _participial(tokens: Sequence[Token], i: int, stop: int) -> int:
    """The participle of an extended attribute: "ein am Mittwoch |veröffentlichter Appell"; ``i`` itself if there is
    none.
    """
    for k in range(i + 1, min(stop - 1, i + 9)):
        if tokens[k].kind == "punct":
            break
        if is_adjective(tokens[k]) and tokens[k].kind == "word" and _noun_at(tokens, k + 1, stop) and k > i + 1:
            stem = re.sub(r"(?:e|en|er|es|em)$", "", tokens[k].text)
            if stem.endswith(("end", "zuständig", "verantwortlich", "ansässig", "bekannt", "tätig")) or any(
                form.mood == "participle" for form in verb_forms(stem)
            ):
                return k
    return i


def _adjectives(tokens: Sequence[Token], i: int, stop: int) -> int:
    while i < stop and (is_adjective(tokens[i]) or tokens[i].text in ("sehr", "rund", "etwa", "mehr")):
        i += 1
    return i


def is_adjective(token: Token) -> bool:
    """Whether a lower-case word looks like an attribute: an ending of the adjective, and no small word."""
    return token.kind == "number" or (WORDS[token.text].adjective and (token.kind == "word" or token.text[0] == "-"))


def _is_noun(token: Token) -> bool:
    """Whether a token is written as a noun and is no small word at the beginning of a sentence; quoted names are
    nouns.
    """
    return token.kind == "name" or (token.kind == "word" and WORDS[token.text].noun)


def is_aged(token: Token) -> bool:
    """Whether a word with a figure before it is somebody of that age: "der 58|-Jährige"."""
    return token.text.startswith("-Jährige")


def _is_participle(tokens: Sequence[Token], i: int, stop: int) -> bool:
    """Whether a capital opens the sentence only: "Passend zu den Zahlen", "Angesprochen auf die Lage"."""
    if i + 1 >= stop or not WORDS[tokens[i + 1].text].preposition:
        return False
    return tokens[i].text.lower().endswith("end") or WORDS[tokens[i].text].lowered.participle


def _noun_at(tokens: Sequence[Token], i: int, stop: int) -> bool:
    return i < stop and _is_noun(tokens[i])


def _nouns(tokens: Sequence[Token], i: int, stop: int) -> int:
    """The end of a run of nouns and names, over "bin" or "von der" between names."""
    first = i
    while i < stop:
        word = tokens[i].text
        if _is_noun(tokens[i]):
            if tokens[i - 1].kind == "name" and tokens[i].kind == "word" and not word.startswith("-") and i > first:
                break
            i += 1
        elif (word == "/" or word in NAME_PARTICLES) and _noun_at(tokens, i + 1, stop):
            i += 2
        elif (
            word == "von"
            and i + 1 < stop
            and tokens[i + 1].text in ("der", "den", "und")
            and _noun_at(tokens, i + 2, stop)
        ):
            i += 3
        elif word == "." and _noun_at(tokens, i + 1, stop) and len(tokens[i - 1].text) <= 3:
            i += 1  # "Dr. Müller", "J. Meier"
        elif tokens[i].kind == "number" and word.isdigit() and len(word) <= 3 and tokens[i - 1].is_capitalised:
            i += 1  # "Schalke 04"
        else:
            break
    return i


def _attributes(tokens: Sequence[Token], i: int, stop: int, head: int) -> int:
    """The end of a phrase with what hangs on its nouns: genitives, "von X", "aus X", brackets."""
    for _ in range(6):
        if i >= stop:
            break
        word = tokens[i].text
        if word in ("(", "["):
            close = closing(tokens, i, stop)
            if close < 0:
                break
            i = close + 1
        elif word in GENITIVE or word in ATTACHING:
            inner = _simple(tokens, i + 1 if word in ATTACHING else i, stop)
            if inner is None or (word in GENITIVE and _passes_on(tokens, inner, head)):
                break
            if word in ("in", "im", "bei", "beim") and _is_time(tokens, i, inner[1]):
                break
            i = inner[1]
        elif word.endswith("er") and is_adjective(tokens[i]) and _noun_at(tokens, i + 1, stop):
            i = _nouns(tokens, i + 1, stop)  # genitive without article: "Vertreter südkoreanischer Behörden"
        else:
            break
    return i


def closing(tokens: Sequence[Token], i: int, stop: int) -> int:
    """The bracket that closes the one at ``i``, within a few tokens; -1 if there is none."""
    return next((k for k in range(i, min(stop, i + 12)) if tokens[k].text in (")", "]")), -1)


def _simple(tokens: Sequence[Token], i: int, stop: int) -> tuple[int, int] | None:
    """Start and end of a phrase of article, adjectives and nouns."""
    start = i
    if i < stop and WORDS[tokens[i].text].lowered.determiner:
        i += 1
    i = _adjectives(tokens, i, stop)
    return (start, _nouns(tokens, i, stop)) if _noun_at(tokens, i, stop) else None


def _passes_on(tokens: Sequence[Token], inner: tuple[int, int], head: int) -> bool:
    """Whether what looks like a genitive is the outlet spoken to: "sagte Eva Müller der Zeitung"."""
    named = any(tokens[k].text in relay_nouns() for k in range(*inner))
    return named and head > 0 and _is_noun(tokens[head - 1])


def _is_time(tokens: Sequence[Token], start: int, stop: int) -> bool:
    return any(WORDS[tokens[k].text].time or tokens[k].kind == "number" for k in range(start, stop))


def _apposition(tokens: Sequence[Token], i: int) -> tuple[int, int] | None:
    """The name behind a comma, closed by another comma or the end: ", Sabrina Singh,"."""
    if i + 1 >= len(tokens) or tokens[i].text not in (",", "–"):
        return None
    end = _nouns(tokens, i + 1, min(len(tokens), i + 8))
    if not 2 <= end - i - 1 <= 5:
        return None
    if end < len(tokens) and tokens[end].text not in (",", ".", "–", ";", ":", "("):
        return None
    return i + 1, end


def coordinated(tokens: Sequence[Token], i: int, stop: int) -> list[NounPhrase]:
    """The noun phrases joined by "und", "sowie" or commas that begin with token ``i``; a single one mostly."""
    phrase = noun_phrase(tokens, i, stop)
    found: list[NounPhrase] = []
    while phrase is not None and len(found) < 6:
        found.append(phrase)
        i = phrase.stop
        joined = i < stop and (
            tokens[i].text in ("und", "sowie", "oder")
            or (tokens[i].text == "als" and i + 1 < len(tokens) and tokens[i + 1].text == "auch")
            or (tokens[i].text == "," and _goes_on(tokens, i + 1, stop))
        )
        if not joined or found[0].pronoun:
            break
        phrase = noun_phrase(tokens, i + (2 if tokens[i].text == "als" else 1), stop)
        if phrase is not None and phrase.pronoun:
            break
    return found


def _goes_on(tokens: Sequence[Token], i: int, stop: int) -> bool:
    """Whether a list goes on behind a comma: a noun phrase and then "und"."""
    following = _simple(tokens, i, stop)
    return following is not None and following[1] < stop and tokens[following[1]].text in ("und", "sowie")


def skip_adverbials(tokens: Sequence[Token], i: int, stop: int) -> int:
    """Go over what may stand between a verb and its subject: adverbs, "sich", prepositional phrases, points of time."""
    while i < stop:
        word = WORDS[tokens[i].text]
        if word.lowered.preposition and (inner := _simple(tokens, i + 1, stop)):
            i = _attributes(tokens, inner[1], stop, inner[1] - 1)
        elif word.lowered.negation:
            if _simple(tokens, i, stop):
                break
            i += 1
        elif (
            word.lowered.adverb
            or word.time
            or (tokens[i].text.lower() in ("ihm", "ihr", "ihnen", "uns", "mir") and not _simple(tokens, i, stop))
            or (tokens[i].kind == "number" and not _simple(tokens, i, stop))
        ):
            i += 1
        elif tokens[i].text in ("(", "[") and (close := closing(tokens, i, stop)) >= 0:
            i = close + 1
        else:
            break
    return i

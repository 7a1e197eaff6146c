"""Number expressions among the tokens of a sentence: single numbers, ranges, scores in words."""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache, lru_cache
from itertools import compress
from operator import attrgetter

from claimpack.german.lexicon import table, words
from claimpack.german.number_atoms import DASHES, EIN, HYPHENS, JEDER, NumberPhrase, quantifiers, read_atom
from claimpack.german.numbers import read_word
from claimpack.german.tokens import Token
from claimpack.german.units import unit_at

TEXT = attrgetter("text")
COUNTED_YEARS = (1500, 2050)  # a number in here before a noun is more often a year than a count


@cache
def year_words(side: str) -> frozenset[str]:
    """The words before a year, in lower case; ``side`` is noun, sure or maybe."""
    return frozenset(row["word"] for row in table("year_words") if row["class"] == side) | (
        frozenset(month.lower() for month in words("months")) if side == "maybe" else frozenset()
    )


def is_year_number(tokens: Sequence[Token], phrase: NumberPhrase) -> bool:
    """Whether four bare digits can be a year of our times."""
    written = tokens[phrase.first].text
    bare = phrase.digits and phrase.first == phrase.last and not phrase.tail and written.isdigit() and len(written) == 4
    return bare and COUNTED_YEARS[0] <= phrase.low <= COUNTED_YEARS[1]


def number_phrases(tokens: Sequence[Token]) -> list[NumberPhrase]:
    """All number expressions of a sentence, in order; none overlap."""
    found: list[NumberPhrase] = []
    past = 0  # the token after the last expression
    for position in compress(range(len(tokens)), map(_may_begin, map(TEXT, tokens))):
        if position >= past and (phrase := _phrase(tokens, position)):
            found.append(phrase)
            past = phrase.last + 1
    return found


@lru_cache(maxsize=65536)
def _may_begin(text: str) -> bool:
    """Whether a number expression can begin with a token: what most tokens are asked, so the answers are kept."""
    low = text.lower()
    return text[0].isdecimal() or low in EIN or low in JEDER or low in quantifiers() or read_word(text) is not None


def _phrase(tokens: Sequence[Token], position: int) -> NumberPhrase | None:
    first = read_atom(tokens, position)
    if first is None or first.form not in ("cardinal", "ein", "vague") or first.tail not in ("", *HYPHENS):
        return first
    return _range(tokens, first) or _score_in_words(tokens, first) or first


def _range(tokens: Sequence[Token], first: NumberPhrase) -> NumberPhrase | None:
    """As in "drei bis fünf", "10–15", "5 Euro bis 7 Euro", "zwischen 20 und 30"."""
    after = first.last + 1
    unit = unit_at(tokens, after)
    for link in (after, unit.stop) if unit else (after,):
        if link + 1 >= len(tokens) or not _links(tokens, first, link):
            continue
        second_at = link + 2 if tokens[link + 1].text == "zu" and tokens[link].text == "bis" else link + 1
        second = read_atom(tokens, second_at) if second_at < len(tokens) else None
        if second is None or second.form not in ("cardinal", "vague", "ein"):
            continue
        low, high = first.low, second.low
        if second.scaled and not first.scaled and low <= high / _scale(tokens, second):
            low *= _scale(tokens, second)  # "drei bis vier Millionen"
        if tokens[link].text == "oder" and not _is_step(low, high):
            continue
        if low < high and not _begins_with_year(tokens, first, link, second_at):
            return second._replace(
                first=first.first,
                start=first.start,
                low=low,
                high=high,
                form="cardinal",
                rule="number_phrases:range",
            )
    return None


def _links(tokens: Sequence[Token], first: NumberPhrase, link: int) -> bool:
    text = tokens[link].text
    if text in ("bis", "oder"):
        return True
    if text in DASHES:
        closed = tokens[link].start == tokens[link - 1].stop and tokens[link + 1].start == tokens[link].stop
        return closed or (tokens[link + 1].kind == "number" and tokens[link - 1].kind == "number")
    return text == "und" and any(
        token.text.lower() == "zwischen" for token in tokens[max(0, first.first - 2) : first.first]
    )


def _is_step(low: Decimal, high: Decimal) -> bool:
    """Whether "N oder M" is one guess, as N and M are neighbours: "zwei oder drei", "20 oder 30", not "5 oder 10"."""
    step = high - low
    power = Decimal(10) ** max(step.adjusted(), 0)
    return step == power and low > 0 and low % step == 0


def _begins_with_year(tokens: Sequence[Token], first: NumberPhrase, link: int, second_at: int) -> bool:
    """As in "im Jahr 2009 bis zu 3000 Boote": a year, before the limit of something else."""
    if not is_year_number(tokens, first):
        return False
    before = tokens[first.first - 1].text.lower() if first.first else ""
    limit = second_at > link + 1 and before not in ("von", "zwischen")
    sure = before in year_words("noun") or before in year_words("sure") or (limit and before in year_words("maybe"))
    return sure and not re.fullmatch(r"\d{2}|1\d{3}|20\d{2}", tokens[second_at].text)


def _scale(tokens: Sequence[Token], phrase: NumberPhrase) -> Decimal:
    scale = Decimal(1)
    for token in tokens[phrase.first + 1 : phrase.last + 1]:
        word = read_word(token.text) if token.kind == "word" else None
        if word and word.form == "multiplier":
            scale *= word.value
    return scale


def _is_side(phrase: NumberPhrase) -> bool:
    """Whether a number can be a side of a score: "2 : 1", but not "2001: 15,5"."""
    return phrase.digits and phrase.low < 200 and phrase.low % 1 == 0


def _score_in_words(tokens: Sequence[Token], first: NumberPhrase) -> NumberPhrase | None:
    """As in "mit drei zu eins", "mit 20 zu 15 Stimmen"; also "2 : 1" with spaces."""
    link = first.last + 1
    if link + 1 >= len(tokens) or tokens[link].text not in ("zu", ":"):
        return None
    second = read_atom(tokens, link + 1)
    if second is None or second.form != "cardinal" or second.tail:
        return None
    votes = second.last + 1 < len(tokens) and tokens[second.last + 1].text == "Stimmen"
    with_before = first.first > 0 and tokens[first.first - 1].text in ("mit", "Mit", "jeweils")
    if (tokens[link].text == "zu" and not (votes or with_before)) or (
        tokens[link].text == ":" and not (_is_side(first) and _is_side(second))
    ):
        return None
    return second._replace(
        first=first.first,
        start=first.start,
        low=first.low,
        high=second.low,
        form="score",
        rule="number_phrases:score",
    )

"""Single numbers among the tokens of a sentence, with multipliers, compounds and fractions, but not yet ranges."""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from claimpack.german.lexicon import table, words
from claimpack.german.numbers import NumberWord, part_of, read_digits, read_word
from claimpack.german.tokens import Token
from claimpack.german.units import unit_at

EIN = frozenset({"ein", "eine", "einen", "einem", "einer", "eines"})
JEDER = frozenset({"jede", "jeder", "jedem", "jeden", "jedes"})
HYPHENS = frozenset("-‐‑")
DASHES = HYPHENS | frozenset("–—")
DETERMINERS = re.compile(
    r"(?:d(?:er|ie|as|em|en|es)|[ai]m|zu[mr]|beim|vom|(?:ein|kein|sein|ihr|unser|dies|jed)(?:e[rsmn]?)?|und|als)", re.I
)
_SCORE = re.compile(r"(\d{1,3}):(\d{1,3})")
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{2,4}|\d{1,2}\.0\d|[0-3]\d\.[01]\d(?=$)")
_PART_ADJECTIVE = re.compile(r"\w+(?:t|er|ch|ig|nd)e[nrms]?")
_ABBREVIATED = frozenset({"mio", "mrd", "tsd", "mill", "bio"})
_ONLY_WITH_STOP = frozenset({"mill", "bio"})
SINGULAR = frozenset({"million", "milliarde", "billion", "billiarde"})
LARGEST = Decimal(10) ** 24
_SCALES = frozenset(Decimal(10) ** power for power in range(2, 10)) | {Decimal(12)}
_GROUP = re.compile(r"\d{3}(?:,\d+)?")


class NumberPhrase(NamedTuple):
    """A number from token ``first`` to token ``last``; ``stop`` may lie inside the last token ("40" of "40jähriger").

    ``form`` is cardinal, ordinal, fraction, score, vague or ein (the article, to be confirmed by its surroundings);
    ``tail`` is the rest of the compound as printed. ``bounds`` are low and high; for a score its two sides.
    """

    first: int
    last: int
    start: int
    stop: int
    low: Decimal
    high: Decimal
    form: str
    rule: str
    tail: str = ""
    digits: bool = False
    scaled: bool = False


@cache
def quantifiers() -> frozenset[str]:
    return words("vague_quantifiers")


@cache
def _approximate() -> frozenset[str]:
    """Inflected comparators: knappes, gute."""
    return frozenset(row["phrase"] for row in table("comparators") if row["note"].startswith("before a multiplier"))


def read_atom(tokens: Sequence[Token], position: int) -> NumberPhrase | None:
    token = tokens[position]
    if token.kind == "number":
        return _digits(tokens, position)
    if token.kind != "word":
        return None
    low = token.text.lower()
    if low in EIN:
        return _ein(tokens, position)
    if low in JEDER:
        return _every(tokens, position)
    if low in quantifiers() or (low == "ein" and _text(tokens, position + 1) == "paar"):
        return _vague(tokens, position, position + 1)
    word = read_word(token.text)
    return _word(tokens, position, word) if word else None


def _text(tokens: Sequence[Token], position: int) -> str:
    return tokens[position].text if 0 <= position < len(tokens) else ""


def _touches(tokens: Sequence[Token], position: int) -> bool:
    """Whether the token at ``position`` exists and nothing separates it from the one before it."""
    return 0 < position < len(tokens) and tokens[position].start == tokens[position - 1].stop


def _plain(
    tokens: Sequence[Token], first: int, last: int, value: Decimal, form: str, rule: str, **more
) -> NumberPhrase:
    return NumberPhrase(first, last, tokens[first].start, tokens[last].stop, value, value, form, rule, **more)


def _scaled(tokens: Sequence[Token], phrase: NumberPhrase) -> NumberPhrase:
    """The phrase with the multipliers after it: "3 Mio.", "zwei Millionen", "fünf Dutzend"."""
    for _ in range(2):
        at = phrase.last + 1
        word = read_word(tokens[at].text) if at < len(tokens) and tokens[at].kind == "word" else None
        if word is None or word.form != "multiplier" or tokens[at].text[:1] in HYPHENS:
            break
        low = tokens[at].text.lower()
        stop = low in _ABBREVIATED and _text(tokens, at + 1) == "." and _touches(tokens, at + 1)
        if low in _ONLY_WITH_STOP and not stop:
            break
        last = at + 1 if stop else at
        value = phrase.low * word.value
        if value > LARGEST:
            break
        phrase = phrase._replace(last=last, stop=tokens[last].stop, low=value, high=value, scaled=True)
    return phrase


@lru_cache(maxsize=65536)
def _figure(text: str) -> tuple[Decimal, ...]:
    """The number that digits stand for, of a score its two sides; () for what is neither, as a date."""
    if score := _SCORE.fullmatch(text):
        return Decimal(score[1]), Decimal(score[2])
    value = read_digits(text)
    return () if value is None or _DATE.fullmatch(text) else (value,)


def _digits(tokens: Sequence[Token], position: int) -> NumberPhrase | None:
    token = tokens[position]
    figure = _figure(token.text)
    if not figure:
        return None
    if len(figure) == 2:
        return NumberPhrase(
            position, position, token.start, token.stop, *figure, "score", "number_phrases:score", digits=True
        )
    value, last = figure[0], position
    if token.text.isdigit() and len(token.text) <= 3 and token.text[0] != "0":
        while last - position < 5 and _continues_group(tokens, last + 1):
            last += 1
            digits, _, fraction = tokens[last].text.partition(",")
            value = value * 1000 + Decimal(f"{digits}.{fraction or 0}")
    phrase = _plain(tokens, position, last, value, "cardinal", "numbers:digits", digits=True)
    if _touches(tokens, last + 1):
        return _attached(tokens, phrase)
    return _with_fraction(tokens, phrase) or _scaled(tokens, phrase)


def _continues_group(tokens: Sequence[Token], at: int) -> bool:
    """Whether three digits follow after one space: "12 000"."""
    return (
        at < len(tokens)
        and tokens[at].start - tokens[at - 1].stop == 1
        and bool(_GROUP.fullmatch(tokens[at].text))
        and "," not in tokens[at - 1].text
    )


def _attached(tokens: Sequence[Token], phrase: NumberPhrase) -> NumberPhrase | None:
    """A number with something that touches it: "3.", "40jähriger", "20-Millionen-Stadt", "50- bis 60-Jährige"."""
    at = phrase.last + 1
    token = tokens[at]
    if token.text == ".":
        whole = phrase.low % 1 == 0 and tokens[phrase.first].text.isdigit() and phrase.low < 10_000
        goes_on = at + 1 < len(tokens) and (not _touches(tokens, at + 1) or tokens[at + 1].is_capitalised)
        if whole and goes_on and phrase.first == phrase.last:
            return phrase._replace(last=at, stop=token.stop, form="ordinal", rule="number_phrases:ordinal")
        return phrase
    if token.text == "/":
        below = tokens[at + 1] if _touches(tokens, at + 1) else None
        if below and below.text.isdigit() and below.text[0] != "0" and 0 < phrase.low < Decimal(below.text) <= 10:
            value = (phrase.low / Decimal(below.text)).quantize(Decimal("0.000001")).normalize()
            return phrase._replace(
                last=at + 1,
                stop=below.stop,
                low=value,
                high=value,
                form="fraction",
                rule="number_phrases:fraction",
            )
        return None if below and below.kind == "number" else phrase
    if token.text in HYPHENS:
        if _touches(tokens, at + 1) and tokens[at + 1].kind == "word":
            return phrase._replace(last=at + 1, tail=tokens[at + 1].text, rule="number_phrases:compound")
        if not _touches(tokens, at + 1) and _text(tokens, at + 1) in ("bis", "und", "oder", "beziehungsweise", "bzw"):
            return phrase._replace(last=at, tail="-")
        return phrase
    if token.kind != "word":
        return phrase
    return _compound(tokens, phrase, token, at)


def _compound(tokens: Sequence[Token], phrase: NumberPhrase, token: Token, at: int) -> NumberPhrase | None:
    hyphen = token.text[0] in HYPHENS
    rest = token.text[1:] if hyphen else token.text
    head, _, more = rest.partition("-")
    scale = read_word(head) if hyphen else None
    if scale and scale.form == "multiplier" and more:
        value = phrase.low * scale.value
        stop = token.start + 1 + len(head)
        return phrase._replace(
            last=at, stop=stop, low=value, high=value, tail=more, scaled=True, rule="number_phrases:compound"
        )
    if hyphen or read_word("zwei" + rest.lower()):  # "40jähriger" is read as "zweijähriger" is
        return phrase._replace(last=at, tail=rest, rule="number_phrases:compound")
    if unit_at(tokens, at):
        return phrase
    scale = read_word(rest)
    return _scaled(tokens, phrase) if scale and scale.form == "multiplier" else None


def _with_fraction(tokens: Sequence[Token], phrase: NumberPhrase) -> NumberPhrase | None:
    """As in "zwei Drittel", "3 Viertel"."""
    at = phrase.last + 1
    word = read_word(tokens[at].text) if at < len(tokens) and tokens[at].kind == "word" else None
    if word is None or word.form != "fraction" or word.value == Decimal("0.5") or not tokens[at].is_capitalised:
        return None
    value = part_of(phrase.low, word.value)
    return phrase._replace(last=at, stop=tokens[at].stop, low=value, high=value, form="fraction", rule=word.rule)


def _word(tokens: Sequence[Token], position: int, word: NumberWord) -> NumberPhrase | None:
    token = tokens[position]
    form = "cardinal" if word.form == "multiplier" else word.form
    low = token.text.lower()
    phrase = _plain(tokens, position, position, word.value, form, word.rule)._replace(
        stop=token.start + word.length,
        tail=token.text[word.length :].lstrip("-‐‑") or (word.tail if word.tail in HYPHENS else ""),
    )
    if word.tail:
        return phrase
    if word.form == "ordinal":
        verb = low.startswith("acht") and not (token.is_capitalised and position)
        return phrase if not verb or DETERMINERS.fullmatch(_text(tokens, position - 1)) else None
    if word.form == "half":
        return _half(tokens, phrase)
    if word.form == "fraction":
        if _text(tokens, position - 1).lower() in _approximate() and _text(tokens, position - 2).lower() in EIN:
            return phrase  # "ein knappes Drittel"
        if word.value != Decimal("0.5") or _PART_ADJECTIVE.fullmatch(_text(tokens, position - 1)):
            return None
        return phrase
    if word.form == "vague" or low in ("millionen", "milliarden", "billionen"):
        value = word.value if word.form == "vague" else word.value * 2
        return _scaled(tokens, phrase._replace(low=value, high=value, form="vague"))
    if low in _ABBREVIATED or (low in SINGULAR and not _governs_singular(_text(tokens, position - 1).lower())):
        return None
    if word.value < 1 and unit_at(tokens, position + 1) is None and word.value:
        return phrase._replace(form="fraction")  # "dreiviertel der Wähler", but "dreiviertel Stunden"
    return _with_fraction(tokens, phrase) or _scaled(tokens, phrase)


def _governs_singular(before: str) -> bool:
    """Whether "Million" may stand without ein: "eine knappe Million", "pro Million", "die Million"."""
    return before in _approximate() or before in ("die", "der", "zur", "pro", "je")


def _half(tokens: Sequence[Token], phrase: NumberPhrase) -> NumberPhrase | None:
    """As in "eine halbe Million"; "ein halbes Jahr" where a unit follows, but not "halb zehn"."""
    scaled = _scaled(tokens, phrase)
    if scaled.scaled:
        return scaled._replace(form="cardinal")
    unit = unit_at(tokens, phrase.last + 1)
    return phrase._replace(form="cardinal") if unit and tokens[phrase.first].text.lower() != "halb" else None


def _ein(tokens: Sequence[Token], position: int) -> NumberPhrase | None:
    """ein before Million, Dutzend, Drittel belongs to the number; elsewhere it is an article unless confirmed."""
    if _text(tokens, position + 1) == "paar":
        return _vague(tokens, position, position + 2)
    following = read_word(_text(tokens, position + 1)) if position + 1 < len(tokens) else None
    one = _plain(tokens, position, position, Decimal(1), "ein", "number_phrases:ein")
    if following is None or following.tail:
        return one
    if following.form == "half":
        half = _word(tokens, position + 1, following)
        return half._replace(first=position, start=tokens[position].start) if half and half.scaled else None
    if following.form == "fraction":
        return _with_fraction(tokens, one)
    if following.form == "multiplier" and following.value != 1000 and following.value != 100:
        return _scaled(tokens, one)._replace(form="cardinal", rule=following.rule)
    return None if following.form in ("cardinal", "multiplier") else one


def _every(tokens: Sequence[Token], position: int) -> NumberPhrase | None:
    """As in "jeder zweite Deutsche": one half."""
    ordinal = (
        read_atom(tokens, position + 1)
        if position + 1 < len(tokens) and tokens[position + 1].text.lower() not in JEDER
        else None
    )
    if ordinal is None or ordinal.form != "ordinal" or ordinal.tail:
        return None
    value = (1 / ordinal.low).quantize(Decimal("0.000001")).normalize()
    return ordinal._replace(
        first=position,
        start=tokens[position].start,
        low=value,
        high=value,
        form="fraction",
        rule="number_phrases:every",
    )


def _vague(tokens: Sequence[Token], position: int, at: int) -> NumberPhrase | None:
    """As in "mehrere hundert", "ein paar Dutzend", "einige Hunderttausend": two of the magnitude."""
    word = read_word(_text(tokens, at)) if at < len(tokens) else None
    if (
        word is None
        or word.tail
        or not (word.form in ("multiplier", "vague") or (word.form == "cardinal" and word.value in _SCALES))
    ):
        return None
    value = word.value if word.form == "vague" else word.value * 2
    quantifier = " ".join(token.text.lower() for token in tokens[position:at])
    return _scaled(tokens, _plain(tokens, position, at, value, "vague", f"vague_quantifiers.csv:{quantifier}"))

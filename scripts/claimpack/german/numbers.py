"""What single words and digit groups say as numbers: "zweihundertfünfzig", "12’000", "dritte", "dreijährigen"."""

import re
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from claimpack.german.lexicon import table, words

LONGEST = 120  # characters; no German number word below a million has as many, so longer words are not looked at
LONGEST_DIGITS = 24  # characters of a number in digits

# What may stand between groups of three digits: the stop, the Swiss apostrophes, the spaces that do not break a line.
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:(?:[.’'\u00a0\u202f\u2009 ])\d{3})+(?:,\d+)?")
_ENGLISH = re.compile(r"\d{1,3}(?:,\d{3}){2,}")
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?")
_NOT_DIGITS = re.compile(r"[^\d,]")
_ADJECTIVE_ENDING = re.compile(r"(?<=.)e[rsnm]?$")


class NumberWord(NamedTuple):
    """A number in a word: its value, its form, and how many characters of the word belong to it.

    ``form`` is cardinal, ordinal, multiplier (multiplies the number before it), fraction, half or vague; ``tail`` is
    the rest of the word in lower case, as "jährigen" of "dreijährigen".
    """

    value: Decimal
    form: str
    length: int
    tail: str
    rule: str


def read_digits(text: str) -> Decimal | None:
    """The value of digits written the German or Swiss way; None for "18:40", "1.2.3" and what is too long."""
    if len(text) > LONGEST_DIGITS:
        return None
    if _GROUPED.fullmatch(text):
        return Decimal(_NOT_DIGITS.sub("", text).replace(",", "."))
    if _ENGLISH.fullmatch(text):
        return Decimal(text.replace(",", ""))
    return Decimal(text.replace(",", ".")) if _PLAIN.fullmatch(text) else None


def part_of(numerator: Decimal, part: Decimal) -> Decimal:
    """Two thirds from 2 and the third of the word list, rounded to six decimals like every fraction."""
    return (numerator / (1 / part).quantize(Decimal(1))).quantize(Decimal("0.000001")).normalize()


@cache
def _role(role: str) -> dict[str, Decimal]:
    return {row["word"]: Decimal(row["value"]) for row in table("numbers") if row["role"] == role}


def _starts(entries) -> str:
    return "|".join(sorted(map(re.escape, entries), key=len, reverse=True))


@cache
def _below_hundred() -> re.Pattern[str]:
    units, teens, tens = (_starts(_role(role)) for role in ("unit", "teen", "ten"))
    return re.compile(f"(?:(?P<unit>{units})und)?(?P<ten>{tens})|(?P<teen>{teens})|(?P<only>{units})")


@cache
def _start() -> re.Pattern[str]:
    """What every word that holds a number begins with."""
    return re.compile(_starts({row["word"] for row in table("numbers")}))


@cache
def _vague() -> re.Pattern[str]:
    stems = _starts(row["word"] for row in table("numbers") if row["role"] == "vague" and row["endings"])
    return re.compile(f"({stems})e(?:n|r)?")


@lru_cache(maxsize=65536)
def cardinal(word: str) -> Decimal | None:
    """The value of a cardinal in one word in lower case, as "dreihundertzwölf", "anderthalb", "dreieinhalb"."""
    return _cardinal(word) if 0 < len(word) <= LONGEST else None


def _cardinal(word: str) -> Decimal | None:
    if word in _role("inflected"):
        return _role("inflected")[word]
    for addend, value in _role("addend").items():
        if word.endswith(addend):
            whole = _composed(word.removesuffix(addend))
            return whole + value if whole is not None else None
    return _composed(word)


def _composed(word: str, scales: tuple[str, ...] = ("thousand", "hundred")) -> Decimal | None:
    """A cardinal below a million: factor, scale and rest, the larger scale first."""
    if not scales:
        found = _below_hundred().fullmatch(word)
        if not found:
            return None
        parts = found.groupdict()
        if parts["ten"]:
            return _role("ten")[parts["ten"]] + (_role("unit")[parts["unit"]] if parts["unit"] else 0)
        return _role("teen")[parts["teen"]] if parts["teen"] else _role("unit")[parts["only"]]
    for name, scale in _role(scales[0]).items():
        factor, found, rest = word.partition(name)
        if found:
            times = _composed(factor, scales[1:]) if factor else Decimal(1)
            plus = _composed(rest.removeprefix("und"), scales[1:]) if rest else Decimal(0)
            return times * scale + plus if times is not None and plus is not None else None
    return _composed(word, scales[1:])


@lru_cache(maxsize=65536)
def ordinal(stem: str) -> Decimal | None:
    """The value of the stem of an ordinal in lower case, as "zweit", "dritt", "zwanzigst"; 1 ("erst") is none here."""
    if stem in _role("ordinal"):
        return _role("ordinal")[stem]
    for irregular, value in _role("ordinal").items():
        if stem.endswith(irregular):  # hundertdritt, tausendsiebt
            whole = cardinal(stem.removesuffix(irregular).removesuffix("und"))
            if whole is not None and whole >= 100 and value < 100:
                return whole + value
    for ending in ("t", "st"):
        value = cardinal(stem.removesuffix(ending)) if stem.endswith(ending) else None
        if value is not None and value >= 2 and value % 1 == 0:
            small = 2 <= value % 100 < 20  # zweit … neunzehnt, but zwanzigst
            return value if small == (ending == "t") else None
    return None


@cache
def _tails() -> tuple[tuple[str, bool], ...]:
    return tuple((row["tail"], row["whole"] == "yes") for row in table("number_compounds"))


@lru_cache(maxsize=65536)
def read_word(word: str) -> NumberWord | None:
    """The number in a word of a text, or None; ein and its forms are left to the grammar of phrases."""
    low = word.lower()
    if len(low) > LONGEST or len(low) != len(word) or not _start().match(low):
        return None
    if low[-1] in "-‐‑":  # the first part of "zwei- bis dreimal"
        value = cardinal(low[:-1])
        return NumberWord(value, "cardinal", len(low) - 1, low[-1], "numbers:cardinal") if value is not None else None
    return _whole(low) or _hyphenated(word, low) or _compound(low) or _superlative(low)


def _whole(low: str) -> NumberWord | None:
    if low in _role("multiplier"):
        return NumberWord(_role("multiplier")[low], "multiplier", len(low), "", f"numbers.csv:{low}")
    if low in _role("fraction"):
        return NumberWord(_role("fraction")[low], "fraction", len(low), "", f"numbers.csv:{low}")
    if vague := _vague().fullmatch(low):
        return NumberWord(_role("vague")[vague[1]], "vague", len(low), "", f"numbers.csv:{vague[1]}")
    stem = _ADJECTIVE_ENDING.sub("", low)
    if stem in _role("half"):
        return NumberWord(_role("half")[stem], "half", len(low), "", f"numbers.csv:{stem}")
    if (value := cardinal(low)) is not None and low != "ein":
        form = "multiplier" if low in _role("hundred") or low in _role("thousand") else "cardinal"
        return NumberWord(value, form, len(low), "", "numbers:cardinal")
    if stem != low and (value := ordinal(stem)) is not None:
        return NumberWord(value, "ordinal", len(low), "", "numbers:ordinal")
    return None


def _hyphenated(word: str, low: str) -> NumberWord | None:
    """Zwei-Staaten-Lösung, Zwei-Drittel-Mehrheit, drei-jährig."""
    parts = re.split("[-‐‑]", low)
    if len(parts) < 2 or not parts[1]:
        return None
    first = read_word(parts[0]) if parts[0] not in ("ein", "eine") else None
    value = first.value if first and first.form in ("cardinal", "multiplier") and not first.tail else None
    if parts[0] in ("ein", "eine"):
        value = Decimal(1)
    if value is None:
        return None
    length = len(parts[0])
    second = _whole(parts[1]) if len(parts) > 1 else None
    scaled = second is not None and second.form in ("multiplier", "fraction")
    if scaled:
        value = part_of(value, second.value) if second.form == "fraction" else value * second.value
        length += 1 + len(parts[1])
    elif parts[0] in ("ein", "eine"):
        return None
    tail = low[length + 1 :]
    if not tail or not (word[length + 1].isupper() or tail.startswith(tuple(t for t, _ in _tails()))):
        return None
    form = second.form if scaled and second.form == "fraction" else "cardinal"
    return NumberWord(value, form, length, tail, "numbers:hyphen")


def _compound(low: str) -> NumberWord | None:
    """dreijährig, zwölfköpfige, dreimal, Zweidrittelmehrheit."""
    for tail, whole in _tails():
        at = low.find(tail, 1)
        if at > 0 and (not whole or at + len(tail) == len(low)):
            value = cardinal(low[:at])
            # einfach, einmal, einseitig are words of their own; so is every compound of ein.
            if value is not None and value != 1 and low[:at] != "null":
                return NumberWord(value, "cardinal", at, low[at:], f"number_compounds.csv:{tail}")
    if low.startswith("zweidrittelmehrheit"):
        return NumberWord(
            cardinal("zweidrittel"), "fraction", len("zweidrittel"), "mehrheit", "numbers.csv:zweidrittel"
        )
    return None


def _superlative(low: str) -> NumberWord | None:
    """drittgrößte, zehntgrößten, zweithäufigste, drittplatzierter: the number is the stem of the ordinal."""
    ends = low.endswith(tuple(_superlative_tails()))
    if not ends and not re.search(r"(?:st|ßt)e[rsnm]?$", low):
        return None
    for at in range(min(len(low) - 4, 40), 4, -1):
        if low[at - 1] == "t" and (value := ordinal(low[:at])) is not None:
            return NumberWord(value, "ordinal", at, low[at:], "numbers:superlative")
    return None


@cache
def _superlative_tails() -> frozenset[str]:
    return frozenset(tail + ending for tail in words("superlatives", "tail") for ending in ("", "r", "s", "n", "m"))

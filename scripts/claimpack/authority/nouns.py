"""Nouns of persons and institutions in their forms, also as the last part of a compound."""

from collections.abc import Callable
from functools import cache, lru_cache
from typing import NamedTuple

from claimpack.authority.inflection import forms
from claimpack.authority.listing import rows_of
from claimpack.german.lexicon import table

SHORTEST_LAST = 4  # letters of a last part: "Amt" alone would be found in "gesamt"
SHORTEST_FIRST = 2
LONGEST = 60  # longer words are not taken apart
PLURAL, SINGULAR, EITHER = "p", "s", "sp"


class Noun(NamedTuple):
    """A form of a noun: its line in the list, gender m, f, n, number s, p or sp, and what stands before it in a
    compound.
    """

    lemma: str
    gender: str
    number: str
    row: dict[str, str]
    prefix: str = ""

    @property
    def rule(self) -> str:
        """The name of its line."""
        return f"{'roles' if 'role' in self.row else 'institutions'}.csv:{self.row['noun']}"


@cache
def _persons() -> dict[str, Noun]:
    found: dict[str, Noun] = {}
    for row in rows_of("roles.csv"):
        noun, feminine, inflection = row["noun"], row["feminine"], row["inflection"]
        plural = set(row["plural"].split())
        if feminine.endswith("in"):
            _add(found, feminine, Noun(feminine, "f", SINGULAR, row))
            _add(found, feminine + "nen", Noun(feminine, "f", PLURAL, row))
        elif feminine and inflection == "adj":
            _add(found, feminine, Noun(noun, "f", EITHER, row))
        elif feminine:
            _add(found, feminine, Noun(feminine, "f", SINGULAR, row))
        gender = "f" if noun.endswith(FEMININE) else "m"
        for form in forms(noun, inflection):
            _add(found, form, Noun(noun, gender, _number(noun, form, inflection, bool(plural)), row))
        for form in plural:
            _add(found, form, Noun(noun, gender, PLURAL, row))
    return found


FEMININE = (
    "in",
    "mutter",
    "tochter",
    "schwester",
    "witwe",
    "Mutter",
    "Tochter",
    "Schwester",
    "Witwe",
    "Person",
    "Frau",
)


def _number(noun: str, form: str, inflection: str, has_plural: bool) -> str:
    """Whether a form of a masculine noun is singular or may be plural: "Sprecher", "Experten", "Beamten"."""
    if has_plural or (form == noun and inflection != "er_m") or (form.endswith("s") and not noun.endswith("s")):
        return SINGULAR
    if inflection == "er_m" and form.endswith("n") and form != noun:
        return PLURAL
    return EITHER


def _add(found: dict[str, Noun], form: str, noun: Noun) -> None:
    """Enter a form; where two nouns share it ("Abgeordnete": she, they), both genders stay possible."""
    known = found.get(form.lower())
    if known is None:
        found[form.lower()] = noun
    elif known.gender != noun.gender:
        found[form.lower()] = known._replace(gender="", number=EITHER)


@cache
def _institutions() -> dict[str, Noun]:
    found: dict[str, Noun] = {}
    for row in table("institutions"):
        noun, gender = row["noun"], row["gender"]
        singular = [noun] if gender in "fp" else forms(noun, "es")
        for form in singular:
            found.setdefault(form.lower(), Noun(noun, gender, PLURAL if gender == "p" else SINGULAR, row))
        for form in row["forms"].split():
            found.setdefault(form.lower(), Noun(noun, gender, SINGULAR if form.endswith("s") else PLURAL, row))
        if noun.endswith("ministerium"):
            found.setdefault(noun.lower()[:-2] + "en", Noun(noun, gender, PLURAL, row))
    return found


@cache
def _groups() -> dict[str, Noun]:
    found: dict[str, Noun] = {}
    for row in table("group_nouns"):
        for form in (row["word"], *row["forms"].split()):
            found[form.lower()] = Noun(row["word"], "p" if row["number"] == "p" else "", row["number"], row)
    return found


@lru_cache(maxsize=1 << 15)
def person_noun(word: str) -> Noun | None:
    """The noun of a person that ``word`` is or ends in: "Präsidenten", "US-Vizepräsident", "Außenamtssprecherin"."""
    return _look_up(word, _persons(), _endings(_persons))


@lru_cache(maxsize=1 << 15)
def institution_noun(word: str) -> Noun | None:
    """The noun of an institution that ``word`` is or ends in: "Verteidigungsministeriums", "US-Armee",
    "Umweltbehörde".
    """
    return _look_up(word, _institutions(), _endings(_institutions))


@lru_cache(maxsize=1 << 15)
def group_noun(word: str) -> Noun | None:
    """The noun for speakers who are neither persons nor bodies: "Kreise", "Regierungskreisen", "Quelle"."""
    return _look_up(word, _groups(), _endings(_groups))


def _look_up(word: str, nouns: dict[str, Noun], endings: frozenset[str]) -> Noun | None:
    if not word[0].isupper() and "-" not in word:
        return None
    first, hyphen, last = word.rpartition("-")
    lower = last.lower()
    found = nouns.get(lower)
    if found:
        return found._replace(prefix=first) if hyphen else found
    if len(last) > LONGEST or lower[-SHORTEST_LAST:] not in endings:
        return None
    for cut in range(SHORTEST_FIRST, len(lower) - SHORTEST_LAST + 1):
        found = nouns.get(lower[cut:])
        if found and found.row.get("last", "yes") == "yes":
            before = last[:cut]
            return found._replace(prefix=f"{first}-{before}" if hyphen else before)
    return None


@cache
def _endings(nouns: Callable[[], dict[str, Noun]]) -> frozenset[str]:
    """The last letters of the nouns of a list: most words end otherwise, and are not taken apart."""
    return frozenset(form[-SHORTEST_LAST:] for form in nouns())

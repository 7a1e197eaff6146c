"""Cells written in a notation that another body keeps: EDTF, UCUM and ISO 4217, ISO 3166-1, BCP 47.

A field of the schema names its notation; the pattern beside it says how a value looks, and is checked as every pattern.
Here is looked at what a pattern cannot say: whether there is such a day, country, currency, language or unit.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from typing import Any

from claimpack import edtf, table_schema
from claimpack.german import lexicon
from claimpack.validate.cells import CheckedTable
from claimpack.validate.codes import table
from claimpack.validate.findings import Finding

# Units of our own beside UCUM: percentage points, cent, metric horsepower.
OWN_UNITS = frozenset({"pp", "ct", "PS"})
_ANNOTATION = re.compile(r"\{[\x21-\x7a|~]*\}")
_EXPONENT = re.compile(r"(.*?[^0-9+-])([+-]?[1-9][0-9]*)")
# Longer than any unit that somebody writes, and short enough to be taken apart bracket by bracket.
_LONGEST_UNIT = 100
_COUNT = re.compile(r"[1-9][0-9]*")


def country(cell: str) -> str | None:
    """What is wrong with a country; None where it is one of ISO 3166-1 alpha-3, or XKX."""
    return None if cell in table("countries") else f"no country has the code {cell} in ISO 3166-1 alpha-3"


def language(cell: str) -> str | None:
    """What is wrong with the language or region of a BCP 47 tag; scripts and variants are only looked at by pattern.

    Languages of three letters are not looked up, but where two letters are to be used instead.
    """
    first, *others = cell.split("-")
    if len(first) == 2 and first not in table("languages"):
        return f"there is no language {first}"
    if first in _long_languages():
        return f"BCP 47 writes this language {_long_languages()[first]}"
    for part in others:
        if len(part) == 1:  # what follows is private or an extension
            return None
        if len(part) == 2 and part.upper() not in _regions():
            return f"there is no country {part}"
    return None


@cache
def _long_languages() -> dict[str, str]:
    rows = table("languages").values()
    return {row[name]: row["code"] for row in rows for name in ("terminology", "bibliographic") if row[name]}


@cache
def _regions() -> frozenset[str]:
    return frozenset(row["alpha_2"] for row in table("countries").values())


def unit(cell: str) -> str | None:
    """What is wrong with a unit; None where it is one of UCUM, a currency of ISO 4217, or one of ours."""
    if cell in OWN_UNITS or cell in table("currencies"):
        return None
    return ucum(cell)


def ucum(cell: str) -> str | None:
    """What is wrong with a unit of UCUM, read by its grammar: terms joined by . and /, powers, {annotations}, ( )."""
    if len(cell) > _LONGEST_UNIT:
        return "too long for a unit"
    rest = cell
    # Innermost brackets first, each a term of its own; the number of brackets bounds the turns.
    while "(" in rest:
        inner = re.search(r"\(([^()]*)\)", rest)
        if not inner or (inner.start() and rest[inner.start() - 1] not in "./("):
            return "its brackets are not in pairs"
        if problem := _terms(inner[1]):
            return problem
        rest = f"{rest[: inner.start()]}m{rest[inner.end() :]}"
    return _terms(rest)


def _terms(text: str) -> str | None:
    for term in re.split(r"[./]", text.removeprefix("/")):
        symbol = _ANNOTATION.sub("", term)
        if (not symbol and term != symbol) or _COUNT.fullmatch(symbol):
            continue
        if not symbol:
            return "a term is missing beside . or /"
        power = _EXPONENT.fullmatch(symbol)
        if not (_is_unit(symbol) or (power and _is_unit(power[1]))):
            return f"there is no unit {symbol} in UCUM"
    return None


def _is_unit(symbol: str) -> bool:
    units = table("units")
    if symbol in units:
        return True
    return any(
        symbol.startswith(prefix) and units.get(symbol[len(prefix) :], {}).get("metric") for prefix in table("prefixes")
    )


def currency(cell: str) -> str | None:
    """What is wrong with the unit of an amount of money; None where it is a currency of ISO 4217, or ct."""
    return None if cell in table("currencies") or cell == "ct" else f"no currency has the code {cell} in ISO 4217"


# What a field names as its notation: what is wrong with a cell, the code of the finding, the list of what is allowed.
_UNIT, _CURRENCY = "UCUM or ISO 4217", "ISO 4217"
NOTATIONS: dict[str, tuple[Callable[[str], str | None], str, str | None]] = {
    "EDTF": (edtf.impossible, "CP521", None),
    "ISO 3166-1 alpha-3": (country, "CP522", "countries"),
    "BCP 47": (language, "CP523", "languages"),
    _UNIT: (unit, "CP524", "units"),
    _CURRENCY: (currency, "CP525", "currencies"),
}


def check_notations(tables: Mapping[str, CheckedTable], at_hand: Collection[str] = ()) -> Iterator[Finding]:
    """Every cell whose field names a notation; cells that do not fit their pattern have been reported for that."""
    for name, checked in tables.items():
        for field in table_schema.fields(name):
            if "notation" in field and field.get("repeats", "").partition(".")[0] not in tables:
                yield from _column(checked, field)


def problem(field: Mapping[str, Any], cell: str, money: bool) -> str | None:
    """What is wrong with a cell of a field with a notation, if it is the unit of ``money`` or else."""
    wrong, _, _ = NOTATIONS[_CURRENCY if money and field["notation"] == _UNIT else field["notation"]]
    return wrong(cell)


def _column(checked: CheckedTable, field: Mapping[str, Any]) -> Iterator[Finding]:
    """The cells of one column. The unit of money is a currency, whatever else it might be a unit of."""
    column, stated = field["name"], field["notation"]
    fits = re.compile(field["constraints"].get("pattern", ".*")).fullmatch
    known: dict[tuple[str, str], str | None] = {}  # few different values in many rows
    columns = table_schema.columns(checked.name)
    place, kind = columns.index(column), columns.index("kind") if stated == _UNIT else None
    for number, record in enumerate(checked.records):
        cell = record.cells[place]
        if not cell:
            continue
        notation = _CURRENCY if kind is not None and record.cells[kind] == "money" else stated
        wrong, code, allowed = NOTATIONS[notation]
        if (notation, cell) not in known:
            known[notation, cell] = wrong(cell) if fits(cell) else None
        if problem := known[notation, cell]:
            example = "EUR" if notation == _CURRENCY else field["example"]
            expected, remedy = f"{notation}, such as {example}", _remedy(cell, allowed)
            yield checked.finding(
                code, "error", problem, number, column, check="notation", expected=expected, remedy=remedy
            )


def _remedy(cell: str, allowed: str | None) -> str:
    code = _meant(cell, allowed) if allowed else None
    if code:
        return f"Did you mean `{code}` ({_names(allowed)[code]})? Else leave the cell empty."
    return "Correct it by what the article says, or leave the cell empty where that is not known."


def _meant(cell: str, allowed: str) -> str | None:
    """The code of the list ``allowed`` that somebody meant by ``cell``, where there is hardly a doubt.

    It is the code of what the cell names, the same letters in another case, or the only code one letter off.
    """
    if code := _by_name(allowed).get(cell.casefold()):
        return code
    codes = [code for code in _names(allowed) if code.casefold() == cell.casefold()]
    if not codes and len(cell) == 3 and allowed != "units":
        codes = [code for code in _names(allowed) if sum(a != b for a, b in zip(code, cell, strict=True)) == 1]
    return codes[0] if len(codes) == 1 else None


@cache
def _names(allowed: str) -> dict[str, str]:
    """Code -> name; of units those with a prefix, too."""
    names = {code: row["name"] for code, row in table(allowed).items()}
    if allowed == "units":
        metric = [row for row in table("units").values() if row["metric"]]
        for prefix in table("prefixes").values():
            names |= {prefix["code"] + row["code"]: prefix["name"] + row["name"] for row in metric}
    return names


@cache
def _by_name(allowed: str) -> dict[str, str]:
    """Name -> code, in small letters; of languages also their longer codes, of units and money also German words."""
    found = {name.casefold(): code for code, name in _names(allowed).items()}
    if allowed == "languages":
        found |= _long_languages()
    if allowed in ("units", "currencies"):
        for row in lexicon.table(allowed):
            found |= {form.casefold(): row["code"] for form in row["forms"].split("|") if len(form) > 3 and row["code"]}
    return {name: code for name, code in found.items() if code in _names(allowed)}

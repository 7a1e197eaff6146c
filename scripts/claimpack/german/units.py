"""Units and currencies at a place among the tokens: "Kilometern pro Stunde", "µg/m³", "US-Dollar", "€"."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from claimpack.german.lexicon import table
from claimpack.german.tokens import Token, tokenize


class Unit(NamedTuple):
    """A unit in tokens ``first`` to before ``stop``; ``per`` is the denominator of a symbol (km/h)."""

    code: str | None
    kind: str
    per: str | None
    first: int
    stop: int
    rule: str
    after_ein: bool = True  # "ein Liter" is a number of litres, "eine Bar" is not


@cache
def _forms() -> dict[tuple[str, ...], list[dict[str, str]]]:
    """The rows of units.csv and currencies.csv by the tokens of their forms."""
    forms: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for name in ("units", "currencies"):
        for row in table(name):
            for form in row["forms"].split("|"):
                for written in (
                    [form.replace("*", ending) for ending in ("e", "en", "er", "em")] if "*" in form else [form]
                ):
                    tokens = tuple(token.text for token in tokenize(written))
                    forms.setdefault(tokens, []).append({"list": name, "kind": "money"} | row)
    return forms


@cache
def _by_first() -> dict[str, list[tuple[tuple[str, ...], list[dict[str, str]]]]]:
    """The forms by their first token, longest first, with their rows."""
    found: dict[str, list[tuple[tuple[str, ...], list[dict[str, str]]]]] = {}
    for form, rows in sorted(_forms().items(), key=lambda item: -len(item[0])):
        found.setdefault(form[0], []).append((form, rows))
    return found


@cache
def _lasts() -> frozenset[str]:
    """What a unit, with or without a denominator, can end in."""
    return frozenset(form[-1] for form in _forms()) | _nouns().keys()


@cache
def _nouns() -> dict[str, str]:
    """The noun of a denominator by its symbol or word: "h" is Stunde."""
    return {
        form[0]: row["noun"] for form, rows in _forms().items() for row in rows if len(form) == 1 and row.get("noun")
    }


def unit_at(tokens: Sequence[Token], position: int) -> Unit | None:
    """The longest unit or currency that begins at ``position``, with a denominator after a slash."""
    if not 0 <= position < len(tokens):
        return None
    for form, rows in _by_first().get(tokens[position].text, ()):
        stop = position + len(form)
        if len(form) > 1 and tuple(token.text for token in tokens[position:stop]) != form:
            continue
        if row := _row(rows, tokens):
            per = row.get("per") or None
            if stop + 1 < len(tokens) and tokens[stop].text == "/" and tokens[stop + 1].text in _nouns():
                per, stop = _nouns()[tokens[stop + 1].text], stop + 2
            return Unit(
                row["code"] or None,
                row["kind"],
                per,
                position,
                stop,
                f"{row['list']}.csv:{row['code'] or form[0]}",
                not row.get("article"),
            )
    return None


def unit_named(word: str) -> Unit | None:
    """The unit that is a part of a compound, as "Meter" in "100-Meter-Lauf"; of rows with a context none holds."""
    row = _row(_forms().get((word,), ()), ())
    return (
        Unit(row["code"] or None, row["kind"], row.get("per") or None, 0, 0, f"{row['list']}.csv:{row['code']}")
        if row
        else None
    )


def currency_before(tokens: Sequence[Token], position: int) -> Unit | None:
    """The currency sign or code that ends right before ``position``: "€ 50", "US-$ 3 Mio."."""
    if not position or tokens[position - 1].text not in _lasts():
        return None
    for length in range(min(2, position), 0, -1):
        unit = unit_at(tokens, position - length)
        if unit and unit.stop == position and unit.kind == "money" and _is_sign(tokens[position - length : position]):
            return unit
    return None


def _is_sign(tokens: Sequence[Token]) -> bool:
    return any(token.text in "€$£¥₽₩₹₪₴" or token.text in ("CHF", "Fr", "sFr") for token in tokens) or (
        len(tokens) == 1 and len(tokens[0].text) == 3 and tokens[0].text.isupper()
    )


def _row(rows, tokens: Sequence[Token]) -> dict[str, str] | None:
    for row in rows:
        beginnings = tuple(row["context"].split("|")) if row["context"] else ()
        if not beginnings or any(token.text.startswith(beginnings) for token in tokens):
            return row
    return None

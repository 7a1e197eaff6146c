"""The authority list: who is known, under which names, and which bodies every state has."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from claimpack import table_schema
from claimpack.authority.inflection import forms
from claimpack.authority.slugs import slug
from claimpack.errors import ClaimpackError
from claimpack.extract.model import Actor
from claimpack.german.tokens import tokenize


class Alias(NamedTuple):
    """A name in one of its forms: the possible forms of each word after the first one, whose it is and its type."""

    rest: tuple[frozenset[str], ...]
    actor_id: str
    type: str


@dataclass(frozen=True, eq=False)
class Authority:
    """Actors by id, their names by first word, the longest first, their bodies by country; read once, never changed, so
    that what was looked up in it can be kept.

    ``templates`` are the bodies that every state has, by key; those that the list does not name are composed when
    asked for.
    """

    actors: dict[str, Actor]
    names: dict[str, list[Alias]]
    outlets: dict[str, str]
    genders: dict[str, str]
    states: dict[str, str]
    bodies: dict[tuple[str, str], str]
    body_keys: dict[str, str]
    adjectives: dict[str, str]
    templates: dict[str, dict[str, str]]
    articles: dict[str, str]

    def actor(self, actor_id: str) -> Actor | None:
        """The listed actor with this id, or None."""
        found = self.actors.get(actor_id)
        if found:
            return found
        for key, row in self.templates.items():
            head = slug(row["name"].replace("{state}", "")) + "-"
            state = (
                self.actors.get(actor_id.removeprefix(head).removeprefix("the-")) if actor_id.startswith(head) else None
            )
            if state and state.kind == "state" and row["unique"] == "yes":
                return self._compose(state, key)
        return None

    def parents(self, actors: Iterable[Actor]) -> dict[str, Actor]:
        """The listed actors above these: their parents, the parents of those and so on, by id."""
        found: dict[str, Actor] = {}
        for actor in actors:
            while actor and actor.parent_id and actor.parent_id not in found:
                actor = self.actor(actor.parent_id)
                if actor:
                    found[actor.actor_id] = actor
        return found

    def body(self, country: str, body: str) -> Actor | None:
        """The listed body of a state: the one that the list names, else the one that all states have, else None."""
        listed = self.bodies.get((country, body))
        if listed:
            return self.actors[listed]
        state = self.states.get(country)
        row = self.templates.get(body)
        return self._compose(self.actors[state], body) if state and row and row["unique"] == "yes" else None

    def _compose(self, state: Actor, body: str) -> Actor:
        row = self.templates[body]
        article = self.articles.get(state.actor_id, "")
        name = row["name"].replace("{state}", f"{article} {state.name}".strip())
        adjective = self.adjectives.get(state.actor_id)
        german = row["name_de"]
        if adjective and adjective[0].islower():
            german = f"{adjective.capitalize()}{NOMINATIVE[row['gender']]} {german}"
        else:
            german = f"{german} ({state.name_de})"
        above = self.body(state.country or "", "government") if row["kind"] == "ministry" else state
        return Actor(
            slug(name),
            "listed",
            name,
            row["kind"],
            german,
            state.country,
            above.actor_id if above else None,
        )

    def outlet(self, text: str) -> Actor | None:
        """The outlet or agency that a line names: "dpa", "DPA/sme", "(Reuters)", "Quelle: AFP"; None where it names
        none.
        """
        for token in tokenize(text):
            for part in (token.text, token.text.partition("-")[0]):
                actor_id = self.outlets.get(part)
                if actor_id:
                    return self.actors[actor_id]
        whole = text.strip(" ()[]|.")
        return self.actors.get(self.outlets.get(whole, ""))


NOMINATIVE = {"m": "er", "f": "e", "n": "es", "p": "e"}  # endings of an adjective before a noun without article
MEDIA = frozenset({"media", "news_agency"})


LISTS = ("actors.csv", "aliases.csv")


def load(extra: Path | None = None) -> Authority:
    """Read the authority list, and after it a project's own ``actors.csv`` and ``aliases.csv`` in the folder ``extra``.

    A row of the project replaces the actor with the same id; its aliases are added. Without such files the list is read
    once in a process. Raises ClaimpackError for a file that is not UTF-8 (CP213) or lacks a column (CP212), an alias of
    an unknown actor (CP210), an inflection that does not fit (CP211), and an actor that the table actors would not take
    (CP214).
    """
    own = extra is not None and any((extra / name).is_file() for name in LISTS)
    return _read(extra) if own else _shipped()


@cache
def _shipped() -> Authority:
    return _read(None)


def _read(extra: Path | None) -> Authority:
    actors: dict[str, Actor] = {}
    genders: dict[str, str] = {}
    articles: dict[str, str] = {}
    states: dict[str, str] = {}
    bodies: dict[tuple[str, str], str] = {}
    body_keys: dict[str, str] = {}
    adjectives: dict[str, str] = {}
    templates = {row["body"]: row for row in _rows(_own("bodies.csv"))}
    for source in _sources("actors.csv", extra):
        for row in _rows(source, ("actor_id", "name", "kind")):
            if extra and source == extra / "actors.csv":
                _check(row, source)
            actors[row["actor_id"]] = Actor(
                row["actor_id"],
                "listed",
                row["name"],
                row["kind"],
                row.get("name_de") or None,
                row.get("country") or None,
                row.get("parent_id") or None,
                row.get("role") or None,
                row.get("wikidata_id") or None,
            )
            if row.get("gender"):
                genders[row["actor_id"]] = row["gender"]
            if row.get("article"):
                articles[row["actor_id"]] = row["article"]
            if row["kind"] == "state" and row.get("country"):
                states[row["country"]] = row["actor_id"]
            elif row.get("body"):
                bodies[row.get("country", ""), row["body"]] = row["actor_id"]
                body_keys[row["actor_id"]] = row["body"]
    names: dict[str, list[Alias]] = {}
    outlets: dict[str, str] = {}
    for source in _sources("aliases.csv", extra):
        _read_aliases(source, actors, names, outlets, adjectives)
    for aliases in names.values():
        if len(aliases) > 1:
            aliases.sort(key=lambda alias: -len(alias.rest))
    return Authority(actors, names, outlets, genders, states, bodies, body_keys, adjectives, templates, articles)


def _read_aliases(
    source,
    actors: dict[str, Actor],
    names: dict[str, list[Alias]],
    outlets: dict[str, str],
    adjectives: dict[str, str],
) -> None:
    for row in _rows(source, ("alias", "actor_id", "type", "inflection")):
        alias, actor_id, kind = row["alias"], row["actor_id"], row["type"]
        if actor_id not in actors:
            raise ClaimpackError(
                "CP210",
                f"alias of an actor that is in no list: {actor_id!r}",
                file=source,
                column="actor_id",
                value=actor_id,
                remedy="add the actor to actors.csv, or correct the id",
            )
        try:
            (first, inflection), *rest = _words(alias, row["inflection"])
            variants = forms(first, inflection)
            further = tuple(frozenset(forms(word, its_class)) for word, its_class in rest)
        except (KeyError, ValueError, IndexError) as error:
            raise ClaimpackError(
                "CP211",
                f"the inflection of {alias!r} is not one class for each word",
                file=source,
                column="inflection",
                value=row["inflection"],
                remedy="give a class of german/words/inflections.csv for each word of the alias",
            ) from error
        if kind == "adjective":
            adjectives.setdefault(actor_id, alias)
        if inflection == "isch":
            variants += [form[0].upper() + form[1:] for form in variants]
        entry = Alias(further, actor_id, kind)
        for form in variants:
            if form in names:
                names[form].append(entry)
            else:
                names[form] = [entry]
        if actors[actor_id].kind in MEDIA and kind != "adjective":
            outlets.setdefault(alias, actor_id)
            outlets.setdefault(alias.upper(), actor_id)


def _words(alias: str, inflection: str) -> list[tuple[str, str]]:
    """The tokens of an alias with the inflection class of each; a word of several tokens inflects in the last one."""
    if alias.isalpha():
        return [(alias, inflection)]
    found: list[tuple[str, str]] = []
    for word, kind in zip(alias.split(), inflection.split(), strict=True):
        if word.replace("-", "").isalpha() and word[-1] != "-":
            found.append((word, kind))
            continue
        tokens = [token.text for token in tokenize(word)]
        found += [(token, "0") for token in tokens[:-1]]
        found.append((tokens[-1], kind))
    return found


def _check(row: dict[str, str], source: Path) -> None:
    """CP214 for a cell that the table actors would not take; the list of the program is checked by its tests."""
    for field in table_schema.fields("actors"):
        column, example = field["name"], field["example"]
        cell = row.get(column, "")
        needed = column in ("actor_id", "name", "kind")
        limits = table_schema.constraint_checks(field) if cell else {}
        broken = [name for name, holds in limits.items() if not holds(cell)]
        if broken or (needed and not cell):
            message = f"does not fit the {broken[0]}" if broken else "empty"
            remedy = f"{field['description']} Write for example {example}"
            raise ClaimpackError("CP214", message, source, None, column, cell or row["name"] or None, remedy)


def _own(name: str):
    return files(__package__).joinpath(name)


def _sources(name: str, extra: Path | None):
    yield _own(name)
    if extra and (extra / name).is_file():
        yield extra / name


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a list of this package, such as "roles.csv"."""
    return list(_rows(_own(name)))


def _rows(source, required: tuple[str, ...] = ()) -> Iterator[dict[str, str]]:
    """The rows of a list; blank lines and lines that begin with ``#`` are comments."""
    try:
        text = source.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ClaimpackError("CP213", "not UTF-8", file=source, remedy="save it as UTF-8") from error
    lines = [line for line in text.splitlines() if line.strip() and line[0] != "#"]
    header, *rows = csv.reader(lines) if lines else [[]]
    for column in required:
        if column not in header:
            raise ClaimpackError("CP212", "a column is missing", file=source, column=column, remedy="add the column")
    short = [""] * len(header)
    for row in rows:
        yield dict(zip(header, row + short, strict=False))

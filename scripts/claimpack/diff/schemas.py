"""What changed in metadata and schemas, and which part of the version each change asks for.

The levels are those of the recipe "Data Package Version" (https://datapackage.org/recipes/data-package-version/).
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

LEVELS = ("major", "minor", "patch", "none")

_IDENTITY = ("major", "a name or identifier is changed")
_FIELDS = ("major", "fields are added, removed or re-ordered")
_TYPE = ("major", "the type or format of a field is changed")
_STRICTER = ("major", "a constraint is more restrictive, or may be")
_READING = ("major", "cells are to be read in another way")
_GONE = ("major", "a resource is taken out")
_NEW = ("minor", "a resource is added")
_LOOSER = ("minor", "a constraint is less restrictive")
_REFERENCE = ("minor", "a reference to another resource is changed")
_DESCRIPTIVE = ("patch", "descriptive metadata are changed")
_NOTHING = ("none", "it asks for no other version")

# What other properties than the descriptive ones ask for, and what says nothing that the files do not say.
_PACKAGE = {"name": _IDENTITY, "id": _IDENTITY, "version": _NOTHING, "created": _NOTHING}
_RESOURCE = {
    **{"id": _IDENTITY, "path": _NOTHING},
    **dict.fromkeys(("format", "encoding", "dialect", "compression", "data"), _READING),
}
_FOLLOWING = ("name", "schema", "bytes", "hash")
_SCHEMA = dict.fromkeys(("missingValues", "fieldsMatch"), _READING)
_FIELD = {
    **dict.fromkeys(("type", "format"), _TYPE),
    **dict.fromkeys(("trueValues", "falseValues", "missingValues", "decimalChar", "groupChar", "bareNumber"), _READING),
}
# What a field or constraint is where nothing is said of it.
_DEFAULTS = {"format": "default", "required": False, "unique": False}
_UPWARDS = ("minimum", "exclusiveMinimum", "minLength")
_DOWNWARDS = ("maximum", "exclusiveMaximum", "maxLength")

Judgement = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """A property, ``name``, that changed: of the package, of a ``resource``, or of one of its fields.

    ``old`` and ``new`` are as in the descriptors, None where there is nothing. A resource or field that is there once
    only has no ``name``: it is the change. ``level`` is what the recipe asks for, because of ``reason``.
    """

    old: Any
    new: Any
    level: str
    reason: str
    resource: str | None = None
    field: str | None = None
    name: str | None = None

    @property
    def place(self) -> str:
        """What changed, in words: ``claims.act: enum``."""
        return ": ".join(filter(None, [".".join(filter(None, [self.resource, self.field])), self.name]))


def metadata_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """The properties of the package itself that changed."""
    yield from _properties(old, new, _PACKAGE, ("resources",))


def schema_changes(old: Mapping[str, Mapping[str, Any]], new: Mapping[str, Mapping[str, Any]]) -> Iterator[Change]:
    """What changed in the resources, given by their names, and their schemas."""
    for name in [*new, *(name for name in old if name not in new)]:
        if name not in old:
            yield Change(None, name, *_NEW, resource=name)
        elif name not in new:
            yield Change(name, None, *_GONE, resource=name)
        else:
            yield from _properties(old[name], new[name], _RESOURCE, _FOLLOWING, resource=name)
            yield from _schema(old[name].get("schema"), new[name].get("schema"), name)


def _properties(
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    judged: Mapping[str, Judgement],
    passed: Sequence[str],
    **place: str | None,
) -> Iterator[Change]:
    """The properties with another value, but those that are ``passed`` over."""
    for name in sorted(old.keys() | new.keys()):
        was, now = (one.get(name, _DEFAULTS.get(name)) for one in (old, new))
        if name not in passed and was != now:
            yield Change(was, now, *judged.get(name, _DESCRIPTIVE), **place, name=name)


def _schema(old: Any, new: Any, resource: str) -> Iterator[Change]:
    if not isinstance(old, dict) or not isinstance(new, dict):
        if old != new:
            yield Change(old, new, *_FIELDS, resource=resource, name="schema")
        return
    lists = {"fields": "name", "foreignKeys": None, "uniqueKeys": None, "rules": "name"}
    yield from _properties(old, new, _SCHEMA, [*lists, "primaryKey"], resource=resource)
    yield from _fields(_by_name(old.get("fields")), _by_name(new.get("fields")), resource)
    for was, now in _pairs(_by_text(old.get("foreignKeys")), _by_text(new.get("foreignKeys"))):
        yield Change(was, now, *_REFERENCE, resource=resource, name="foreignKeys")
    for was, now in _pairs(_by_text(old.get("uniqueKeys")), _by_text(new.get("uniqueKeys"))):
        yield Change(was, now, *(_STRICTER if was is None else _LOOSER), resource=resource, name="uniqueKeys")
    for was, now in _pairs(_by_name(old.get("rules")), _by_name(new.get("rules"))):
        name = (now or was)["name"]
        yield Change(was, now, *_of_rule(was, now), resource=resource, name=f"rule {name}")


def _fields(
    old: Mapping[str, Mapping[str, Any]], new: Mapping[str, Mapping[str, Any]], resource: str
) -> Iterator[Change]:
    for name in [*new, *(name for name in old if name not in new)]:
        if name not in old or name not in new:
            yield Change(old.get(name), new.get(name), *_FIELDS, resource=resource, field=name)
            continue
        yield from _properties(old[name], new[name], _FIELD, ("constraints",), resource=resource, field=name)
        was, now = (one.get("constraints") for one in (old[name], new[name]))
        yield from _constraints(was, now, resource, name)
    was, now = [name for name in old if name in new], [name for name in new if name in old]
    if was != now:
        yield Change(was, now, *_FIELDS, resource=resource, name="order of fields")


def _constraints(old: Any, new: Any, resource: str, field: str) -> Iterator[Change]:
    old, new = (one if isinstance(one, dict) else {} for one in (old, new))
    for change in _properties(old, new, {}, (), resource=resource, field=field):
        name, was, now = str(change.name), change.old, change.new
        if name == "enum" and isinstance(was, list) and isinstance(now, list) and _texts(was) == _texts(now):
            continue  # another order allows the same
        judgement = _LOOSER if now is None or _is_looser(name, was, now) else _STRICTER
        yield Change(was, now, *judgement, resource, field, name)


def _is_looser(name: str, old: Any, new: Any) -> bool:
    """Whether all that the constraint allowed it still allows. Where that cannot be told, it is not."""
    if old is None:
        return False
    if name in ("required", "unique"):
        return new is False
    if name == "enum":
        return isinstance(old, list) and isinstance(new, list) and _texts(old) <= _texts(new)
    if name in _UPWARDS or name in _DOWNWARDS:
        if not all(isinstance(one, int | float) for one in (old, new)) and not (
            isinstance(old, str) and isinstance(new, str) and len(old) == len(new)
        ):
            return False
        return new <= old if name in _UPWARDS else new >= old
    return False


def _of_rule(old: Any, new: Any) -> Judgement:
    """What a change of a rule across columns asks for: it is a constraint, unless it only warns."""
    if old and new and all(old.get(part) == new.get(part) for part in ("level", "check", "joins")):
        return _DESCRIPTIVE
    if new is None or new.get("level") != "error":
        return _LOOSER if old and old.get("level") == "error" else _DESCRIPTIVE
    return _STRICTER


def _pairs(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[Any, Any]]:
    """Old and new of all that differs, None where it is there once only."""
    for name in [*new, *(name for name in old if name not in new)]:
        if old.get(name) != new.get(name):
            yield old.get(name), new.get(name)


def _by(listed: Any, name_of: Callable[[Any], Any]) -> dict[str, Any]:
    items = listed if isinstance(listed, list) else [] if listed is None else [listed]
    return {str(name_of(item)): item for item in items}


def _by_name(listed: Any) -> dict[str, Any]:
    return {name: item for name, item in _by(listed, _name).items() if isinstance(item, dict) and "name" in item}


def _name(item: Any) -> Any:
    return item.get("name") if isinstance(item, dict) else None


def _by_text(listed: Any) -> dict[str, Any]:
    return _by(listed, as_text)


def _texts(listed: Sequence[Any]) -> set[str]:
    return {as_text(item) for item in listed}


def as_text(value: Any) -> str:
    """A value of a descriptor in one line: a text as it is, all else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)

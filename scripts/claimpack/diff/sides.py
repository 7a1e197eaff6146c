"""Reads one of the two packages that are compared, of any schema. It is not trusted: see ``validate.opening``."""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from claimpack.diff.revision import revision_files
from claimpack.diff.rows import Rows, read_rows
from claimpack.errors import ClaimpackError
from claimpack.limits import Limits
from claimpack.package import DESCRIPTOR
from claimpack.validate.files import Files, checked_path
from claimpack.validate.findings import shortened
from claimpack.validate.foreign import written_out
from claimpack.validate.opening import package_files, read_descriptor


@dataclass(frozen=True, slots=True)
class Side:
    """What was read of a package that somebody named ``name``.

    ``descriptor`` has the schemas written out. ``tables`` are the resources with a primary key, as CSV; ``others`` all
    that are not, by the hash of what they hold. Both are in the order of the descriptor.
    """

    name: str
    descriptor: Mapping[str, Any]
    tables: Mapping[str, Rows]
    others: Mapping[str, str]

    @property
    def resources(self) -> dict[str, Mapping[str, Any]]:
        """The resources of the descriptor by their names."""
        return {resource["name"]: resource for resource in self.descriptor["resources"]}


def read(path: str | Path, start: Path = Path(), limits: Limits | None = None) -> Side:
    """Read a package: its folder, its datapackage.json, a zip file; or, where there is no such file, a git revision.

    Of a revision alone, ``v0.1.0``, this is the ``datapackage/`` of the project around ``start``; of a revision with a
    folder, ``v0.1.0:datapackage``, that folder in the repository around ``start``.

    Raises ClaimpackError: CP410 to CP416 and CP440 to CP445 where that is no package that can be opened, CP466 where
    two rows of a table have the same key, CP467 an unknown revision, CP468 where there is no git, CP469 a table or
    resource that cannot be read.
    """
    limits = limits or Limits()
    with _files(path, start, limits) as (files, place):
        try:
            descriptor = read_descriptor(files, place, limits)
            return _read(str(path), descriptor, files, place, limits)
        except ClaimpackError as error:
            problem = error.problem
            told = {
                "file": problem.file or str(place),
                "remedy": problem.remedy or "claimpack validate says all that is wrong with a package.",
            }
            raise ClaimpackError.of(replace(problem, **told)) from error


@contextmanager
def _files(path: str | Path, start: Path, limits: Limits) -> Iterator[tuple[Files, Path]]:
    # An address is neither, and is refused by its own name.
    if os.path.exists(path) or ":/" in str(path):
        with package_files(path, limits) as opened:
            yield opened
    else:
        revision = revision_files(str(path), start)
        yield revision, Path(revision.name)


def _read(name: str, descriptor: Mapping[str, Any], files: Files, place: Path, limits: Limits) -> Side:
    tables, others, resources = {}, {}, []
    unread = limits.unpacked
    for resource in descriptor["resources"]:
        own = resource.get("name")
        if not isinstance(own, str) or own in tables or own in others:
            what = "without a name" if not isinstance(own, str) else "whose name another has"
            raise ClaimpackError("CP469", f"a resource {what}", place / DESCRIPTOR, value=shortened(str(own)))
        if schema := written_out(resource.get("schema"), files, limits):
            resource = {**resource, "schema": schema}
        resources.append(resource)
        paths = resource.get("path", [])
        paths = paths if isinstance(paths, list) else [paths]
        parts = []
        for path in paths:
            parts.append(files.read(checked_path(path if isinstance(path, str) else ""), min(unread, limits.file)))
            unread -= len(parts[-1])
        key = primary_key(resource, place)
        if key and len(parts) == 1 and (delimiter := _delimiter(resource, paths[0])):
            tables[own] = read_rows(parts[0], key, place / paths[0], delimiter)
        else:
            inline = json.dumps(resource.get("data"), sort_keys=True).encode()
            others[own] = hashlib.sha256(b"".join(parts) or inline).hexdigest()
    return Side(name, {**descriptor, "resources": resources}, tables, others)


def primary_key(resource: Mapping[str, Any], place: Path) -> list[str]:
    """The columns of the primary key of a resource, none where it has no such key; CP469 for a schema that is none."""
    schema = resource.get("schema")
    if not isinstance(schema, dict):
        return []
    fields, key = schema.get("fields"), schema.get("primaryKey", [])
    names = [field.get("name") for field in fields if isinstance(field, dict)] if isinstance(fields, list) else []
    key = [key] if isinstance(key, str) else key
    fault = None
    if not isinstance(fields, list) or len(names) < len(fields) or not all(isinstance(name, str) for name in names):
        fault = "fields is no list of fields with a name"
    elif len(set(names)) < len(names):
        fault = "two fields have the same name"
    elif not isinstance(key, list) or not all(isinstance(name, str) for name in key):
        fault = "primaryKey is no list of names"
    if fault:
        message = f"resource {shortened(resource['name'])}: its schema is none: {fault}"
        raise ClaimpackError("CP469", message, place / DESCRIPTOR)
    return key


def _delimiter(resource: Mapping[str, Any], path: str) -> str | None:
    """What parts the cells of a file; None where it is not CSV, or in a dialect that only its hash is compared of."""
    suffix = str(resource.get("format") or PurePosixPath(path).suffix.lstrip(".")).lower()
    dialect = resource.get("dialect") or {}
    if suffix not in ("csv", "tsv") or not isinstance(dialect, dict) or dialect.keys() - {"delimiter"}:
        return None
    delimiter: Sequence[Any] = dialect.get("delimiter", "\t" if suffix == "tsv" else ",")
    return delimiter if isinstance(delimiter, str) and len(delimiter) == 1 and delimiter not in '"\r\n' else None

"""Croissant 1.0 with schema.org in one file, and the Parquet files that it describes beside it.

The records come from Parquet, since programs that read Croissant guess the types of CSV cells.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from claimpack import table_schema
from claimpack.export import CROISSANT, parquet
from claimpack.export.described import about, field_words
from claimpack.loading import Package

VERSION = "http://mlcommons.org/croissant/1.0"
TYPES = {
    "string": "sc:Text",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
}


def write(package: Package, target: Path) -> None:
    """Make the folder ``target`` with croissant.json and a Parquet file a table."""
    target.mkdir()
    parquet.write_files(package, target)
    made = {f"{table}.parquet": (target / f"{table}.parquet").read_bytes() for table in package.tables}
    text = json.dumps(document(package, made), ensure_ascii=False, indent=2)
    (target / CROISSANT).write_text(text + "\n", encoding="utf-8")


def document(package: Package, made: Mapping[str, bytes]) -> dict[str, Any]:
    """The content of croissant.json for a package and its Parquet files."""
    told = about(package.descriptor)
    described = {
        "@context": json.loads(files("claimpack.export").joinpath("croissant_context.json").read_bytes()),
        "@type": "sc:Dataset",
        "conformsTo": VERSION,
        "name": told.get("name") or told.get("title"),
        "alternateName": told.get("title"),
        "description": told.get("description") or told.get("title"),
        "url": told.get("homepage"),
        "version": told.get("version"),
        "datePublished": told.get("created"),
        "license": [one.get("path") or one.get("name") for one in package.descriptor.get("licenses", [])],
        "conditionsOfAccess": told["quotations"],
        "citeAs": told["citation"],
        "keywords": package.descriptor.get("keywords"),
        "creator": list(creators(package.descriptor.get("contributors", []))),
        "distribution": [_file(name, content) for name, content in made.items()],
        "recordSet": [_record_set(table) for table in package.tables],
    }
    return {key: value for key, value in described.items() if value}


def creators(contributors: Iterable[Mapping[str, Any]]) -> Iterable[dict[str, str]]:
    """The contributors of a package, in the terms of schema.org."""
    for one in contributors:
        if one.get("title"):
            yield {"@type": "sc:Person", "name": one["title"]} | ({"url": one["path"]} if one.get("path") else {})
        elif one.get("organization"):
            yield {"@type": "sc:Organization", "name": one["organization"]}


def _file(name: str, content: bytes) -> dict[str, str]:
    return {
        "@type": "cr:FileObject",
        "@id": name,
        "name": name,
        "contentUrl": name,
        "contentSize": f"{len(content)} B",
        "encodingFormat": "application/x-parquet",
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def _record_set(table: str) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": table,
        "name": table,
        "description": table_schema.descriptor(table)["description"],
        "key": [{"@id": f"{table}/{name}"} for name in table_schema.primary_key(table)],
        "field": [_field(table, field) for field in table_schema.fields(table)],
    }


def _field(table: str, field: Mapping[str, Any]) -> dict[str, Any]:
    words = field_words(table, field)
    parts = [words["description"]]
    parts += [f"{says}: {words[key]}." for key, says in (("values", "One of"), ("references", "Names")) if key in words]
    return {
        "@type": "cr:Field",
        "@id": f"{table}/{field['name']}",
        "name": f"{table}/{field['name']}",
        "description": " ".join(parts),
        "dataType": TYPES[field["type"]],
        "source": {"fileObject": {"@id": f"{table}.parquet"}, "extract": {"column": field["name"]}},
    }

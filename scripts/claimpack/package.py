"""Tables -> the files of a Data Package; ``loading`` reads them again.

``tables`` is a dict from the name of a table to its rows, dicts of values in the columns of the schema. A package is a
folder with a CSV file a table, ``datapackage.json`` and ``README.md``; the same tables and metadata give the same
bytes.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from claimpack import csvfile, dictionary, table_schema, wide
from claimpack.errors import ClaimpackError

Rows = Sequence[Mapping[str, Any]]
Tables = Mapping[str, Rows]

DESCRIPTOR = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
# What the dataset itself says about itself; all other properties are made here.
METADATA = (
    "name",
    "id",
    "title",
    "description",
    "version",
    "created",
    "homepage",
    "keywords",
    "contributors",
    "licenses",
)
LICENSES = [
    {
        "name": "CC-BY-4.0",
        "path": "https://creativecommons.org/licenses/by/4.0/",
        "title": "Creative Commons Attribution 4.0 International",
    }
]
QUOTE_WORDS = 25
# What the descriptor says of the quotations in a package: cut as published ones are, whole, or left out.
CUT, FULL, NONE = f"first {QUOTE_WORDS} words", "full", "none"
# The lists in the metadata, and what each of their entries must have: all of one of these; nothing, where it is a text.
_LISTS = {"contributors": (("title",), ("organization",)), "licenses": (("name", "path"),), "keywords": ()}


def cut_quote(text: str, words: int = QUOTE_WORDS) -> tuple[str, bool]:
    """The first ``words`` words of ``text``, and whether that is all of it; words end at white space."""
    for number, word in enumerate(re.finditer(r"\S+", text), start=1):
        if number == words:
            end = word.end()
            return (text, True) if not text[end:].strip() else (text[:end], False)
    return text, True


def published_tables(tables: Tables, quotations: str = CUT) -> dict[str, list[dict[str, Any]]]:
    """``tables`` as they are published: every table, rows whole and sorted, quotations cut, quantities_wide derived.

    With ``quotations`` FULL they are not cut, with NONE every column that holds a passage as printed is empty.

    Columns that a row lacks are None. Raises KeyError for a column that the table has not.
    """
    made: dict[str, list[dict[str, Any]]] = {}
    for table in table_schema.tables():
        rows: Iterable[Mapping[str, Any]] = wide.quantities_wide(made) if table == wide.TABLE else tables.get(table, ())
        made[table] = csvfile.sort_rows(table, (_whole_row(table, row) for row in rows))
        if quotations == NONE:
            for row in made[table]:
                row.update(dict.fromkeys(table_schema.quotation_columns(table)))
                row.update({"quote_complete": False} if table == "claims" else {})
        elif quotations == CUT and table == "claims":
            for row in (row for row in made[table] if row["quote"] is not None):
                row["quote"], whole = cut_quote(row["quote"])
                row["quote_complete"] = row["quote_complete"] and whole
    return made


def _whole_row(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    names = table_schema.columns(table)
    strange = set(row).difference(names)
    if strange:
        raise KeyError(f"{table} has no column {min(strange)}")
    return {name: row.get(name) for name in names}


def package_files(tables: Tables, metadata: Mapping[str, Any], quotations: str = CUT) -> dict[str, bytes]:
    """File name -> content of the whole package.

    ``metadata`` holds the properties of ``METADATA``; ``name`` and ``title`` are needed, others may be missing.
    ``quotations`` is as in ``published_tables``, and what the descriptor says; FULL is not for publication.
    Raises ClaimpackError CP401 for metadata that cannot stand in a descriptor.
    """
    _check_metadata(metadata)
    made = published_tables(tables, quotations)
    files = {f"{table}.csv": csvfile.write_csv(table, rows) for table, rows in made.items()}
    described = descriptor(made, files, metadata, quotations)
    counts = {table: len(rows) for table, rows in made.items()}
    files[DESCRIPTOR] = (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
    files["README.md"] = dictionary.readme(described, counts).encode("utf-8")
    return files


def descriptor(tables: Tables, files: Mapping[str, bytes], metadata: Mapping[str, Any], quotations: str = CUT) -> dict:
    """The content of datapackage.json: Data Package 2.0, with the ``profile`` that frictionless-r wants."""
    described: dict[str, Any] = {"$schema": PROFILE}
    described |= {key: metadata[key] for key in METADATA if metadata.get(key)}
    described.setdefault("licenses", LICENSES)
    described["quotations"] = quotations
    articles = [_article(row) for row in tables["sources"]]
    if articles:
        described["sources"] = articles
    described["resources"] = [resource(table, files[f"{table}.csv"], quotations != NONE) for table in tables]
    return described


def _article(row: Mapping[str, Any]) -> dict[str, str]:
    title = row.get("title") or row["source_id"]
    return {"title": title, "path": row["url"]} if row.get("url") else {"title": title}


def resource(table: str, content: bytes, quoted: bool = True) -> dict[str, Any]:
    """What datapackage.json says of the file of a table."""
    schema = table_schema.descriptor(table, quoted)
    return {
        "name": table,
        "type": "table",
        "profile": "tabular-data-resource",
        "path": f"{table}.csv",
        "title": schema["title"],
        "description": schema["description"],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": schema,
    }


def _check_metadata(metadata: Mapping[str, Any]) -> None:
    for key in ("name", "title"):
        if not isinstance(metadata.get(key), str) or not metadata[key]:
            raise ClaimpackError("CP401", f"the metadata of the package have no {key}", remedy=f'Give "{key}" as text.')
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]*", metadata["name"]):
        raise ClaimpackError(
            "CP401",
            "the name of the package is not fit for an address",
            value=metadata["name"],
            remedy="Use small letters, digits, '.', '-' and '_' only.",
        )
    for key in METADATA:
        if key not in _LISTS and not isinstance(metadata.get(key) or "", str):
            message = f"{key} in the metadata of the package is not a text"
            raise ClaimpackError("CP401", message, value=json.dumps(metadata[key], ensure_ascii=False))
    for key, choices in _LISTS.items():
        items = metadata.get(key, [])
        if not isinstance(items, list):
            raise ClaimpackError("CP401", f"{key} in the metadata of the package is not a list", value=str(items))
        for item in items:
            if not any(_has_texts(item, names) for names in choices) and (choices or not isinstance(item, str)):
                message = f"{key} in the metadata of the package has an entry that is not complete"
                remedy = " or ".join(" and ".join(names) for names in choices)
                remedy = f"Give each {remedy} as text." if choices else "Give each as text."
                raise ClaimpackError("CP401", message, value=json.dumps(item, ensure_ascii=False), remedy=remedy)


def _has_texts(item: Any, names: Iterable[str]) -> bool:
    return isinstance(item, dict) and all(isinstance(item.get(name), str) and item[name] for name in names)


def write_package(tables: Tables, metadata: Mapping[str, Any], folder: Path, quotations: str = CUT) -> None:
    """Writes the package into ``folder``, which exists and is empty. Raises as ``package_files``, and OSError."""
    if any(folder.iterdir()):
        raise ClaimpackError("CP402", "the folder for a new package is not empty", file=folder)
    for name, content in package_files(tables, metadata, quotations).items():
        (folder / name).write_bytes(content)

"""The dictionary: every table with its fields, keys, vocabulary, rules, and what its columns hold in this package."""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from claimpack import table_schema

Row = Mapping[str, str]
COMMON = 5  # values that are shown of a column of texts


def dictionary(tables: Mapping[str, Sequence[Row]]) -> list[dict[str, Any]]:
    """Every table of the schema, from ``schema/`` alone, with distributions for those that the package has."""
    return [_table(name, tables.get(name)) for name in table_schema.tables()]


def _table(name: str, rows: Sequence[Row] | None) -> dict[str, Any]:
    schema = table_schema.descriptor(name)
    targets = {key.columns[0]: [key.table, key.keys[0]] for key in table_schema.foreign_keys(name)}
    fields = []
    for field in schema["fields"]:
        told = {key: field[key] for key in ("name", "type", "description", "example")}
        told["required"] = field["constraints"]["required"]
        for key in ("repeats", "notation", "enumDescriptions"):
            if key in field:
                told[key] = field[key]
        if "enum" in field["constraints"]:
            told["enum"] = field["constraints"]["enum"]
        if field["name"] in targets:
            told["to"] = targets[field["name"]]
        if rows is not None:
            told["holds"] = distribution(field, [row[field["name"]] for row in rows])
        fields.append(told)
    rules = [
        {key: rule[key] for key in ("name", "level", "description", "check", "example")} for rule in schema["rules"]
    ]
    told = {key: schema[key] for key in ("name", "title", "description", "primaryKey")}
    return {**told, "fields": fields, "rules": rules, "rows": None if rows is None else len(rows)}


def distribution(field: Mapping[str, Any], cells: Sequence[str]) -> dict[str, Any]:
    """What a column holds: how many cells are filled, how many values there are, and the usual or the outermost ones.

    ``counts`` are the values of a vocabulary, all of them, or the commonest texts where texts repeat; ``range`` has the
    least, the middle and the greatest number or day.
    """
    filled = [cell for cell in cells if cell]
    counts = Counter(filled)
    told: dict[str, Any] = {"filled": len(filled), "distinct": len(counts)}
    if "enum" in field["constraints"]:
        told["counts"] = [[value, counts[value]] for value in field["constraints"]["enum"]]
    elif field["type"] in ("integer", "number", "date") and filled:
        ordered = sorted(filled, key=str if field["type"] == "date" else Decimal)
        told["range"] = [ordered[0], ordered[len(ordered) // 2], ordered[-1]]
    elif 2 * len(counts) <= len(filled):
        told["counts"] = [list(pair) for pair in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:COMMON]]
    return told

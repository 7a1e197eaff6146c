"""What a file says of itself in every format: where it comes from, and what its tables, columns and rules mean."""

from collections.abc import Iterator, Mapping
from typing import Any

from claimpack import dictionary, table_schema
from claimpack.loading import Package

DICTIONARY = tuple("table column type required key references description values notation pattern".split())
RULES = ("table", "rule", "level", "description", "check")


def about(descriptor: Mapping[str, Any]) -> dict[str, str]:
    """The package in a few words, by name: title, version, licence and more; what the descriptor lacks is left out."""
    told = {key: descriptor.get(key) for key in ("title", "name", "version", "created", "homepage", "description")}
    names = [one.get("title") or one.get("name") or one.get("path") for one in descriptor.get("licenses", [])]
    told["licence"] = ", ".join(filter(None, names))
    quotations = str(descriptor.get("quotations") or "")
    told["quotations"] = ". ".join(filter(None, [quotations, dictionary.rights(quotations)]))
    told["citation"] = dictionary.citation({"title": descriptor.get("name"), **descriptor})
    return {key: str(value) for key, value in told.items() if value}


def field_words(table: str, field: Mapping[str, Any]) -> dict[str, str]:
    """What is to be known of a column: the entries of ``DICTIONARY`` by name, without those that are empty."""
    name, constraints = field["name"], field["constraints"]
    references = [
        f"{key.table}.{other}"
        for key in table_schema.foreign_keys(table)
        for column, other in zip(key.columns, key.keys, strict=True)
        if column == name
    ]
    meanings = field.get("enumDescriptions", {})
    values = [f"{value} ({meanings[value]})" if value in meanings else value for value in constraints.get("enum", ())]
    words = {
        "table": table,
        "column": name,
        "type": field["type"],
        "required": "yes" if constraints["required"] else "no",
        "key": "primary" if name in table_schema.primary_key(table) else "",
        "references": ", ".join(references),
        "description": field["description"],
        "values": "; ".join(values),
        "notation": field.get("notation", ""),
        "pattern": constraints.get("pattern", ""),
    }
    return {key: text for key, text in words.items() if text}


def dictionary_rows(package: Package) -> Iterator[dict[str, str]]:
    """The columns of all tables, a row of ``DICTIONARY`` each."""
    for table in table_schema.tables():
        for field in package.schema(table)["fields"]:
            yield field_words(table, field)


def rule_rows(package: Package) -> Iterator[dict[str, str]]:
    """The rules across columns of all tables, a row of ``RULES`` each."""
    for table in table_schema.tables():
        for rule in table_schema.rules(table, package.quoted):
            values = (table, rule.name, rule.level, rule.description, rule.check)
            yield dict(zip(RULES, values, strict=True))

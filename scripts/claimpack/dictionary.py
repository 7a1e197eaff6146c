"""The README of a package, made from its descriptor: tables, fields, rules, licence, how to cite."""

from collections.abc import Iterator, Mapping
from typing import Any

from claimpack import table_schema

QUOTATIONS = (
    "The passages quoted from articles (the columns that hold text of an article as printed) remain their publishers' "
    "and are here as quotations, for verification; they are not under this licence."
)

NO_QUOTATIONS = (
    "No passages of the articles are in it: the columns that would hold text as printed are empty. Whoever holds the "
    "articles finds every passage by its offsets, and checks it by the hashes: claimpack verify."
)


def rights(quotations: str) -> str:
    """Whose the quotations in a package are; ``quotations`` is what its descriptor says of them."""
    return NO_QUOTATIONS if quotations == "none" else QUOTATIONS


def readme(described: Mapping[str, Any], counts: Mapping[str, int]) -> str:
    """The text of README.md for the package ``described``, with the number of rows of each table."""
    return "\n".join(_lines(described, counts)) + "\n"


def _lines(described: Mapping[str, Any], counts: Mapping[str, int]) -> Iterator[str]:
    yield f"# {described['title']}"
    if described.get("version"):
        yield f"\nVersion {described['version']}"
    if described.get("description"):
        yield f"\n{described['description']}"
    yield "\nThis folder is generated; changes to it are lost. `datapackage.json` describes it for programs."
    yield "\n## Tables\n"
    yield "| table | rows | |"
    yield "|---|---|---|"
    for resource in described["resources"]:
        name = resource["name"]
        place = resource["path"] if isinstance(resource["path"], str) else f"{name}/"
        yield f"| [{name}]({place}) | {counts[name]} | {_cell(resource['description'])} |"
    yield "\n## Conventions\n"
    for sentence in table_schema.conventions():
        yield f"- {sentence}"
    yield f"- Quotations of claims: {described['quotations']}."
    yield "\n## Licence\n"
    licences = [f"[{item.get('title') or item['name']}]({item['path']})" for item in described["licenses"]]
    yield f"The data: {', '.join(licences)}. {rights(described['quotations'])}"
    yield "\n## How to cite\n"
    yield f"> {citation(described)}"
    for resource in described["resources"]:
        yield from _table(resource["schema"])


def citation(described: Mapping[str, Any]) -> str:
    """One line to cite the package by: contributors, year where known, title, version, address where known."""
    names = [person.get("title") or person.get("organization", "") for person in described.get("contributors", [])]
    who = "; ".join(name for name in names if name)
    year = f" ({described['created'][:4]})" if described.get("created") else ""
    title = f"{described['title']}" + (f", version {described['version']}" if described.get("version") else "")
    parts = [f"{who}{year}" if who else year.strip(), f"{title} [data package]", described.get("homepage", "")]
    return ". ".join(part for part in parts if part) + "."


def _table(schema: Mapping[str, Any]) -> Iterator[str]:
    yield f"\n## {schema['name']}\n"
    key = " + ".join(f"`{name}`" for name in schema["primaryKey"])
    yield f"{schema['description']} Key: {key}.\n"
    yield "| column | type | required | meaning | example |"
    yield "|---|---|---|---|---|"
    targets = {key["fields"]: key["reference"]["resource"] or schema["name"] for key in schema["foreignKeys"]}
    for field in schema["fields"]:
        meaning = field["description"]
        if field["name"] in targets:
            meaning += f" → {targets[field['name']]}"
        if "enumDescriptions" in field and "repeats" not in field:
            values = (f"`{value}` ({text})" for value, text in field["enumDescriptions"].items())
            meaning += " One of " + "; ".join(values) + "."
        if "repeats" in field:
            meaning += f" (as {field['repeats']})"
        required = "yes" if field["constraints"]["required"] else "no"
        yield f"| {field['name']} | {field['type']} | {required} | {_cell(meaning)} | {_code(field['example'])} |"
    if schema["rules"]:
        yield "\n| rule | level | meaning |"
        yield "|---|---|---|"
        for rule in schema["rules"]:
            yield f"| {rule['name']} | {rule['level']} | {_cell(rule['description'])} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _code(text: str) -> str:
    return f"`{_cell(text)}`"

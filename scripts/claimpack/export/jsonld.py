"""Web Annotation JSON-LD: each claim an annotation of the text of its article, by the recommendation of the W3C.

Positions count code points of the article's text, as there. A quotation that was cut is the beginning of its passage
only, so that the passage goes from there (a RangeSelector) to its last position.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from claimpack import __version__, table_schema
from claimpack.export.described import about
from claimpack.loading import Package

CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"schema": "https://schema.org/"}]


def write(package: Package, target: Path) -> None:
    """Write the annotations to the file ``target``."""
    target.write_text(json.dumps(collection(package), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def collection(package: Package) -> dict[str, Any]:
    """All claims of a package as one AnnotationCollection; ids are relative to where the file lies."""
    told = about(package.descriptor)
    rights = [one["path"] for one in package.descriptor.get("licenses", []) if one.get("path")]
    sources = {row["source_id"]: row for row in package.tables["sources"]}
    actors = {row["actor_id"]: row for row in package.tables["actors"]}
    creators = list(_creators(package.descriptor))
    shared = ({"creator": creators} if creators else {}) | ({"rights": rights} if rights else {})
    shared["generator"] = {"type": "Software", "name": "claimpack", "schema:softwareVersion": __version__}
    items = [
        {"id": _iri(claim["claim_id"]), "type": "Annotation", "motivation": ["describing", "classifying"]}
        | shared
        | {"body": list(_bodies(claim, actors)), "target": _target(claim, sources[claim["source_id"]])}
        for claim in package.tables["claims"]
    ]
    return {
        "@context": CONTEXT,
        "id": "#claims",
        "type": "AnnotationCollection",
        "label": told.get("title") or told.get("name"),
        "summary": told["quotations"],
        "total": len(items),
        "first": {"id": "#claims-page", "type": "AnnotationPage", "startIndex": 0, "items": items},
    }


def _creators(descriptor: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    for one in descriptor.get("contributors", []):
        if one.get("title"):
            yield {"name": one["title"]}
        elif one.get("organization"):
            yield {"type": "Organization", "name": one["organization"]}


def _bodies(claim: Mapping[str, Any], actors: Mapping[str, Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """What is said of the passage: the summary, its words of the vocabularies, and who says it."""
    if claim["summary"]:
        yield {"type": "TextualBody", "purpose": "describing", "language": "en", "value": claim["summary"]}
    for field in table_schema.fields("claims"):
        if "enum" in field["constraints"] and claim[field["name"]]:
            value = f"{field['name']}: {claim[field['name']]}"
            yield {"type": "TextualBody", "purpose": "classifying", "value": value}
    if claim["claimant_id"]:
        yield {"type": "schema:Claim", "purpose": "identifying", "schema:author": _actor(actors[claim["claimant_id"]])}


def _actor(actor: Mapping[str, Any]) -> dict[str, Any]:
    person = actor["kind"] == "person"
    told = {
        "id": _iri(actor["actor_id"]),
        "type": "schema:Person" if person else "schema:Organization",
        "schema:name": actor["name"],
        "schema:jobTitle": actor["role"] if person else None,
        "schema:sameAs": f"http://www.wikidata.org/entity/{actor['wikidata_id']}" if actor["wikidata_id"] else None,
    }
    return {key: value for key, value in told.items() if value}


def _target(claim: Mapping[str, Any], source: Mapping[str, Any]) -> dict[str, Any]:
    """The passage. Its source is the article's text, which was got from the address that ``via`` gives."""
    text = {
        "id": _iri(source["source_id"]),
        "type": "Text",
        "format": "text/plain",
        "language": source["language"],
        "via": source["url"],
        "schema:name": source["title"],
        "schema:sha256": source["sha256"],
    }
    return {
        "type": "SpecificResource",
        "source": {key: value for key, value in text.items() if value},
        "selector": list(_selectors(claim)),
    }


def _selectors(claim: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The ways to the passage: by its words, if the package holds any of them, and by its position."""
    start, stop = claim["start"], claim["stop"]
    exact = {"type": "TextQuoteSelector", "exact": claim["quote"]}
    if claim["quote_complete"]:
        yield exact
    elif claim["quote"]:
        behind = {"type": "TextPositionSelector", "start": stop, "end": stop}
        yield {"type": "RangeSelector", "startSelector": exact, "endSelector": behind}
    yield {"type": "TextPositionSelector", "start": start, "end": stop}


def _iri(key: str) -> str:
    return f"#{quote(key, safe=':')}"

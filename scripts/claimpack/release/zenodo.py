""".zenodo.json: what Zenodo takes over into the description of a deposit."""

from html import escape
from typing import Any

from claimpack.release.about import About, Contributor


def deposit(about: About) -> dict[str, Any]:
    """The metadata of a deposit. Their description is HTML; names are "Family, Given"."""
    content: dict[str, Any] = {
        "upload_type": "dataset",
        "title": about.title,
        "version": about.version,
        "publication_date": about.date.isoformat(),
        "description": f"<p>{escape(about.description.get('description') or about.title, quote=False)}</p>",
        "creators": [_person(one) for one in about.creators],
        "contributors": [_person(one) | {"type": one.type} for one in about.others],
        "keywords": about.keywords,
        "access_right": "open",
        "license": about.description["licenses"][0]["name"].lower(),
        "related_identifiers": [
            {"identifier": url, "relation": "isDerivedFrom", "scheme": "url"} for url in about.urls
        ],
        "notes": escape(about.rights, quote=False),
    }
    return {key: value for key, value in content.items() if value}


def _person(one: Contributor) -> dict[str, str]:
    parts = {"name": one.sorted_name, "affiliation": one.affiliation, "orcid": one.orcid}
    return {key: value for key, value in parts.items() if value}

"""CITATION.cff, by the Citation File Format 1.2.0: how people and reference managers cite a release."""

import json
from typing import Any

from claimpack.release.about import About, Contributor

# The licences for data that the format knows by these names; of another one its address is given.
_LICENSES = {
    *("CC0-1.0", "CC-BY-3.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", "CC-BY-ND-4.0"),
    *("CC-BY-NC-ND-4.0", "ODbL-1.0", "ODC-By-1.0", "PDDL-1.0"),
}


def citation(about: About) -> bytes:
    """The file. It is YAML whose texts are written as in JSON, which YAML takes as they are."""
    return ("\n".join(_yaml(_content(about))) + "\n").encode("utf-8")


def _content(about: About) -> dict[str, Any]:
    names = [one["name"] for one in about.description["licenses"]]
    addresses = [one["path"] for one in about.description["licenses"]]
    known = all(name in _LICENSES for name in names)
    content = {
        "cff-version": "1.2.0",
        "message": "If you use this dataset, please cite it as below.",
        "type": "dataset",
        "title": about.title,
        "abstract": about.abstract,
        "authors": [_author(one) for one in about.creators],
        "version": about.version,
        "date-released": about.date.isoformat(),
        "doi": about.doi,
        "url": about.description.get("homepage"),
        "keywords": about.keywords,
        "license": (names[0] if len(names) == 1 else names) if known else None,
        "license-url": None if known else addresses[0],
        "commit": about.commit,
    }
    return {key: value for key, value in content.items() if value}


def _author(one: Contributor) -> dict[str, str]:
    if one.is_person:
        parts = {"family-names": one.family, "given-names": one.given, "affiliation": one.affiliation}
    else:
        parts = {"name": one.name}
    parts["orcid"] = f"https://orcid.org/{one.orcid}" if one.orcid else ""
    return {key: value for key, value in parts.items() if value}


def _yaml(content: dict[str, Any], indent: str = "") -> list[str]:
    lines = []
    for key, value in content.items():
        if isinstance(value, list):
            lines.append(f"{indent}{key}:")
            for item in value:
                first, *rest = _yaml(item, "  ") if isinstance(item, dict) else [f"  {_text(item)}"]
                lines += [f"{indent}- {first[2:]}", *(f"{indent}{line}" for line in rest)]
        else:
            lines.append(f"{indent}{key}: {_text(value)}")
    return lines


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)

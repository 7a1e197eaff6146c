"""datacite.json: the attributes of a DOI as DataCite's REST interface takes them, kernel 4.5."""

from typing import Any

from claimpack.release.about import About, Contributor

SCHEMA = "http://datacite.org/schema/kernel-4"


def attributes(about: About) -> dict[str, Any]:
    """What DataCite is told of the release; the publisher is the contributor of that role, else the first creator."""
    creators = about.creators
    publisher = next((one for one in about.others if "publisher" in one.roles), creators[0])
    content: dict[str, Any] = {
        "doi": about.doi,
        "creators": [_person(one) for one in creators],
        "titles": [{"title": about.title}],
        "publisher": {"name": publisher.name},
        "publicationYear": str(about.date.year),
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Data Package"},
        "subjects": [{"subject": keyword} for keyword in about.keywords],
        "contributors": [_person(one) | {"contributorType": one.type} for one in about.others if one != publisher],
        "dates": [{"date": about.date.isoformat(), "dateType": "Issued"}],
        "relatedIdentifiers": [
            {"relatedIdentifier": url, "relatedIdentifierType": "URL", "relationType": "IsDerivedFrom"}
            for url in about.urls
        ],
        "sizes": [f"{about.size} bytes"],
        "formats": ["application/zip", "text/csv", "application/json"],
        "version": about.version,
        "rightsList": [
            {
                "rights": one.get("title") or one["name"],
                "rightsUri": one["path"],
                "rightsIdentifier": one["name"].lower(),
                "rightsIdentifierScheme": "SPDX",
                "schemeUri": "https://spdx.org/licenses/",
            }
            for one in about.description["licenses"]
        ],
        "descriptions": [{"description": about.abstract, "descriptionType": "Abstract"}],
        "url": about.description.get("homepage"),
        "schemaVersion": SCHEMA,
    }
    return {key: value for key, value in content.items() if value}


def _person(one: Contributor) -> dict[str, Any]:
    person: dict[str, Any] = {"name": one.sorted_name}
    if one.is_person:
        person |= {"nameType": "Personal", "givenName": one.given, "familyName": one.family}
    if one.affiliation:
        person["affiliation"] = [{"name": one.affiliation}]
    if one.orcid:
        identifier = {"nameIdentifier": f"https://orcid.org/{one.orcid}", "nameIdentifierScheme": "ORCID"}
        person["nameIdentifiers"] = [identifier | {"schemeUri": "https://orcid.org"}]
    return person

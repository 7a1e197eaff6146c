"""What the metadata of a release are made of: who made the dataset, under which licence, when, of what."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from claimpack.dictionary import rights

_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:)?(10\.[0-9]{4,9}/\S+)")
_ORCID = re.compile(r"https?://orcid\.org/([0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X])/?")
_CREATORS = {"creator", "author"}
# The contributorType of DataCite, which Zenodo has, too, but for the last.
TYPES = (
    *("ContactPerson", "DataCollector", "DataCurator", "DataManager", "Distributor", "Editor", "HostingInstitution"),
    *("Producer", "ProjectLeader", "ProjectManager", "ProjectMember", "RegistrationAgency", "RegistrationAuthority"),
    *("RelatedPerson", "Researcher", "ResearchGroup", "RightsHolder", "Sponsor", "Supervisor", "WorkPackageLeader"),
)


@dataclass(frozen=True, slots=True)
class Contributor:
    """Somebody who took part: a person where ``given`` and ``family`` are known, else a body or a name as it stands."""

    name: str
    given: str
    family: str
    affiliation: str
    orcid: str
    roles: tuple[str, ...]

    @property
    def is_person(self) -> bool:
        return bool(self.given and self.family)

    @property
    def sorted_name(self) -> str:
        """ "Family, Given" of a person."""
        return f"{self.family}, {self.given}" if self.is_person else self.name

    @property
    def type(self) -> str:
        """The first role that DataCite has a word for; "Other" where none is."""
        known = {name.casefold(): name for name in TYPES}
        roles = (re.sub(r"[^a-z]", "", role.casefold()) for role in self.roles)
        return next((known[role] for role in roles if role in known), "Other")


@dataclass(frozen=True, slots=True)
class About:
    """A release: what ``raw/package.json`` says of the dataset, and what is known of this version of it alone.

    ``quotations`` is as in its descriptor, ``sources`` are the rows of the articles, ``size`` is in bytes of the zip
    file.
    """

    description: Mapping[str, Any]
    version: str
    date: date
    commit: str | None
    quotations: str
    sources: Sequence[Mapping[str, Any]]
    size: int

    @property
    def title(self) -> str:
        return self.description["title"]

    @property
    def rights(self) -> str:
        return rights(self.quotations)

    @property
    def abstract(self) -> str:
        """What the dataset is, and whose the quotations in it are."""
        return " ".join(part for part in (self.description.get("description"), self.rights) if part)

    @property
    def keywords(self) -> list[str]:
        return list(dict.fromkeys(self.description.get("keywords", [])))

    @property
    def doi(self) -> str | None:
        found = _DOI.fullmatch(self.description.get("id") or "")
        return found[1] if found else None

    @property
    def urls(self) -> list[str]:
        """The addresses of the articles, as far as they are known."""
        return list(dict.fromkeys(row["url"] for row in self.sources if row["url"]))

    @property
    def creators(self) -> list[Contributor]:
        """Who is to be cited: the contributors with the role creator or author; where nobody has it, all."""
        people = _contributors(self.description)
        return [one for one in people if _CREATORS.intersection(one.roles)] or people

    @property
    def others(self) -> list[Contributor]:
        """The contributors who are no creators."""
        return [one for one in _contributors(self.description) if one not in self.creators]


def _contributors(description: Mapping[str, Any]) -> list[Contributor]:
    """The contributors; of properties that are no texts, as they should be, nothing is known."""
    found = []
    for one in description["contributors"]:
        texts = {key: value for key, value in one.items() if isinstance(value, str)}
        roles = one.get("roles")
        orcid = _ORCID.fullmatch(texts.get("path", ""))
        found.append(
            Contributor(
                texts.get("title") or texts["organization"],
                texts.get("givenName", ""),
                texts.get("familyName", ""),
                texts.get("organization", "") if texts.get("title") else "",
                orcid[1] if orcid else "",
                tuple(
                    role.casefold()
                    for role in (roles if isinstance(roles, list) else [texts.get("role")])
                    if isinstance(role, str)
                ),
            )
        )
    return found

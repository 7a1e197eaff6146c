"""The files of a release, in memory: those in the zip file, and those beside it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from claimpack import package, retired
from claimpack.build import Given
from claimpack.diff import Difference
from claimpack.release import archive, cff, datacite, zenodo
from claimpack.release.about import About
from claimpack.release.changelog import changelog
from claimpack.release.record import record
from claimpack.release.repository import Repository
from claimpack.retired import Retired

SUMS = "SHA256SUMS"
NAMES = {SUMS, "CHANGELOG.md", "CITATION.cff", "datacite.json", ".zenodo.json", "build-record.json"}


@dataclass(frozen=True, slots=True)
class Release:
    """What a release is made of. ``lost`` are ids that went since the last one and are not retired."""

    version: str
    date: date
    quotations: str
    given: Given
    repository: Repository
    difference: Difference | None
    retired: tuple[Retired, ...]
    lost: tuple[Retired, ...]

    @property
    def name(self) -> str:
        """The name of the zip file, without its ending."""
        name = f"{self.given.description['name']}-{self.version}"
        return name if self.quotations == package.CUT else f"{name}-no-quotes"


def release_files(
    made: Release, tables: Mapping[str, list[dict[str, Any]]], shares: Mapping[str, float]
) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The files in the zip file, and those beside it with the zip file itself, of the published ``tables``."""
    given, commit = made.given, made.repository.commit or None
    description = given.description | {"created": f"{made.date.isoformat()}T00:00:00Z"}
    # First, because it says what is wrong with the description.
    inner = package.package_files(given.tables, description, made.quotations)
    about = About(given.description, made.version, made.date, commit, made.quotations, tables["sources"], 0)
    new = [one for one in made.retired if one.version == made.version]
    texts = {
        "CHANGELOG.md": changelog(made.version, made.date, tables, made.difference, new),
        "CITATION.cff": cff.citation(about),
    }
    inner |= texts
    if made.retired:
        inner[retired.FILE] = retired.written(made.retired).encode("utf-8")
    zipped = archive.zipped(inner, made.date)
    about = replace(about, size=len(zipped))
    last = made.repository.last
    known = {
        "name": given.description["name"],
        "version": made.version,
        "date": made.date.isoformat(),
        "commit": commit,
        "last": {"version": str(last.version), "tag": last.tag} if last else None,
        "quotations": made.quotations,
        "quotedShares": {source_id: round(share, 4) for source_id, share in shares.items()},
    }
    files = texts | {
        "datacite.json": _json(datacite.attributes(about)),
        ".zenodo.json": _json(zenodo.deposit(about)),
        "build-record.json": _json(record(given.project.folder, known, inner)),
        f"{made.name}.zip": zipped,
    }
    return inner, files | {SUMS: archive.checksums(files)}


def _json(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode("utf-8")

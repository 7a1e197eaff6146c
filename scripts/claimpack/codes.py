"""What each code of an error or finding means: the texts of codes.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

# What codes begin with, and what these are about.
GROUPS = {
    "CP1": "Articles",
    "CP2": "Manifest, project and contributions",
    "CP3": "Builds, exports, releases, the page, and where they are written",
    "CP4": "Packages that cannot be read, or not as they say",
    "CP5": "Columns, rows and cells",
    "CP6": "Keys and derived tables",
    "CP7": "Rules across columns, and what they cannot say",
    "CP8": "Evidence in the articles",
    "CP9": "The standard",
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """A code in words. ``examples`` are as in codes.toml: what is done to a small valid project, and what then runs."""

    code: str
    title: str
    means: str
    remedy: str
    examples: tuple[Mapping[str, Any], ...]

    def __str__(self) -> str:
        return "\n\n".join([f"{self.code}: {self.title}", self.means, self.remedy])


@cache
def explanations() -> Mapping[str, Explanation]:
    """All codes, in their order, with their explanations."""
    told = tomllib.loads(files("claimpack").joinpath("codes.toml").read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            code: Explanation(
                code, one["title"], one["means"].strip(), one["do"].strip(), tuple(one.get("examples", ()))
            )
            for code, one in sorted(told.items())
        }
    )

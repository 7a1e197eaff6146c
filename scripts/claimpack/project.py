"""Where things lie in a project: a folder with ``raw/``."""

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimpack.errors import ClaimpackError

NAME = re.compile(r"[a-z0-9][a-z0-9._/-]*")


@dataclass(frozen=True, slots=True)
class Project:
    """A project's folder and what lies in it."""

    folder: Path

    @property
    def raw(self) -> Path:
        return self.folder / "raw"

    @property
    def articles(self) -> Path:
        return self.raw / "articles"

    @property
    def manifest(self) -> Path:
        return self.raw / "articles.csv"

    @property
    def contributions(self) -> Path:
        return self.raw / "contributions"

    @property
    def description(self) -> Path:
        return self.raw / "package.json"

    @property
    def datapackage(self) -> Path:
        return self.folder / "datapackage"


def find_project(start: Path) -> Project:
    """The nearest folder with a ``raw/`` in it, from ``start`` upwards; CP207 where there is none.

    Where ``start`` is relative, so is the project's folder, as a person would name it.
    """
    absolute = start.absolute()
    for folder in (absolute, *absolute.parents):
        if (folder / "raw").is_dir():
            return Project(folder if start.is_absolute() else Path(os.path.relpath(folder)))
    raise ClaimpackError(
        "CP207",
        "neither this folder nor one above it has a folder raw/",
        absolute,
        remedy="Go to your project, name it with --project DIR, or start one: claimpack init DIR.",
    )


def read_description(path: Path) -> dict[str, Any]:
    """What ``raw/package.json`` says of the dataset: name, title, version, licenses, contributors and more.

    Raises CP208 where it is missing, no JSON object, or lacks one of the five.
    """
    remedy = "claimpack init in an empty folder writes one to start from."
    try:
        description = json.loads(path.read_bytes())
    except OSError as error:
        raise ClaimpackError("CP208", f"the file cannot be read: {error.strerror}", path, remedy=remedy) from error
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise ClaimpackError("CP208", f"the file is not JSON: {error}", path, line, remedy="Correct it.") from error
    if not isinstance(description, dict):
        raise ClaimpackError("CP208", "the file holds no JSON object", path, remedy=remedy)
    for key, kind in {"name": str, "title": str, "version": str, "licenses": list, "contributors": list}.items():
        if not isinstance(description.get(key), kind) or not description[key]:
            what = "a text" if kind is str else "a list that is not empty"
            raise ClaimpackError(
                "CP208", f"{key} must be {what}", path, value=repr(description.get(key)), remedy=remedy
            )
    if not NAME.fullmatch(description["name"]):
        message = "name has lower-case letters, digits, '.', '_', '-' and '/' only"
        raise ClaimpackError("CP208", message, path, value=description["name"], remedy="Choose such a name.")
    return description

"""``claimpack init``: a folder to start a project in."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from claimpack.errors import ClaimpackError
from claimpack.manifest import COLUMNS
from claimpack.project import Project

README = """\
# {title}

A claimpack project: claims, numbers, actors and dates from German news articles, as tables.

1. Put the articles into `raw/articles/`, each as a text file in UTF-8, named `YYYY-MM-DD-slug.txt`.
2. Give each a row in `raw/articles.csv`: at least `file` and `sha256` (`sha256sum FILE`); `published`, `title`,
   `outlet` and `url` say what the text does not.
3. Say in `raw/package.json` what the dataset is called, who made it, and under which licence.
4. `claimpack build` makes the package in `datapackage/`; `claimpack show ID --why` shows where a row comes from.

The articles remain their publishers'. Do not publish `raw/articles/` unless you may.
`raw/contributions/` is for what you add, correct and review: `claimpack review SOURCE_ID` leads through an article,
`claimpack template TABLE` gives an empty file, `claimpack validate FILE` checks one. `raw/actors.csv` and
`raw/aliases.csv` may name actors that the program does not know.
"""

# What commands write that belongs into no commit, other than datapackage/.
IGNORED = """\
# Made anew by claimpack release, export and site
/dist/
/exports/
/page/
# Left by runs that were ended
.*.new-*/
.*.old-*/
*.unfinished/
"""
# What stands in package.json until somebody says better; a release wants that.
DESCRIPTION = "Claims, numbers, actors and dates from German news articles."
CREATOR = "Your name"


def untouched(description: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The properties of ``raw/package.json`` that nobody has filled in yet, each with what stands there."""
    if description.get("description") == DESCRIPTION:
        yield "description", DESCRIPTION
    if any(isinstance(one, dict) and one.get("title") == CREATOR for one in description["contributors"]):
        yield "contributors", CREATOR


def start_project(folder: Path) -> str:
    """Lay out a project in ``folder``, which is made if need be; returns what to do next.

    A .gitignore that is there stays as it is. Raises CP209 where something else lies there that would be replaced,
    CP301 where nothing can be written.
    """
    project = Project(folder.absolute())
    name = re.sub(r"[^a-z0-9]+", "-", project.folder.resolve().name.lower()).strip("-") or "claims"
    description = {
        "name": name,
        "title": name.replace("-", " ").capitalize(),
        "description": DESCRIPTION,
        "version": "0.1.0",
        "keywords": ["claims", "news", "German"],
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "path": "https://creativecommons.org/licenses/by/4.0/",
                "title": "Creative Commons Attribution 4.0 International",
            }
        ],
        "contributors": [{"title": CREATOR, "roles": ["creator"]}],
    }
    texts = {
        project.manifest: ",".join(COLUMNS) + "\n",
        project.description: json.dumps(description, ensure_ascii=False, indent=2) + "\n",
        project.folder / "README.md": README.format(title=description["title"]),
    }
    for path in [project.raw, *texts]:
        if path.exists() or path.is_symlink():
            remedy = "Nothing was changed. Choose another folder, or move this away."
            raise ClaimpackError("CP209", "this is there already", path, remedy=remedy)
    ignored = project.folder / ".gitignore"
    keeps = ignored.exists() or ignored.is_symlink()
    if not keeps:
        texts[ignored] = IGNORED
    try:
        for made in (project.articles, project.raw / "contributions"):
            made.mkdir(parents=True)
        for path, text in texts.items():
            with path.open("x", encoding="utf-8", newline="") as stream:
                stream.write(text)
    except OSError as error:
        message = f"the project cannot be written: {error.strerror}"
        raise ClaimpackError("CP301", message, folder, remedy="Choose a folder where you may write.") from error
    told = f"{folder}: put articles into raw/articles, a row for each into raw/articles.csv, then run: claimpack build"
    names = ", ".join(line for line in IGNORED.splitlines() if not line.startswith("#"))
    return f"{told}\n.gitignore is as it was; it should name {names}" if keeps else told

"""Projects in git repositories of their own, reviewed and ready for a release."""

import csv
import os
import shutil
import subprocess
from pathlib import Path

from claimpack import authority, package
from claimpack.build import read_project
from claimpack.contributions.dataset import Dataset
from claimpack.contributions.reviews import fingerprint, rows_of_article

COLUMNS = ("action", "table", "source_id", "quote", "column", "expected", "value", "reason", "contributor", "date")
GIT = {
    **{f"GIT_{who}_{what}": "releasing" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    **{"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull},
}


def git(folder: Path, *arguments: str, at: str = "2026-03-01T12:00:00 +0000") -> str:
    """Run git in ``folder``; commits are made at a moment of their own."""
    env = {**os.environ, **GIT, "GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at}
    done = subprocess.run(["git", *arguments], cwd=folder, env=env, capture_output=True, text=True, check=True)
    return done.stdout


def commit(folder: Path, at: str = "2026-03-01T12:00:00 +0000") -> None:
    """Commit all that is there."""
    if not (folder / ".git").exists():
        git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "State of the day", at=at)


def review(folder: Path) -> None:
    """Give every claim a summary, review every row, and build."""
    path = folder / "raw/contributions/review.csv"
    path.unlink(missing_ok=True)
    given = read_project(folder, quiet=True)
    rows = []
    for number, claim in enumerate(given.tables["claims"], start=1):
        text = given.inputs.articles[claim["source_id"]].text[claim["start"] : claim["stop"]]
        rows.append(
            ("correct", "claims", claim["source_id"], text, "summary", "", f"Statement {'I' * number}.", "in our words")
        )
    _write(path, rows)
    given = read_project(folder, quiet=True)
    dataset = Dataset(given.tables, given.inputs.articles, authority.load(folder / "raw"))
    for source_id in given.inputs.articles:
        state = fingerprint(rows_of_article(dataset, source_id))
        rows.append(("review", "", source_id, "", "", state, "", "read"))
    _write(path, rows)
    build(folder)


def build(folder: Path, quotations: str = package.CUT) -> None:
    """Write ``datapackage/`` anew, without the checks that take most of the time of a build."""
    given = read_project(folder, quiet=True)
    shutil.rmtree(folder / "datapackage", ignore_errors=True)
    (folder / "datapackage").mkdir()
    package.write_package(given.tables, given.description, folder / "datapackage", quotations)


def _write(path: Path, rows: list[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows((*row, "Maja Lindqvist", "2026-02-01") for row in rows)


def copied(folder: Path, target: Path) -> Path:
    """A copy of a project with its repository."""
    return Path(shutil.copytree(folder, target))

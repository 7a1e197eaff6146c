"""Which articles there are: those of a project, by its manifest, or any files that somebody names."""

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from claimpack.article import SUFFIXES, Article, read_article
from claimpack.errors import ClaimpackError, Problem
from claimpack.limits import MAX_ARTICLE
from claimpack.manifest import Row, check_published, check_row, read_manifest, unique, unknown_columns
from claimpack.project import Project


@dataclass(slots=True)
class Inputs:
    """Articles that can be read, by source_id, and what is wrong with the others."""

    articles: dict[str, Article] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def read(self, path: Path, source_id: str, metadata: Mapping[str, str], max_size: int, file: str) -> None:
        """Read one article and keep it, or say why not."""
        if source_id in self.articles:
            message = f"the article {self.articles[source_id].file} has the same id; this one is skipped"
            remedy = "Rename one of the files, or give them ids in a manifest."
            self.problems.append(Problem("CP110", message, str(path), value=source_id, remedy=remedy))
            return
        try:
            article = read_article(path, source_id, metadata, max_size, file)
        except ClaimpackError as error:
            self.problems.append(error.problem)
            return
        self.articles[source_id] = article
        self.problems.extend(article.warnings)


def project_articles(project: Project, max_size: int = MAX_ARTICLE) -> Inputs:
    """The articles of a project. A file that is not the one in the manifest (CP205) stops everything."""
    inputs = Inputs()
    stated = read_manifest(project.manifest)
    rows, inputs.problems = unique(stated, "file")
    inputs.problems += unknown_columns(stated)
    for name, row in rows.items():
        if Path(name).is_absolute() or ".." in Path(name).parts:
            raise row.problem(
                "CP203", "the file must lie in raw/articles", "file", name, "Write its path below that folder."
            )
        verify(project.articles / name, row)
    for name, row in rows.items():
        path = project.articles / name
        if not path.is_file():
            message, remedy = "the article's file is missing", f"Put it into {project.articles}, or remove the row."
            inputs.problems.append(row.problem("CP203", message, "file", name, remedy).problem)
            continue
        try:
            check_row(row)
        except ClaimpackError as error:
            inputs.problems.append(error.problem)
            continue
        source_id = row.cells.get("source_id") or id_of(Path(name))
        inputs.read(path, source_id, row.cells, max_size, f"raw/articles/{name}")
    for path in article_files(project.articles):
        name = path.relative_to(project.articles).as_posix()
        if name not in rows:
            message = "the article has no row in the manifest"
            remedy = f"Add one: file {name}, sha256 {digest_of(path)}."
            inputs.problems.append(Problem("CP204", message, str(path), remedy=remedy))
    return inputs


def verify(path: Path, row: Row) -> None:
    """CP205 where the manifest gives no digest of a file, or another than it has; one that cannot be read is passed."""
    stated = row.cells.get("sha256", "").lower()
    try:
        if not path.is_file() or (stated and stated == digest_of(path)):
            return
    except OSError:  # told when the article itself is read
        return
    message = f"the article {path} is not the one that the manifest describes" if stated else f"{path} has no digest"
    remedy = "Restore the file as it came; if it was changed on purpose, write its new digest: sha256sum FILE."
    raise row.problem("CP205", message, "sha256", stated or None, remedy)


def digest_of(path: Path) -> str:
    """The sha256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def given_articles(
    paths: Sequence[Path], manifest: Path | None = None, published: str | None = None, max_size: int = MAX_ARTICLE
) -> Inputs:
    """The articles in files and folders that somebody names, with what a manifest or ``published`` says of them.

    A row of the manifest belongs to the file that its column file names (relative to the folder given, or by name),
    else to the article whose id is its source_id. Raises CP201, CP202 and CP206 where the manifest or ``published``
    cannot be used.
    """
    if published is not None:
        check_published(published)
    inputs = Inputs()
    rows = read_manifest(manifest, either=("file", "source_id")) if manifest else []
    inputs.problems += unknown_columns(rows)
    by_file, twice = unique((row for row in rows if "file" in row.cells), "file")
    by_id, again = unique((row for row in rows if "file" not in row.cells), "source_id")
    inputs.problems += twice + again
    used = set()
    for path, name in named_files(paths, inputs.problems):
        row = by_file.get(name.as_posix()) or by_file.get(name.name) or by_id.get(id_of(name))
        cells = dict(row.cells) if row else {}
        if published:
            cells.setdefault("published", published)
        try:
            if row:
                used.add(row.line)
                check_row(row)
                if "sha256" in cells:
                    verify(path, row)
        except ClaimpackError as error:
            inputs.problems.append(error.problem)
            continue
        if rows and not row:
            message, remedy = (
                "the manifest has no row for this article",
                "Its text alone is used; add a row to say more.",
            )
            inputs.problems.append(Problem("CP204", message, str(path), remedy=remedy, level="warning"))
        inputs.read(path, cells.get("source_id") or id_of(name), cells, max_size, name.as_posix())
    for row in [*by_file.values(), *by_id.values()]:
        if row.line not in used:
            message, remedy = "no article was given for this row", "Name its file too, or ignore this."
            value = row.cells.get("file") or row.cells.get("source_id")
            problem = row.problem("CP203", message, None, value, remedy).problem
            inputs.problems.append(problem.as_warning())
    return inputs


def named_files(paths: Sequence[Path], problems: list[Problem]) -> Iterator[tuple[Path, Path]]:
    """Each article file named, or lying in a folder named, with its path below what was named."""
    for path in paths:
        # os.path, because pathlib raises for what lies in a folder that may not be searched.
        if os.path.isdir(path):
            files = article_files(path)
            if not os.access(path, os.R_OK | os.X_OK):
                message, remedy = "the folder cannot be read", "Check your rights there."
                problems.append(Problem("CP101", message, str(path), remedy=remedy))
            elif not files:
                message, remedy = "the folder has no articles", f"Articles are files ending in {', '.join(SUFFIXES)}."
                problems.append(Problem("CP109", message, str(path), remedy=remedy))
            yield from ((file, file.relative_to(path)) for file in files)
        elif os.path.exists(path) and path.suffix.lower() not in SUFFIXES:
            message, remedy = "this is no article file", f"Give the article as one of: {', '.join(SUFFIXES)}."
            problems.append(Problem("CP109", message, str(path), remedy=remedy))
        else:
            yield path, Path(path.name)


def article_files(folder: Path) -> list[Path]:
    """The article files in a folder and below it, hidden ones left out, in an order that is the same everywhere."""
    found = (path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())
    visible = (path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts))
    return sorted(visible, key=lambda path: path.relative_to(folder).parts)


def id_of(name: Path) -> str:
    """The id of an article from its path below the input: without suffix, ``/`` as ``.``."""
    return ".".join(name.with_suffix("").parts)

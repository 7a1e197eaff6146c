"""Which articles there are: those of a project, by its manifest, or any files that somebody names."""

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import attrgetter
from pathlib import Path

from claimpack.article import SUFFIXES, UNSAID, Article, read_article
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
        self.keep(source_id, str(path), lambda: read_article(path, source_id, metadata, max_size, file))

    def keep(self, source_id: str, place: str, read: Callable[[], Article]) -> None:
        """Keep what ``read`` gives, or say why not."""
        if source_id in self.articles:
            message = f"the article {self.articles[source_id].file} has the same id; this one is skipped"
            remedy = "Rename one of the files, or give them ids in a manifest."
            self.problems.append(Problem("CP110", message, place, value=source_id, remedy=remedy))
            return
        try:
            article = read()
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


@dataclass(frozen=True, slots=True)
class Given:
    """An article file that somebody names: the id that it gets, what the manifest says of it, its name to record."""

    path: Path
    source_id: str
    cells: Mapping[str, str]
    file: str


def given_articles(
    paths: Sequence[Path], manifest: Path | None = None, published: str | None = None, max_size: int = MAX_ARTICLE
) -> Inputs:
    """The articles in files and folders that somebody names; arguments and errors as of ``given_files``."""
    inputs = Inputs()
    for given in given_files(paths, inputs.problems, manifest, published):
        inputs.read(given.path, given.source_id, given.cells, max_size, given.file)
    return inputs


def given_files(
    paths: Sequence[Path], problems: list[Problem], manifest: Path | None = None, published: str | None = None
) -> Iterator[Given]:
    """The article files named, and in folders named, one after the other, with what a manifest or ``published`` says.

    A row of the manifest belongs to the file that its column file names (relative to the folder given, or by name),
    else to the article whose id is its source_id. What is wrong with single files or rows is added to ``problems``.
    Raises CP201, CP202 and CP206 where the manifest or ``published`` cannot be used.
    """
    if published is not None:
        check_published(published)
    rows = read_manifest(manifest, either=("file", "source_id")) if manifest else []
    problems += unknown_columns(rows)
    by_file, twice = unique((row for row in rows if "file" in row.cells), "file")
    by_id, again = unique((row for row in rows if "file" not in row.cells), "source_id")
    problems += twice + again
    used = set()
    for path, name in named_files(paths, problems):
        row = by_file.get(name.as_posix()) or by_file.get(name.name) or by_id.get(id_of(name))
        cells = dict(row.cells) if row else {}
        if published:
            cells[UNSAID] = published
        try:
            if row:
                used.add(row.line)
                check_row(row)
                if "sha256" in cells:
                    verify(path, row)
        except ClaimpackError as error:
            problems.append(error.problem)
            continue
        if rows and not row:
            message, remedy = (
                "the manifest has no row for this article",
                "Its text alone is used; add a row to say more.",
            )
            problems.append(Problem("CP204", message, str(path), remedy=remedy, level="warning"))
        yield Given(path, cells.get("source_id") or id_of(name), cells, name.as_posix())
    for row in [*by_file.values(), *by_id.values()]:
        if row.line not in used:
            message, remedy = "no article was given for this row", "Name its file too, or ignore this."
            value = row.cells.get("file") or row.cells.get("source_id")
            problem = row.problem("CP203", message, None, value, remedy).problem
            problems.append(problem.as_warning())


def named_files(paths: Sequence[Path], problems: list[Problem]) -> Iterator[tuple[Path, Path]]:
    """Each article file named, or lying in a folder named, with its path below what was named."""
    for path in paths:
        # os.path, because pathlib raises for what lies in a folder that may not be searched.
        if os.path.isdir(path):
            files = article_files(path)
            first = next(files, None)
            if not os.access(path, os.R_OK | os.X_OK):
                message, remedy = "the folder cannot be read", "Check your rights there."
                problems.append(Problem("CP101", message, str(path), remedy=remedy))
            elif first is None:
                message, remedy = "the folder has no articles", f"Articles are files ending in {', '.join(SUFFIXES)}."
                problems.append(Problem("CP109", message, str(path), remedy=remedy))
            else:
                yield from ((file, file.relative_to(path)) for file in chain([first], files))
        elif os.path.exists(path) and path.suffix.lower() not in SUFFIXES:
            message, remedy = "this is no article file", f"Give the article as one of: {', '.join(SUFFIXES)}."
            problems.append(Problem("CP109", message, str(path), remedy=remedy))
        else:
            yield path, Path(path.name)


def article_files(folder: Path, suffixes: tuple[str, ...] = SUFFIXES) -> Iterator[Path]:
    """The article files in a folder and below it, hidden ones left out, in an order that is the same everywhere.

    Folders behind links, and those that may not be read, are passed. A folder's names are in memory, a tree's are not.
    """
    try:
        with os.scandir(folder) as entries:
            found = sorted((entry for entry in entries if not entry.name.startswith(".")), key=attrgetter("name"))
    except OSError:
        return
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            yield from article_files(Path(entry.path), suffixes)
        elif entry.name.lower().endswith(suffixes) and entry.is_file():
            yield Path(entry.path)


def id_of(name: Path) -> str:
    """The id of an article from its path below the input: without suffix, ``/`` as ``.``."""
    return ".".join(name.with_suffix("").parts)

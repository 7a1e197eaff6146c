"""``claimpack build`` and ``claimpack extract``: articles -> tables -> a package, checked before it takes its place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimpack import authority, contributions, package, retired
from claimpack.authority import Authority
from claimpack.contributions import Applied
from claimpack.diff.files import differences
from claimpack.duplicates import find_links, linked, signature
from claimpack.errors import ClaimpackError, Problem
from claimpack.extract import extract_article
from claimpack.inputs import Inputs, given_articles, project_articles
from claimpack.limits import MAX_ARTICLE
from claimpack.progress import Progress
from claimpack.project import Project, find_project, read_description
from claimpack.replace import replacing
from claimpack.target import check_generated, check_package
from claimpack.validate import Finding, as_text, has_errors, validate

Tables = dict[str, list[dict[str, Any]]]

EXTRACTED = {
    "name": "extracted-claims",
    "title": "Claims extracted from news articles",
    "description": "Claims, numbers, actors and dates as extracted from German news articles, unreviewed.",
    "keywords": ["claims", "news", "German"],
}


@dataclass(frozen=True, slots=True)
class Result:
    """What was written, in a line, and what was wrong with the inputs, or is to be known of the package."""

    summary: str
    problems: list[Problem | Finding]


def build_project(start: Path, full_quotes: bool = False, max_size: int = MAX_ARTICLE, quiet: bool = False) -> Result:
    """Build ``datapackage/`` of the project that ``start`` lies in, with the actors that its ``raw/`` adds.

    Articles that cannot be read are skipped and told as problems. Raises ClaimpackError, with nothing changed, where
    the project itself is at fault, where no article is left, or where the package would not be valid.
    """
    project = find_project(start)
    description = read_description(project.description)
    known = authority.load(project.raw)
    inputs = some(project_articles(project, max_size), project.articles)
    with replacing(project.datapackage, check_generated) as folder, Progress(len(inputs.articles) + 2, quiet) as bar:
        applied = contributed(project, inputs, known, bar)
        tables = applied.tables
        write(folder, inputs, tables, description, full_quotes, bar, applied)
    return Result(summary(project.datapackage, tables), inputs.problems)


def extract_files(
    files: Sequence[Path],
    out: Path,
    manifest: Path | None = None,
    published: str | None = None,
    max_size: int = MAX_ARTICLE,
    quiet: bool = False,
) -> Result:
    """Build a package in ``out`` from any article files; problems and errors as in ``build_project``."""
    return extract_inputs(some(given_articles(files, manifest, published, max_size), files[0]), out, quiet)


def extract_inputs(inputs: Inputs, out: Path, quiet: bool = False) -> Result:
    """Build a package in ``out`` from articles that were read."""
    with replacing(out, check_package) as folder, Progress(len(inputs.articles) + 2, quiet) as bar:
        tables = extract_tables(inputs, authority.load(), bar)
        write(folder, inputs, tables, EXTRACTED, False, bar)
    return Result(summary(out, tables), inputs.problems)


def some(inputs: Inputs, place: Path) -> Inputs:
    """The inputs, if an article is left; else what is wrong with the only one, or CP304 with all that is wrong."""
    if inputs.articles:
        return inputs
    errors = [problem for problem in inputs.problems if problem.level == "error"]
    if len(errors) == 1:
        raise ClaimpackError.of(errors[0])
    message = "there is no article to extract; nothing was changed"
    remedy = "\n".join(map(str, errors)) or "Add articles: files ending in .txt or .html."
    raise ClaimpackError("CP304", message, place, remedy=remedy)


@dataclass(frozen=True, slots=True)
class Given:
    """What the ``raw/`` of a project gives: its description, the articles that can be read, the rows of all tables."""

    project: Project
    description: dict[str, Any]
    inputs: Inputs
    tables: Tables

    def differences(self) -> list[str]:
        """How ``datapackage/`` differs from what a build would write, a line each."""
        files = package.package_files(self.tables, self.description)
        return list(differences(self.project.datapackage, files))


def read_project(start: Path, max_size: int = MAX_ARTICLE, quiet: bool = False) -> Given:
    """What the project that ``start`` lies in gives; errors as in ``build_project``. Nothing is written."""
    project = find_project(start)
    description = read_description(project.description)
    known = authority.load(project.raw)
    inputs = some(project_articles(project, max_size), project.articles)
    with Progress(len(inputs.articles), quiet) as bar:
        return Given(project, description, inputs, contributed(project, inputs, known, bar).tables)


def check_project(start: Path, max_size: int = MAX_ARTICLE, quiet: bool = False) -> tuple[list[str], list[Problem]]:
    """How ``datapackage/`` differs from what a build would write, a line each, and what is wrong with the inputs."""
    given = read_project(start, max_size, quiet)
    return given.differences(), given.inputs.problems


def write(
    folder: Path,
    inputs: Inputs,
    tables: Tables,
    description: Mapping[str, Any],
    full_quotes: bool,
    bar: Progress,
    applied: Applied | None = None,
) -> None:
    """Write the package of the tables into ``folder``, and check what was written: schema, rules, evidence.

    Raises CP305 where the package is not valid, with the contributions to blame, if any were ``applied``. What is only
    a warning is added to the problems of the inputs.
    """
    bar.step("writing")
    package.write_package(tables, description, folder, package.FULL if full_quotes else package.CUT)
    bar.step("checking")
    articles = {source_id: article.text for source_id, article in inputs.articles.items()}
    findings = validate(folder, articles, aside=True)
    findings = applied.traced(findings) if applied else findings
    if has_errors(findings):
        message = "the package would not be valid; nothing was changed"
        raise ClaimpackError("CP305", message, remedy=as_text(findings))
    inputs.problems.extend(findings)


def contributed(project: Project, inputs: Inputs, known: Authority, bar: Progress) -> Applied:
    """The rows of all articles with the project's contributions worked in.

    Raises CP306 where one of them is at fault, CP330 and CP331 as ``retired.check_retired``. What is only a warning is
    added to the problems of the inputs.
    """
    given, findings = contributions.read_folder(project.contributions)
    applied = contributions.apply(extract_tables(inputs, known, bar), given, inputs.articles, known)
    findings += applied.findings
    if has_errors(findings):
        message = "contributions are at fault; nothing was changed"
        raise ClaimpackError("CP306", message, project.contributions, remedy=as_text(findings))
    inputs.problems.extend(findings)
    retired.check_retired(project.raw / retired.FILE, applied.tables)
    return applied


def extract_tables(inputs: Inputs, known: Authority, bar: Progress) -> Tables:
    """The rows of all articles, with the actors that are ``known``."""
    parts, compared = [], []
    for source_id, article in inputs.articles.items():
        bar.step(source_id)
        parts.append(extract_article(article, known))
        compared.append((source_id, article.sha256, signature(article.text)))
    tables = merge(parts)
    tables["sources"] = list(linked(tables["sources"], find_links(compared)))
    return tables


def merge(parts: Iterable[Mapping[str, Sequence[dict[str, Any]]]]) -> Tables:
    """The rows of many articles in one set of tables; a listed actor that many articles name stands there once."""
    tables: Tables = {}
    for part in parts:
        for table, rows in part.items():
            tables.setdefault(table, []).extend(rows)
    tables["actors"] = list({row["actor_id"]: row for row in tables.get("actors", ())}.values())
    return tables


def summary(folder: Path, tables: Mapping[str, Sequence[Any]]) -> str:
    """How many rows of each table were written where."""
    counts = ", ".join(f"{len(rows)} {table.replace('_', ' ')}" for table, rows in tables.items())
    return f"{folder}: {counts}"

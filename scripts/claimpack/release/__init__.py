"""``claimpack release``: the files of a release, or every reason why there can be none yet.

A release is made of a commit: its version is that of ``raw/package.json``, its day that of the commit, its rows those
that ``raw/`` gives. Nothing comes from the clock, the locale or the place, so that it can be made once more.
"""

import os
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from claimpack import diff, package, retired
from claimpack.build import Given, Result, read_project
from claimpack.diff import Difference
from claimpack.errors import ClaimpackError, Problem, number_of
from claimpack.limits import MAX_ARTICLE
from claimpack.project import find_project
from claimpack.release import archive, guard
from claimpack.release.files import NAMES, SUMS, Release, release_files
from claimpack.release.refusals import (
    id_refusals,
    leak_refusals,
    share_refusals,
    state_refusals,
    untouched_refusals,
    version_refusals,
)
from claimpack.release.repository import Repository, read_repository
from claimpack.replace import replacing
from claimpack.retired import Retired
from claimpack.target import LITTER
from claimpack.validate import as_text, has_errors, validate
from claimpack.version import parse

# The day of a release of a project that git knows nothing of: it is refused, and its files are only looked through.
_NO_DAY = date(1980, 1, 1)


def release(
    version: str,
    start: Path,
    out: Path | None = None,
    quotes: bool = True,
    day: date | None = None,
    retire: str | None = None,
    max_size: int = MAX_ARTICLE,
    quiet: bool = False,
) -> Result:
    """Write the release into ``out``, by default ``dist/NAME-VERSION`` of the project that ``start`` lies in.

    Where it is refused, nothing is written, and the problems of the result are the reasons. With ``retire`` the ids
    that are gone are written into retired.csv with this reason, and nothing else is done. Errors as in
    ``build.read_project``; CP303 where ``out`` holds something else than a release, CP301 and CP302 where it cannot be
    written or replaced, CP305 where the package in the zip file would not be valid.
    """
    project = find_project(start)
    releases = project.folder / "dist"
    problems: list[Problem] = []
    try:
        repository = read_repository(project.folder, parse(version), (releases, out or releases))
    except ClaimpackError as error:
        problems.append(error.problem)
        repository = Repository("", _NO_DAY, (), None)
    given = read_project(start, max_size, quiet)
    difference = None
    try:
        difference = _difference(given, repository)
    except ClaimpackError as error:
        problems.append(error.problem)
    known, lost = _ids(given, difference, version, retire or "")
    wrong = list(version_refusals(version, given, repository.last, difference))
    if retire is not None:
        # The version that is meant need not stand in raw/package.json yet.
        problems += [problem for problem in wrong if problem.code != "CP326"]
        return Result("nothing was written", problems) if problems else _retire(project.raw / retired.FILE, known, lost)
    quotations = package.CUT if quotes else package.NONE
    made = Release(version, day or repository.date, quotations, given, repository, difference, known, lost)
    articles = {source_id: article.text for source_id, article in given.inputs.articles.items()}
    tables = package.published_tables(given.tables, quotations)
    spans = guard.passages(tables, articles)
    shares = guard.shares(spans, articles)
    inner, files = release_files(made, tables, shares)
    problems += state_refusals(given, repository)
    problems += untouched_refusals(given)
    problems += wrong
    problems += id_refusals(given, lost, difference)
    problems += share_refusals(given, shares)
    declared = guard.declared(spans, tables, articles, quotes)
    problems += leak_refusals(quotations, inner | files, articles, declared)
    if problems:
        return Result(f"nothing was released: {number_of(len(problems), 'reason')}", problems)
    target = out or releases / made.name
    _write(target, files, f"{made.name}.zip", articles)
    return Result(_summary(target, made, files, shares), [])


def _difference(given: Given, repository: Repository) -> Difference | None:
    """What changed since the last release, if there was one: what raw/ gives is compared, whatever datapackage/ has."""
    if repository.last is None:
        return None
    old = diff.read(repository.last.tag, given.project.folder)
    with tempfile.TemporaryDirectory(prefix="claimpack-") as folder:
        package.write_package(given.tables, given.description, Path(folder))
        return diff.compare(old, diff.read(folder))


def _ids(
    given: Given, difference: Difference | None, version: str, reason: str
) -> tuple[tuple[Retired, ...], tuple[Retired, ...]]:
    """The ids that are retired, and those that must be."""
    known = retired.read_retired(given.project.raw / retired.FILE)
    gone = {name: list(table.removed.values()) for name, table in difference.tables.items()} if difference else {}
    return tuple(known), tuple(retired.to_retire(gone, given.tables, known, version, reason))


def _retire(path: Path, known: tuple[Retired, ...], lost: tuple[Retired, ...]) -> Result:
    if not lost:
        return Result("no id of the last release is gone: nothing was written", [])
    new = path.with_name(f".{path.name}.new")
    new.write_text(retired.written([*known, *lost]), encoding="utf-8", newline="")
    os.replace(new, path)
    return Result(f"{path}: {number_of(len(lost), 'id')} written; look at reasons and successors, and commit it", [])


def _write(target: Path, files: Mapping[str, bytes], name: str, articles: Mapping[str, str]) -> None:
    """Write the files aside, ask whether the package in the zip file is valid, and put them into their place."""
    with replacing(target, check_release) as folder:
        for file, content in files.items():
            (folder / file).write_bytes(content)
        findings = validate(folder / name, articles)
        if has_errors(findings):
            message = "the package would not be valid; nothing was changed"
            raise ClaimpackError("CP305", message, remedy=as_text(findings))


def check_release(folder: Path) -> None:
    """CP303 where ``folder`` holds something else than a release: it is replaced as a whole.

    A zip file is one of a release if the checksums beside it name it, and all else that a release has.
    """
    remedy = "Nothing was changed. Choose a folder that is new or empty, or that holds a release."
    if folder.exists() and not folder.is_dir():
        raise ClaimpackError("CP303", "this is not a folder", folder, remedy=remedy)
    own = NAMES | LITTER
    if (folder / SUMS).is_file():
        summed = archive.summed((folder / SUMS).read_bytes())
        own |= {name for name in summed if name.endswith(".zip")} if NAMES - {SUMS} <= summed else set()
    for path in sorted(folder.iterdir()) if folder.exists() else ():
        if not path.is_file() or path.name not in own:
            raise ClaimpackError("CP303", "this is no file of a release", path, remedy=remedy)


def _summary(target: Path, made: Release, files: Mapping[str, bytes], shares: Mapping[str, float]) -> str:
    last = made.repository.last
    since = f"after {last.version} ({last.tag})" if last else "the first release"
    lines = [f"{target}: {made.name}, {since}, {made.date.isoformat()}"]
    lines += [f"  {name}: {len(content)} bytes" for name, content in sorted(files.items())]
    lines += [f"quoted of {source_id}: {share:.1%}" for source_id, share in shares.items()]
    return "\n".join(lines)

"""Why a project cannot be released as it is: all reasons at once, each with what to do."""

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from claimpack import package, table_schema
from claimpack.build import Given
from claimpack.contributions.dataset import UNREVIEWED
from claimpack.diff import Difference
from claimpack.errors import Problem, number_of
from claimpack.init import untouched
from claimpack.release import guard
from claimpack.release.repository import Last, Repository
from claimpack.retired import FILE, Retired, written
from claimpack.version import least, parse

# How much of an article its quotations may make up together, where raw/package.json does not say otherwise.
SETTING, MOST_SHARE = "maxQuotedShare", 0.25
# Rows, files and ids that one reason names; the message says how many there are.
_SHOWN = 10


def state_refusals(given: Given, repository: Repository) -> Iterator[Problem]:
    """What is not committed, not built, not readable, or not reviewed."""
    if repository.dirty:
        message = f"{number_of(len(repository.dirty), 'file')} not as in the commit, or not in it"
        remedy = "Commit them, so that the release can be made once more, or put them away: git stash.\n"
        yield Problem("CP321", message, str(given.project.folder), remedy=remedy + listed(repository.dirty))
    yield from (problem for problem in given.inputs.problems if problem.level == "error")
    if _quotations(given) == package.FULL:
        message = "datapackage/ was built with full quotations, which is for local work"
        yield Problem("CP324", message, str(given.project.datapackage), remedy="Build it anew: claimpack build")
    elif differences := given.differences():
        message, remedy = "datapackage/ is not what raw/ gives", "Build it, and commit it: claimpack build\n"
        yield Problem("CP322", message, str(given.project.datapackage), remedy=remedy + listed(differences))
    yield from _unreviewed(given)


def _quotations(given: Given) -> Any:
    try:
        return json.loads((given.project.datapackage / package.DESCRIPTOR).read_bytes()).get("quotations")
    except (OSError, ValueError, AttributeError):  # it is not what a build writes, and said to be so
        return None


def _unreviewed(given: Given) -> Iterator[Problem]:
    todo = {}
    for table, rows in given.tables.items():
        key = table_schema.primary_key(table)
        todo[table] = sorted(" + ".join(row[name] for name in key) for row in rows if row["review"] == UNREVIEWED)
    number = sum(map(len, todo.values()))
    if number:
        counts = ", ".join(f"{table} {len(keys)}" for table, keys in todo.items() if keys)
        message = f"{number} of {sum(map(len, given.tables.values()))} rows were not reviewed: {counts}"
        lines = [f"{table}: {listed(keys, ', ')}" for table, keys in todo.items() if keys]
        remedy = "Compare them with the articles: claimpack review SOURCE_ID\n" + "\n".join(lines)
        yield Problem("CP323", message, str(given.project.contributions), remedy=remedy)


def untouched_refusals(given: Given) -> Iterator[Problem]:
    """What ``claimpack init`` wrote for somebody to fill in."""
    for name, value in untouched(given.description):
        message = "this is still what claimpack init wrote"
        remedy = "Say what the dataset is about, and who made it; then build, and commit."
        yield Problem("CP335", message, str(given.project.description), None, name, value, remedy)


def version_refusals(version: str, given: Given, last: Last | None, difference: Difference | None) -> Iterator[Problem]:
    """A version that is none, is not that of the project, or is too small for what changed since the last release."""
    parsed, place = parse(version), str(given.project.description)
    if parsed is None:
        remedy = "Write it as MAJOR.MINOR.PATCH, such as 1.2.0 or 1.2.0-rc.1: semver.org"
        yield Problem("CP325", "not a version by Semantic Versioning", value=version, remedy=remedy)
    if given.description["version"] != version:
        message = f"the version of the project is another one than {version}"
        remedy = "Write the one that you mean into this file, where alone it stands; then build, and commit."
        yield Problem("CP326", message, place, column="version", value=given.description["version"], remedy=remedy)
    if parsed is None or last is None:
        return
    if parsed.precedence <= last.version.precedence:
        message = f"not greater than that of the last release, {last.version} ({last.tag})"
        remedy = f"Use {least(last.version, difference.proposal if difference else 'patch')} or more."
        yield Problem("CP327", message, value=version, remedy=remedy)
    elif difference and parsed.numbers < (needed := least(last.version, difference.proposal)).numbers:
        message = f"too small for what changed since {last.version}: {difference.proposal} changes ask for {needed}"
        reasons = [reason.text for reason in difference.reasons if reason.level == difference.proposal]
        remedy = f"Use {needed} or more; claimpack diff {last.tag} datapackage shows all.\n{listed(reasons)}"
        yield Problem("CP328", message, value=version, remedy=remedy)


def id_refusals(given: Given, lost: Sequence[Retired], difference: Difference | None) -> Iterator[Problem]:
    """Ids of the last release that are gone and not retired, or that mean another passage now."""
    if lost:
        counts = ", ".join(f"{t} {sum(one.table == t for one in lost)}" for t in dict.fromkeys(o.table for o in lost))
        message = f"{number_of(len(lost), 'id')} of the last release gone, and not retired: {counts}"
        remedy = 'Say why, in lines such as these; claimpack release VERSION --retire "REASON" writes them all.\n'
        lines = written(lost[:_SHOWN]) + (f"and {len(lost) - _SHOWN} more" if len(lost) > _SHOWN else "")
        yield Problem("CP329", message, str(given.project.raw / FILE), remedy=remedy + lines.rstrip())
    changed: Mapping[Any, Any] = difference.tables["sources"].changed if difference else {}
    for key, cells in changed.items():
        if "sha256" in cells:
            message = "the text of the article is another one than in the last release, so its ids mean other passages"
            remedy = "Give it a new source_id in raw/articles.csv; the old one is retired."
            yield Problem("CP332", message, str(given.project.manifest), value=" + ".join(key), remedy=remedy)


def share_refusals(given: Given, shares: Mapping[str, float]) -> Iterator[Problem]:
    """More quotations of an article than the project allows itself; no number for that."""
    most = given.description.get(SETTING, MOST_SHARE)
    place = str(given.project.description)
    if isinstance(most, bool) or not isinstance(most, int | float) or not 0 <= most <= 1:
        remedy = f"Write how much of an article may be quoted, such as 0.3; without it that is {MOST_SHARE}."
        yield Problem("CP334", "not a number from 0 to 1", place, None, SETTING, json.dumps(most), remedy)
        return
    over = [f"{source_id}: {share:.1%}" for source_id, share in shares.items() if share > most]
    if over:
        message = f"the quotations make up more than {most:.0%} of {number_of(len(over), 'article')}"
        enough = math.ceil(100 * max(shares.values())) / 100
        remedy = f'Release without them: --no-quotes; or, if you may quote as much, say so: "{SETTING}": {enough}\n'
        yield Problem("CP334", message, place, column=SETTING, remedy=remedy + listed(over))


def leak_refusals(
    quotations: str, files: Mapping[str, bytes], articles: Mapping[str, str], declared: Iterable[str]
) -> Iterator[Problem]:
    """Runs of words of an article, in the ``files`` or those of the zip file, that are not ``declared``."""
    unpacked = {name: content for name, content in files.items() if not name.endswith(".zip")}
    length = guard.WORDS if quotations == package.CUT else guard.WORDS_UNQUOTED
    found = list(guard.leaks(unpacked, articles, declared, length))
    for number, leak in enumerate(found[:_SHOWN], start=1):
        message = f"{leak.words} words of the article {leak.source_id} that no quotation declares"
        if number == _SHOWN < len(found):
            message += f"; there are {len(found) - _SHOWN} more such places"
        remedy = "Take them out where they came from: raw/package.json, a contribution, a summary that copies the text."
        yield Problem("CP333", message, leak.file, leak.line, value=leak.run, remedy=remedy)


def listed(items: Sequence[str], between: str = "\n") -> str:
    """The first of ``items``, and how many there are more."""
    more = [f"and {len(items) - _SHOWN} more"] if len(items) > _SHOWN else []
    return between.join([*items[:_SHOWN], *more])

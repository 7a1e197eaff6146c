"""Checks a contribution file before it is part of a project: alone, and merged with everything that is there."""

import csv
import io
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from claimpack import authority, contributions, table_schema
from claimpack.build import extract_tables, some
from claimpack.contributions.files import decoded, header_of, read_contributions, read_folder, read_records
from claimpack.csvfile import Record
from claimpack.errors import ClaimpackError, Problem
from claimpack.inputs import project_articles
from claimpack.limits import MAX_ARTICLE
from claimpack.package import write_package
from claimpack.progress import Progress
from claimpack.project import find_project, read_description
from claimpack.validate import Finding, validate
from claimpack.validate.findings import in_order


def is_contribution(path: Path) -> bool:
    """Whether a file is a contribution: a CSV file with a column named action, or with another name than a table's."""
    if path.suffix.lower() != ".csv" or not path.is_file():
        return False
    if path.stem not in table_schema.tables():
        return True
    with path.open("rb") as stream:
        first = header_of(decoded(stream.read(10_000))[0]).lower()
    return "action" in (cell.strip(' "\r') for cell in re.split("[,;\t]", first))


def check_contribution(
    path: Path, start: Path, max_size: int = MAX_ARTICLE, quiet: bool = False
) -> tuple[list[Finding], list[Problem | Finding]]:
    """What is wrong with a contribution file in the project that ``start`` lies in, and with the project's inputs.

    The file is read alone, then worked in after the project's other contributions, and the package that would come of
    it is validated. Raises ClaimpackError where the project itself is at fault.
    """
    project = find_project(start)
    given, findings = read_contributions(path)
    others = [one for one in read_folder(project.contributions)[0] if Path(one.file).resolve() != Path(path).resolve()]
    known = authority.load(project.raw)
    inputs = some(project_articles(project, max_size), project.articles)
    with Progress(len(inputs.articles) + 1, quiet) as bar, tempfile.TemporaryDirectory() as folder:
        tables = extract_tables(inputs, known, bar)
        applied = contributions.apply(tables, [*others, *given], inputs.articles, known)
        mine = [finding for finding in applied.findings if finding.file == str(path)]
        bar.step("checking")
        write_package(applied.tables, read_description(project.description), Path(folder))
        articles = {source_id: article.text for source_id, article in inputs.articles.items()}
        merged = [finding for finding in applied.traced(validate(folder, articles)) if finding.level == "error"]
    return in_order([*findings, *mine, *merged]), inputs.problems


def records_of(path: Path) -> dict[str, list[Record]]:
    """The records of a contribution file, the header first, by its name in findings; none where it cannot be read."""
    names, records, _ = read_records(path)
    return {str(path): [Record(1, names), *records]} if names else {}


def split(path: Path, findings: Sequence[Finding], folder: Path | None) -> tuple[int, int]:
    """How many rows of a contribution file are accepted, and how many rejected, by having an error.

    With ``folder`` they are written there apart: accepted.csv, and rejected.csv with the reason of each.

    Raises CP301 where a file of these names is there already.
    """
    names, records, _ = read_records(path)
    reasons: dict[int, list[str]] = {}
    for finding in findings:
        if finding.level == "error" and finding.file == str(path) and finding.line:
            reasons.setdefault(finding.line, []).append(" ".join(filter(None, [finding.message, finding.remedy])))
    apart: dict[str, list[list[str]]] = {"accepted.csv": [names], "rejected.csv": [[*names, "problem"]]}
    for record in records:
        if record.line in reasons:
            padded = [*record.cells, *[""] * (len(names) - len(record.cells))]
            apart["rejected.csv"].append([*padded[: len(names)], "; ".join(reasons[record.line])])
        elif any(record.cells):
            apart["accepted.csv"].append(record.cells)
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        for name in apart:
            if (folder / name).exists():
                raise ClaimpackError("CP301", "this is there already", folder / name, remedy="Choose another folder.")
        for name, rows in apart.items():
            (folder / name).write_text(csv_text(rows), encoding="utf-8", newline="")
    return len(apart["accepted.csv"]) - 1, len(apart["rejected.csv"]) - 1


def csv_text(rows: Sequence[Sequence[str]]) -> str:
    """Rows of cells as CSV with commas and line feeds."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()

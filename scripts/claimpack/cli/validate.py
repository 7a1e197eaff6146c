"""Check a package, a table or a contribution, or explain a code."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimpack.cli.options import Place, project_option, quiet_option, report
from claimpack.limits import MAX_FILE, MAX_FINDINGS, MAX_TABLE, Limits

if TYPE_CHECKING:
    from claimpack.validate import Finding


@click.command(epilog="Example: claimpack validate datapackage --format json")
@click.argument("path", metavar="[PATH]", type=Place(), required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown", "github", "sarif", "html"]),
    default="text",
    show_default=True,
    help="How findings are printed.",
)
@click.option("--explain", metavar="CODE", help="Say what a code means, and what to do; nothing is checked.")
@click.option("--split", type=Place(), metavar="DIR", help="Write a contribution's accepted and rejected rows apart.")
@click.option(
    "--max-size",
    type=click.IntRange(min=1),
    help=f"Bytes that one file may have. [default: {MAX_FILE}, of a table that is read column by column {MAX_TABLE}]",
)
@click.option(
    "--max-findings", type=click.IntRange(min=1), default=MAX_FINDINGS, show_default=True, help="Findings to print."
)
@project_option
@quiet_option
def validate(
    path: Path | None,
    form: str,
    explain: str | None,
    split: Path | None,
    max_size: int | None,
    max_findings: int,
    project: Path,
    quiet: bool,
) -> int:
    """Check a package, one of its tables, or a contribution.

    PATH is a folder with a datapackage.json, that file, a zip file with a package, a CSV file named like a table, or a
    contribution, which is checked alone and merged with the project. Without it the datapackage/ of the project that
    you are in is checked, against its articles. Nothing is fetched, and nothing outside of the package read.
    """
    if explain:
        from claimpack import codes

        told = codes.explanations().get(explain.upper())
        if told is None:
            raise click.UsageError(f"No code is {explain!r}. Codes are {', '.join(codes.explanations())}.")
        click.echo(str(told))
        return 0
    from claimpack.contributions import check
    from claimpack.inputs import project_articles
    from claimpack.progress import Progress
    from claimpack.project import find_project
    from claimpack.validate import Report, examine, has_errors
    from claimpack.validate.formats import text_form, written

    if path is not None and check.is_contribution(path):
        findings, problems = check.check_contribution(path, project, quiet=quiet)
        status = report(problems, quiet)
        if not quiet or findings:
            click.echo(written(form, Report(str(path), findings, tables=check.records_of(path))))
        accepted, rejected = check.split(path, findings, split)
        if not quiet:
            click.echo(f"{split or path}: {accepted} accepted, {rejected} rejected", err=True)
        return max(status, int(has_errors(findings)))
    if split:
        raise click.UsageError("--split is for contributions: CSV files with a column named action.")
    articles, problems = {}, []
    if path is None:
        found = find_project(project)
        inputs = project_articles(found)
        path, problems = found.datapackage, inputs.problems
        articles = {source_id: article.text for source_id, article in inputs.articles.items()}
    limits = Limits(findings=max_findings)
    if max_size is not None:
        limits = replace(limits, file=max_size, table=max_size)
    told: list[Finding] = []
    with Progress(1, quiet) as bar:

        def tell(findings: "Sequence[Finding]") -> None:
            bar.clear()
            click.echo("\n".join(map(str, findings)))
            told.extend(findings)

        bar.step("checking")
        examined = examine(path, articles, limits, tell if form == "text" else None, aside=True)
    status = report(problems, quiet)
    if told:
        click.echo(text_form.written(examined, told))
    elif not quiet or examined.findings:
        click.echo(written(form, examined))
    return max(status, int(has_errors(examined.findings)))

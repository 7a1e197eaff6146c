"""Make datapackage/ from raw/, or compare the two."""

from pathlib import Path

import click

from claimpack.cli.options import finish, project_option, quiet_option, size_option


@click.command(epilog="Example: claimpack build --check")
@project_option
@click.option("--check", is_flag=True, help="Build elsewhere, compare with datapackage/, and print which rows differ.")
@click.option("--full-quotes", is_flag=True, help="Leave quotations uncut, for local work; such a package is marked.")
@size_option
@quiet_option
def build(project: Path, check: bool, full_quotes: bool, max_size: int, quiet: bool) -> int:
    """Make datapackage/ from raw/.

    Extracts the articles, validates the tables, writes the package and checks what was written.
    """
    from claimpack import build

    if check:
        if full_quotes:
            raise click.UsageError("--check compares with the package that is published: leave out --full-quotes.")
        differences, problems = build.check_project(project, max_size, quiet)
        told = "\n".join(differences) or "datapackage/ is what raw/ gives"
        return max(finish(problems, told, quiet and not differences), int(bool(differences)))
    result = build.build_project(project, full_quotes, max_size, quiet)
    return finish(result.problems, result.summary, quiet)

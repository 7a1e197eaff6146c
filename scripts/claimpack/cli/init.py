"""Start a project."""

from pathlib import Path

import click

from claimpack.cli.options import Place, finish, quiet_option


@click.command(epilog="Example: claimpack init my-claims")
@click.argument("folder", metavar="DIR", type=Place())
@quiet_option
def init(folder: Path, quiet: bool) -> int:
    """Start a project.

    Lays out raw/ with the manifest, package.json and a place for contributions, and a README, in the folder DIR.
    """
    from claimpack import init

    return finish([], init.start_project(folder), quiet)

"""The commands, one a file. Each is thin: it hands over to the module of its name, which is imported only then.

Results go to standard output, messages to standard error. Exit status: 0 done and nothing wrong; 1 the data has errors,
or some of many inputs were skipped; 2 the call was wrong, a file could not be read, it was interrupted, or nothing
was done.
"""

import gc
import os
import sys
from typing import NoReturn

import click

from claimpack import __version__
from claimpack.cli.build import build
from claimpack.cli.diff import diff
from claimpack.cli.export import export
from claimpack.cli.extract import extract
from claimpack.cli.init import init
from claimpack.cli.release import release
from claimpack.cli.review import review
from claimpack.cli.show import show
from claimpack.cli.site import site
from claimpack.cli.template import template
from claimpack.cli.validate import validate
from claimpack.cli.verify import verify
from claimpack.errors import ClaimpackError

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 120}
COMMANDS = (build, extract, init, validate, template, review, show, verify, export, diff, release, site)


@click.group(context_settings=CONTEXT, commands=COMMANDS)
@click.version_option(__version__, prog_name="claimpack")
def group() -> None:
    """Turn German news articles into a data package of claims: who said what, how many of what, and where it stands."""


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and end the process with its exit status."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started the program
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w"))
        getattr(sys, name).reconfigure(errors="backslashreplace")
    # Nearly all that a command makes lives until it ends: Python looks for cycles less often, which saves a tenth of
    # the time, and still does so where thousands of articles are read.
    gc.set_threshold(100_000, 50, 100)
    try:
        status = group.main(arguments, prog_name="claimpack", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        status = 2
    except ClaimpackError as error:
        click.echo(str(error), err=True)
        status = 2
    except (click.Abort, KeyboardInterrupt) as error:
        # click makes an Abort of it, and of an input that ends where something is asked.
        cause = error.__context__ if isinstance(error, click.Abort) else error
        interrupted = isinstance(cause, KeyboardInterrupt)
        click.echo(f"Interrupted: {cause}" if interrupted and cause.args else "Interrupted.", err=True)
        # Interrupted inside an exec(), as dataclasses use it, Python would end by the signal instead of with a status.
        os._exit(2)
    except OSError as error:
        click.echo(f"error CP300: {error.filename or 'claimpack'}: {error.strerror or error}", err=True)
        status = 2
    if "duckdb" not in sys.modules:  # which tells, on standard error, of what Python leaves of it
        gc.freeze()  # else Python looks for cycles once more as it ends: a quarter of a second with pandas in memory
    sys.exit(status)

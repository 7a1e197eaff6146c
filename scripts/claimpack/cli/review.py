"""Review an article sentence by sentence."""

from pathlib import Path

import click

from claimpack.cli.options import Place, finish, project_option, quiet_option


@click.command(epilog="Example: claimpack review 2025-03-04-frachter --by Anna")
@click.argument("source_id", metavar="SOURCE_ID")
@click.option("--by", "contributor", prompt="Your name", help="Who reviews: a name, or model: and a program's name.")
@click.option("--out", type=Place(), help="The contribution to append to. [default: raw/contributions/review-ID.csv]")
@project_option
@quiet_option
def review(source_id: str, contributor: str, out: Path | None, project: Path, quiet: bool) -> int:
    """Review an article sentence by sentence.

    What was extracted is shown with each sentence, and you say whether it is right. Each decision is appended to a
    contribution at once, so that one can stop at any time and go on later.
    """
    from claimpack.review import review

    def ask(question: str) -> str:
        try:
            return click.prompt(question, default="", show_default=False, prompt_suffix="")
        except click.Abort as end:  # no more input: what was decided is written already
            raise EOFError from end

    written = review(source_id, project, contributor, ask, click.echo, out)
    return finish([], f"{written} decisions written; claimpack build works them in", quiet)

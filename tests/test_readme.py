"""What the README and CONTRIBUTING tell people to type does run."""

import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import agreement
from articles import article
from claimpack.extract import extract_article
from claimpack.table_schema import cell_text

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"^```(?:sh|bash|console)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def commands(program: str, *documents: str) -> list[str]:
    """The commands in code blocks that begin with ``program``, without comments."""
    lines = []
    for document in documents:
        for block in BLOCK.findall((ROOT / document).read_text(encoding="utf-8")):
            lines += [line.strip().removeprefix("$ ") for line in block.splitlines()]
    told = (shlex.join(shlex.split(line, comments=True)) for line in lines if line.split(" ")[0] == program)
    return list(dict.fromkeys(told))


def test_make_knows_its_targets() -> None:
    told = commands("make", "README.md", "CONTRIBUTING.md")
    assert {"make build", "make test"} <= set(told)
    for line in told:
        done = subprocess.run(
            ["make", "--dry-run", *shlex.split(line)[1:]],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_commands_run(tmp_path: Path, claimpack: Callable, article_text: str) -> None:
    shutil.copytree(ROOT / "raw", tmp_path / "raw")
    shutil.copytree(ROOT / "datapackage", tmp_path / "datapackage")
    for arguments in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", *arguments], cwd=tmp_path, check=True)
    (tmp_path / "article.txt").write_text(article_text, encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    correction = tmp_path / "raw/contributions/my-correction.csv"
    correction.parent.mkdir(exist_ok=True)
    correction.write_text(re.search(r"```csv\n(.*?)```", readme, re.DOTALL).group(1), encoding="utf-8")
    told = commands("claimpack", "README.md", "CONTRIBUTING.md")
    assert told
    for line in told:
        done = claimpack(*shlex.split(line)[1:], cwd=tmp_path)
        assert done.returncode == 0, f"{line}\n{done.stderr}"


def test_the_agreement_that_the_readme_shows_is_that_of_today() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.search(r"<!-- agreement -->\n(.*?)\n<!-- /agreement -->", readme, re.DOTALL).group(1)
    assert shown == "\n".join(agreement.report())


SHOWN = {
    "claims": ["quote", "form", "act", "polarity", "claimant_id", "cue", "start", "stop"],
    "quantities": ["text", "comparator", "low", "high", "item_phrase", "item_actor_id", "predicate", "start", "stop"],
    "dates": ["text", "value", "earliest", "latest", "start", "stop"],
}


def test_the_example_gives_the_rows_that_the_readme_shows() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    sentence = re.search(r'^\$ echo "(.*)" > article.txt$', readme, re.MULTILINE).group(1)
    tables = extract_article(article(sentence + "\n", published="2025-03-31"))
    expected = "\n\n".join(markdown(table, columns, tables[table]) for table, columns in SHOWN.items())
    assert re.search(r"<!-- rows -->\n(.*?)\n<!-- /rows -->", readme, re.DOTALL).group(1) == expected


def markdown(table: str, columns: list[str], rows: list[dict]) -> str:
    """Some columns of a table as Markdown."""
    lines = [columns, ["---"] * len(columns), *([cell_text(row[column]) for column in columns] for row in rows)]
    return "\n".join([f"`{table}`", "", *(f"| {' | '.join(line)} |" for line in lines)])

"""What the README and CONTRIBUTING tell people to type does run."""

import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"^```(?:sh|bash|console)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def commands(program: str, *documents: str) -> list[str]:
    """The lines of code blocks that begin with ``program``, without comments."""
    lines = []
    for document in documents:
        for block in BLOCK.findall((ROOT / document).read_text(encoding="utf-8")):
            lines += [line.strip().removeprefix("$ ") for line in block.splitlines()]
    return list(dict.fromkeys(line for line in lines if line.split(" ")[0] == program))


def test_make_knows_its_targets() -> None:
    told = commands("make", "README.md", "CONTRIBUTING.md")
    assert {"make build", "make test"} <= set(told)
    for line in told:
        done = subprocess.run(
            ["make", "--dry-run", *shlex.split(line, comments=True)[1:]],
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
    (tmp_path / "article.txt").write_text(article_text, encoding="utf-8")
    told = commands("claimpack", "README.md", "CONTRIBUTING.md")
    assert told
    for line in told:
        done = claimpack(*shlex.split(line, comments=True)[1:], cwd=tmp_path)
        assert done.returncode == 0, f"{line}\n{done.stderr}"

"""Every code is explained, its examples do what they say, and the page of all codes is that of today."""

import re
from pathlib import Path

import pytest

import examples
from claimpack import codes
from conftest import ROOT

CODE = re.compile(r"\bCP\d{3}\b")
EXAMPLES = [(code, number) for code, told in codes.explanations().items() for number in range(len(told.examples))]
# Codes whose example needs more than files: a disk that is full, a defect of ours, a program that uses ours, a million
# characters or digits, time without end, a system without git, libraries that are missing, a repository with releases,
# tables of hundreds of megabytes, a cluster, a process that dies.
WITHOUT = {
    *("CP300", "CP305", "CP313", "CP315", "CP401", "CP402", "CP403", "CP446", "CP450", "CP468", "CP516"),
    *("CP455", "CP456", "CP457", "CP458"),
    *("CP321", "CP327", "CP328", "CP329", "CP332", "CP340"),
    *("CP123", "CP351", "CP352", "CP353", "CP354", "CP355", "CP356", "CP357", "CP358"),
}


def used() -> set[str]:
    """All codes that the program names."""
    return {
        code for path in (ROOT / "scripts").rglob("*.py") for code in CODE.findall(path.read_text(encoding="utf-8"))
    }


def test_every_code_is_explained_and_no_other() -> None:
    assert set(codes.explanations()) == used()


@pytest.mark.parametrize("code", codes.explanations())
def test_explanation_is_whole(code: str) -> None:
    told = codes.explanations()[code]
    assert told.title
    assert not told.title.endswith(".")
    assert told.means.endswith(".")
    assert told.remedy.endswith(".")
    assert code[:3] in codes.GROUPS
    assert bool(told.examples) != (code in WITHOUT)


@pytest.mark.parametrize(("code", "number"), EXAMPLES)
def test_example_triggers_its_code(code: str, number: int) -> None:
    assert re.search(rf"^(error|warning|note) {code}: ", examples.outcome(code, number), re.MULTILINE)


def test_project_of_the_examples_is_valid(tmp_path: Path, claimpack) -> None:
    examples.make_project(tmp_path / "project")
    done = claimpack("validate", cwd=tmp_path / "project")
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "0 errors, 0 warnings")


def test_page_is_made_of_the_explanations() -> None:
    assert (ROOT / "docs/findings.md").read_text(encoding="utf-8") == examples.page()


def test_explain(claimpack, tmp_path: Path) -> None:
    done = claimpack("validate", "--explain", "cp513", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, f"{codes.explanations()['CP513']}\n")
    done = claimpack("validate", "--explain", "CP999", cwd=tmp_path)
    assert done.returncode == 2
    assert "CP513" in done.stderr

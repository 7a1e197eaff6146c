"""The benchmark's table: what stands in the README and CONTRIBUTING is what it prints and takes."""

import re
from pathlib import Path

import pytest

import bench
import bench_pace
from bench_measured import HEADER, Measured, Row, at_least, at_most

ROOT = Path(__file__).parents[1]
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_readme_carries_a_table_of_these_columns() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.search(r"<!-- bench -->\n(.*?)\n<!-- /bench -->", readme, re.DOTALL).group(1).splitlines()
    assert shown[:2] == HEADER
    assert {line.count("|") for line in shown} == {HEADER[0].count("|")}


def test_contributing_names_all_lines_and_variables() -> None:
    assert [name for name in bench.LINES if f"`{name}`" not in CONTRIBUTING] == []
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("bench*.py"))
    variables = set(re.findall(r"CLAIMPACK_BENCH\w*", sources))
    assert len(variables) > 5
    assert variables == set(re.findall(r"`(CLAIMPACK_BENCH\w*)`", CONTRIBUTING))


def test_a_missed_goal_is_told() -> None:
    assert at_least(1.7, 1.7) == "at least 1.7: reached"
    assert at_least(1.69, 1.7) == "at least 1.7: missed"
    assert at_most(3.1, 3, " s") == "at most 3 s: missed"
    row = Row("build", measured=Measured(3.14, 2.5, 217.4), goal=at_most(3.14, 3, " s"))
    assert str(row) == "| build |  |  | 3.1 s (2.5 s of the processor), 217 MB |  |  | at most 3 s: missed |"


@pytest.mark.slow
def test_programs_that_are_missing_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_pace, "PEERS", str(tmp_path / "none"))
    monkeypatch.setattr(bench_pace.shutil, "which", lambda name: None)
    ours, hanta, recognizers, heideltime = bench_pace.compared(tmp_path / "texts", "one", [], ["Drei Boote kamen an."])
    assert isinstance(ours.measured, Measured) and isinstance(hanta.measured, Measured)
    assert (ours.ratio, ours.amount) == ("", "0.00 MB, 1 texts")
    assert "make bench-peers" in recognizers.measured
    assert "JDK" in heideltime.measured
    assert {recognizers.goal, heideltime.goal} == {"at least 1"}

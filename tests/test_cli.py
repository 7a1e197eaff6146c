"""The command line: what it prints where, and with which status it ends."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from claimpack import __version__
from claimpack.cli import group
from claimpack.progress import Progress
from conftest import ARTICLE, snapshot

COMMANDS = sorted(group.commands)


def test_help_names_every_command(claimpack: Callable) -> None:
    done = claimpack("--help")
    assert (done.returncode, done.stderr) == (0, "")
    for name in COMMANDS:
        assert f"\n  {name} " in done.stdout
    assert "..." not in done.stdout.split("Commands:")[1]
    assert claimpack("--version").stdout.strip() == f"claimpack, version {__version__}"


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command(name: str) -> None:
    command = group.commands[name]
    assert command.help
    assert command.epilog.startswith(f"Example: claimpack {name}")
    arguments = command.epilog.removeprefix(f"Example: claimpack {name}").split()
    command.make_context(name, arguments)
    assert any("--quiet" in parameter.opts for parameter in command.params)


def test_help_is_instant() -> None:
    command = [sys.executable, "-m", "claimpack", "--help"]
    times = []
    for _ in range(5):
        began = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - began)
    assert min(times) < 0.3


def test_help_imports_nothing_heavy() -> None:
    code = "import sys; from claimpack import cli; print(*(m for m in sys.modules if '.' not in m))"
    modules = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"pandas", "pandera", "frictionless", "HanTa", "numpy", "csv", "json"} & set(modules)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["bild"], "No such command"),
        (["build", "--chek"], "--check"),
        (["build", "--max-size", "0"], "--max-size"),
        (["extract"], "Missing"),
        (["extract", "a.txt"], "--out"),
        (["extract", "a.txt", "--out", "out"], "a.txt: the file cannot be read"),
        (["extract", "a.txt", "--out", "out", "--published", "gestern"], "gestern"),
        (["extract", "a.txt", "--out", "out", "--manifest", "m.csv"], "m.csv"),
        (["extract", "ä.txt", "--out", "out"], "error CP108: ä.txt"),
        (["build"], "claimpack init"),
        (["show", "a"], "claimpack init"),
        (["validate"], "claimpack init"),
        (["validate", "nichts"], "nichts"),
        (["validate", "nichts", "--format", "xml"], "xml"),
    ],
)
def test_false_calls(arguments: Sequence[str], words: str, tmp_path: Path, claimpack: Callable) -> None:
    done = claimpack(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert words in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_project_from_start_to_end(tmp_path: Path, make_project: Callable[..., Path], claimpack: Callable) -> None:
    folder = make_project()
    done = claimpack("build", cwd=folder / "raw/articles")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("../../datapackage: 2 sources")
    assert claimpack("build", "--quiet", cwd=folder).stdout == ""
    done = claimpack("validate", cwd=folder)
    assert (done.returncode, done.stdout) == (0, "0 errors, 0 warnings\n")
    shown = claimpack("show", "2025-03-12-techniker", cwd=folder)
    assert shown.returncode == 0
    assert "title: Norwegen schickt 40 Techniker nach Island" in shown.stdout
    done = claimpack("show", "2025-03-12-technik", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "2025-03-12-techniker" in done.stderr


def test_validate_finds_what_is_wrong(make_project: Callable[..., Path], claimpack: Callable) -> None:
    folder = make_project()
    claimpack("build", "--project", folder)
    table = folder / "datapackage/quantities.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",exact,", ",genau,", 1), encoding="utf-8")
    done = claimpack("validate", table, "--format", "json")
    assert done.returncode == 1
    found = [(finding["level"], finding["column"], finding["found"]) for finding in json.loads(done.stdout)]
    assert ("error", "comparator", "genau") in found
    done = claimpack("validate", cwd=folder)
    assert done.returncode == 1
    assert "genau" in done.stdout


def test_messages_in_any_encoding(tmp_path: Path, claimpack: Callable) -> None:
    env = {"PYTHONIOENCODING": "iso-8859-1"}
    done = claimpack("extract", "\N{SNOWMAN}.txt", "--out", "out", cwd=tmp_path, env=env)
    assert done.returncode == 2
    assert "\\u2603.txt" in done.stderr


def test_warnings_do_not_fail(tmp_path: Path, claimpack: Callable) -> None:
    (tmp_path / "a.txt").write_bytes(("\ufeff" + ARTICLE.replace("\n", "\r\n")).encode())
    done = claimpack("extract", "a.txt", "--out", "out", cwd=tmp_path)
    assert done.returncode == 0
    assert [line.split(":")[0] for line in done.stderr.splitlines() if line[0] != " "] == [
        "warning CP111",
        "warning CP112",
    ]
    assert claimpack("extract", "a.txt", "--out", "out", "--quiet", cwd=tmp_path).stderr == ""


@pytest.mark.slow
def test_interrupted(make_project: Callable[..., Path]) -> None:
    folder = make_project()
    before = snapshot(folder)
    command = [sys.executable, "-m", "claimpack", "build", "--project", folder]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    while not any(".new-" in path.name for path in folder.iterdir()):
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert out == ""
    assert err.strip() == "Interrupted."
    assert snapshot(folder) == before


def test_no_bar_without_a_terminal(capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimpack.progress.AFTER", 0.01)
    with Progress(2) as bar:
        bar.step("reading")
        time.sleep(0.1)
    assert capsys.readouterr().err == ""


def test_bar_on_a_terminal() -> None:
    code = (
        "import time\n"
        "from claimpack.progress import Progress\n"
        "for quiet, steps, wait in ((True, 2, 0.55), (False, 1, 0.2), (False, 3, 0.55)):\n"
        "    with Progress(3, quiet) as bar:\n"
        "        for number in range(steps):\n"
        "            bar.step(f'step {number}')\n"
        "            time.sleep(wait)\n"
    )
    parent, child = pty.openpty()
    subprocess.run([sys.executable, "-c", code], stderr=child, check=True)
    os.close(child)
    told = os.read(parent, 10_000).decode()
    assert told.startswith("\r\033[K[##########--------------------] step 1 (1 s)")
    assert "\r\033[K[####################----------] step 2 (1 s)" in told
    assert told.endswith("\r\033[K")

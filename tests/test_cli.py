"""The command line: what it prints where, and with which status it ends."""

import json
import os
import pty
import resource
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from claimpack import __version__
from claimpack.build import build_project
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
        # Processor time, which does not count what other programs do meanwhile.
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
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
        (["site"], "--out"),
        (["site", "--out", "p"], "claimpack init"),
        (["site", "--out", "p", "--package", "nichts"], "nichts"),
        (["site", "--out", "p", "--lang", "fr"], "fr"),
        (["site", "--out", ""], "the path is empty"),
        (["validate", ""], "the path is empty"),
        (["extract", "", "--out", "out"], "the path is empty"),
        (["extract", "a.txt", "--out", ""], "the path is empty"),
        (["build", "--project", ""], "the path is empty"),
        (["extract", "a.txt", "--out", "out", "--published", ""], "--published is not a date"),
        (["extract", "a.txt", "--out", "out", "--published", "2024-13-45"], "--published is not a date"),
    ],
)
def test_false_calls(arguments: Sequence[str], words: str, tmp_path: Path, claimpack: Callable) -> None:
    done = claimpack(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert words in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", ["", "\n", "colour\nred\n", "file;published\na.txt;2025-03-12\n"])
def test_manifest_of_no_article(content: str, tmp_path: Path, claimpack: Callable) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)
    (tmp_path / "m.csv").write_text(content)
    done = claimpack("extract", "a.txt", "--out", "out", "--manifest", "m.csv", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("error CP202: m.csv:1: the manifest has no column file or source_id")
    assert not (tmp_path / "out").exists()


def test_manifest_with_a_column_that_is_not_known(
    tmp_path: Path, make_project: Callable[..., Path], claimpack: Callable
) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)
    (tmp_path / "m.csv").write_text("file,publishd,farbe\na.txt,2025-03-11,\n")
    done = claimpack("extract", "a.txt", "--out", "out", "--manifest", "m.csv", cwd=tmp_path)
    assert done.returncode == 0
    assert [line for line in done.stderr.splitlines() if line[0] != " "] == [
        "warning CP202: m.csv:2, column publishd: a column that is not known; it is not used (found: 2025-03-11)"
    ]
    manifest = make_project() / "raw/articles.csv"
    header, first, *rest = manifest.read_text().splitlines()
    manifest.write_text("\n".join([f"{header},farbe", f"{first},rot", *rest]) + "\n")
    done = claimpack("build", "--check", "--project", manifest.parent)
    assert "warning CP202: " in done.stderr
    assert ":2, column farbe: " in done.stderr


def test_two_files_of_one_id(tmp_path: Path, claimpack: Callable) -> None:
    for name in ("a.txt", "a.html"):
        (tmp_path / name).write_text(ARTICLE)
    done = claimpack("extract", "a.txt", "a.html", "--out", "out", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("error CP110: a.html: the article a.txt has the same id; this one is skipped")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read(tmp_path: Path, claimpack: Callable) -> None:
    for name in ("a.txt", "geheim.txt", "zu/b.txt", "datapackage.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(ARTICLE)
    for name in ("geheim.txt", "zu", "datapackage.json"):
        (tmp_path / name).chmod(0)
    try:
        done = claimpack("extract", "a.txt", "geheim.txt", "zu", "zu/b.txt", "--out", "out", cwd=tmp_path)
        assert (done.returncode, done.stdout[:14]) == (1, "out: 1 sources")
        assert [line for line in done.stderr.splitlines() if line[0] != " "] == [
            "error CP101: geheim.txt: the file cannot be read: Permission denied",
            "error CP101: zu/b.txt: the file cannot be read: Permission denied",
            "error CP101: zu: the folder cannot be read",
        ]
        for path, told in (
            (".", "CP413: datapackage.json: cannot be read: Permission denied"),
            ("zu/claims.csv", "CP411: zu/claims.csv: no such file or folder, or none that you may see"),
        ):
            done = claimpack("validate", path, cwd=tmp_path)
            assert (done.returncode, done.stderr.strip()) == (2, f"error {told}")
    finally:
        (tmp_path / "zu").chmod(0o700)


@pytest.mark.parametrize(
    ("closed", "path", "status"),
    [
        (">&- 2>&-", "claims.csv", 1),
        (">&-", "nichts.csv", 2),
        ("2>&-", "nichts.csv", 2),
        ("<&-", "nichts.csv", 2),
    ],
)
def test_streams_that_are_closed(closed: str, path: str, status: int, tmp_path: Path) -> None:
    (tmp_path / "claims.csv").write_text("claim_id\n")
    program = f"{shlex.quote(sys.executable)} -m claimpack validate {path} {closed}"
    done = subprocess.run(["sh", "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (status, False)


def test_reader_that_has_gone(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "claimpack", "init", "projekt"],
        cwd=tmp_path,
        stdout=write,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (1, "")


def test_unknown_id_of_any_length(make_project: Callable[..., Path], claimpack: Callable) -> None:
    folder = make_project()
    build_project(folder)
    for row_id in ("", "::::", "a:1-9" + "9" * 100, "2025-03-12-techniker:0-" + "9" * 30, "x" * 100_000, "\udcff"):
        done = claimpack("show", row_id, "--project", folder)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("error CP312")
        assert len(done.stderr) < 1000


def test_project_from_start_to_end(tmp_path: Path, make_project: Callable[..., Path], claimpack: Callable) -> None:
    folder = make_project()
    done = claimpack("build", cwd=folder / "raw/articles")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("../../datapackage: 2 sources")
    assert claimpack("build", "--quiet", cwd=folder).stdout == ""
    done = claimpack("validate", cwd=folder)
    assert (done.returncode, done.stdout.partition("checked\n")[0]) == (0, "0 errors, 0 warnings\n")
    assert "  evidence: 2 articles at hand\n" in done.stdout
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
    assert process.returncode == 130
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

"""What many tests use: an article of our own, projects to build, and the command line as a process."""

import csv
import hashlib
import io
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from claimpack.cli import main
from claimpack.init import start_project
from claimpack.manifest import COLUMNS

ROOT = Path(__file__).parents[1]

ARTICLE = """\
Norwegen schickt 40 Techniker nach Island

Stand: 12.03.2025 09:15 Uhr

Norwegen hat nach Angaben des Verteidigungsministeriums in Oslo 40 Techniker nach Island geschickt. Sie sollen dort \
beschädigte Stromleitungen reparieren.

Laut der Uno wurden bei dem Sturm mindestens 300 Häuser beschädigt. "Wir brauchen noch einmal 25 Fachleute", sagte \
Ministerpräsidentin Katrín Hauksdóttir am Dienstag in Reykjavik. Deutschland prüft die Anfrage.
"""

SECOND = """\
Finnland liefert 1200 Zelte in die Türkei

18. Januar 2025

Finnland hat rund 1200 Zelte in die Türkei geliefert, wie das Außenministerium in Helsinki mitteilte. Insgesamt seien \
etwa 5000 Menschen ohne Unterkunft, sagte ein Sprecher der türkischen Regierung.
"""


@pytest.fixture(scope="session")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dataset in all formats, in a folder ``exports`` beside its package, as people have them."""
    folder = tmp_path_factory.mktemp("dataset")
    (folder / "datapackage").symlink_to(ROOT / "datapackage")
    return exported(folder)


def exported(folder: Path) -> Path:
    """The folder ``exports``, made there from the package in ``datapackage``."""
    from claimpack.export import FORMATS, write
    from claimpack.loading import read

    (folder / "exports").mkdir()
    write(FORMATS, read(folder / "datapackage"), folder / "exports")
    return folder / "exports"


@pytest.fixture
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture
def article_text() -> str:
    return ARTICLE


@pytest.fixture
def make_project(tmp_path: Path) -> Callable[..., Path]:
    """Make a project of articles (name -> text or bytes), each with its row; ``cells`` adds to the rows by name."""

    def make(
        articles: Mapping[str, str | bytes] | None = None,
        cells: Mapping[str, Mapping[str, str]] | None = None,
        folder: Path = tmp_path / "project",
    ) -> Path:
        start_project(folder)
        if articles is None:
            articles = {"2025-03-12-techniker.txt": ARTICLE, "2025-01-18-zelte.txt": SECOND}
        with (folder / "raw/articles.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
            writer.writeheader()
            for name, text in articles.items():
                raw = text.encode() if isinstance(text, str) else text
                (folder / "raw/articles" / name).write_bytes(raw)
                row = {"file": name, "sha256": hashlib.sha256(raw).hexdigest()}
                writer.writerow(row | dict((cells or {}).get(name, {})))
        return folder

    return make


@pytest.fixture(scope="session")
def warm() -> None:
    """What the commands import when they need it, and each process would import anew."""
    import frictionless
    import pandera.pandas

    assert frictionless
    assert pandera.pandas


@pytest.fixture
def claimpack(warm: None) -> Callable[..., subprocess.CompletedProcess]:
    """Run the command line as a process; no run may end in a traceback.

    It is a fork of this one, which has all imports done, but where ``env`` says that it needs another start.
    """

    def run(
        *arguments: object, cwd: Path = ROOT, env: Mapping[str, str] | None = None, stdin: str = ""
    ) -> subprocess.CompletedProcess:
        command = [str(argument) for argument in arguments]
        if env:
            done = subprocess.run(
                [sys.executable, "-m", "claimpack", *command],
                input=stdin,
                capture_output=True,
                encoding="utf-8",
                env={**os.environ, **env},
                cwd=cwd,
                timeout=120,
                check=False,
            )
        else:
            done = run_forked(command, cwd, stdin)
        assert "Traceback" not in done.stderr, done.stderr
        return done

    return run


def run_forked(command: list[str], cwd: Path, stdin: str) -> subprocess.CompletedProcess:
    """Run ``claimpack`` in a fork of this process, with its output in files, and what a person types."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if child == 0:
            status = 70
            try:
                os.chdir(cwd)
                sys.stdin = io.StringIO(stdin)
                sys.stdout = io.TextIOWrapper(out, encoding="utf-8")
                sys.stderr = io.TextIOWrapper(err, encoding="utf-8")
                main(command)
            except SystemExit as end:
                status = end.code
            except BaseException:
                traceback.print_exc()
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(status)
        _, status = os.waitpid(child, 0)
        told = []
        for stream in (out, err):
            stream.seek(0)
            told.append(stream.read().decode())
    return subprocess.CompletedProcess(["claimpack", *command], os.waitstatus_to_exitcode(status), *told)


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

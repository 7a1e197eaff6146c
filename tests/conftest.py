"""What many tests use: an article of our own, projects to build, and the command line as a process."""

import csv
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

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


@pytest.fixture
def claimpack() -> Callable[..., subprocess.CompletedProcess]:
    """Run the command line in a process of its own; no run may end in a traceback."""

    def run(*arguments: object, env: Mapping[str, str] | None = None, **options: object) -> subprocess.CompletedProcess:
        command = [sys.executable, "-m", "claimpack", *map(str, arguments)]
        environment = {**os.environ, **(env or {})}
        done = subprocess.run(
            command, capture_output=True, encoding="utf-8", env=environment, timeout=120, check=False, **options
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done

    return run


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

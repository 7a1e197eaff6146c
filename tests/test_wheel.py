"""The wheel, made from the source distribution and installed in a new environment, does the job in an empty folder."""

import csv
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ARTICLE = """\
Schweden schickt 15 Löschflugzeuge nach Griechenland

21. Juli 2025

Schweden will nach Angaben der Regierung in Stockholm 15 Löschflugzeuge nach Griechenland schicken. Die Nato begrüßte \
die Entscheidung. "Wir rechnen mit mindestens 200 Helfern", sagte ein Sprecher des griechischen Innenministeriums.
"""


def run(command: Sequence[object], **options: object) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, env=environment, check=False, **options
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root, folder = Path(__file__).parents[1], tmp_path_factory.mktemp("sdist")
    run([sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", folder], cwd=root)
    return next(folder.glob("*.tar.gz"))


@pytest.fixture(scope="module")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    shutil.unpack_archive(sdist, folder)
    source = next(folder.iterdir())
    run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=source)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel; what it depends on is taken from the one that runs the tests.

    That one's packages are seen through a .pth file, whose own .pth files count for nothing: the checkout is not seen.
    """
    folder = tmp_path_factory.mktemp("environment") / "venv"
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin/python"
    packages = Path(run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]).strip())
    install = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index"]
    run([*install, wheel])
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder


def test_no_article_ships(sdist: Path, wheel: Path, root: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {member.name.partition("/")[2] for member in archive}
    assert not [name for name in names if name.startswith(("raw", "datapackage"))]
    assert {"pyproject.toml", "README.md", "LICENSE", "schema/claims.json", "tests/test_wheel.py"} <= names
    with zipfile.ZipFile(wheel) as archive:
        shipped = set(archive.namelist())
    assert not [name for name in shipped if "raw/" in name or "test" in name]


def test_all_of_the_package_ships(wheel: Path, root: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        shipped = set(archive.namelist())
    tracked = run(["git", "ls-files", "scripts/claimpack", "schema"], cwd=root).split()
    expected = {name.removeprefix("scripts/").replace("schema/", "claimpack/schema/", 1) for name in tracked}
    assert expected <= shipped
    assert any(name.startswith("claimpack/german/words/") for name in expected)
    assert any(name.startswith("claimpack/authority/") and name.endswith(".csv") for name in expected)


def test_extracts_in_an_empty_folder(environment: Path, tmp_path: Path) -> None:
    where = run([environment / "bin/python", "-c", "import claimpack; print(claimpack.__file__)"], cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(environment)
    (tmp_path / "artikel.txt").write_text(ARTICLE, encoding="utf-8")
    claimpack = environment / "bin/claimpack"
    told = run([claimpack, "extract", "artikel.txt", "--out", "claims"], cwd=tmp_path)
    assert told.startswith("claims: 1 sources")
    assert run([claimpack, "validate", "claims"], cwd=tmp_path).startswith("0 errors, 0 warnings\n")
    tables = {}
    for path in (tmp_path / "claims").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            tables[path.stem] = list(csv.DictReader(stream))
    assert tables["sources"][0]["published"] == "2025-07-21"
    listed = {row["actor_id"]: row for row in tables["actors"] if row["status"] == "listed"}
    assert {"sweden", "greece", "nato"} <= listed.keys()
    assert listed["sweden"]["wikidata_id"] == "Q34"
    numbers = {(row["low"], row["item"]) for row in tables["quantities"]}
    assert {("15", "Löschflugzeuge"), ("200", "Helfern")} <= numbers
    assert any(row["form"] == "direct" and row["claimant_id"] for row in tables["claims"])


def test_starts_a_project(environment: Path, tmp_path: Path) -> None:
    run([environment / "bin/claimpack", "init", "mein projekt"], cwd=tmp_path)
    assert (tmp_path / "mein projekt/raw/articles.csv").is_file()

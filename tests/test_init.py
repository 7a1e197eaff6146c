"""Starting a project: it is laid out as the other commands want it, and nothing is overwritten."""

from collections.abc import Callable
from pathlib import Path

import pytest

from claimpack.errors import ClaimpackError
from claimpack.init import start_project
from claimpack.manifest import read_manifest
from claimpack.project import Project, read_description
from conftest import snapshot


def test_layout(tmp_path: Path) -> None:
    start_project(tmp_path / "Neue Claims")
    project = Project(tmp_path / "Neue Claims")
    assert read_manifest(project.manifest) == []
    assert read_description(project.description)["name"] == "neue-claims"
    assert project.articles.is_dir()
    assert (project.raw / "contributions").is_dir()
    assert "claimpack build" in (project.folder / "README.md").read_text()


@pytest.mark.parametrize("there", ["raw/notizen.txt", "README.md"])
def test_nothing_is_overwritten(there: str, tmp_path: Path) -> None:
    path = tmp_path / there
    path.parent.mkdir(exist_ok=True)
    path.write_text("meins")
    before = snapshot(tmp_path)
    with pytest.raises(ClaimpackError) as caught:
        start_project(tmp_path)
    assert caught.value.code == "CP209"
    assert snapshot(tmp_path) == before


def test_other_files_stay(tmp_path: Path) -> None:
    (tmp_path / "notizen.txt").write_text("meins")
    start_project(tmp_path)
    assert (tmp_path / "notizen.txt").read_text() == "meins"


def test_not_writable(tmp_path: Path) -> None:
    (tmp_path / "datei").write_text("")
    with pytest.raises(ClaimpackError) as caught:
        start_project(tmp_path / "datei/projekt")
    assert caught.value.code == "CP301"


def test_empty_project_has_nothing_to_build(tmp_path: Path, claimpack: Callable) -> None:
    assert claimpack("init", tmp_path / "p").returncode == 0
    done = claimpack("build", "--project", tmp_path / "p")
    assert done.returncode == 2
    assert "CP304" in done.stderr
    assert not (tmp_path / "p/datapackage").exists()

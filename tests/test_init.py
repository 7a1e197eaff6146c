"""Starting a project: it is laid out as the other commands want it, and nothing is overwritten."""

from collections.abc import Callable
from pathlib import Path

import pytest

from claimpack.errors import ClaimpackError
from claimpack.init import start_project
from claimpack.manifest import read_manifest
from claimpack.project import Project, read_description
from conftest import snapshot
from releasing import git


def test_layout(tmp_path: Path) -> None:
    start_project(tmp_path / "Neue Claims")
    project = Project(tmp_path / "Neue Claims")
    assert read_manifest(project.manifest) == []
    assert read_description(project.description)["name"] == "neue-claims"
    assert project.articles.is_dir()
    assert (project.raw / "contributions").is_dir()
    assert "claimpack build" in (project.folder / "README.md").read_text()


def test_what_commands_write_is_not_committed(tmp_path: Path) -> None:
    start_project(tmp_path)
    git(tmp_path, "init", "--quiet")
    written = ("dist/p-0.1.0/p.zip", "exports/dataset.db", "page/index.html", ".datapackage.new-1a2b/claims.csv")
    unfinished = ("claims.unfinished/part-000001/claims.csv", ".exports.old-1a2b/dataset.db")
    kept = ("datapackage/claims.csv", "raw/articles/exports/a.txt", "notes/.page.txt")
    for name in (*written, *unfinished, *kept):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    seen = git(tmp_path, "ls-files", "--others", "--exclude-standard").split()
    assert set(seen) == {".gitignore", "README.md", "raw/articles.csv", "raw/package.json", *kept}


def test_a_list_of_what_git_ignores_stays(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine\n")
    assert ".gitignore" in start_project(tmp_path)
    assert (tmp_path / ".gitignore").read_text() == "mine\n"


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

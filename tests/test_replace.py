"""Putting a package in the place of the old one: killed at any moment, one of them lies there whole."""

import errno
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from claimpack import replace
from claimpack.errors import ClaimpackError
from claimpack.replace import replacing
from conftest import snapshot

OLD = {"a.csv": b"old", "b.csv": b"old"}
NEW = {"a.csv": b"new", "b.csv": b"new", "c.csv": b"new"}
# What Python tells an audit hook before it changes something on disk.
CHANGES = {"open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree", "ctypes.dlsym", "fcntl.flock"}


def anything(folder: Path) -> None:
    """Any folder may be replaced."""


def fill(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        (folder / name).write_bytes(content)


def put(target: Path, files: dict[str, bytes]) -> None:
    with replacing(target, anything) as folder:
        fill(folder, files)


def killed_at(moment: int, target: Path) -> bool:
    """Put NEW into ``target`` in a process that is killed before its change number ``moment``; False if it ended."""
    child = os.fork()
    if child == 0:
        left = [moment]

        def count(event: str, _: tuple) -> None:
            if event in CHANGES:
                left[0] -= 1
                if left[0] < 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        put(target, NEW)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) == 0
    return False


@pytest.mark.parametrize("at_once", [True, False])
def test_killed_at_every_moment(at_once: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not at_once:
        monkeypatch.setattr(replace, "exchange", lambda one, other: False)
    target = tmp_path / "package"
    for moment in range(1000):
        put(target, OLD)
        if not killed_at(moment, target):
            break
        whole = [snapshot(path) for path in tmp_path.iterdir() if path == target or ".old-" in path.name]
        assert OLD in whole or NEW in whole
        if at_once:
            assert snapshot(target) in (OLD, NEW)
        with replacing(target, anything) as folder:
            assert snapshot(target) in (OLD, NEW)
            fill(folder, OLD)
        assert [path.name for path in tmp_path.iterdir()] == ["package"]
    assert moment > 10
    assert snapshot(target) == NEW


def test_error_leaves_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "package"
    put(target, OLD)
    with pytest.raises(ZeroDivisionError), replacing(target, anything) as folder:
        fill(folder, NEW)
        raise ZeroDivisionError
    assert snapshot(tmp_path) == {f"package/{name}": content for name, content in OLD.items()}
    assert list(tmp_path.iterdir()) == [target]


def test_full_disk(tmp_path: Path) -> None:
    target = tmp_path / "package"
    put(target, OLD)
    with pytest.raises(ClaimpackError) as caught, replacing(target, anything) as folder:
        fill(folder, NEW)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert caught.value.code == "CP301"
    assert "No space left" in str(caught.value)
    assert snapshot(target) == OLD
    assert list(tmp_path.iterdir()) == [target]


def test_read_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "package"
    put(target, OLD)

    def refuse(self: Path, *_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(self))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(ClaimpackError, match="Read-only") as caught:
        put(target, NEW)
    assert str(target) in str(caught.value)
    monkeypatch.undo()
    assert snapshot(target) == OLD


def test_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "datei").write_text("")
    with pytest.raises(ClaimpackError) as caught:
        put(tmp_path / "datei/package", NEW)
    assert caught.value.code == "CP301"


def test_another_run_is_not_disturbed(tmp_path: Path) -> None:
    target = tmp_path / "package"
    with replacing(target, anything) as first:
        fill(first, OLD)
        put(target, NEW)
        assert snapshot(first) == OLD
        assert snapshot(target) == NEW
    assert snapshot(target) == OLD
    assert list(tmp_path.iterdir()) == [target]


def test_link_to_a_folder_stays(tmp_path: Path) -> None:
    put(tmp_path / "real/package", OLD)
    (tmp_path / "link").symlink_to(tmp_path / "real/package")
    put(tmp_path / "link", NEW)
    assert (tmp_path / "link").is_symlink()
    assert snapshot(tmp_path / "real/package") == NEW


def test_the_folder_one_is_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ClaimpackError) as caught:
        put(Path(), NEW)
    assert caught.value.code == "CP302"


def test_what_may_not_be_replaced_is_not(tmp_path: Path) -> None:
    target = tmp_path / "package"
    put(target, OLD)
    asked = []

    def later(folder: Path) -> None:
        asked.append(folder)
        if len(asked) > 1:
            raise ClaimpackError("CP303", "no", folder)

    with pytest.raises(ClaimpackError, match="CP303"), replacing(target, later) as folder:
        fill(folder, NEW)
    assert asked == [target, target]
    assert snapshot(target) == OLD
    assert list(tmp_path.iterdir()) == [target]


def test_rename_that_fails_is_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "package"
    put(target, OLD)
    rename: Callable = Path.rename

    def fail(self: Path, other: Path) -> Path:
        if ".new-" in self.name:
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
        return rename(self, other)

    monkeypatch.setattr(replace, "exchange", lambda one, other: False)
    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(ClaimpackError, match="busy"):
        put(target, NEW)
    assert snapshot(target) == OLD
    assert list(tmp_path.iterdir()) == [target]

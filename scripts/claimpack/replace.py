"""Puts a new folder in the place of an old one, so that at every moment one of them lies there whole.

The new folder is written beside its place, then the two are exchanged in one step (Linux), or the old one is moved
aside first (elsewhere; should the program be killed just then, the next run moves it back). Locks on the folders
themselves tell what another run is still writing from what a killed run left; they end with the process.
"""

import ctypes
import errno
import fcntl
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from claimpack.errors import ClaimpackError

AT_FDCWD = -100
RENAME_EXCHANGE = 2


@contextmanager
def replacing(target: Path, check: Callable[[Path], None]) -> Iterator[Path]:
    """Give an empty folder to write to; it takes the place of ``target`` if the block ends without an exception.

    ``check(target)`` raises where the folder that lies there must not be replaced; it is asked before and after. Raises
    CP301 where nothing can be written there (rights, a full disk), CP302 for the folder that the command runs in.
    """
    target = Path(os.path.realpath(target))
    if Path.cwd().is_relative_to(target):
        remedy = "Go to another folder, or name a folder of its own for what is written."
        raise ClaimpackError("CP302", "the folder that you are in cannot be replaced", target, remedy=remedy)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with locked(target.parent):
            recover(target)
            check(target)
            new = target.with_name(f".{target.name}.new-{secrets.token_hex(4)}")
            new.mkdir()
            mine = lock(new, wait=True)
        try:
            yield new
            with locked(target.parent):
                check(target)
                put(new, target)
        finally:
            if new.exists():
                shutil.rmtree(new)
            os.close(mine)
    except OSError as error:
        message = f"the folder cannot be written: {error.strerror or error}"
        remedy = "Nothing was changed. Check your rights there and the space that is left, or choose another folder."
        raise ClaimpackError("CP301", message, target, remedy=remedy) from error


def put(new: Path, target: Path) -> None:
    """Move ``new`` to ``target``; what lay there lies at ``new`` afterwards, or is gone."""
    if not target.exists():
        new.rename(target)
    elif not exchange(new, target):
        old = target.with_name(f".{target.name}.old-{secrets.token_hex(4)}")
        target.rename(old)
        try:
            new.rename(target)
        except OSError:
            old.rename(target)
            raise
        shutil.rmtree(old)


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False where the system or its file system cannot."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    if rename(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.ENOSYS, errno.EINVAL, errno.EXDEV):
        return False
    raise OSError(number, os.strerror(number), str(other))


def recover(target: Path) -> None:
    """Undo what killed runs left beside ``target``: move back what they moved aside, delete what is not finished."""
    old, new = f".{target.name}.old-", f".{target.name}.new-"
    for path in sorted(target.parent.iterdir()):
        if path.name.startswith(old) and not target.exists():
            path.rename(target)
        elif path.name.startswith(old):
            shutil.rmtree(path)
        elif path.name.startswith(new):
            try:
                handle = lock(path, wait=False)
            except BlockingIOError:
                continue  # another run is writing it
            shutil.rmtree(path)
            os.close(handle)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder; waits for whoever has it."""
    handle = lock(folder, wait=True)
    try:
        yield
    finally:
        os.close(handle)


def lock(folder: Path, wait: bool) -> int:
    """Lock a folder until the handle given is closed or the process ends; BlockingIOError if another has it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        os.close(handle)
        raise
    return handle

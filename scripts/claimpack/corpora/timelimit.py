"""Ends a piece of work that takes too long, in whatever thread of whatever process it runs."""

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class TooLong(BaseException):
    """Raised inside the work; a BaseException, so that nothing in there takes it for an error of its own."""


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise TooLong in the block once it has taken ``seconds``, as soon as it is in Python code again.

    A signal would end it a little sooner, but reaches main threads only, and workers of a cluster run in others.
    """
    here, lock, ended = threading.get_ident(), threading.Lock(), False

    def stop() -> None:
        with lock:
            if not ended:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(here), ctypes.py_object(TooLong))

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        with lock:
            ended = True
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(here), None)  # one that has not arrived yet
        timer.cancel()

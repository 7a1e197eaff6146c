"""The processes that partitions are extracted in: those of this machine, or the workers of a Dask cluster.

Either gives an executor of ``concurrent.futures``; which process does what, and what is tried again when one dies, is
theirs to decide. ``died`` are the errors by which they tell that a process died at its work.
"""

import gc
import os
import platform
import signal
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection, get_context
from threading import Thread
from typing import Any, Protocol

from claimpack import __version__
from claimpack.errors import ClaimpackError
from claimpack.extras import library

WAIT = 10  # seconds for a scheduler to answer
AHEAD = 2  # batches that wait for each worker, itself at one of them


class Engine(Protocol):
    """``slots`` is how many batches are handed out at a time."""

    slots: int
    died: tuple[type[BaseException], ...]

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Future: ...

    def renew(self) -> None:
        """Make good for processes that died."""

    def close(self) -> None:
        """End what this engine began; batches that are not done are given up."""


class Local:
    """Processes of this machine, as many as ``workers``."""

    died = (BrokenProcessPool,)

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self.slots = AHEAD * workers
        # Processes are begun in a thread of its own: an interruption of this one ends none half begun, and they inherit
        # from that one that it is not for them to tell.
        self.starter = ThreadPoolExecutor(1, None, signal.pthread_sigmask, (signal.SIG_BLOCK, {signal.SIGINT}))
        self._make()

    def _make(self) -> None:
        # Not forked: there are threads here, and a fork of this process would hold what it has in memory.
        context = get_context("spawn")
        end, self.lifeline = context.Pipe(duplex=False)
        self.executor = ProcessPoolExecutor(self.workers, context, initializer=_begin, initargs=(end,))

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Future:
        return self.starter.submit(self.executor.submit, function, *arguments).result()

    def renew(self) -> None:
        self._end()
        self._make()

    def _end(self) -> None:
        """End the processes, whatever they are at; what they shared is freed."""
        self.lifeline.close()
        self.executor.shutdown(cancel_futures=True)

    def close(self) -> None:
        self.starter.shutdown()
        self._end()


def _begin(lifeline: connection.Connection) -> None:
    """Settle a worker process: it ends as soon as the other end of the pipe is closed, be it by a kill."""

    def follow() -> None:
        lifeline.poll(None)
        os._exit(1)

    Thread(target=follow, daemon=True).start()
    gc.set_threshold(100_000, 50, 100)  # as in the command itself


class Dask:
    """The workers of a cluster that is there; CP351 where nothing answers, CP352 where a worker is of other make."""

    def __init__(self, scheduler: str) -> None:
        distributed = library("dask")
        self.died = (distributed.scheduler.KilledWorker,)
        remedy = "Is it running, is this its address, and may this machine reach it?"
        try:
            self.client = distributed.Client(scheduler, timeout=WAIT, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            message = f"no scheduler answers there: {' '.join(str(error).split())[:200]}"
            raise ClaimpackError("CP351", message, value=scheduler, remedy=remedy) from error
        try:
            threads = sum(self.client.nthreads().values())
            if not threads:
                message, remedy = "the scheduler has no workers", f"Start some: dask worker {scheduler} --nthreads 1"
                raise ClaimpackError("CP351", message, value=scheduler, remedy=remedy)
            self._compare()
        except BaseException:
            self.client.close()
            raise
        self.slots = AHEAD * threads
        self.executor = self.client.get_executor(pure=False)

    def _compare(self) -> None:
        remedy = "Install the same versions everywhere."
        try:
            found = self.client.run(versions)
        except Exception as error:  # whatever an import on another machine may raise
            message = f"a worker cannot load claimpack: {' '.join(str(error).split())[:200]}"
            raise ClaimpackError("CP352", message, remedy=remedy) from error
        for worker, theirs in sorted(found.items()):
            if theirs != versions():
                told = ", ".join(f"{name} {value}" for name, value in theirs.items() if value != versions()[name])
                ours = ", ".join(f"{name} {value}" for name, value in versions().items() if value != theirs[name])
                raise ClaimpackError("CP352", f"the worker {worker} has {told}, not {ours}", remedy=remedy)

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Future:
        return self.executor.submit(function, *arguments)

    def renew(self) -> None:
        """The cluster begins its own workers anew."""

    def close(self) -> None:
        self.executor.shutdown(wait=False)
        self.client.close()


def versions() -> dict[str, str]:
    """What must be the same everywhere for the same rows to come out."""
    from importlib.metadata import version

    return {
        "claimpack": __version__,
        "Python": ".".join(platform.python_version_tuple()[:2]),
        **{name: version(name) for name in ("HanTa", "numpy", "pyarrow")},
    }

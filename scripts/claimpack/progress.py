"""A progress bar on standard error: on a terminal only, and only once the work has taken a second."""

import sys
import threading
import time
from types import TracebackType

AFTER = 1.0
EVERY = 0.2
WIDTH = 30


class Progress:
    """Says how far some work is, from a thread of its own: even while one step takes long.

    ``step`` is called at the beginning of each of ``total`` steps. Nothing is written if ``quiet``, or where standard
    error is no terminal; when the work ends the line is cleared.
    """

    def __init__(self, total: int, quiet: bool = False) -> None:
        self.total = total
        self.done = -1
        self.label = ""
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._draw, daemon=True) if not quiet and sys.stderr.isatty() else None

    def step(self, label: str) -> None:
        """The next step begins."""
        self.done += 1
        self.label = label

    def to(self, done: int, label: str) -> None:
        """So many of the steps are done: for work that is counted in bytes rather than begun step by step."""
        self.done = done
        self.label = label

    def clear(self) -> None:
        """Clears the line, so that something else can be written; the bar goes on below."""
        if self.thread:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()

    def __enter__(self) -> "Progress":
        if self.thread:
            self.thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.ended.set()
        if self.thread:
            self.thread.join()

    def _draw(self) -> None:
        began, wait = time.monotonic(), AFTER
        while not self.ended.wait(wait):
            filled = WIDTH * min(max(self.done, 0), self.total) // max(self.total, 1)
            bar = "#" * filled + "-" * (WIDTH - filled)
            seconds = int(time.monotonic() - began)
            sys.stderr.write(f"\r\033[K[{bar}] {self.label} ({seconds} s)")
            sys.stderr.flush()
            wait = EVERY
        if wait == EVERY:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()

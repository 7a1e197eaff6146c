"""A progress bar on standard error: on a terminal only, and only once the work has taken a second."""

import sys
import time
from collections.abc import Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")
AFTER = 1.0
WIDTH = 30


def progress(items: Sequence[Item], label: str, quiet: bool = False) -> Iterator[Item]:
    """Yield the items; draw how many of them are done, and clear the line at the end."""
    shown, began = False, time.monotonic()
    watched = not quiet and sys.stderr.isatty()
    try:
        for done, item in enumerate(items):
            if watched and time.monotonic() - began > AFTER:
                filled = WIDTH * done // len(items)
                bar = "#" * filled + "-" * (WIDTH - filled)
                print(f"\r{label} [{bar}] {done}/{len(items)}", end="", file=sys.stderr, flush=True)
                shown = True
            yield item
    finally:
        if shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)

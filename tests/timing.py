"""Whether a reader's time grows with the text and no faster."""

import time
from collections.abc import Callable
from typing import TypeVar

Input = TypeVar("Input")


def assert_linear(read: Callable[[Input], object], make: Callable[[int], Input], size: int, times: int = 4) -> None:
    """``read`` takes for ``times`` times the text not much more than ``times`` the processor time.

    ``make`` gives a text of about so many characters. The factor 2.5 is for a busy machine; what is quadratic takes
    ``times`` squared.
    """

    def seconds(characters: int) -> float:
        text = make(characters)
        began = time.process_time()
        read(text)
        return time.process_time() - began

    seconds(size // 10)
    small = min(seconds(size) for _ in range(3))
    assert_below(lambda: seconds(times * size), 2.5 * times * small + 0.2)


def assert_below(measure: Callable[[], float], limit: float, tries: int = 5) -> None:
    """One of several measurements stays below ``limit``: a busy machine upsets some of them, but hardly all."""
    measured = []
    for _ in range(tries):
        measured.append(measure())
        if measured[-1] < limit:
            return
    raise AssertionError(f"{measured} are not below {limit}")

"""Whether a reader's time grows with the text and no faster."""

import time
from collections.abc import Callable
from typing import TypeVar

Input = TypeVar("Input")


def assert_linear(read: Callable[[Input], object], make: Callable[[int], Input], size: int, times: int = 4) -> None:
    """``read`` takes for ``times`` times the text not much more than ``times`` the processor time.

    ``make`` gives a text of about so many characters. The factor 2.5 and the fifth of a second are for a busy machine;
    what is quadratic takes ``times`` squared.
    """

    def seconds(characters: int) -> float:
        text = make(characters)
        began = time.process_time()
        read(text)
        return time.process_time() - began

    seconds(size // 10)
    small = min(seconds(size) for _ in range(3))
    large = min(seconds(times * size) for _ in range(2))
    assert large < 2.5 * times * small + 0.2

"""What is said to a person when something is wrong.

A ``Problem`` says where (file, physical line, column), what was found and what to do, with a stable code and a level.
``ClaimpackError`` raises one. The commands print them on standard error.

Codes: CP1xx an article, CP2xx the manifest, the project folder and contributions, CP3xx a build or export and its
target.
"""

from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. ``line`` is a physical line of ``file``, from 1; ``level`` is "error" or "warning"."""

    code: str
    message: str
    file: str | None = None
    line: int | None = None
    column: str | None = None
    value: str | None = None
    remedy: str | None = None
    level: str = "error"

    def as_warning(self) -> "Problem":
        """The same, as a thing to know rather than an error."""
        return replace(self, level="warning")

    def __str__(self) -> str:
        place = self.file or ""
        if self.line is not None:
            place += f":{self.line}"
        if self.column:
            place += f", column {self.column}" if place else f"column {self.column}"
        text = f"{self.level} {self.code}: "
        if place:
            text += f"{place}: "
        text += self.message
        if self.value is not None:
            text += f" (found: {self.value})"
        if self.remedy:
            text += "\n  " + self.remedy.replace("\n", "\n  ")
        return text


def number_of(number: int, what: str) -> str:
    """``3 rows``, ``1 row``."""
    return f"{number} {what}" + ("" if number == 1 else "s")


class ClaimpackError(Exception):
    """A problem that stops what was being done to ``file``; its text is meant for the person who ran the command."""

    def __init__(
        self,
        code: str,
        message: str,
        file: str | Path | None = None,
        line: int | None = None,
        column: str | None = None,
        value: str | None = None,
        remedy: str | None = None,
    ) -> None:
        self.problem = Problem(code, message, None if file is None else str(file), line, column, value, remedy)
        super().__init__(str(self.problem))

    @classmethod
    def of(cls, problem: Problem) -> "ClaimpackError":
        """The error that a problem is, where nothing but it is to be told."""
        return cls(*astuple(problem)[:-1])

    def __reduce__(self) -> tuple[type["ClaimpackError"], tuple[Any, ...]]:
        """What makes it anew in another process."""
        return ClaimpackError, astuple(self.problem)[:-1]

    @property
    def code(self) -> str:
        return self.problem.code

    def __str__(self) -> str:
        return str(self.problem)

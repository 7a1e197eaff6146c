"""Version numbers by Semantic Versioning 2.0.0, and how far one must be raised for what changed."""

import re
from dataclasses import dataclass

_NUMBER = r"(0|[1-9][0-9]*)"
_PRE = r"(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)"
_FORM = re.compile(rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}(?:-({_PRE}(?:\.{_PRE})*))?(?:\+[0-9A-Za-z.-]+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Version:
    """A version: its three numbers and what stands behind the hyphen. Build metadata are not compared, and not kept."""

    numbers: tuple[int, int, int]
    pre: str = ""

    @property
    def precedence(self) -> tuple[object, ...]:
        """What versions are ordered by: a pre-release goes before its release, numbers in it before words."""
        parts = [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in self.pre.split(".")]
        return (self.numbers, 1, ()) if not self.pre else (self.numbers, 0, tuple(parts))

    def __str__(self) -> str:
        return ".".join(map(str, self.numbers)) + (f"-{self.pre}" if self.pre else "")


def parse(text: str) -> Version | None:
    """The version that ``text`` is; None where it is none."""
    found = _FORM.fullmatch(text)
    if found is None:
        return None
    major, minor, patch = (int(found[number]) for number in (1, 2, 3))
    return Version((major, minor, patch), found[4] or "")


def least(last: Version, level: str) -> Version:
    """The smallest version after ``last`` for changes of a ``level``: "major", "minor", "patch" or "none".

    Below 1.0.0 what is incompatible raises the second number, since nobody was promised more. What follows a
    pre-release need be no greater than the release that it announced.
    """
    major, minor, patch = last.numbers
    if last.pre:
        return Version(last.numbers)
    if level == "major" and major:
        return Version((major + 1, 0, 0))
    if level in ("major", "minor"):
        return Version((major, minor + 1, 0))
    return Version((major, minor, patch + 1))

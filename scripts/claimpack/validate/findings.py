"""What validation finds; ``formats`` has the ways in which it is printed.

Codes: CP25x and CP26x contributions, CP41x opening a package, CP5xx columns, rows and cells, CP6xx keys and derived
tables, CP70x rules across columns, CP75x and CP76x the meaning, CP8xx evidence in the articles, CP9xx what Frictionless
alone found. A code keeps its meaning.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from claimpack import table_schema
from claimpack.csvfile import Record
from claimpack.errors import number_of

LEVELS = ("error", "warning", "note")
# Signs that are not seen, or that change how those after them are: controls, marks of direction, signs without width.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a package.

    ``line`` is a physical line of ``file``, from 1; ``key`` the primary key of the row, its columns joined by " + ";
    ``check`` the constraint, key or rule that failed; ``found`` the text that stands there.
    """

    code: str
    level: str
    message: str
    file: str
    line: int | None = None
    column: str | None = None
    key: str | None = None
    check: str | None = None
    found: str | None = None
    expected: str | None = None
    remedy: str | None = None

    def __str__(self) -> str:
        place = self.file
        if self.line is not None:
            place += f":{self.line}"
        if self.column:
            place += f", column {self.column}"
        if self.key:
            place += f", row {self.key}"
        lines = [f"{self.level} {self.code}: {place}: {self.message}"]
        lines += [f"  {name}: {text}" for name, text in (("found", self.found), ("expected", self.expected)) if text]
        if self.remedy:
            lines.append(f"  {self.remedy}")
        return "\n".join(map(visible, lines))


@dataclass(frozen=True, slots=True)
class Checked:
    """A level of checks: whether it was done, on what ("7 of 8 tables"), and how much was found on it.

    What is not at hand to compare with, such as the articles, is no fault, and so it stands here only.
    """

    level: str
    done: bool
    what: str
    errors: int
    warnings: int

    def __str__(self) -> str:
        numbers = [(self.errors, "error"), (self.warnings, "warning")]
        found = ", ".join(number_of(number, what) for number, what in numbers if number)
        return f"{self.level}: {self.what}" + (f" ({found})" if found else "")


@dataclass(frozen=True, slots=True)
class Report:
    """The findings about one package, table or contribution.

    ``folder``, or a zip file, is where the names of files in findings begin; ``tables`` has, by these names, the
    records of the tables that could be read, the header first; ``checked`` says what was looked at.
    """

    subject: str
    findings: Sequence[Finding]
    folder: Path = Path()
    tables: Mapping[str, Sequence[Record]] = field(default_factory=dict)
    checked: Sequence[Checked] = ()

    def place(self, file: str) -> str:
        """The path of a file of a finding from the folder that one is in, with "/"; absolute where it is not below."""
        path, here = (self.folder / file).absolute(), Path.cwd()
        return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()


def table_of(file: str) -> str:
    """The table that a file of a package is, or belongs to: claims.csv, or claims/part-000001.parquet."""
    path = PurePosixPath(file)
    return path.stem if path.parent.name not in table_schema.tables() else path.parent.name


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Findings without doubles, errors first, then by file, line, column and code; how many more there are last."""

    def place(f: Finding) -> tuple[object, ...]:
        more = f.code == "CP449"
        return more, LEVELS.index(f.level), f.file, f.line or 0, f.column or "", f.code, f.check or "", str(f)

    return sorted(set(findings), key=place)


def at_most(
    limit: int, findings: Iterable[Finding], cut: Mapping[str, int] | None = None, first: Collection[Finding] = ()
) -> list[Finding]:
    """The first ``limit`` findings in their order, and one (CP449) that says how many there are more, if any.

    ``cut`` has the numbers, by level, of those that were left out before; those of ``first`` go before all others.
    """
    early = set(first)
    ordered = sorted(in_order(findings), key=lambda finding: finding not in early)
    more = Counter(finding.level for finding in ordered[limit:])
    more.update(cut or {})
    if not more.total():
        return in_order(ordered)
    place = ordered[min(limit, len(ordered) - 1)]
    errors = more["error"]
    message = f"{number_of(errors, 'more error')} and {number_of(more.total() - errors, 'more warning')} are not shown"
    level = "error" if errors else "warning"
    remedy = "Mend these first, or ask for more: --max-findings."
    return in_order([*ordered[:limit], Finding("CP449", level, message, place.file, place.line, remedy=remedy)])


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether one of ``findings`` is more than a warning."""
    return any(finding.level == "error" for finding in findings)


def shortened(text: str, limit: int = 80) -> str:
    """``text`` for a message: without line breaks, and not longer than ``limit`` code points."""
    flat = text.replace("\r", "\\r").replace("\n", "\\n")
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"


def visible(text: str, sign: Callable[[str], str] = lambda code: f"<{code}>") -> str:
    """``text`` with each sign that is not seen, or that turns the text around it, as its number: <U+202E>."""
    return _UNSEEN.sub(lambda found: sign(f"U+{ord(found[0]):04X}"), text)


def total(findings: Iterable[Finding]) -> str:
    """How many findings there are of each level; notes only if there are any."""
    levels = [finding.level for finding in findings]
    return ", ".join(number_of(levels.count(level), level) for level in LEVELS if level != "note" or level in levels)

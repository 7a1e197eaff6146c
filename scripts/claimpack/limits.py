"""How much of a stranger's file is read before it is refused."""

from dataclasses import dataclass

# Bytes of an article, of a file of a package, and of a table that is read column by column.
MAX_ARTICLE = 10_000_000
MAX_FILE = 200_000_000
MAX_TABLE = 20_000_000_000
MAX_FINDINGS = 1000


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of one file, characters of a line or cell, findings that are told, and what a zip file may be.

    Packages whose tables have together more bytes than ``columnar`` are looked at column by column, where that can be
    done: such a table is never read as a whole, and may have as many bytes as ``table`` says.
    ``members``, ``unpacked`` (bytes of all members) and ``ratio`` (unpacked to packed bytes of a member; small ones,
    below ``ratio_from`` bytes, may have any) are what its directory may say. ``descriptor`` is in bytes, ``depth`` how
    many lists and objects of JSON may lie in each other, ``seconds`` how long Frictionless may take for a package that
    is not of our schema: its patterns are anybody's.
    """

    file: int = MAX_FILE
    table: int = MAX_TABLE
    columnar: int = 2_000_000
    row: int = 1_000_000
    findings: int = MAX_FINDINGS
    members: int = 1000
    unpacked: int = 1_000_000_000
    ratio: int = 200
    ratio_from: int = 1_000_000
    descriptor: int = 20_000_000
    depth: int = 50
    seconds: int = 60

"""What changed between two packages: their metadata, their schemas, and, by primary key, their rows and cells.

``read`` gives a Side of a folder, a zip file or a git revision; ``compare`` says what changed between two of them, and
which part of the version is to be raised for it; ``formats`` has the ways in which it is printed.
"""

from claimpack.diff.difference import Difference, compare
from claimpack.diff.rows import TableDifference
from claimpack.diff.sides import Side, read

__all__ = ["Difference", "Side", "TableDifference", "compare", "read"]

"""A package that is valid, and whose cells spreadsheets and readers of CSV like to take for something else."""

from decimal import Decimal

import sample

AWKWARD = (
    "=cmd|'/c calc'!A0",
    "+1",
    "-1",
    "@SUM(1)",
    "\tTab",
    "NA",
    "null",
    "TRUE",
    "1e5",
    "007",
    "2025-03-04",
    "https://nordblick.example/?a=1&b=2",
    'Sie sagte: "Nein",\nund ging; <b>&amp;',
    " Rand ",
    "🚢🇳🇴 Frachter",
    "_x0041_",
    "'; DROP TABLE claims; --",
)
LARGE = 123456789012345678
NUMBERS = (Decimal(LARGE), Decimal("0.1"), Decimal("-2.5"), Decimal("0"), Decimal("98765432109876.5"))


def awkward(large: int = LARGE) -> dict[str, list[dict]]:
    """A valid package whose cells other programs like to change; ``large`` is the largest number in it."""
    tables = sample.tables()
    texts = iter(AWKWARD * 9)
    for table, column in (("actors", "role"), ("quantities", "item"), ("quantities", "per"), ("claims", "summary")):
        for row in tables[table]:
            row[column] = next(texts)
    for row, number in zip(tables["quantities"], (Decimal(large), *NUMBERS[1:]), strict=True):
        row |= {"low": number, "high": number, "comparator": "exact"}
    tables["sources"][1] |= {"characters": large, "title": "=1+1"}
    return tables

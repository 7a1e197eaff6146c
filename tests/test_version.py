"""Versions by Semantic Versioning: which are some, how they are ordered, and which may follow one."""

import pytest

from claimpack.version import least, parse

ORDERED = [
    "0.1.0",
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-alpha.beta",
    "1.0.0-beta.2",
    "1.0.0-beta.11",
    "1.0.0",
    "1.10.0",
]


def test_versions_are_ordered() -> None:
    versions = [parse(text) for text in ORDERED]
    assert sorted(versions, key=lambda one: one.precedence) == versions
    assert [str(one) for one in versions] == ORDERED
    for text in ("1.0", "01.0.0", "1.0.0-", "1.0.0-01", "v1.0.0", "1.0.0 ", "٣.0.0"):
        assert parse(text) is None


@pytest.mark.parametrize(
    ("last", "level", "needed"),
    [
        ("1.2.3", "major", "2.0.0"),
        ("1.2.3", "minor", "1.3.0"),
        ("1.2.3", "patch", "1.2.4"),
        ("1.2.3", "none", "1.2.4"),
        ("0.2.3", "major", "0.3.0"),
        ("1.0.0-rc.1", "major", "1.0.0"),
    ],
)
def test_least_version(last: str, level: str, needed: str) -> None:
    assert str(least(parse(last), level)) == needed

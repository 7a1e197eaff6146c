from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimpack.edtf import bounds, either, last_day, monday


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024-10-28", "2024-10-28", "2024-10-28"),
        ("2024-10-28T18:40:00", "2024-10-28", "2024-10-28"),
        ("2024-21", "2024-03-01", "2024-05-31"),
        ("2023-24", "2023-12-01", "2024-02-29"),
        ("199X", "1990-01-01", "1999-12-31"),
        ("19XX", "1900-01-01", "1999-12-31"),
        ("2XXX", "2000-01-01", "2999-12-31"),
        ("2024-10-21/2024-10-27", "2024-10-21", "2024-10-27"),
        ("2012/2013", "2012-01-01", "2013-12-31"),
        ("[2024-10-28..2024-11-03]", "2024-10-28", "2024-11-03"),
        ("[2024-10-23,2024-10-30]", "2024-10-23", "2024-10-30"),
        ("2024?", "2024-01-01", "2024-12-31"),
    ],
)
def test_bounds(value, first, last):
    assert bounds(value) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("value", ["", "gestern", "24", "2024-13", "2024-02-30", "T18:40:00", "P3D", "20241028"])
def test_what_is_no_date(value):
    with pytest.raises(ValueError):
        bounds(value)


@given(st.dates(), st.integers(0, 400))
def test_one_of_two_days_covers_both(first, more):
    last = min(first + timedelta(more) if first < date(9990, 1, 1) else first, date.max)
    if first.year >= 1000:
        assert bounds(either(first, last)) == (first, last)


@given(st.dates(min_value=date(1, 1, 8)))
def test_monday_begins_the_week(day):
    assert monday(day).weekday() == 0
    assert timedelta(0) <= day - monday(day) < timedelta(7)


def test_last_day():
    assert last_day(2023, 2) == date(2023, 2, 28)

from datetime import date

import pytest

from claimpack.german.calendar import (
    easter,
    feast,
    months,
    parse_timestamp,
    shift_month,
    weekday_after,
    weekday_before,
)


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Stand: 28.10.2024 18:40 Uhr", "2024-10-28T18:40:00"),
        ("18. Oktober, 2024", "2024-10-18"),
        ("date 2024-10", "2024-10"),
        ("Mo, 28. Okt. 2024, 18.40 Uhr", "2024-10-28T18:40:00"),
        ("Publiziert: 25.10.2024, 06:19", "2024-10-25T06:19:00"),
        ("Aktualisiert am 3. Jänner 2024 um 7 Uhr", "2024-01-03T07:00:00"),
        ("2024-10-28T18:40:05+01:00", "2024-10-28T18:40:05"),
        ("28.10.24 – 9.05", "2024-10-28T09:05:00"),
        ("Zürich, 28.10.2024 | 18:40", "2024-10-28T18:40:00"),
        ("31.2.2024, geändert 1.3.2024", "2024-03-01"),
        ("28.10.2024 12 Kommentare", "2024-10-28"),
        ("1234567890", None),
        ("heute", None),
        ("", None),
    ],
)
def test_timestamp(line, value):
    assert parse_timestamp(line) == value


@pytest.mark.parametrize(
    ("year", "day"), [(1818, (3, 22)), (1954, (4, 18)), (1981, (4, 19)), (2024, (3, 31)), (2038, (4, 25))]
)
def test_easter(year, day):
    assert easter(year) == date(year, *day)


def test_feasts():
    assert feast("12-25", 2024) == date(2024, 12, 25)
    assert feast("easter+39", 2024) == date(2024, 5, 9)
    assert feast("advent-7", 2023) == date(2023, 12, 17)
    assert feast("advent+0", 2022) == date(2022, 12, 18)


def test_weekdays_around_a_day():
    monday = date(2024, 10, 28)
    assert weekday_before(monday, 0, strictly=False) == monday
    assert weekday_before(monday, 0, strictly=True) == date(2024, 10, 21)
    assert weekday_after(monday, 0, strictly=True) == date(2024, 11, 4)
    assert weekday_after(monday, 2, strictly=True) == date(2024, 10, 30)


def test_months():
    assert shift_month(2024, 1, -1) == (2023, 12)
    assert shift_month(2024, 12, 1) == (2025, 1)
    assert set(months().values()) == set(range(1, 13))

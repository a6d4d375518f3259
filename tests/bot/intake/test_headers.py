"""What headers say about when to come again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.intake.headers import LONGEST, http_date, max_age, retry_after

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Mon, 02 Mar 2026 09:10:00 GMT", 600.0),
        ("Mon, 02 Mar 2026 08:10:00 GMT", 0.0),
        ("99999999999999", LONGEST),
        ("Mon, 02 Mar 2099 09:10:00 GMT", LONGEST),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("Mon, 99 Foo 2026", None),
    ],
)
def test_retry_after(written: str, seconds: float | None) -> None:
    assert retry_after(written, now=NOW) == seconds


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("max-age=300", 300.0),
        ("public, Max-Age = 60", 60.0),
        ('max-age="900"', 900.0),
        ("s-maxage=10", None),
        ("no-cache, max-age=300", 0.0),
        ("no-store", 0.0),
        ("", None),
        ("max-age=-1", None),
    ],
)
def test_max_age(header: str, seconds: float | None) -> None:
    assert max_age(header) == seconds


def test_dates_without_a_zone_are_utc() -> None:
    assert http_date("Mon, 02 Mar 2026 09:00:00 -0000") == NOW
    assert http_date("Mon, 02 Mar 2026 10:00:00 +0100") == NOW
    assert http_date("nonsense") is None

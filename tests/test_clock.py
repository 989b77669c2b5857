"""Times as authors write them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cronaca import clock

HOURS = st.integers(0, 23)
PARIS = ZoneInfo("Europe/Paris")


def at(hour, minute=0):
    return datetime(2025, 1, 1, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2025-03-27 16:11",
        "2025-03-27T15:11Z",
        "2025-03-27T15:11:00Z",
        "2025-03-27 16:11+01:00",
        "2025-03-27T10:11-05:00",
    ],
)
def test_one_instant_has_many_spellings(text):
    """Local time, Z and offsets mean the same instant."""
    assert clock.read(text, PARIS).instant == datetime(2025, 3, 27, 15, 11, tzinfo=UTC)


def test_a_date_is_a_day_and_no_instant():
    """A bare date stays a date, and as an end it includes its day."""
    moment = clock.read("2025-05-07", PARIS)
    assert (moment.timed, moment.day) == (False, date(2025, 5, 7))
    assert moment.end(PARIS) - moment.start(PARIS) == timedelta(days=1)


def test_unknown_is_neither():
    """“unknown” is a moment that nobody knows."""
    assert not clock.read("unknown", PARIS).known


def test_the_day_is_the_zones():
    """Late evening in UTC is the next day in Paris."""
    assert clock.read("2025-03-27T23:30Z", PARIS).day == date(2025, 3, 28)


def test_a_repeated_hour_is_refused_with_both_offsets():
    """An hour that a clock change repeats needs an offset, and both are offered."""
    with pytest.raises(clock.BadTime, match="twice") as caught:
        clock.read("2025-10-26 02:30", PARIS)
    assert "+02:00" in caught.value.hint
    assert "+01:00" in caught.value.hint


def test_a_missing_hour_is_refused():
    """An hour that a clock change skips does not exist."""
    with pytest.raises(clock.BadTime, match="does not exist"):
        clock.read("2025-03-30 02:30", PARIS)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2025-02-30", "2025-03-27 25:00", "27/03/2025", "2025-03-27 16h11"]
)
def test_what_is_no_time_is_said(text):
    """Anything else is refused, never guessed."""
    with pytest.raises(clock.BadTime):
        clock.read(text, PARIS)


def test_overlaps_count_once():
    """Two windows that overlap last as long as their union."""
    assert clock.total([(at(1), at(3)), (at(2), at(4)), (at(6), at(7))]) == timedelta(hours=4)


def test_clipping_keeps_what_lies_between():
    """Only the part within a month counts for the month."""
    assert clock.clip([(at(1), at(5))], at(2), at(3)) == [(at(2), at(3))]


@given(st.lists(st.tuples(HOURS, HOURS).map(sorted)), HOURS, HOURS)
def test_what_lies_within_is_what_clipping_keeps(pairs, start, end):
    """Looking only at what matters of merged intervals changes nothing."""
    merged = clock.merge((at(a), at(b)) for a, b in pairs)
    assert clock.within(merged, at(start), at(end)) == clock.clip(merged, at(start), at(end))

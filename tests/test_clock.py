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
        " 2025-03-27  16:11 ",
    ],
)
def test_one_instant_has_many_spellings(text):
    """Local time, Z and offsets mean the same instant."""
    assert clock.read_moment(text, PARIS).instant == datetime(2025, 3, 27, 15, 11, tzinfo=UTC)


def test_a_date_is_a_day_and_no_instant():
    """A bare date stays a date, and as an end it includes its day."""
    moment = clock.read_moment("2025-05-07", PARIS)
    assert (moment.timed, moment.day) == (False, date(2025, 5, 7))
    assert moment.end(PARIS) - moment.start(PARIS) == timedelta(days=1)


def test_unknown_is_neither():
    """“unknown” is a moment that nobody knows."""
    assert not clock.read_moment("unknown", PARIS).known


def test_the_day_is_the_zones():
    """Late evening in UTC is the next day in Paris."""
    assert clock.read_moment("2025-03-27T23:30Z", PARIS).day == date(2025, 3, 28)


def test_a_repeated_hour_is_refused_with_both_offsets():
    """An hour that a clock change repeats needs an offset, and both are offered."""
    with pytest.raises(clock.BadTime, match="twice") as caught:
        clock.read_moment("2025-10-26 02:30", PARIS)
    assert "+02:00" in caught.value.hint
    assert "+01:00" in caught.value.hint


def test_a_missing_hour_is_refused():
    """An hour that a clock change skips does not exist."""
    with pytest.raises(clock.BadTime, match="does not exist"):
        clock.read_moment("2025-03-30 02:30", PARIS)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2025-02-30", "2025-03-27 25:00", "27/03/2025", "2025-03-27 16h11"]
)
def test_what_is_no_time_is_said(text):
    """Anything else is refused, never guessed."""
    with pytest.raises(clock.BadTime):
        clock.read_moment(text, PARIS)


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


@pytest.mark.parametrize("offset", ["+15:00", "-14:30x", "+01:60"])
def test_what_is_no_offset_is_said(offset):
    """No place is more than fourteen hours from UTC, and an hour has sixty minutes."""
    with pytest.raises(clock.BadTime):
        clock.read_moment(f"2025-03-27 16:11{offset}", PARIS)


def test_the_farthest_offset():
    """Kiribati's, and to the minute."""
    assert clock.read_moment("2025-03-27 16:11+14:00", PARIS).instant == datetime(
        2025, 3, 27, 2, 11, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("yesterday", '"yesterday" is not a time', "write 2025-03-27 16:11, 2025-03-27T15:42Z or 2025-03-27"),
        ("1969-12-31", '"1969-12-31" is not in any year that is likely here', ""),
        ("2200-01-01", '"2200-01-01" is not in any year that is likely here', ""),
        ("2025-03-27 16:11+15:00", '"+15:00" is not an offset', "write +01:00 or Z"),
        (
            "2025-10-26 02:30",
            "2025-10-26 02:30 happens twice in Europe/Paris: the clocks change then",
            "write 2025-10-26 02:30+02:00 or 2025-10-26 02:30+01:00",
        ),
        (
            "2025-03-30 02:30",
            "2025-03-30 02:30 does not exist in Europe/Paris: the clocks change then",
            "write 2025-03-30 02:30+01:00 or 2025-03-30 02:30+02:00",
        ),
    ],
)
def test_what_is_said_of_a_time(text, message, hint):
    """The author reads what is wrong with it, and what to write instead."""
    with pytest.raises(clock.BadTime) as caught:
        clock.read_moment(text, PARIS)
    assert (str(caught.value), caught.value.hint) == (message, hint)


@pytest.mark.parametrize("text", ["2025-02-30", "2025-13-01", "2025-03-27 24:01", "2025-03-27 16:60"])
def test_a_day_or_an_hour_that_there_is_not(text):
    """It is quoted, with the reason."""
    with pytest.raises(clock.BadTime, match=f'"{text}" is not a time: '):
        clock.read_moment(text, PARIS)


@pytest.mark.parametrize("year", [1970, 2199])
def test_the_first_and_last_year(year):
    """Times in them are read."""
    assert clock.read_moment(f"{year}-06-01 12:00Z", PARIS).instant.year == year


@pytest.mark.parametrize(
    ("zone", "name", "offset"),
    [
        ("Europe/Paris", "CET", "UTC+1"),
        ("Asia/Kolkata", "IST", "UTC+5:30"),
        ("Asia/Kathmandu", "UTC+5:45", "UTC+5:45"),
        ("America/St_Johns", "NST", "UTC−3:30"),
        ("America/Sao_Paulo", "UTC−3", "UTC−3"),
        ("UTC", "UTC", "UTC"),
    ],
)
def test_the_name_of_a_zone_at_an_instant(zone, name, offset):
    """Its letters; where it has none, how far it is from UTC: with minutes only where there are some."""
    local = at(12).astimezone(ZoneInfo(zone))
    assert (clock.abbreviation(local), clock.offset(local)) == (name, offset)


@pytest.mark.parametrize(
    ("pairs", "merged"),
    [
        ([], []),
        ([(1, 2), (3, 4)], [(1, 2), (3, 4)]),
        ([(1, 2), (2, 3)], [(1, 3)]),
        ([(3, 4), (1, 2)], [(1, 2), (3, 4)]),
        ([(1, 5), (2, 3)], [(1, 5)]),
        ([(1, 3), (2, 5), (7, 8)], [(1, 5), (7, 8)]),
    ],
)
def test_merged_intervals_neither_overlap_nor_touch(pairs, merged):
    """The same time in as few intervals as can be, in their order."""
    assert clock.merge((at(a), at(b)) for a, b in pairs) == [(at(a), at(b)) for a, b in merged]


@pytest.mark.parametrize(
    ("pairs", "cut"),
    [([(1, 2)], []), ([(1, 3)], [(2, 3)]), ([(3, 6)], [(3, 4)]), ([(2, 4)], [(2, 4)]), ([(4, 5)], [])],
)
def test_clipping_leaves_nothing_empty(pairs, cut):
    """What only touches the bounds is not there; here they are two and four."""
    assert clock.clip([(at(a), at(b)) for a, b in pairs], at(2), at(4)) == [(at(a), at(b)) for a, b in cut]


def test_midnight_and_seconds():
    """The first hour of a day is a time like others, and seconds are kept."""
    assert clock.read_moment("2025-03-27 00:00", PARIS).instant == datetime(2025, 3, 26, 23, tzinfo=UTC)
    assert clock.read_moment("2025-03-27T15:11:30Z", PARIS).instant.second == 30


def test_a_change_of_half_an_hour():
    """Both offsets are offered whole."""
    with pytest.raises(clock.BadTime) as caught:
        clock.read_moment("2025-04-06 01:45", ZoneInfo("Australia/Lord_Howe"))
    assert caught.value.hint == "write 2025-04-06 01:45+11:00 or 2025-04-06 01:45+10:30"

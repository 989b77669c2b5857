"""An incident drawn to scale: where its interruptions, messages and hours stand, in percent of the width."""

from datetime import timedelta

import pytest

from cronaca import history
from cronaca.views.ribbon import ribbon
from told import PARIS, told


def drawn(said: str, hurt: str):
    incident = told(said, hurt)
    return ribbon(incident, history.intervals(incident), PARIS)


def clock(instant) -> str:
    return f"{instant.astimezone(PARIS):%d %H:%M}"


@pytest.mark.parametrize(
    ("said", "hurt"),
    [
        ("10 10:00 resolved", ""),  # nothing to draw
        ("10 10:00 investigating, 10 11:00 resolved", ""),
        ("", "10 10:00 >"),
        ("10 10:00 investigating", "10 >"),
        ("", "10 10:00 > 10 10:01"),  # too little
        ("10 10:00 resolved", "10 10:01 > 10 10:01"),
    ],
)
def test_nothing_is_drawn_without_a_length(said, hurt):
    """Less than two minutes, or no interruption with both its times."""
    assert drawn(said, hurt) is None


def test_two_minutes_are_drawn():
    """The shortest that there is: to the next full five minutes."""
    found = drawn("", "10 10:00 > 10 10:02")
    assert [clock(at) for _, at in found.ticks] == ["10 10:00", "10 10:05"]


# The ribbon goes from the first tick to a ninth beyond the last, where its label stands.
DRAWN = {
    "an hour by quarters": (
        "10 10:00 investigating, 10 10:45 resolved",
        "10 10:10 > 10 10:40",
        ["10 10:00", "10 10:10", "10 10:20", "10 10:30", "10 10:40", "10 10:50"],
        [(18.0, 54.0, 30)],
        [(0.0, "investigating"), (81.0, "resolved")],
    ),
    "the first tick stands before the first event": (
        "10 10:07 investigating, 10 10:22 resolved",
        "10 10:12 > 10 10:17",
        ["10 10:05", "10 10:10", "10 10:15", "10 10:20", "10 10:25"],
        [(31.5, 22.5, 5)],
        [(9.0, "investigating"), (76.5, "resolved")],
    ),
    "two windows": (
        "10 12:00 resolved",
        "10 10:00 > 10 10:30, 10 11:00 > 10 11:30",
        ["10 10:00", "10 10:30", "10 11:00", "10 11:30", "10 12:00"],
        [(0.0, 22.5, 30), (45.0, 22.5, 30)],
        [(90.0, "resolved")],
    ),
    "hours": (
        "10 09:00 investigating, 10 18:00 resolved",
        "10 09:00 > 10 12:00",
        ["10 08:00", "10 10:00", "10 12:00", "10 14:00", "10 16:00", "10 18:00"],
        [(9.0, 27.0, 180)],
        [(9.0, "investigating"), (90.0, "resolved")],
    ),
    "at five steps exactly the shorter step": (
        "10 10:25 resolved",
        "10 10:00 > 10 10:05",
        ["10 10:00", "10 10:05", "10 10:10", "10 10:15", "10 10:20", "10 10:25"],
        [(0.0, 18.0, 5)],
        [(90.0, "resolved")],
    ),
    "a message of a day is not drawn": (
        "10 investigating, 10 10:45 resolved",
        "10 10:00 > 10 10:30",
        ["10 10:00", "10 10:10", "10 10:20", "10 10:30", "10 10:40", "10 10:50"],
        [(0.0, 54.0, 30)],
        [(81.0, "resolved")],
    ),
}


@pytest.mark.parametrize(("said", "hurt", "ticks", "windows", "messages"), DRAWN.values(), ids=DRAWN)
def test_where_things_stand(said, hurt, ticks, windows, messages):
    """Each to scale: begin and length of an interruption with its minutes, the messages, the hours."""
    found = drawn(said, hurt)
    assert [clock(at) for _, at in found.ticks] == ticks
    steps = len(ticks) - 1
    assert [place for place, _ in found.ticks] == [round(90 / steps * n, 2) for n in range(steps + 1)]
    assert [(start, length, span / timedelta(minutes=1)) for start, length, span in found.windows] == windows
    assert [(place, status) for place, _, status in found.messages] == messages
    assert not found.dated


def test_days_where_hours_would_be_too_many():
    """Of an incident of days the days are marked, from a midnight of the zone, at most five steps of them."""
    found = drawn("10 10:00 investigating, 22 09:00 resolved", "10 10:00 > 20 10:00")
    assert found.dated
    assert [clock(at) for _, at in found.ticks] == [
        "10 00:00",
        "13 00:00",
        "16 00:00",
        "19 00:00",
        "22 00:00",
        "25 00:00",
    ]
    assert [place for place, _ in found.ticks] == [0.0, 18.0, 36.0, 54.0, 72.0, 90.0]
    assert found.windows[0][:2] == (2.5, 60.0)


def test_half_days_to_two_and_a_half():
    """Sixty hours are five steps of twelve; one more hour, and days are marked."""
    assert not drawn("12 12:00 resolved", "10 00:00 > 10 10:00").dated
    assert drawn("12 13:00 resolved", "10 00:00 > 10 10:00").dated

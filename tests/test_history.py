"""The heart, without a site: what follows from what was said, who was hurt, what was planned."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cronaca import history
from cronaca.history import Grade, Phase, Present
from cronaca.model import Coverage, Impact, Kind, Operator, Role, Settings, State, Update
from cronaca.text import plain
from told import PARIS, at, states, told

NOW = datetime(2026, 3, 15, 11, 0, tzinfo=UTC)  # 12:00 in Paris


def present(now: datetime = NOW) -> Present:
    return Present(now, now, now.astimezone(PARIS).date(), False, PARIS)


def settings(role: Role = Role.OPERATOR, until: date | None = None) -> Settings:
    coverage = Coverage(None, until)
    return Settings(
        plain("x"), plain("x"), role, ("en",), "Europe/Paris", "https://x/", Operator("x"), coverage
    )


def test_the_present_is_to_the_minute():
    """Two builds within a minute say the same; the offset of the clock that was asked does not matter."""
    found = Present.of(settings(), datetime.fromisoformat("2026-03-15T12:00:59.5+01:00"))
    assert (found.now, found.as_of, found.dated) == (NOW, NOW, False)


@pytest.mark.parametrize(
    ("role", "until", "day", "dated"),
    [
        (Role.OPERATOR, None, date(2026, 3, 15), False),
        (Role.OPERATOR, date(2026, 3, 1), date(2026, 3, 15), False),
        (Role.ARCHIVE, None, date(2026, 3, 15), False),
        (Role.ARCHIVE, date(2026, 3, 16), date(2026, 3, 15), False),
        (Role.ARCHIVE, date(2026, 3, 15), date(2026, 3, 15), False),
        (Role.ARCHIVE, date(2026, 3, 14), date(2026, 3, 14), True),
    ],
)
def test_an_archive_speaks_of_its_last_day(role, until, day, dated):
    """Once that day is over, it is the last that is spoken of; on the day itself, now is."""
    found = Present.of(settings(role, until), NOW)
    assert (found.day, found.dated) == (day, dated)
    assert found.as_of == (datetime(2026, 3, 14, 23, tzinfo=UTC) if dated else NOW)


def test_the_day_is_the_sites():
    """At 23:30 in London it is the next day in Paris."""
    late = datetime(2026, 3, 14, 23, 30, tzinfo=UTC)
    assert Present.of(settings(), late).day == date(2026, 3, 15)


PHASES = {
    "said to go on": (told("10 10:00 investigating"), Phase.OPEN),
    "said to be over": (told("10 10:00 investigating, 10 11:00 resolved"), Phase.CLOSED),
    "completed": (told("10 10:00 completed"), Phase.CLOSED),
    "over, then unknown": (told("10 10:00 resolved, 10 11:00 unknown"), Phase.CLOSED),
    "said again to go on": (told("10 10:00 resolved, 10 11:00 investigating"), Phase.OPEN),
    "watched": (told("10 10:00 monitoring", "10 09:00 > 10 10:00"), Phase.OPEN),
    "a window is open": (told("10 10:00 unknown", "10 09:00 >"), Phase.OPEN),
    "all windows have ended": (told("10 10:00 unknown", "10 09:00 > 10 10:00"), Phase.CLOSED),
    "one of two has not": (told(hurt="10 09:00 > 10 10:00, 11 09:00 >"), Phase.OPEN),
    "nothing is known": (told(), Phase.CLOSED),
    "planned for later": (told("10 10:00 scheduled", planned="16 10:00 > 16 12:00"), Phase.UPCOMING),
    "planned, nothing said": (told(planned="16 10:00 > 16 12:00"), Phase.UPCOMING),
    "planned for now": (told(planned="15 11:00 > 15 13:00"), Phase.OPEN),
    "planned from this very minute": (told(planned="15 12:00 > 15 13:00"), Phase.OPEN),
    "planned to this very minute": (told(planned="15 11:00 > 15 12:00"), Phase.CLOSED),
    "planned for the past": (told("10 10:00 scheduled", planned="14 10:00 > 14 12:00"), Phase.CLOSED),
    "planned for this day": (told(planned="15 > 15"), Phase.OPEN),
    "planned to yesterday": (told(planned="13 > 14"), Phase.CLOSED),
    "begun before its time": (told("15 11:00 in_progress", planned="16 10:00 > 16 12:00"), Phase.OPEN),
    "longer than planned": (told("14 10:00 in_progress", planned="14 10:00 > 14 12:00"), Phase.OPEN),
    "scheduled without a schedule": (told("10 10:00 scheduled"), Phase.OPEN),
}


@pytest.mark.parametrize(("incident", "phase"), PHASES.values(), ids=PHASES)
def test_whether_it_is_over(incident, phase):
    """By the last thing said, else by the schedule, else by the windows."""
    assert history.phase(incident, present()) == phase


FINAL = {
    "said to be over": (told("10 10:00 resolved"), True),
    "with a window that is not": (told("10 10:00 resolved", "10 09:00 >"), False),
    "open": (told("10 10:00 identified"), False),
    "nothing known": (told("10 10:00 unknown"), True),
    "planned, and nothing said": (told(planned="14 10:00 > 14 12:00"), False),
    "planned, and completed": (told("14 12:00 completed", planned="14 10:00 > 14 12:00"), True),
}


@pytest.mark.parametrize(("incident", "final"), FINAL.values(), ids=FINAL)
def test_whether_time_changes_it(incident, final):
    """What is over by what is written stays as it is."""
    assert history.is_final(incident) == final


BEGINS = {
    "the first window": (told("10 10:00 resolved", "11 09:00 > 11 10:00, 10 09:00 > 10 09:30"), "10 09:00"),
    "an unknown window does not count": (told("10 10:00 resolved", "unknown > 10 09:30"), "10 10:00"),
    "the schedule": (told("09 10:00 scheduled", planned="16 10:00 > 16 12:00"), "16 10:00"),
    "windows before a schedule": (
        told(hurt="16 11:00 > 16 12:00", planned="16 10:00 > 16 12:00"),
        "16 11:00",
    ),
    "the first message": (told("unknown investigating, 10 10:00 resolved"), "10 10:00"),
    "a day before an hour of it": (told("10 10:00 investigating, 10 resolved"), "10"),
    "the first step of a post-mortem": (told(learnt="12 10:00, 10 16:05, 10 16:00"), "10 16:00"),
    "an unknown step is none": (told(learnt="12 10:00, unknown, 10 16:05"), "10 16:05"),
    "the post-mortem itself": (told(learnt="12 10:00"), "12 10:00"),
    "messages before a post-mortem": (told("11 10:00 resolved", learnt="12 10:00, 10 16:00"), "11 10:00"),
    "nothing": (told(), "unknown"),
}


@pytest.mark.parametrize(("incident", "moment"), BEGINS.values(), ids=BEGINS)
def test_when_it_began(incident, moment):
    """By its windows, its schedule, its messages, its post-mortem: the first of these that knows."""
    assert history.begin(incident) == at(moment)


CLOCKS = {
    "all four": (
        told("10 10:00 investigating, 10 11:30 resolved", "10 09:50 > 10 10:20", learnt="12 09:50, 10 09:55"),
        ("0:30:00", "1:30:00", "0:10:00", "0:05:00", "2 days, 0:00:00"),
    ),
    "two windows, an overlap counted once": (
        told(hurt="10 09:00 > 10 10:00, 10 09:30 > 10 10:30, 10 12:00 > 10 12:10"),
        ("1:40:00", None, None, None, None),
    ),
    "one window is a day: it is not counted": (
        told(hurt="10 > 10, 11 09:00 > 11 10:00"),
        ("1:00:00", None, None, None, None),
    ),
    "one lasts: nothing is counted": (
        told("10 10:00 identified", hurt="10 09:00 > 10 10:00, 11 09:00 >"),
        (None, None, "1:00:00", None, None),
    ),
    "it ended nobody knows when": (told(hurt="10 09:00 > unknown"), (None, None, None, None, None)),
    "it was over at once": (told(hurt="10 09:00 > 10 09:00"), ("0:00:00", None, None, None, None)),
    "one message has no length": (
        told("10 10:00 resolved", "10 09:00 > 10 09:30"),
        ("0:30:00", None, "1:00:00", None, None),
    ),
    "a message before the begin is not counted from it": (
        told("10 08:00 investigating, 10 10:00 resolved", "10 09:00 > 10 09:30"),
        ("0:30:00", "2:00:00", None, None, None),
    ),
    "a message at the begin": (
        told("10 09:00 resolved", "10 09:00 > 10 09:30"),
        ("0:30:00", None, "0:00:00", None, None),
    ),
    "the first of several windows is the begin": (
        told("10 10:00 resolved", "10 09:30 > 10 09:40, 10 09:00 > 10 09:10"),
        ("0:20:00", None, "1:00:00", None, None),
    ),
    "a day is no message to count from": (
        told("10 resolved", "10 09:00 > 10 09:30"),
        ("0:30:00", None, None, None, None),
    ),
    "nobody knows the begin": (
        told("10 10:00 resolved, 10 11:00 resolved"),
        (None, "1:00:00", None, None, None),
    ),
    "a post-mortem of a day": (
        told(hurt="10 09:00 > 10 09:30", learnt="12, 10 09:00"),
        ("0:30:00", None, None, "0:00:00", None),
    ),
}


@pytest.mark.parametrize(("incident", "clocks"), CLOCKS.values(), ids=CLOCKS)
def test_the_clocks(incident, clocks):
    """Interruption, follow-up, to the first message, to detection, to the post-mortem; none is guessed."""
    found = (
        history.interruption(incident),
        history.follow_up(incident),
        history.to_first_message(incident),
        history.to_detection(incident),
        history.to_postmortem(incident),
    )
    assert tuple(str(each) if each is not None else None for each in found) == clocks


def test_a_marked_step_is_no_detection():
    """What a step marks is the interruption's begin or end, not that somebody saw it."""
    incident = told(hurt="10 09:00 > 10 09:30", learnt="12 09:00, 10 09:00, 10 09:07")
    first, second = incident.postmortem.timeline
    marked = incident.postmortem._replace(timeline=(first._replace(marks="start"), second))
    assert history.to_detection(incident._replace(postmortem=marked)) == timedelta(minutes=7)


SPANS = {
    "a window": (told(hurt="10 09:00 > 12 10:00"), [("10", "12")]),
    "two of them": (told(hurt="10 09:00 > 10 10:00, 12 09:00 > 12 10:00"), [("10", "10"), ("12", "12")]),
    "one to midnight ends the day before": (told(hurt="10 09:00 > 12 00:00"), [("10", "11")]),
    "one from midnight to midnight": (told(hurt="10 00:00 > 10 00:00"), [("10", "10")]),
    "one that lasts, to this day": (told("10 10:00 identified", "14 09:00 >"), [("14", "15")]),
    "one from tomorrow on": (told(hurt="16 09:00 >"), [("16", "16")]),
    "whose end nobody knows": (told(hurt="10 09:00 > unknown"), [("10", "10")]),
    "whose begin nobody knows": (told(hurt="unknown > 10 09:00"), []),
    "a day as an end": (told(hurt="10 > 11"), [("10", "11")]),
    "a plan": (told(planned="16 10:00 > 17 12:00"), [("16", "17")]),
    "a plan that ended early": (told("16 11:00 completed", planned="16 10:00 > 17 12:00"), [("16", "16")]),
    "a plan that ended late": (told("18 11:00 completed", planned="16 10:00 > 17 12:00"), [("16", "17")]),
    "a plan that was cancelled": (told("14 11:00 completed", planned="16 10:00 > 17 12:00"), []),
    "begun, and ended before its time": (
        told("14 10:00 in_progress, 14 11:00 completed", planned="16 10:00 > 17 12:00"),
        [("16", "16")],
    ),
    "verified, and ended before its time": (
        told("14 10:00 verifying, 14 11:00 completed", planned="16 10:00 > 17 12:00"),
        [("16", "16")],
    ),
    "messages alone": (told("10 10:00 investigating, 12 11:00 resolved"), [("10", "12")]),
    "messages alone, not over": (told("13 10:00 investigating"), [("13", "15")]),
    "nothing": (told(), []),
}


@pytest.mark.parametrize(("incident", "days"), SPANS.values(), ids=SPANS)
def test_the_days_that_it_touched(incident, days):
    """The windows' days; without windows those of the plan as far as it went; else those of the messages."""
    wanted = [(at(first).day, at(last).day) for first, last in days]
    assert list(history.spans(incident, present())) == wanted
    every = {first + timedelta(n) for first, last in wanted for n in range((last - first).days + 1)}
    assert history.days(incident, present()) == sorted(every)


def update(**words: str) -> Update:
    return Update(at("10 10:00"), "investigating", plain("…"), states(**words))


GRADES = {
    "by the impact": (told(impact=Impact.MINOR), {"": Grade.DEGRADED}),
    "major": (told(impact=Impact.MAJOR), {"": Grade.PARTIAL}),
    "critical": (told(impact=Impact.CRITICAL), {"": Grade.MAJOR}),
    "nobody said": (told(impact=Impact.UNKNOWN), {"": Grade.UNKNOWN}),
    "none": (told(impact=Impact.NONE), {"": Grade.UNKNOWN}),
    "a maintenance, whatever its impact": (
        told(impact=Impact.MAJOR, kind=Kind.MAINTENANCE),
        {"": Grade.MAINTENANCE},
    ),
    "an impact of maintenance": (told(impact=Impact.MAINTENANCE), {"": Grade.MAINTENANCE}),
    "by the components": (
        told(impact=Impact.MINOR, components=states(api="major_outage", pay="partial_outage")),
        {"api": Grade.MAJOR, "pay": Grade.PARTIAL, "": Grade.MAJOR},
    ),
    "the worst that was ever said": (
        told(
            components=states(api="degraded_performance"),
            updates=(update(api="partial_outage"), update(api="operational")),
        ),
        {"api": Grade.PARTIAL, "": Grade.PARTIAL},
    ),
    "a component of which nobody knows is as the whole": (
        told(impact=Impact.CRITICAL, components=states(api="unknown")),
        {"api": Grade.MAJOR, "": Grade.MAJOR},
    ),
    "known to be degraded is worse than unknown": (
        told(components=states(api="unknown", pay="degraded_performance")),
        {"api": Grade.UNKNOWN, "pay": Grade.DEGRADED, "": Grade.DEGRADED},
    ),
    "unknown is worse than a maintenance": (
        told(components=states(api="unknown", pay="under_maintenance")),
        {"api": Grade.UNKNOWN, "pay": Grade.MAINTENANCE, "": Grade.UNKNOWN},
    ),
    "all operational: as the impact says": (
        told(impact=Impact.MINOR, components=states(api="operational")),
        {"api": Grade.QUIET, "": Grade.DEGRADED},
    ),
}


@pytest.mark.parametrize(("incident", "grades"), GRADES.values(), ids=GRADES)
def test_how_bad_it_was(incident, grades):
    """For each component the worst state; for the site the worst of all, else what the impact says."""
    assert history.grades(incident) == grades


def test_grades_are_in_order():
    """A day shows the worst: what is known to be bad before what nobody knows, that before a plan."""
    assert sorted(Grade) == [
        Grade.QUIET,
        Grade.MAINTENANCE,
        Grade.UNKNOWN,
        Grade.DEGRADED,
        Grade.PARTIAL,
        Grade.MAJOR,
    ]
    assert [state for state in history.BADNESS if state != State.OPERATIONAL] == [
        State.MAINTENANCE,
        State.UNKNOWN,
        State.DEGRADED,
        State.PARTIAL,
        State.MAJOR,
    ]


@pytest.mark.parametrize(
    ("minutes", "median"),
    [([], None), ([None], None), ([5], 5), ([9, 1, 5], 5), ([1, 2, 4, 9], 3), ([None, 4, None, 6], 5)],
)
def test_the_middle_of_durations(minutes, median):
    """The median of those that are known; of an even number the mean of the two in the middle."""
    given = [None if each is None else timedelta(minutes=each) for each in minutes]
    assert history.middle(given) == (None if median is None else timedelta(minutes=median))

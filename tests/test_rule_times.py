"""Times that contradict each other: what is found, where, and in what words."""

import pytest

from cronaca.issue import Level
from cronaca.model import Coverage, Kind, Operator, Role, Settings, Site
from cronaca.rules import times
from cronaca.text import plain
from told import at, told

NONE = Coverage()


def found(rule, incident, coverage=NONE):
    """The place, words and level of each finding."""
    settings = Settings(
        plain("x"), plain("x"), Role.OPERATOR, ("en",), "Europe/Paris", "https://x/", Operator("x"), coverage
    )
    findings = rule(Site(settings, (), (incident,)))
    return [(".".join(map(str, each.place.keys)), each.message, each.level) for each in findings]


@pytest.mark.parametrize(
    ("one", "other", "sure"),
    [
        ("10 10:00", "10 10:01", True),
        ("10 10:00", "10 10:00", False),
        ("10 10:01", "10 10:00", False),
        ("10", "11", True),
        ("10", "10", False),
        ("11", "10", False),
        ("10 23:59", "11", True),
        ("10", "10 00:01", False),
        ("10 10:00", "10", False),
        ("unknown", "10", False),
        ("10", "unknown", False),
    ],
)
def test_before(one, other, sure):
    """By the minute where both are known to it, else by the day: of one day nothing is sure."""
    assert times.before(at(one), at(other)) is sure


def test_updates_out_of_order():
    """Each that is older than the last known one before it; what has no time breaks no order."""
    incident = told("10 10:00 investigating, unknown monitoring, 10 09:00 identified, 10 09:30 resolved")
    assert found(times.updates_out_of_order, incident) == [
        ("updates.2.at", "this update is older than the one before it (2026-03-10 10:00)", Level.ERROR)
    ]
    assert not found(times.updates_out_of_order, told("10 10:00 investigating, 10 10:00 resolved"))


def test_steps_out_of_order():
    """The same of a post-mortem's steps, as a warning."""
    incident = told(learnt="12, 10 10:00, unknown, 10 09:00, 10 09:30")
    assert found(times.steps_out_of_order, incident) == [
        (
            "postmortem.timeline.2.at",
            "this step is older than the one before it (2026-03-10 10:00)",
            Level.WARNING,
        )
    ]
    assert not found(times.steps_out_of_order, told("10 10:00 resolved"))


def test_ends_before_begin():
    """A window or a schedule; one that ends as it begins, or nobody knows when, does not."""
    incident = told(
        hurt="10 10:00 > 10 09:00, 10 10:00 > 10 10:00, 10 > unknown, 10 10:00 >", planned="11 > 10"
    )
    assert found(times.ends_before_begin, incident) == [
        ("windows.0.until", "this ends before it begins (2026-03-10 10:00)", Level.ERROR),
        ("schedule.until", "this ends before it begins (2026-03-11)", Level.ERROR),
    ]


def test_coverage_ends_before_begin():
    """One day is enough."""
    days = at("10").day, at("11").day
    rule = times.coverage_ends_before_begin
    assert found(rule, told(), Coverage(days[1], days[0])) == [
        ("coverage.until", "this ends before it begins (2026-03-11)", Level.ERROR)
    ]
    assert not found(rule, told(), Coverage(days[0], days[0]))
    assert not found(rule, told(), Coverage(days[0], None))


def test_before_its_update():
    """What is promised or corrected before the message itself; at the same minute is well."""
    incident = told("10 10:00 investigating, 10 11:00 resolved")
    first, second = incident.updates
    early = first._replace(next_at=at("10 09:00"), corrected_at=at("10 09:59"))
    same = second._replace(next_at=at("10 11:00"), corrected_at=at("10"))
    assert found(times.before_its_update, incident._replace(updates=(early, same))) == [
        ("updates.0.next_at", "next_at is before the update itself (2026-03-10 10:00)", Level.WARNING),
        (
            "updates.0.corrected_at",
            "corrected_at is before the update itself (2026-03-10 10:00)",
            Level.WARNING,
        ),
    ]


@pytest.mark.parametrize(
    ("incident", "begin"),
    [
        (told(hurt="unknown > 12, 10 10:00 > 10 11:00", learnt="09"), "2026-03-10 10:00"),
        (told("11 10:00 resolved, 12 10:00 resolved", learnt="10"), "2026-03-11 10:00"),
        (told("11 10:00 resolved", learnt="11"), ""),
        (told("09 10:00 investigating, 11 10:00 resolved", learnt="10"), ""),
        (told(learnt="10"), ""),
        (told("11 10:00 resolved"), ""),
    ],
)
def test_postmortem_before_incident(incident, begin):
    """Before every window; without windows before every message."""
    words = f"published before the incident began ({begin})"
    wanted = [("postmortem.published_at", words, Level.ERROR)] if begin else []
    assert found(times.postmortem_before_incident, incident) == wanted


FAR = "this window is more than three days away from every message"


@pytest.mark.parametrize(
    ("incident", "key"),
    [
        (told("10 10:00 resolved", "14 10:00 > 14 11:00"), "windows.0.from"),
        (told("10 10:00 resolved", "13 10:00 > 13 11:00"), ""),
        (told("10 10:00 resolved", "06 10:00 > 06 11:00"), "windows.0.until"),
        (told("10 10:00 resolved", "06 10:00 > 07 11:00"), ""),
        (told("10 10:00 resolved", "06 10:00 >"), ""),
        (told("10 10:00 resolved", "06 10:00 > unknown"), ""),
        (told("unknown resolved", "06 10:00 > 06 11:00"), ""),
        (told("01 10:00 investigating, 10 10:00 resolved", "06 10:00 > 06 11:00"), ""),
        (told("10 10:00 resolved", "14 10:00 > 14 11:00", kind=Kind.MAINTENANCE), ""),
    ],
)
def test_far_window(incident, key):
    """Three days are near enough; a maintenance is announced long before."""
    assert found(times.far_window, incident) == ([(key, FAR, Level.WARNING)] if key else [])


@pytest.mark.parametrize(
    ("path", "said", "words"),
    [
        ("content/incidents/2026/2026-03-10-x.yaml", "10 10:00 resolved", ""),
        ("content/incidents/2026/2026-03-10-x.yaml", "11 10:00 resolved", ""),
        ("content/incidents/2026-03-10-x.yaml", "09 10:00 resolved", ""),
        (
            "content/incidents/2026/2026-03-10-x.yaml",
            "12 10:00 resolved",
            "the file's name says 2026-03-10, but the incident began on 2026-03-12",
        ),
        (
            "content/incidents/2026-03-10-x.yaml",
            "08 10:00 resolved",
            "the file's name says 2026-03-10, but the incident began on 2026-03-08",
        ),
        (
            "content/incidents/2025/2026-03-10-x.yaml",
            "10 10:00 resolved",
            "a file of 2026 lies in the folder 2025",
        ),
        ("content/incidents/2026/2026-03-10-x.yaml", "unknown resolved", ""),
        ("content/incidents/x.yaml", "10 10:00 resolved", ""),
    ],
)
def test_file_date(path, said, words):
    """A day more or less is well: an incident may begin at midnight in another zone."""
    incident = told(said)._replace(path=path)
    assert found(times.file_date, incident) == ([("", words, Level.WARNING)] if words else [])

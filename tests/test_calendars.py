"""Calendars as calendar programs read them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from busy import BUSY, CARDS, NAME, ODD, OPEN
from cronaca.model import code
from support import NOW, build, demo

VAULT = "content/incidents/2026/2026-11-23-vault.yaml"
BASES = "content/incidents/2026/2026-12-01-databases.yaml"


def made(root, now=NOW):
    result = build(root, root / "out", now)
    assert not result.report.failed(), result.report.ordered()
    return root / "out"


def read(out, name):
    """The events of a calendar, by their UIDs."""
    calendar = Calendar.from_ical((out / name).read_bytes())
    return {str(each["uid"]): each for each in calendar.walk("VEVENT")}


def uid(name):
    return f"{code(name)}@status.example.org"


@pytest.fixture
def busy(site):
    return made(site({**BUSY, **ODD}))


def test_maintenance_is_where_a_subscriber_looks(busy):
    """What runs began when its message said so; what comes stands where it is planned."""
    found = read(busy, "en/maintenance.ics")
    running, coming = found[uid("vault")], found[uid("databases")]
    assert running.decoded("dtstart") == datetime(2026, 11, 23, 5, 2, tzinfo=UTC)
    assert running.decoded("dtend") == datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    assert coming.decoded("dtstart") == datetime(2026, 12, 1, 5, 0, tzinfo=UTC)
    assert str(coming["summary"]) == "Databases"
    assert coming["status"] == "CONFIRMED"
    assert (int(running["sequence"]), int(coming["sequence"])) == (1, 0)
    assert running.decoded("last-modified") == datetime(2026, 11, 23, 5, 2, tzinfo=UTC)


def test_an_extension_moves_the_event(site):
    """A later end and a message about it: the same event, a higher sequence, a later end."""
    more = "  - {at: 2026-11-23T05:50Z, status: in_progress, body: {fr: Plus long., en: Longer.}}\n"
    later = BUSY[VAULT].replace("until: 2026-11-23T08:00Z", "until: 2026-11-23T10:00Z") + more
    event = read(made(site({**BUSY, VAULT: later})), "fr/maintenance.ics")[uid("vault")]
    assert event.decoded("dtend") == datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
    assert int(event["sequence"]) == 2


def test_what_ends_before_it_begins_is_cancelled(site):
    """Maintenance that is called off stays in the calendar, as cancelled."""
    off = (
        BUSY[BASES] + "  - {at: 2026-11-22T09:00Z, status: completed, body: {fr: Annulé., en: Called off.}}\n"
    )
    event = read(made(site({**BUSY, BASES: off})), "en/maintenance.ics")[uid("databases")]
    assert event["status"] == "CANCELLED"
    assert event.decoded("dtstart") == datetime(2026, 12, 1, 5, 0, tzinfo=UTC)
    assert int(event["sequence"]) == 1


def test_interruptions_are_of_the_past(busy):
    """Each window that is over is an event; what still lasts is not."""
    found = read(busy, "en/interruptions.ics")
    assert found.keys() == {f"{code('odd')}-1@status.example.org"}
    [event] = found.values()
    assert str(event["summary"]) == NAME
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(hours=1)


def test_the_archive_keeps_what_it_knows(tmp_path):
    """Days are days, with the last one included; an end that nobody knows is left out."""
    out = made(demo(tmp_path))
    found = read(out, "it/interruptions.ics")
    days = found[f"{code('tsr-1723')}-1@status.example.org"]
    assert (days.decoded("dtstart"), days.decoded("dtend")) == (date(2025, 5, 3), date(2025, 5, 8))
    assert "dtend" not in found[f"{code('tsr-3279')}-1@status.example.org"]
    seed = found[f"{code('tsr-1532')}-1@status.example.org"]
    assert seed.decoded("dtend") == datetime(2025, 3, 27, 15, 24, tzinfo=UTC)
    assert str(seed["summary"]) == "Perturbazioni della piattaforma di pagamento"


def test_calendars_are_lines_that_every_program_reads(busy):
    """They come through a reader and a writer unchanged, in lines of at most 75 bytes that end in CRLF."""
    for path in busy.rglob("*.ics"):
        data = path.read_bytes()
        assert Calendar.from_ical(data).to_ical() == data
        assert all(len(line) <= 75 and b"\n" not in line for line in data.split(b"\r\n"))
        assert b"BEGIN:V" in data.split(b"BEGIN:VCALENDAR")[1]  # a calendar holds something


def test_a_calendar_without_events_is_still_one(site):
    """Who subscribes before the first maintenance gets a calendar that programs accept."""
    out = made(site({CARDS: OPEN}))
    for name in ("maintenance", "interruptions"):
        calendar = Calendar.from_ical((out / f"fr/{name}.ics").read_bytes())
        assert calendar.subcomponents
        assert not calendar.walk("VEVENT")


def test_the_clock_is_in_no_calendar(busy):
    """The same content gives the same calendar, whenever it is built."""
    before = {path: path.read_bytes() for path in busy.rglob("*.ics")}
    made(busy.parent, NOW + timedelta(days=400))
    assert {path: path.read_bytes() for path in busy.rglob("*.ics")} == before

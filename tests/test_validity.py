"""Until when a build is true: before that instant it would say the same; an hourly look starts the next."""

from __future__ import annotations

import json
import random
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cronaca.history import Present
from cronaca.issue import Report
from cronaca.lang.locale import Locale
from cronaca.model import Coverage, Operator, Role, Settings
from cronaca.text import plain
from cronaca.theme.theme import Theme
from cronaca.validity import next_change
from support import build, tree

ZONE = ZoneInfo("Europe/Paris")
BEGUN = datetime(2026, 10, 1, 6, 0, tzinfo=UTC)
DAYS = 60
MINUTE = timedelta(minutes=1)


def maintenance(begin: str, end: str, more: str = "") -> str:
    return (
        f'kind: maintenance\ntitle: {{fr: "Travaux", en: "Work"}}\ncomponents: {{cards: under_maintenance}}\n'
        f"schedule: {{from: {begin}, until: {end}}}\nupdates:\n"
        f'  - {{at: 2026-09-20 10:00, status: scheduled, body: {{fr: "Prévu.", en: "Planned."}}}}\n{more}'
    )


PLANNED = {  # four maintenances; one of them on the night on which the clocks change
    "2026-10-05-a.yaml": maintenance("2026-10-05 22:00", "2026-10-06 02:10"),
    "2026-10-25-b.yaml": maintenance("2026-10-25 00:30", "2026-10-25 04:30"),
    "2026-11-10-c.yaml": maintenance("2026-11-10", "2026-11-11"),
    "2026-11-20-d.yaml": maintenance("2026-11-20 09:15", "2026-11-20 09:50"),
}
OPEN = """\
title: {fr: "Panne", en: "Outage"}
components: {cards: major_outage}
windows: [{from: 2026-10-01 05:40}]
updates:
  - {at: 2026-10-01 05:50, status: investigating, next_at: 2026-10-01 08:20, body: {fr: "Vu.", en: "Seen."}}
"""


def made(root: Path, at: datetime) -> tuple[dict[str, bytes], str | None]:
    """A site's files as of an instant, with what says when it was built masked; and until when it is true."""
    result = build(root, root / "site", at)
    assert result.written, result.report.ordered()
    files = {name: data for name, data in tree(root / "site").items() if name != "build.json"}
    told = json.loads((root / "site/build.json").read_text(encoding="utf-8"))
    masked = {name: _masked(data, at) for name, data in files.items()}
    return masked, told["valid_until"]


def _masked(data: bytes, at: datetime) -> bytes:
    """Without the build's own time, in every form in which pages say it."""
    for lang, words in _WORDS.items():
        tongue = Locale(lang, ZONE, words)
        for said in (tongue.date_time(at), tongue.utc(at)):
            data = data.replace(said.encode(), b"(now)")
    return data.replace(at.strftime("%Y-%m-%dT%H:%M").encode(), b"(now)")


_WORDS = {lang: Theme(Path("/nowhere")).catalog(lang, Report()) for lang in ("fr", "en")}


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.slow
@pytest.mark.parametrize("incident", [False, True], ids=["quiet", "open"])
def test_before_it_nothing_else_is_said(site, incident):
    """At random instants before it every file is the same; at it one differs, but for an incident's hour."""
    root = site(PLANNED | ({"2026-10-01-e.yaml": OPEN} if incident else {}))
    chance, tried = random.Random(12), 0
    while tried < 100:
        at = BEGUN + timedelta(minutes=chance.randrange(DAYS * 24 * 60))
        files, until = made(root, at)
        assert until
        end = instant(until)
        assert at < end <= at + timedelta(hours=1 if incident else 25)
        for _ in range(4):
            between = at + timedelta(minutes=chance.randrange(max(1, (end - at) // MINUTE)))
            same, then = made(root, between)
            assert {name for name in files if files[name] != same[name]} == set(), (at, between)
            assert then == until
            tried += 1
        last, _ = made(root, end - MINUTE)
        after, _ = made(root, end)
        differ = last.keys() ^ after.keys() or any(last[name] != after[name] for name in last)
        assert differ or (incident and end.minute == 0), (at, end)


@pytest.mark.slow
def test_sixty_days_of_ticks(site):
    """An hourly look starts a build or two a day, and no page is untrue for longer than an hour."""
    root = site(PLANNED)
    shown, until = made(root, BEGUN)
    builds, longest, late = 1, timedelta(), {}
    tick, end = BEGUN.replace(minute=7), BEGUN + timedelta(days=DAYS)
    while tick < end:
        if until and instant(until) <= tick:
            last, _ = made(root, instant(until) - MINUTE)
            assert shown == last, until  # what was on show was true to the minute before
            longest = max(longest, tick - instant(until))
            was = _under_way(shown)
            shown, until = made(root, tick)
            builds += 1
            if _under_way(shown) != was:
                late[tick] = _under_way(shown)
        tick += timedelta(hours=1)
    print(f"{builds} builds in {DAYS} days; at the longest {longest} untrue")
    assert longest <= timedelta(minutes=61)
    assert DAYS <= builds <= DAYS + 2 * len(PLANNED) + 1
    turns = ["10-05 20:00", "10-06 00:10", "10-24 22:30", "10-25 03:30"]
    turns += ["11-09 23:00", "11-11 23:00"]  # in UTC; the fourth begins and ends between two looks
    for turn, (seen, under_way) in zip(turns, late.items(), strict=True):
        assert timedelta() <= seen - instant(f"2026-{turn}Z") <= timedelta(minutes=61)
        assert under_way == 1 - turns.index(turn) % 2


def _under_way(files: dict[str, bytes]) -> int:
    """How many maintenances a program is told of as under way."""
    return len(json.loads(files["api/v2/scheduled-maintenances/active.json"])["scheduled_maintenances"])


def test_an_archive_whose_days_are_over_never_changes(site):
    """Its build.json says that no time will come: nothing starts it again."""
    root = site({"2025-03-10-a.yaml": 'title: {fr: "Panne", en: "Outage"}\n'})
    path = root / "content/site.yaml"
    text = path.read_text(encoding="utf-8").replace("role: operator", "role: archive")
    path.write_text(text + "coverage: {until: 2025-12-31}\n", encoding="utf-8")
    files, until = made(root, BEGUN)
    assert until is None
    again, _ = made(root, BEGUN + timedelta(days=400))
    assert files == again
    assert not any(b'id="old"' in data for data in files.values())


def test_every_page_of_the_present_carries_it(site):
    """Home, services, maintenance, actions, what is open, this year and month; what is closed does not."""
    closed = OPEN.replace("investigating", "resolved").replace("05:40}", "05:40, until: 2026-10-01 05:45}")
    closed = closed.replace("next_at: 2026-10-01 08:20, ", "")
    root = site({"2026-10-01-e.yaml": OPEN, "2026-10-01-f.yaml": closed})
    files, until = made(root, BEGUN)
    found = {name for name, data in files.items() if b'id="old"' in data}
    langs = ("en", "fr")
    present = ("", "components/cards/", "maintenance/", "actions/", "incidents/e/", "2026/", "2026/10/")
    assert found == {"index.html", *(f"{lang}/{name}index.html" for lang in langs for name in present)}
    stamp = re.search(rb'id="old"[^>]* data-until="([^"]+)"', files["fr/index.html"])
    assert stamp
    assert instant(stamp[1].decode()) == instant(until or "")


def test_no_length_of_what_still_lasts(site):
    """While users are hurt only the beginning is said: no page, feed or file tells of a length so far."""
    root = site({"2026-10-01-e.yaml": OPEN})
    early, _ = made(root, BEGUN)
    late, _ = made(root, BEGUN + timedelta(days=9))
    page = late["en/incidents/e/index.html"].decode()
    assert "ongoing since" in page
    assert ">ongoing<" in late["en/2026/index.html"].decode()
    for name in ("en/incidents/e/index.html", "en/feed.atom", "en/2026/incidents.csv", "en/search.json"):
        assert _without_until(early[name]) == _without_until(late[name]), name


def _without_until(data: bytes) -> bytes:
    return re.sub(rb'<p class="mut" id="old".*?</p>', b"", data)


def present(now: datetime, archive: bool = False) -> Present:
    settings = Settings(
        plain("x"), plain("x"), Role.ARCHIVE if archive else Role.OPERATOR, ("en",), "Europe/Paris", "/",
        Operator("x"), Coverage(None, BEGUN.date() if archive else None),
    )  # fmt: skip
    return Present.of(settings, now)


@pytest.mark.parametrize(
    ("now", "turns", "hourly", "then"),
    [
        ("2026-10-01T06:00Z", [], False, "2026-10-01T22:00Z"),  # midnight in Paris
        ("2026-10-01T06:00Z", ["2026-10-01T06:00Z", "2026-10-01T06:10:30Z"], False, "2026-10-01T06:11Z"),
        ("2026-10-01T06:10Z", ["2026-10-01T06:10:30Z"], False, "2026-10-01T06:11Z"),
        ("2026-10-01T06:59Z", [], True, "2026-10-01T07:00Z"),
        ("2026-10-24T22:30Z", [], False, "2026-10-25T23:00Z"),  # a day of 25 hours
    ],
)
def test_the_next_change(now, turns, hourly, then):
    """The earliest of what is planned or promised, midnight and the hour; seconds round up."""
    found = next_change(present(instant(now)), [instant(each).timestamp() for each in turns], hourly)
    assert found == instant(then)

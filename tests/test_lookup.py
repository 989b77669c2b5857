"""The search page and its data, as they are written."""

import gzip
import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup

from support import SETTINGS, build

NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)
INCIDENT = 'title: {{fr: "Panne {0}", en: "Outage {0}"}}\ncomponents: {{cards: major_outage}}\n{1}\n'
OVER = "updates: [{at: 2025-03-02 12:00, status: resolved, body: {fr: a, en: b}}]"


def made(root, now=NOW):
    result = build(root, root / "site", now)
    assert not [each for each in result.report.issues if each.level == "error"], result.report.ordered()
    return root / "site"


def data(root):
    return json.loads((made(root) / "fr/search.json").read_text(encoding="utf-8"))


def soup(path):
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def epoch(*parts):
    return int(datetime(*parts, tzinfo=UTC).timestamp())


def many(count, year=2024):
    """As many incidents of one year, each with its interruption."""
    first = datetime(year, 1, 1, 8, tzinfo=UTC)
    files = {}
    for n in range(count):
        at = first + timedelta(days=360 * n / count)
        end = f"{at + timedelta(minutes=n + 1):%Y-%m-%dT%H:%MZ}"
        window = f"windows: [{{from: {at:%Y-%m-%dT%H:%MZ}, until: {end}}}]"
        files[f"content/incidents/{year}/{at:%Y-%m-%d}-outage-{year}-{n}.yaml"] = INCIDENT.format(n, window)
    return files


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        ("{from: 2025-03-01 10:00, until: 2025-03-01 11:00}", [epoch(2025, 3, 1, 9), epoch(2025, 3, 1, 10)]),
        ("{from: 2025-03-01, until: 2025-03-02}", [epoch(2025, 2, 28, 23), epoch(2025, 3, 2, 23), 1]),
        ("{from: 2025-03-01 10:00, until: unknown}", [epoch(2025, 3, 1, 9), epoch(2025, 3, 2, 11), 1]),
        ("{from: 2025-03-01 10:00}", [epoch(2025, 3, 1, 9), None]),
    ],
    ids=["timed", "days", "end unknown", "not over"],
)
def test_how_far_an_interruption_reaches(site, window, expected):
    """To the second where its hours are known; else by its days, or to the last message, and marked."""
    root = site(
        {
            "content/incidents/2025/2025-03-01-a.yaml": INCIDENT.format(
                "a", f"windows: [{window}]\n{OVER if 'until' in window else ''}"
            )
        }
    )
    [incident] = data(root)["incidents"]
    assert incident[6] == [expected]


def test_an_incident_without_interruption_reaches_over_its_messages(site):
    """Nobody said when users were hurt: the time of its messages may have been it."""
    root = site({"content/incidents/2025/2025-03-02-a.yaml": INCIDENT.format("a", OVER)})
    [incident] = data(root)["incidents"]
    assert incident[6] == [[epoch(2025, 3, 2, 11), epoch(2025, 3, 2, 11), 1]]


def test_the_data_hold_no_draft_and_nothing_private(site):
    """What is not published is not in the data either."""
    root = site(
        {
            "content/incidents/2025/2025-03-01-a.yaml": INCIDENT.format("a", 'private: {note: "secret"}'),
            "content/incidents/2025/2025-03-02-b.yaml": INCIDENT.format("b", "draft: true"),
        }
    )
    assert [each[:2] for each in data(root)["incidents"]] == [["a", "Panne a"]]


@pytest.mark.parametrize(
    "zone", ["Europe/Paris", "America/New_York", "Asia/Kolkata", "Africa/Casablanca", "Australia/Lord_Howe"]
)
def test_the_offsets_are_those_of_the_zone(site, zone):
    """At any instant of the covered years the data tell what the zone's clocks show."""
    settings = SETTINGS.replace("Europe/Paris", zone) + "coverage: {from: 2023-01-01}\n"
    offsets = data(site({"content/site.yaml": settings}))["zone"]
    at, step = datetime(2023, 1, 1, tzinfo=UTC), timedelta(hours=5, minutes=7)
    while at.year < 2037:
        shown = at.astimezone(ZoneInfo(zone)).utcoffset().total_seconds()
        assert [offset for since, offset, _ in offsets if since <= at.timestamp()][-1] == shown, at
        at += step


def test_a_long_year_is_a_link(site):
    """Sixty incidents of a year are listed; of more, the year's own page."""
    root = site(many(61) | many(60, 2023))
    page = soup(made(root) / "fr/search/index.html")
    assert len(page.select("#index li")) == 60
    assert [each["href"] for each in page.select("#index h3 a")] == ["/fr/2024/", "/fr/2023/"]


def test_many_interruptions_are_split_by_month(site):
    """Past sixty, the times of interruption have a page for each month, and none is lost."""
    out = made(site(many(120)))
    links = [each["href"] for each in soup(out / "en/search/index.html").select("#touched .go a")]
    assert links[0] == "/en/search/2024-12/"
    assert len(links) == 12
    rows = [len(soup(out / f"{link[1:]}index.html").select("tbody tr")) for link in links]
    assert sum(rows) == 120


def test_a_large_site_keeps_its_budget(site):
    """A thousand incidents: search and statistics stay within 13 KB of gzip."""
    root = site(many(700) | many(100, 2023) | many(100, 2022) | many(100, 2021))
    out = made(root)
    for route in ("search/index.html", "statistics/index.html", "search/2024-03/index.html"):
        assert len(gzip.compress((out / "fr" / route).read_bytes())) <= 13 * 1024


def test_time_changes_neither_search_nor_statistics(site):
    """With an incident still open, months later the same bytes are served."""
    lasting = "windows: [{from: 2025-03-01 10:00}]"
    root = site({"content/incidents/2025/2025-03-01-a.yaml": INCIDENT.format("a", lasting)} | many(3))
    routes = [f"fr/{each}" for each in ("search/index.html", "search.json", "statistics/index.html")]
    before = [(made(root) / route).read_bytes() for route in routes]
    after = [(made(root, NOW + timedelta(days=400)) / route).read_bytes() for route in routes]
    assert before == after

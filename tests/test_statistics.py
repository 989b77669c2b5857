"""The figures of the statistics page."""

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup

from support import build


def words(soup):
    return " ".join(soup.get_text(" ").split())


def rows(section):
    return [[words(cell) for cell in row.select("td")] for row in section.select("tbody tr")]


@pytest.fixture(scope="module")
def page(built_demo):
    return BeautifulSoup((built_demo / "site/en/statistics/index.html").read_text("utf-8"), "html.parser")


def test_incidents_are_counted_by_year_month_and_impact(page):
    """Ten entries in three years; a month without one has no row."""
    counts = rows(page.select("section")[0])
    assert counts[:3] == [
        ["2026", "3", "critical (1), minor (1), not given (1)"],
        ["2025", "4", "minor (1), notice (1), not given (2)"],
        ["2024", "3", "not given (2), maintenance (1)"],
    ]
    assert [row[0] for row in counts[3:]] == ["May", "Mar", "Jul", "May", "Apr", "Mar", "Nov", "May"]


def test_interruptions_are_told_by_service_and_year(page):
    """Only what was timed, from how many incidents, and the share of the covered time outside it."""
    lost = rows(page.select("section")[1])
    assert lost == [
        ["E-commerce processing", "17 h 17 min", "2 of 2 incidents", "99.802%"],
        ["In-store payment", "13 min", "1 of one incident", "99.997%"],
        ["3DS authentication", "4 h 55 min", "1 of one incident", "99.916%"],
    ]


def test_an_archive_calls_nothing_uptime(page):
    """The percentages are of recorded interruptions, and the page says what they do not prove."""
    text = words(page.main)
    assert "Availability" not in text
    assert "These are not uptime figures" in text


def test_the_clocks_are_medians_with_their_counts(page):
    """First message, follow-up and post-mortem of each year in which any is known."""
    assert rows(page.select("section")[2]) == [
        ["2025", "8 h 4 min (2 incidents)", "4 h 40 min (2 incidents)", "3 d 16 h (one incident)"]
    ]


def test_what_lasts_is_in_no_length_of_time(site):
    """An open incident is counted, its running time is not, and the page says so."""
    text = 'title: {fr: "Panne", en: "Outage"}\ncomponents: {cards: major_outage}\n'
    root = site(
        {
            "content/incidents/2025/2025-03-01-a.yaml": text + "windows: [{from: 2025-03-01 10:00}]\n",
            "content/incidents/2025/2025-02-01-b.yaml": text
            + "windows: [{from: 2025-02-01 10:00, until: 2025-02-01 11:00}]\n",
        }
    )
    build(root, root / "site", datetime(2025, 6, 1, tzinfo=UTC))
    page = BeautifulSoup((root / "site/en/statistics/index.html").read_text("utf-8"), "html.parser")
    assert rows(page.select("section")[0])[0][1] == "2"
    assert rows(page.select("section")[1])[0][:3] == ["Cards", "1 h", "1 of 2 incidents"]
    assert "One ongoing incident is counted, but its duration is in no figure." in words(page.main)


def test_a_record_without_messages_has_no_clocks(site):
    """Interruptions alone are told; a table of response times without any is left out."""
    window = "windows: [{from: 2025-02-01 10:00, until: 2025-02-01 11:00}]\n"
    text = 'title: {fr: "Panne", en: "Outage"}\ncomponents: {cards: major_outage}\n' + window
    root = site({"content/incidents/2025/2025-02-01-b.yaml": text})
    build(root, root / "site", datetime(2025, 6, 1, tzinfo=UTC))
    page = BeautifulSoup((root / "site/en/statistics/index.html").read_text("utf-8"), "html.parser")
    assert [len(rows(section)) for section in page.select("main > section")] == [2, 1]


def test_an_empty_record_has_no_figures(site):
    """A new site's page says that nothing is recorded yet."""
    root = site({})
    build(root, root / "site", datetime(2025, 6, 1, tzinfo=UTC))
    page = BeautifulSoup((root / "site/fr/statistics/index.html").read_text("utf-8"), "html.parser")
    assert not page.select("table")
    assert words(page.select_one(".lede"))

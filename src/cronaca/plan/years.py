"""Years and months."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from cronaca import page
from cronaca.model import Incident
from cronaca.page import Page
from cronaca.views import LONGEST, Facts, Voice, month_days


def pages(facts: Facts, year: int) -> Iterator[Page]:
    """The year and its months, in every language."""
    by_month = facts.by_month
    months = {month for month in _months(facts) if facts.month(*month).linked} | by_month.keys()
    for lang in facts.settings.languages:
        voice = Voice.of(facts, lang)
        yield Page(f"{lang}/{year}/index.html", "pages/year.html", lang, _year(voice, year, by_month))
        for each in sorted(month for month in months if month[0] == year):
            route = f"{lang}/{each[0]}/{each[1]:02}/index.html"
            view = _month(voice, each, by_month.get(each, []), months)
            yield Page(route, "pages/month.html", lang, view)


def _months(facts: Facts) -> Iterator[tuple[int, int]]:
    for year in facts.years:
        for month in range(1, 13):
            yield year, month


def _year(voice: Voice, year: int, by_month: dict[tuple[int, int], list[Incident]]) -> page.YearView:
    facts = voice.facts
    first, last = _covered(facts, date(year, 1, 1), date(year, 12, 31))
    incidents = [each for month in range(12, 0, -1) for each in by_month.get((year, month), [])]
    split = len(incidents) > LONGEST
    counts = ((month, len(by_month.get((year, month), []))) for month in range(1, 13))
    return page.YearView(
        year,
        first,
        last,
        voice.figures(incidents, date(year, 1, 1), date(year, 12, 31)),
        tuple(facts.month(year, month) for month in range(1, 13)),
        () if split else tuple(voice.row(each) for each in incidents),
        tuple((month, count) for month, count in counts if count) if split else (),
        facts.years,
        facts.present.until if year == facts.present.day.year else None,
    )


def _month(
    voice: Voice, month: tuple[int, int], incidents: list[Incident], months: set[tuple[int, int]]
) -> page.MonthView:
    facts = voice.facts
    first, last = month_days(*month)
    before, after = first - timedelta(1), last + timedelta(1)
    begin, end = _covered(facts, first, last)
    return page.MonthView(
        *month,
        begin,
        end,
        voice.figures(incidents, first, last),
        facts.strip(first, last),
        tuple(voice.row(each) for each in incidents),
        (before.year, before.month) if (before.year, before.month) in months else None,
        (after.year, after.month) if (after.year, after.month) in months else None,
        facts.present.until if month == (facts.present.day.year, facts.present.day.month) else None,
    )


def _covered(facts: Facts, first: date, last: date) -> tuple[date, date]:
    """The part of the days that the site speaks of; all of them when it speaks of none."""
    start, end = max(first, facts.first_day), min(last, facts.last_day)
    return (start, end) if start <= end else (first, last)

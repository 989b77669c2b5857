"""Years and months."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from cronaca.model import Incident
from cronaca.views.page import Page
from cronaca.views.parts import Figures, MonthRow, Row, Strip
from cronaca.views.reader import Reader
from cronaca.views.site_history import LONGEST_LIST, SiteHistory, month_days


class YearView(NamedTuple):
    year: int
    first: date
    last: date
    figures: Figures
    months: tuple[MonthRow, ...]
    rows: tuple[Row, ...]  # empty when they are split by month
    by_month: tuple[tuple[int, int], ...]  # month, incidents; empty when they are not
    years: tuple[int, ...]
    until: datetime | None  # of the present year only


class MonthView(NamedTuple):
    year: int
    month: int
    first: date
    last: date
    figures: Figures
    strip: Strip
    rows: tuple[Row, ...]
    before: tuple[int, int] | None
    after: tuple[int, int] | None
    until: datetime | None  # of the present month only


def pages(site: SiteHistory, year: int) -> Iterator[Page]:
    """The year and its months, in every language."""
    by_month = site.by_month
    months = {month for month in _months(site) if site.month(*month).linked} | by_month.keys()
    for lang in site.settings.languages:
        reader = Reader.of(site, lang)
        yield Page(f"{lang}/{year}/index.html", "pages/year.html", lang, _year(reader, year, by_month))
        for each in sorted(month for month in months if month[0] == year):
            route = f"{lang}/{each[0]}/{each[1]:02}/index.html"
            view = _month(reader, each, by_month.get(each, []), months)
            yield Page(route, "pages/month.html", lang, view)


def _months(site: SiteHistory) -> Iterator[tuple[int, int]]:
    for year in site.years:
        for month in range(1, 13):
            yield year, month


def _year(reader: Reader, year: int, by_month: dict[tuple[int, int], list[Incident]]) -> YearView:
    site = reader.site
    first, last = _covered(site, date(year, 1, 1), date(year, 12, 31))
    incidents = [each for month in range(12, 0, -1) for each in by_month.get((year, month), [])]
    split = len(incidents) > LONGEST_LIST
    counts = ((month, len(by_month.get((year, month), []))) for month in range(1, 13))
    return YearView(
        year,
        first,
        last,
        reader.figures(incidents, date(year, 1, 1), date(year, 12, 31)),
        tuple(site.month(year, month) for month in range(1, 13)),
        () if split else tuple(reader.row(each) for each in incidents),
        tuple((month, count) for month, count in counts if count) if split else (),
        site.years,
        site.present.until if year == site.present.day.year else None,
    )


def _month(
    reader: Reader, month: tuple[int, int], incidents: list[Incident], months: set[tuple[int, int]]
) -> MonthView:
    site = reader.site
    first, last = month_days(*month)
    before, after = first - timedelta(1), last + timedelta(1)
    begin, end = _covered(site, first, last)
    return MonthView(
        *month,
        begin,
        end,
        reader.figures(incidents, first, last),
        site.strip(first, last),
        tuple(reader.row(each) for each in incidents),
        (before.year, before.month) if (before.year, before.month) in months else None,
        (after.year, after.month) if (after.year, after.month) in months else None,
        site.present.until if month == (site.present.day.year, site.present.day.month) else None,
    )


def _covered(site: SiteHistory, first: date, last: date) -> tuple[date, date]:
    """The part of the days that the site speaks of; all of them when it speaks of none."""
    start, end = max(first, site.first_day), min(last, site.last_day)
    return (start, end) if start <= end else (first, last)

"""Pages of the present: home, components, the language chooser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from cronaca.history import Phase
from cronaca.model import Kind
from cronaca.views.component import STRIP_DAYS, component_view
from cronaca.views.page import Page
from cronaca.views.parts import MonthRow, OpenIncident, PresentState, Row, Service, ServiceGroup
from cronaca.views.reader import Reader
from cronaca.views.site_history import SiteHistory

LATEST_CLOSED = 3
MONTHS_SHOWN = 3


class HomeView(NamedTuple):
    state: PresentState
    open: tuple[OpenIncident, ...]
    maintenance: tuple[Row, ...]  # running and coming
    groups: tuple[ServiceGroup, ...]
    latest: tuple[Row, ...]
    months: tuple[MonthRow, ...]
    years: tuple[int, ...]

    @property
    def until(self) -> datetime | None:
        return self.state.until


class FollowView(NamedTuple):
    services: tuple[Service, ...]


class RootView(NamedTuple):
    state: PresentState

    @property
    def until(self) -> datetime | None:
        return self.state.until


class MissingView(NamedTuple):
    """404.html needs nothing but its editions."""


def pages(site: SiteHistory) -> Iterator[Page]:
    for lang in site.settings.languages:
        reader = Reader.of(site, lang)
        yield Page(f"{lang}/index.html", "pages/home.html", lang, home(reader))
        names = (Service(each.id, reader.said(each.name)) for each in site.components)
        yield Page(f"{lang}/follow/index.html", "pages/follow.html", lang, FollowView(tuple(names)))
        for component in site.components:
            route = f"{lang}/components/{component.id}/index.html"
            yield Page(route, "pages/component.html", lang, component_view(reader, component))
    first = site.settings.languages[0]
    reader = Reader.of(site, first)
    if len(site.settings.languages) == 1:
        yield Page("index.html", "pages/home.html", first, home(reader))
    else:
        yield Page("index.html", "pages/root.html", first, RootView(reader.state()))
    yield Page("404.html", "pages/404.html", first, MissingView())


def home(reader: Reader) -> HomeView:
    site = reader.site
    open_ = site.open()
    work = [
        each
        for each in site.incidents
        if each.kind == Kind.MAINTENANCE and site.phases[each.id] != Phase.CLOSED
    ]
    closed = [each for each in site.incidents if site.phases[each.id] == Phase.CLOSED]
    groups = []
    for group in site.groups:
        services = (reader.service(each, STRIP_DAYS if each.showcase else 0) for each in group.components)
        groups.append(ServiceGroup(reader.said(group.name) if group.id else None, tuple(services)))
    return HomeView(
        reader.state(),
        tuple(reader.open_incident(each) for each in open_),
        tuple(reader.row(each) for each in reversed(work)),
        tuple(groups),
        tuple(reader.row(each) for each in closed[:LATEST_CLOSED]),
        tuple(site.month(*month) for month in last_months(site, MONTHS_SHOWN)),
        site.years,
    )


def last_months(site: SiteHistory, count: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    day = site.last_day.replace(day=1)
    while len(found) < count and day >= site.first_day.replace(day=1):
        found.append((day.year, day.month))
        day = (day - timedelta(1)).replace(day=1)
    return found

"""Pages of the present: home, components, the language chooser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from cronaca import page
from cronaca.history import Phase
from cronaca.model import Component, Kind
from cronaca.page import Page
from cronaca.views import LONGEST, Facts, Voice

STRIP_DAYS = 90
LATEST = 3
MONTHS = 3


def pages(facts: Facts) -> Iterator[Page]:
    for lang in facts.settings.languages:
        voice = Voice.of(facts, lang)
        yield Page(f"{lang}/index.html", "pages/home.html", lang, home(voice))
        names = (page.Service(each.id, voice.said(each.name)) for each in facts.site.components)
        yield Page(f"{lang}/follow/index.html", "pages/follow.html", lang, page.FollowView(tuple(names)))
        for component in facts.site.components:
            route = f"{lang}/components/{component.id}/index.html"
            yield Page(route, "pages/component.html", lang, one(voice, component))
    first = facts.settings.languages[0]
    voice = Voice.of(facts, first)
    if len(facts.settings.languages) == 1:
        yield Page("index.html", "pages/home.html", first, home(voice))
    else:
        yield Page("index.html", "pages/root.html", first, page.RootView(voice.state()))
    yield Page("404.html", "pages/404.html", first, page.MissingView())


def home(voice: Voice) -> page.HomeView:
    facts = voice.facts
    open_ = facts.open()
    work = [
        each
        for each in facts.incidents
        if each.kind == Kind.MAINTENANCE and facts.phases[each.id] != Phase.CLOSED
    ]
    closed = [each for each in facts.incidents if facts.phases[each.id] == Phase.CLOSED]
    groups = []
    for group in facts.site.groups:
        services = (voice.service(each, STRIP_DAYS if each.showcase else 0) for each in group.components)
        groups.append(page.ServiceGroup(voice.said(group.name) if group.id else None, tuple(services)))
    return page.HomeView(
        voice.state(),
        tuple(voice.open_incident(each) for each in open_),
        tuple(voice.row(each) for each in reversed(work)),
        tuple(groups),
        tuple(voice.row(each) for each in closed[:LATEST]),
        tuple(facts.month(*month) for month in last_months(facts, MONTHS)),
        facts.years,
    )


def last_months(facts: Facts, count: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    day = facts.last_day.replace(day=1)
    while len(found) < count and day >= facts.first_day.replace(day=1):
        found.append((day.year, day.month))
        day = (day - timedelta(1)).replace(day=1)
    return found


def one(voice: Voice, component: Component) -> page.ComponentView:
    facts, since = voice.facts, component.start_date
    incidents = facts.of_component(component.id)
    group = next(each for each in facts.site.groups if each.id == component.group)
    begin = max(facts.first_day, since or date.min)
    touched = {day.year for day in facts.calendar.get(component.id, {})}
    years = [year for year in facts.years if year >= begin.year or year in touched]
    service = voice.service(component, STRIP_DAYS)
    assert service.strip
    return page.ComponentView(
        service,
        voice.said(group.name) if group.id else None,
        since,
        voice.state((component.id,)),
        service.strip,
        tuple(
            (year, tuple(facts.month(year, month, component.id, since) for month in range(1, 13)))
            for year in years
        ),
        tuple(voice.row(each) for each in incidents[:LONGEST]),
        len(incidents) > LONGEST,
    )

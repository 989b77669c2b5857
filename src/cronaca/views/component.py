"""The page of a component."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from cronaca.model import Component
from cronaca.views.parts import MonthRow, PickedText, PresentState, Row, Service, Strip
from cronaca.views.reader import Reader
from cronaca.views.site_history import LONGEST_LIST

STRIP_DAYS = 90


class ComponentView(NamedTuple):
    service: Service
    group: PickedText | None
    start_date: date | None
    state: PresentState
    strip: Strip
    years: tuple[tuple[int, tuple[MonthRow, ...]], ...]
    rows: tuple[Row, ...]
    more: bool  # older ones are on the pages of their years

    @property
    def until(self) -> datetime | None:
        return self.state.until


def component_view(reader: Reader, component: Component) -> ComponentView:
    site, since = reader.site, component.start_date
    incidents = site.of_component(component.id)
    group = next(each for each in site.groups if each.id == component.group)
    begin = max(site.first_day, since or date.min)
    touched = {day.year for day in site.calendar.get(component.id, {})}
    years = [year for year in site.years if year >= begin.year or year in touched]
    service = reader.service(component, STRIP_DAYS)
    assert service.strip
    return ComponentView(
        service,
        reader.said(group.name) if group.id else None,
        since,
        reader.state((component.id,)),
        service.strip,
        tuple(
            (year, tuple(site.month(year, month, component.id, since) for month in range(1, 13)))
            for year in years
        ),
        tuple(reader.row(each) for each in incidents[:LONGEST_LIST]),
        len(incidents) > LONGEST_LIST,
    )

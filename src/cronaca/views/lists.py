"""Lists across all years: post-mortems, their actions, maintenance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from cronaca.history import Phase
from cronaca.model import Action, ActionStatus, Incident, Kind
from cronaca.views.page import Page
from cronaca.views.parts import ActionRow, Listed, PresentState, Row
from cronaca.views.reader import Reader
from cronaca.views.site_history import LONGEST_LIST, SiteHistory


class MaintenanceView(NamedTuple):
    running: tuple[Row, ...]
    coming: tuple[Row, ...]
    past: Listed
    state: PresentState | None  # None on the pages of past years

    @property
    def until(self) -> datetime | None:
        return self.state.until if self.state else None


class ActionsView(NamedTuple):
    """Every action of every post-mortem, by what became of it."""

    overdue: tuple[ActionRow, ...]
    open: tuple[ActionRow, ...]
    done: tuple[ActionRow, ...]
    dropped: tuple[ActionRow, ...]
    unknown: tuple[ActionRow, ...]
    day: date
    years: tuple[int, ...]
    year: int | None
    until: datetime | None


_PENDING = (ActionStatus.OPEN, ActionStatus.IN_PROGRESS)


def pages(site: SiteHistory) -> Iterator[Page]:
    told = [each for each in site.incidents if each.postmortem]
    work = [each for each in site.incidents if each.kind == Kind.MAINTENANCE]
    past = [each for each in work if site.phases[each.id] == Phase.CLOSED]
    for lang in site.settings.languages:
        reader = Reader.of(site, lang)
        for url, listed in _split(reader, f"{lang}/postmortems/", told):
            yield Page(url, "pages/postmortems.html", lang, listed)
        for url, listed in _split(reader, f"{lang}/maintenance/", past):
            view = _maintenance(reader, listed, work)
            yield Page(url, "pages/maintenance.html", lang, view)
        for url, year, incidents in _years(site, f"{lang}/actions/", told):
            years = _begun(site, told) if len(told) > LONGEST_LIST else ()
            yield Page(url, "pages/actions.html", lang, _actions(reader, incidents, years, year))


def _begun(site: SiteHistory, incidents: Sequence[Incident]) -> tuple[int, ...]:
    days = (site.begins[each.id] for each in incidents)
    return tuple(sorted({day.year for day in days if day}, reverse=True))


def _years(
    site: SiteHistory, url: str, incidents: Sequence[Incident]
) -> Iterator[tuple[str, int | None, Sequence[Incident]]]:
    """One page of all; or of the newest, and one for each year."""
    yield f"{url}index.html", None, incidents[:LONGEST_LIST]
    if len(incidents) > LONGEST_LIST:
        for year in _begun(site, incidents):
            of_year = [each for each in incidents if (day := site.begins[each.id]) and day.year == year]
            yield f"{url}{year}/index.html", year, of_year


def _split(reader: Reader, url: str, incidents: Sequence[Incident]) -> Iterator[tuple[str, Listed]]:
    years = _begun(reader.site, incidents) if len(incidents) > LONGEST_LIST else ()
    for route, year, some in _years(reader.site, url, incidents):
        yield route, Listed(year, tuple(reader.row(each) for each in some), years)


def _maintenance(reader: Reader, past: Listed, work: Sequence[Incident]) -> MaintenanceView:
    phases = reader.site.phases
    now = past.year is None

    def of(phase: Phase) -> tuple[Row, ...]:
        return tuple(reader.row(each) for each in reversed(work) if now and phases[each.id] == phase)

    return MaintenanceView(of(Phase.OPEN), of(Phase.UPCOMING), past, reader.state() if now else None)


def _actions(
    reader: Reader, incidents: Sequence[Incident], years: tuple[int, ...], year: int | None
) -> ActionsView:
    rows = [  # a symptom is no text that lists show
        ActionRow(
            reader.row(each), reader.action(action)._replace(symptom=None), _overdue(reader.site, action)
        )
        for each in incidents
        if each.postmortem
        for action in each.postmortem.actions
    ]
    pending = [row for row in rows if row.action.status in _PENDING]

    def of(status: ActionStatus) -> tuple[ActionRow, ...]:
        return tuple(row for row in rows if row.action.status == status)

    return ActionsView(
        overdue=tuple(row for row in pending if row.overdue),
        open=tuple(row for row in pending if not row.overdue),
        done=of(ActionStatus.DONE),
        dropped=of(ActionStatus.DROPPED),
        unknown=of(ActionStatus.UNKNOWN),
        day=reader.site.present.day,
        years=years,
        year=year,
        until=reader.site.present.until,
    )


def _overdue(site: SiteHistory, action: Action) -> bool:
    return bool(
        action.status in _PENDING and action.due and action.due.day and action.due.day < site.present.day
    )

"""Lists across all years: post-mortems, their actions, maintenance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cronaca import page
from cronaca.history import Phase
from cronaca.model import Action, ActionStatus, Incident, Kind
from cronaca.page import Page
from cronaca.views import LONGEST, Facts, Voice

_PENDING = (ActionStatus.OPEN, ActionStatus.IN_PROGRESS)


def pages(facts: Facts) -> Iterator[Page]:
    told = [each for each in facts.incidents if each.postmortem]
    work = [each for each in facts.incidents if each.kind == Kind.MAINTENANCE]
    past = [each for each in work if facts.phases[each.id] == Phase.CLOSED]
    for lang in facts.settings.languages:
        voice = Voice.of(facts, lang)
        for url, listed in _split(voice, f"{lang}/postmortems/", told):
            yield Page(url, "pages/postmortems.html", lang, listed)
        for url, listed in _split(voice, f"{lang}/maintenance/", past):
            view = _maintenance(voice, listed, work)
            yield Page(url, "pages/maintenance.html", lang, view)
        for url, year, incidents in _years(facts, f"{lang}/actions/", told):
            years = _begun(facts, told) if len(told) > LONGEST else ()
            yield Page(url, "pages/actions.html", lang, _actions(voice, incidents, years, year))


def _begun(facts: Facts, incidents: Sequence[Incident]) -> tuple[int, ...]:
    days = (facts.begins[each.id] for each in incidents)
    return tuple(sorted({day.year for day in days if day}, reverse=True))


def _years(
    facts: Facts, url: str, incidents: Sequence[Incident]
) -> Iterator[tuple[str, int | None, Sequence[Incident]]]:
    """One page of all; or of the newest, and one for each year."""
    yield f"{url}index.html", None, incidents[:LONGEST]
    if len(incidents) > LONGEST:
        for year in _begun(facts, incidents):
            of_year = [each for each in incidents if (day := facts.begins[each.id]) and day.year == year]
            yield f"{url}{year}/index.html", year, of_year


def _split(voice: Voice, url: str, incidents: Sequence[Incident]) -> Iterator[tuple[str, page.Listed]]:
    years = _begun(voice.facts, incidents) if len(incidents) > LONGEST else ()
    for route, year, some in _years(voice.facts, url, incidents):
        yield route, page.Listed(year, tuple(voice.row(each) for each in some), years)


def _maintenance(voice: Voice, past: page.Listed, work: Sequence[Incident]) -> page.MaintenanceView:
    phases = voice.facts.phases
    now = past.year is None

    def of(phase: Phase) -> tuple[page.Row, ...]:
        return tuple(voice.row(each) for each in reversed(work) if now and phases[each.id] == phase)

    return page.MaintenanceView(of(Phase.OPEN), of(Phase.UPCOMING), past, voice.state() if now else None)


def _actions(
    voice: Voice, incidents: Sequence[Incident], years: tuple[int, ...], year: int | None
) -> page.ActionsView:
    rows = [
        page.ActionRow(voice.row(each), voice.action(action), _overdue(voice.facts, action))
        for each in incidents
        if each.postmortem
        for action in each.postmortem.actions
    ]
    pending = [row for row in rows if row.action.status in _PENDING]

    def of(status: ActionStatus) -> tuple[page.ActionRow, ...]:
        return tuple(row for row in rows if row.action.status == status)

    return page.ActionsView(
        overdue=tuple(row for row in pending if row.overdue),
        open=tuple(row for row in pending if not row.overdue),
        done=of(ActionStatus.DONE),
        dropped=of(ActionStatus.DROPPED),
        unknown=of(ActionStatus.UNKNOWN),
        day=voice.facts.present.day,
        years=years,
        year=year,
        until=voice.facts.present.until,
    )


def _overdue(facts: Facts, action: Action) -> bool:
    return bool(
        action.status in _PENDING and action.due and action.due.day and action.due.day < facts.present.day
    )

"""A page for every incident and every post-mortem, and redirects from their old addresses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain
from typing import NamedTuple

from cronaca import history
from cronaca.clock import Moment
from cronaca.history import Phase
from cronaca.model import Incident
from cronaca.views.page import Page, RedirectView
from cronaca.views.parts import (
    DisputeView,
    IncidentLink,
    PickedText,
    Ribbon,
    Row,
    Service,
    TimelineDay,
    WindowView,
)
from cronaca.views.postmortem import alternates, postmortem_view, source
from cronaca.views.reader import Reader
from cronaca.views.timeline import length


class IncidentView(NamedTuple):
    row: Row
    code: str
    category: PickedText | None
    responsibility: PickedText | None
    components: tuple[Service, ...]
    windows: tuple[WindowView, ...]
    schedule: tuple[Moment, Moment] | None
    lost: timedelta | None
    follow_up: timedelta | None
    to_first_message: timedelta | None
    to_detection: timedelta | None
    to_postmortem: timedelta | None
    started: Moment | None  # first message
    resolved: Moment | None
    next_at: datetime | None
    detected: tuple[Moment, str] | None
    disputes: tuple[DisputeView, ...]
    ribbon: Ribbon | None
    days: tuple[TimelineDay, ...]
    source: tuple[str, str, str] | None  # name, address, the operator's own page
    postmortem: Moment | None
    cause: PickedText | None
    actions: int
    related: tuple[IncidentLink, ...]
    first_said: Moment | None
    last_said: Moment | None
    newer: IncidentLink | None
    older: IncidentLink | None
    fallback: str  # the language shown instead of the page's own
    alternates: tuple[str, ...]
    until: datetime | None  # while it is open


def incident_pages(
    reader: Reader, incident: Incident, newer: Incident | None, older: Incident | None
) -> Iterator[Page]:
    """The pages of one incident in one language."""
    lang, folder = reader.lang, f"{reader.lang}/incidents"
    route = f"{folder}/{incident.id}"
    yield Page(f"{route}/index.html", "pages/incident.html", lang, _incident(reader, incident, newer, older))
    for alias in incident.aliases:
        target = RedirectView(f"{route}/")
        yield Page(f"{folder}/{alias}/index.html", "pages/redirect.html", lang, target)
    if incident.postmortem:
        view = postmortem_view(reader, incident, incident.postmortem)
        yield Page(f"{route}/postmortem/index.html", "pages/postmortem.html", lang, view)
        for alias in incident.aliases:
            target = RedirectView(f"{route}/postmortem/")
            yield Page(f"{folder}/{alias}/postmortem/index.html", "pages/redirect.html", lang, target)


def _incident(
    reader: Reader, incident: Incident, newer: Incident | None, older: Incident | None
) -> IncidentView:
    site, record = reader.site, reader.site.records[incident.id]
    stated = dict(chain(incident.components, *(update.components for update in incident.updates)))
    said, schedule, pm = record.messages, incident.schedule, incident.postmortem
    return IncidentView(
        row=reader.row(incident),
        code=record.code,
        category=reader.maybe(incident.category),
        responsibility=reader.maybe(incident.responsibility),
        components=tuple(
            Service(name, reader.names[name], stated[name]) for name in record.grades if name in reader.names
        ),
        windows=tuple(
            WindowView(each.start, each.end, length(each), reader.maybe(each.note))
            for each in incident.windows
        ),
        schedule=(schedule.start, schedule.end) if schedule else None,
        lost=record.lost,
        follow_up=record.follow_up,
        to_first_message=record.to_first_message,
        to_detection=record.to_detection,
        to_postmortem=record.to_postmortem,
        started=said[0].at if said else None,
        resolved=said[-1].at if said and said[-1].status in history.ENDED else None,
        next_at=_next(incident) if record.phase != Phase.CLOSED else None,
        detected=(incident.detected.at, incident.detected.by) if incident.detected else None,
        disputes=reader.disputes(incident),
        ribbon=record.ribbon,
        days=reader.days(record.days),
        source=source(incident),
        postmortem=pm.published_at if pm else None,
        cause=reader.maybe(pm.root_cause) if pm else None,
        actions=len(pm.actions) if pm else 0,
        related=tuple(reader.link(each.incident) for each in site.related(incident)),
        first_said=said[0].at if said else record.begin,
        last_said=record.last_said,
        newer=reader.link(newer) if newer else None,
        older=reader.link(older) if older else None,
        fallback=record.fallbacks[reader.lang],
        alternates=alternates(record.fallbacks),
        until=site.present.until if record.phase != Phase.CLOSED else None,
    )


def _next(incident: Incident) -> datetime | None:
    last = incident.updates[-1] if incident.updates else None
    return last.next_at.instant if last and last.next_at else None

"""The page of a post-mortem."""

from __future__ import annotations

from typing import NamedTuple

from cronaca.clock import Moment
from cronaca.model import Incident, Marks, Postmortem
from cronaca.schema.words import texts
from cronaca.views.incident_record import fallbacks
from cronaca.views.parts import ActionView, DisputeView, PickedText, Row, StepView, TimelineDay
from cronaca.views.reader import Reader
from cronaca.views.timeline import by_day


class PostmortemView(NamedTuple):
    row: Row
    published_at: Moment
    impact: PickedText | None
    days: tuple[TimelineDay, ...]
    context: PickedText | None
    root_cause: PickedText | None
    actions: tuple[ActionView, ...]
    body: PickedText | None
    disputes: tuple[DisputeView, ...]
    source: tuple[str, str, str] | None
    fallback: str
    alternates: tuple[str, ...]


def postmortem_view(reader: Reader, incident: Incident, pm: Postmortem) -> PostmortemView:
    timed = [step for step in pm.timeline if step.at.instant]
    marked = (step.at.instant for step in timed if step.marks == Marks.START)
    zero = next(marked, timed[0].at.instant if timed else None)
    steps = [
        StepView(
            step.at,
            reader.said(step.text),
            step.marks or "",
            step.at.instant - zero if step.at.instant and zero else None,
        )
        for step in pm.timeline
    ]
    found = fallbacks((text for keys, text in texts(incident) if keys[0] == "postmortem"), reader.order)
    return PostmortemView(
        row=reader.row(incident),
        published_at=pm.published_at,
        impact=reader.maybe(pm.impact),
        days=by_day(steps, reader.site.present.zone),
        context=reader.maybe(pm.context),
        root_cause=reader.maybe(pm.root_cause),
        actions=tuple(reader.action(each) for each in pm.actions),
        body=reader.maybe(pm.body),
        disputes=reader.disputes(incident, "windows", "first_message"),
        source=source(incident),
        fallback=found[reader.lang],
        alternates=alternates(found),
    )


def alternates(fallbacks: dict[str, str]) -> tuple[str, ...]:
    """The languages in which a page can be read without a fallback."""
    return tuple(lang for lang, other in fallbacks.items() if not other)


def source(incident: Incident) -> tuple[str, str, str] | None:
    source = incident.source
    return (source.name, source.url, source.vendor_url) if source else None

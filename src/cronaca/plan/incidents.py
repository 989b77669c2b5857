"""A page for every incident and every post-mortem, and redirects from their old addresses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import chain

from cronaca import history, page
from cronaca.history import Phase
from cronaca.model import Incident, Marks, Postmortem
from cronaca.page import Page
from cronaca.schema import texts
from cronaca.views import Voice, by_day, fallbacks, lost


def of(voice: Voice, incident: Incident, newer: Incident | None, older: Incident | None) -> Iterator[Page]:
    """The pages of one incident in one language."""
    lang, folder = voice.lang, f"{voice.lang}/incidents"
    route = f"{folder}/{incident.id}"
    yield Page(f"{route}/index.html", "pages/incident.html", lang, _incident(voice, incident, newer, older))
    for alias in incident.aliases:
        target = page.RedirectView(f"{route}/")
        yield Page(f"{folder}/{alias}/index.html", "pages/redirect.html", lang, target)
    if incident.postmortem:
        view = _postmortem(voice, incident, incident.postmortem)
        yield Page(f"{route}/postmortem/index.html", "pages/postmortem.html", lang, view)
        for alias in incident.aliases:
            target = page.RedirectView(f"{route}/postmortem/")
            yield Page(f"{folder}/{alias}/postmortem/index.html", "pages/redirect.html", lang, target)


def _incident(
    voice: Voice, incident: Incident, newer: Incident | None, older: Incident | None
) -> page.IncidentView:
    facts, gist = voice.facts, voice.facts.gists[incident.id]
    stated = dict(chain(incident.components, *(update.components for update in incident.updates)))
    said, schedule, pm = gist.messages, incident.schedule, incident.postmortem
    return page.IncidentView(
        row=voice.row(incident),
        code=gist.code,
        category=voice.maybe(incident.category),
        responsibility=voice.maybe(incident.responsibility),
        components=tuple(
            page.Service(name, voice.names[name], stated[name]) for name in gist.grades if name in voice.names
        ),
        windows=tuple(
            page.WindowView(each.start, each.end, lost(each), voice.maybe(each.note))
            for each in incident.windows
        ),
        schedule=(schedule.start, schedule.end) if schedule else None,
        lost=gist.lost,
        follow_up=gist.follow_up,
        to_first_message=gist.to_first_message,
        to_detection=gist.to_detection,
        to_postmortem=gist.to_postmortem,
        started=said[0].at if said else None,
        resolved=said[-1].at if said and said[-1].status in history.ENDED else None,
        next_at=_next(incident) if gist.phase != Phase.CLOSED else None,
        detected=(incident.detected.at, incident.detected.by) if incident.detected else None,
        disputes=voice.disputes(incident),
        ribbon=gist.ribbon,
        days=voice.days(gist.days),
        source=_source(incident),
        postmortem=pm.published_at if pm else None,
        cause=voice.maybe(pm.root_cause) if pm else None,
        actions=len(pm.actions) if pm else 0,
        related=tuple(voice.row(each.incident) for each in facts.related(incident)),
        first_said=said[0].at if said else gist.begin,
        last_said=gist.last_said,
        newer=voice.row(newer) if newer else None,
        older=voice.row(older) if older else None,
        fallback=gist.fallbacks[voice.lang],
        alternates=_alternates(gist.fallbacks),
        until=facts.present.until if gist.phase != Phase.CLOSED else None,
    )


def _alternates(fallbacks: dict[str, str]) -> tuple[str, ...]:
    """The languages in which a page can be read without a fallback."""
    return tuple(lang for lang, other in fallbacks.items() if not other)


def _next(incident: Incident) -> datetime | None:
    last = incident.updates[-1] if incident.updates else None
    return last.next_at.instant if last and last.next_at else None


def _source(incident: Incident) -> tuple[str, str, str] | None:
    source = incident.source
    return (source.name, source.url, source.vendor_url) if source else None


def _postmortem(voice: Voice, incident: Incident, pm: Postmortem) -> page.PostmortemView:
    timed = [step for step in pm.timeline if step.at.instant]
    marked = (step.at.instant for step in timed if step.marks == Marks.START)
    zero = next(marked, timed[0].at.instant if timed else None)
    steps = [
        page.StepView(
            step.at,
            voice.said(step.text),
            step.marks or "",
            step.at.instant - zero if step.at.instant and zero else None,
        )
        for step in pm.timeline
    ]
    found = fallbacks((text for keys, text in texts(incident) if keys[0] == "postmortem"), voice.order)
    return page.PostmortemView(
        row=voice.row(incident),
        published_at=pm.published_at,
        impact=voice.maybe(pm.impact),
        days=by_day(steps, voice.facts.present.zone),
        context=voice.maybe(pm.context),
        root_cause=voice.maybe(pm.root_cause),
        actions=tuple(voice.action(each) for each in pm.actions),
        body=voice.maybe(pm.body),
        disputes=voice.disputes(incident, "windows", "first_message"),
        source=_source(incident),
        fallback=found[voice.lang],
        alternates=_alternates(found),
    )

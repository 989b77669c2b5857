"""A page for every incident and every post-mortem, and redirects from their old addresses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import chain

from cronaca import history, page
from cronaca.clock import Moment
from cronaca.history import Phase
from cronaca.model import Incident, Marks, Postmortem, Window
from cronaca.page import Page
from cronaca.views import Voice, by_day

RIBBON_TICKS = 5
_STEPS = [timedelta(minutes=n) for n in (5, 10, 15, 30, 60, 120, 180, 360, 720)]


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
    facts, present = voice.facts, voice.facts.present
    known = {each.id: each for each in facts.site.components}
    touched = [known[name] for name in history.grades(incident) if name in known]
    stated = dict(chain(incident.components, *(update.components for update in incident.updates)))
    texts = (incident.title, *(update.body for update in incident.updates))
    timed = [update for update in incident.updates if update.at.known]
    closed = facts.phases[incident.id] == Phase.CLOSED
    by_id = {each.id: each for each in facts.incidents}
    schedule = incident.schedule
    pm = incident.postmortem
    return page.IncidentView(
        row=voice.row(incident),
        code=incident.code,
        category=voice.maybe(incident.category),
        responsibility=voice.maybe(incident.responsibility),
        components=tuple(page.Service(each.id, voice.said(each.name), stated[each.id]) for each in touched),
        windows=tuple(
            page.WindowView(each.start, each.end, _lost(each, present), voice.maybe(each.note))
            for each in incident.windows
        ),
        schedule=(schedule.start, schedule.end) if schedule else None,
        lost=history.interruption(incident, present),
        follow_up=history.follow_up(incident),
        to_first_message=history.to_first_message(incident),
        to_detection=history.to_detection(incident),
        to_postmortem=history.to_postmortem(incident),
        started=timed[0].at if timed else None,
        resolved=timed[-1].at if timed and timed[-1].status in history.ENDED else None,
        next_at=_next(incident) if not closed else None,
        detected=(incident.detected.at, incident.detected.by) if incident.detected else None,
        disputes=voice.disputes(incident),
        ribbon=_ribbon(incident, present),
        days=by_day(_entries(voice, incident, newest_first=not closed), present.zone),
        source=_source(incident),
        postmortem=pm.published_at if pm else None,
        cause=voice.maybe(pm.root_cause) if pm else None,
        actions=len(pm.actions) if pm else 0,
        related=tuple(voice.row(by_id[each]) for each in incident.related if each in by_id),
        first_said=timed[0].at if timed else history.begin(incident),
        last_said=_last_said(incident),
        newer=voice.row(newer) if newer else None,
        older=voice.row(older) if older else None,
        fallback=voice.fallback(texts),
        alternates=voice.alternates(texts),
    )


def _last_said(incident: Incident) -> Moment | None:
    """The latest message, correction or post-mortem."""
    said = [each for update in incident.updates for each in (update.at, update.corrected_at) if each]
    said += [incident.postmortem.published_at] if incident.postmortem else []
    return max((each for each in said if each.known), key=history.moment_order, default=None)


def _lost(window: Window, present: history.Present) -> timedelta | None:
    interval = history.interval(window, present)
    return interval[1] - interval[0] if interval else None


def _next(incident: Incident) -> datetime | None:
    last = incident.updates[-1] if incident.updates else None
    return last.next_at.instant if last and last.next_at else None


def _source(incident: Incident) -> tuple[str, str, str] | None:
    source = incident.source
    return (source.name, source.url, source.vendor_url) if source else None


def _entries(voice: Voice, incident: Incident, newest_first: bool) -> list[page.Entry]:
    """What happened and what was said, in order of time; what has no time keeps its written place."""
    entries: list[page.Entry] = []
    names = {each.id: each.name for each in voice.facts.site.components}
    for number, update in enumerate(incident.updates, 1):
        states = tuple((voice.said(names[name]), state) for name, state in update.components if name in names)
        entries.append(
            page.Entry(
                "update",
                update.at,
                number,
                update.status,
                voice.said(update.body),
                corrected_at=update.corrected_at,
                states=states,
            )
        )
    events = []
    for window in incident.windows:
        events.append(
            page.Entry("start", window.start, body=_step(voice, incident, Marks.START, window.start))
        )
        if window.end:
            body = _step(voice, incident, Marks.END, window.end)
            lost = _lost(window, voice.facts.present)
            events.append(page.Entry("end", window.end, lost=lost, body=body))
    merged = _merge(entries, events)
    if incident.postmortem:
        at = incident.postmortem.published_at
        merged.append(page.Entry("postmortem", at, len(entries) + 1))
    return merged[::-1] if newest_first else merged


def _step(voice: Voice, incident: Incident, marks: Marks, at: Moment) -> page.Said | None:
    """What the post-mortem says of this very moment."""
    steps = incident.postmortem.timeline if incident.postmortem else ()
    found = next((step for step in steps if step.marks == marks and step.at.instant == at.instant), None)
    return voice.said(found.text) if found and at.instant else None


def _merge(entries: list[page.Entry], events: list[page.Entry]) -> list[page.Entry]:
    merged = list(entries)
    for event in events:
        if not event.at.known:
            # an end that nobody knows stands after its beginning
            before = next((n for n, each in enumerate(merged) if each.what == "start"), -1)
            merged.insert(before + 1, event)
            continue
        after = (n for n, each in enumerate(merged) if each.at.known and _place(each) > _place(event))
        merged.insert(next(after, len(merged)), event)
    return merged


def _place(entry: page.Entry) -> tuple[date, int, float, int]:
    """Where an entry stands; of a day, what has no hour begins before and ends after what has one."""
    at = entry.at
    part = 1 if at.instant else 0 if entry.what == "start" else 2
    said = 2 if entry.what == "update" else 1 if entry.what == "end" else 0
    return at.day or date.min, part, at.instant.timestamp() if at.instant else 0, said


def _ribbon(incident: Incident, present: history.Present) -> page.Ribbon | None:
    intervals = history.interruptions((incident,), present)
    said = [(update.at.instant, str(update.status)) for update in incident.updates if update.at.instant]
    points = [*chain.from_iterable(intervals), *(at for at, _ in said)]
    if len(points) < 2 or not intervals or max(points) - min(points) < timedelta(minutes=2):
        return None
    length = max(points) - min(points)
    step = next((each for each in _STEPS if length / each <= RIBBON_TICKS), None)
    dated = step is None
    step = step or timedelta(days=-(-length // (timedelta(1) * RIBBON_TICKS)))
    local = min(points).astimezone(present.zone)
    midnight = local.replace(hour=0, minute=0)
    start = (midnight + (local - midnight) // step * step).astimezone(points[0].tzinfo)
    end = start
    ticks = [start]
    while end < max(points):
        end += step
        ticks.append(end)
    end += (end - start) / 9  # room for the last label

    def place(at: datetime) -> float:
        return round((at - start) / (end - start) * 100, 2)

    return page.Ribbon(
        tuple((place(a), round(place(b) - place(a), 2), b - a) for a, b in intervals),
        tuple((place(at), at, status) for at, status in said),
        tuple((place(at), at) for at in ticks),
        dated,
    )


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
    texts = pm.texts()
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
        fallback=voice.fallback(texts),
        alternates=voice.alternates(texts),
    )

"""The site in Statuspage's shape: /api/v2/, one file an incident, and the history by months."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from cronaca import page
from cronaca.history import Phase
from cronaca.l10n import L10n
from cronaca.model import Impact, Incident, Kind, State
from cronaca.page import Page
from cronaca.served import extras, texts, times
from cronaca.served.objects import Json, Objects, indicator
from cronaca.served.texts import Joined
from cronaca.views import BADNESS, Facts, Voice

LATEST = 50
_MONTHS = ["January", "February", "March", "April", "May", "June", "July"]
_MONTHS += ["August", "September", "October", "November", "December"]


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest instants: of each incident, of the site until now, of each component; who is in trouble."""

    of: dict[str, datetime]
    site: datetime
    components: dict[str, datetime]
    troubled: frozenset[str]

    @classmethod
    def found(cls, facts: Facts) -> Newest:
        of = {each.id: times.newest(each, facts.present.zone) for each in facts.incidents}
        touched: dict[str, datetime] = {}
        troubled: set[str] = set()
        for incident in facts.incidents:
            names = facts.gists[incident.id].touched
            touched |= {name: max(of[incident.id], touched.get(name, times.EPOCH)) for name in names}
            if facts.phases[incident.id] == Phase.OPEN:
                troubled.update(names)
        come = (at for at in of.values() if at <= facts.present.now)
        return cls(of, max(come, default=times.EPOCH), touched, frozenset(troubled))


def pages(facts: Facts, tongues: Mapping[str, L10n]) -> Iterator[Page]:
    """Lists in the first language at the root, in each language below it; each incident once."""
    settings = facts.settings
    desks = {lang: Objects(settings, facts.site.groups, tongues[lang]) for lang in settings.languages}
    newest = Newest.found(facts)
    for lang, objects in desks.items():
        yield from _lists(facts, newest, objects, f"{lang}/")
    objects = desks[settings.languages[0]]
    yield from _lists(facts, newest, objects, "")
    yield Page("history.json", "", "", _history(facts, objects))
    told: list[tuple[datetime, str]] = []
    for incident in facts.incidents:
        text = texts.dumps(objects.incident(incident, facts.phases[incident.id]))
        if incident.kind != Kind.MAINTENANCE:
            told.append((newest.of[incident.id], text))
        more = texts.dumps(extras.of(incident, settings, facts.codes))
        whole = f"{text[:-2]},{more[1:]}}}"  # our own key stands last
        yield from _one(objects, incident, whole, newest.of[incident.id])
    yield from _further(objects, told)


def _one(objects: Objects, incident: Incident, text: str, newest: datetime) -> Iterator[Page]:
    """The files of one incident: its object with its page, alone, and the way to the reader's page."""
    code, head = incident.code, texts.dumps(objects.page(newest))
    yield Page(f"api/v2/incidents/{code}.json", "", "", Joined((f'{{"page":{head},"incident":', text, "}\n")))
    yield Page(f"incidents/{code}.json", "", "", Joined((text, "\n")))
    target = page.RedirectView(f"{objects.lang}/incidents/{incident.id}/")
    yield Page(f"incidents/{code}/index.html", "pages/redirect.html", objects.lang, target)


def _further(objects: Objects, told: list[tuple[datetime, str]]) -> Iterator[Page]:
    """All incidents, fifty a file; the first file holds the newest."""
    count = max(1, -(-len(told) // LATEST))
    for number in range(1, count + 1):
        some = told[(number - 1) * LATEST : number * LATEST]
        head = texts.dumps(objects.page(max((newest for newest, _ in some), default=times.EPOCH)))
        more = texts.dumps({"page": number, "pages": count, "per_page": LATEST, "total": len(told)})
        rows = ",".join(text for _, text in some)
        text = f'{{"page":{head},"incidents":[{rows}],"cronaca":{more}}}\n'
        yield Page(f"api/v2/incidents/page/{number}.json", "", "", text)


def _lists(facts: Facts, newest: Newest, objects: Objects, folder: str) -> Iterator[Page]:
    """``folder``: "" or the language's own, fr/."""
    told, work = _kinds(facts)
    active = [each for each in work if facts.phases[each.id] == Phase.OPEN]
    coming = [each for each in work if facts.phases[each.id] == Phase.UPCOMING]
    objects_of = {
        each.id: objects.incident(each, facts.phases[each.id])
        for each in (*told[:LATEST], *work[:LATEST], *facts.open(), *active, *coming)
    }

    def some(incidents: Iterable[Incident]) -> list[Json]:
        return [objects_of[each.id] for each in incidents]

    def head(incidents: Iterable[Incident] = ()) -> Json:
        return objects.page(max((newest.of[each.id] for each in incidents), default=newest.site), folder)

    lists = {
        "incidents": ("incidents", told[:LATEST]),
        "incidents/unresolved": ("incidents", facts.open()),
        "scheduled-maintenances": ("scheduled_maintenances", work[:LATEST]),
        "scheduled-maintenances/active": ("scheduled_maintenances", active),
        "scheduled-maintenances/upcoming": ("scheduled_maintenances", coming),
    }
    for name, (key, listed) in lists.items():
        found = {"page": head(listed), key: some(listed)}
        yield Page(f"{folder}api/v2/{name}.json", "", "", texts.dumps(found) + "\n")
    now = {"components": components(facts, newest, objects)}
    text = texts.dumps({"page": head(), **now}) + "\n"
    yield Page(f"{folder}api/v2/components.json", "", "", text)
    now |= {"incidents": some(facts.open()), "scheduled_maintenances": some((*active, *coming))}
    for name, rest in (("status", {}), ("summary", now)):
        view = page.StatusView(
            Voice(facts, objects.lang).state(),
            indicator(facts.states.values(), facts.incidents, facts.phases),
            texts.dumps(head()),
            "".join(f",{texts.dumps(key)}:{texts.dumps(value)}" for key, value in rest.items()),
        )
        yield Page(f"{folder}api/v2/{name}.json", "api/status.json", objects.lang, view)


def _kinds(facts: Facts) -> tuple[list[Incident], list[Incident]]:
    """Incidents and maintenance, the newest first."""
    told = [each for each in facts.incidents if each.kind != Kind.MAINTENANCE]
    return told, [each for each in facts.incidents if each.kind == Kind.MAINTENANCE]


def components(facts: Facts, newest: Newest, objects: Objects) -> list[Json]:
    """Groups and components as they are now; of an archive, only what an open incident says is known."""
    found = {}
    for each in facts.site.components:
        known = not objects.archive or each.id in newest.troubled
        at = newest.components.get(each.id, times.EPOCH)
        found[each.id] = objects.component(each.id, facts.states[each.id], known, at)
    rows = []
    for name, base in objects.components.items():
        if name in found:
            rows.append(found[name])
            continue
        parts = [found[each] for each in base["components"]]
        worst = max((each["status"] for each in parts), key=BADNESS.index, default=State.OPERATIONAL.value)
        last = max((each["updated_at"] for each in parts), default=times.stamp(times.EPOCH))
        sure = all(each["cronaca"]["known"] for each in parts)
        made = base["created_at"] or last
        now = {"status": worst, "created_at": made, "updated_at": last, "cronaca": {"known": sure}}
        rows.append(base | now)
    return rows


def _history(facts: Facts, objects: Objects) -> str:
    """Every month and its incidents, under the month in which each ended."""
    ends: dict[tuple[int, int], list[tuple[datetime, Json]]] = {}
    zone = objects.zone
    for incident in facts.incidents:
        at = times.instants(incident, zone) or (times.begun(incident, zone),)
        start, end = at[0], at[-1]
        local = end.astimezone(zone)
        body = objects.said(incident.updates[-1].body) if incident.updates else None
        row = {
            "code": facts.codes[incident.id],
            "name": objects.said(incident.title),
            "message": texts.light(body or ""),
            "impact": Impact.NONE if incident.impact == Impact.UNKNOWN else incident.impact,
            "timestamp": _span(start.astimezone(zone), local),
        }
        ends.setdefault((local.year, local.month), []).append((end, row))
    newest = max(ends, default=None)
    months = []
    if newest:
        oldest = min(ends)
        for n in range(newest[0] * 12 + newest[1] - 1, oldest[0] * 12 + oldest[1] - 2, -1):
            year, month = divmod(n, 12)
            rows = sorted(ends.get((year, month + 1), []), key=lambda pair: pair[0], reverse=True)
            months.append({"name": _MONTHS[month], "year": year, "incidents": [row for _, row in rows]})
    named = [{"id": each["id"], "name": each["name"]} for each in objects.components.values()]
    return texts.dumps({"components": named, "months": months}) + "\n"


def _span(start: datetime, end: datetime) -> str:
    """Statuspage's own words for a time: English months, no year, the zone's letters at the end."""
    zone = end.tzname() or "UTC"
    if (start.date(), start.hour, start.minute) == (end.date(), end.hour, end.minute):
        return f"{_at(end)} {zone}"
    if start.date() == end.date():
        return f"{_at(start)} - {_time(end)} {zone}"
    return f"{_at(start)} - {_at(end)} {zone}"


def _at(local: datetime) -> str:
    return f"{_MONTHS[local.month - 1][:3]} <var data-var='date'>{local.day:2}</var>, {_time(local)}"


def _time(local: datetime) -> str:
    return f"<var data-var='time'>{local:%H:%M}</var>"

"""The site in Statuspage's shape: /api/v2/, one file an incident, and the history by months."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from cronaca import model, page
from cronaca.history import Phase
from cronaca.l10n import L10n
from cronaca.model import Group, Incident, Kind, Settings, State
from cronaca.page import Page
from cronaca.served import extras, texts, times
from cronaca.served.objects import Json, Objects, indicator
from cronaca.served.past import MONTHS, Past
from cronaca.served.texts import Joined
from cronaca.views import BADNESS, Facts, Voice

LATEST = 50


class Newest(NamedTuple):
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


def lists(facts: Facts, tongues: Mapping[str, L10n]) -> Iterator[Page]:
    """Lists in the first language at the root, in each language below it."""
    newest = Newest.found(facts)
    for lang in facts.settings.languages:
        objects = Objects(facts.settings, facts.site.groups, tongues[lang])
        yield from _lists(facts, newest, objects, f"{lang}/")
        if lang == facts.settings.languages[0]:
            yield from _lists(facts, newest, objects, "")


def one(facts: Facts, incident: Incident, objects: Objects) -> Iterator[Page]:
    """The files of one incident: its object with its page, alone, and the way to the reader's page."""
    alone = texts.dumps(objects.incident(incident, facts.phases[incident.id]))
    more = texts.dumps(extras.of(incident, facts.settings, [each.code for each in facts.related(incident)]))
    text = f"{alone[:-2]},{more[1:]}}}"  # our own key stands last
    code = incident.code
    head = texts.dumps(objects.page(times.newest(incident, objects.zone)))
    yield Page(f"api/v2/incidents/{code}.json", "", "", Joined((f'{{"page":{head},"incident":', text, "}\n")))
    yield Page(f"incidents/{code}.json", "", "", Joined((text, "\n")))
    target = page.RedirectView(f"{objects.lang}/incidents/{incident.id}/")
    yield Page(f"incidents/{code}/index.html", "pages/redirect.html", objects.lang, target)


def further(facts: Facts, objects: Objects, incidents: Sequence[Incident], number: int, total: int) -> Page:
    """Fifty of all incidents; the first file holds the newest."""
    count = max(1, -(-total // LATEST))
    newest = (times.newest(each, objects.zone) for each in incidents)
    head = texts.dumps(objects.page(max(newest, default=times.EPOCH)))
    more = texts.dumps({"page": number, "pages": count, "per_page": LATEST, "total": total})
    rows = ",".join(texts.dumps(objects.incident(each, facts.phases[each.id])) for each in incidents)
    text = f'{{"page":{head},"incidents":[{rows}],"cronaca":{more}}}\n'
    return Page(f"api/v2/incidents/page/{number}.json", "", "", text)


def past(groups: Iterable[Group], settings: Settings, ended: Iterable[Past]) -> Iterator[Page]:
    """history.json: every month and its incidents, under the month in which each ended."""
    months: dict[int, list[Past]] = {}
    for each in ended:
        months.setdefault(each[0] * 12 + each[1] - 1, []).append(each)
    parts = []
    for number in range(max(months, default=0), min(months, default=1) - 1, -1):
        rows = sorted(months.get(number, ()), key=lambda each: each[2], reverse=True)
        listed = ",".join(row for *_, row in rows)
        name, year = MONTHS[number % 12], number // 12
        parts.append(f'{{"name":"{name}","year":{year},"incidents":[{listed}]}}')
    named = texts.dumps(list(_names(groups, settings)))
    yield Page("history.json", "", "", f'{{"components":{named},"months":[{",".join(parts)}]}}\n')


def _names(groups: Iterable[Group], settings: Settings) -> Iterator[Json]:
    order = settings.languages
    for group in groups:
        if group.id:
            yield {"id": model.code(f"group {group.id}"), "name": texts.pick(group.name, order[0], order)[0]}
        for each in group.components:
            yield {"id": each.id, "name": texts.pick(each.name, order[0], order)[0]}


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
            Voice.of(facts, objects.lang).state(),
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

"""The site in Statuspage's shape: /api/v2/, one file an incident, and the history by months."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from cronaca import instants, model
from cronaca.exports import texts
from cronaca.exports.history_json import MONTH_NAMES, HistoryRow
from cronaca.exports.objects import Objects
from cronaca.exports.our_key import our_key
from cronaca.exports.parts_json import COMPONENT_OBJECT
from cronaca.exports.statuspage_words import indicator
from cronaca.exports.texts import Json
from cronaca.history import Phase
from cronaca.instants import rfc3339
from cronaca.model import Group, Incident, Kind, Settings, State
from cronaca.views.incident_record import BADNESS_WORDS
from cronaca.views.page import Page, RedirectView
from cronaca.views.parts import PresentState
from cronaca.views.reader import Reader
from cronaca.views.site_history import SiteHistory


class StatusView(NamedTuple):
    """The state in Statuspage's words; ``page`` and ``rest`` are JSON that is written already."""

    state: PresentState
    indicator: str  # none, maintenance, minor, major, critical
    page: str
    rest: str = ""


PER_PAGE = 50


class Newest(NamedTuple):
    """The newest instants: of each incident, of the site until now, of each component; who is in trouble."""

    of: dict[str, datetime]
    site: datetime
    components: dict[str, datetime]
    troubled: frozenset[str]

    @classmethod
    def found(cls, site: SiteHistory) -> Newest:
        of = {each.id: instants.newest(each, site.present.zone) for each in site.incidents}
        touched: dict[str, datetime] = {}
        troubled: set[str] = set()
        for incident in site.incidents:
            names = site.records[incident.id].touched
            touched |= {name: max(of[incident.id], touched.get(name, instants.EPOCH)) for name in names}
            if site.phases[incident.id] == Phase.OPEN:
                troubled.update(names)
        come = (at for at in of.values() if at <= site.present.now)
        return cls(of, max(come, default=instants.EPOCH), touched, frozenset(troubled))


def list_files(site: SiteHistory) -> Iterator[Page]:
    """Lists in the first language at the root, in each language below it."""
    newest = Newest.found(site)
    for lang in site.settings.languages:
        objects = Objects(site.settings, site.groups, site.locales[lang])
        yield from _lists(site, newest, objects, f"{lang}/")
        if lang == site.settings.languages[0]:
            yield from _lists(site, newest, objects, "")


def incident_files(site: SiteHistory, incident: Incident, objects: Objects) -> Iterator[Page]:
    """The files of one incident: its object with its page, alone, and the way to the reader's page."""
    alone = texts.dumps(objects.incident(incident, site.phases[incident.id]))
    more = texts.dumps(our_key(incident, site.settings, [each.code for each in site.related(incident)]))
    text = f"{alone[:-2]},{more[1:]}}}"  # our own key stands last
    code = incident.code
    head = texts.dumps(objects.page(instants.newest(incident, objects.zone)))
    yield Page.file(
        f"api/v2/incidents/{code}.json", (f'{{"page":{head},"incident":', text, "}\n"), texts.joined
    )
    yield Page.file(f"incidents/{code}.json", (text, "\n"), texts.joined)
    target = RedirectView(f"{objects.lang}/incidents/{incident.id}/")
    yield Page(f"incidents/{code}/index.html", "pages/redirect.html", objects.lang, target)


def incident_list(
    site: SiteHistory, objects: Objects, incidents: Sequence[Incident], number: int, total: int
) -> Page:
    """Fifty of all incidents; the first file holds the newest."""
    count = max(1, -(-total // PER_PAGE))
    newest = (instants.newest(each, objects.zone) for each in incidents)
    head = texts.dumps(objects.page(max(newest, default=instants.EPOCH)))
    more = texts.dumps({"page": number, "pages": count, "per_page": PER_PAGE, "total": total})
    rows = ",".join(texts.dumps(objects.incident(each, site.phases[each.id])) for each in incidents)
    text = f'{{"page":{head},"incidents":[{rows}],"cronaca":{more}}}\n'
    return Page.file(f"api/v2/incidents/page/{number}.json", text)


def history_file(groups: Iterable[Group], settings: Settings, ended: Iterable[HistoryRow]) -> Iterator[Page]:
    """history.json: every month and its incidents, under the month in which each ended."""
    months: dict[int, list[HistoryRow]] = {}
    for each in ended:
        months.setdefault(each[0] * 12 + each[1] - 1, []).append(each)
    parts = []
    for number in range(max(months, default=0), min(months, default=1) - 1, -1):
        rows = sorted(months.get(number, ()), key=lambda each: each[2], reverse=True)
        listed = ",".join(row for *_, row in rows)
        name, year = MONTH_NAMES[number % 12], number // 12
        parts.append(f'{{"name":"{name}","year":{year},"incidents":[{listed}]}}')
    named = texts.dumps(list(_names(groups, settings)))
    yield Page.file("history.json", f'{{"components":{named},"months":[{",".join(parts)}]}}\n')


def _names(groups: Iterable[Group], settings: Settings) -> Iterator[Json]:
    order = settings.languages
    for group in groups:
        if group.id:
            yield {"id": model.code(f"group {group.id}"), "name": texts.pick(group.name, order[0], order)[0]}
        for each in group.components:
            yield {"id": each.id, "name": texts.pick(each.name, order[0], order)[0]}


def _lists(site: SiteHistory, newest: Newest, objects: Objects, folder: str) -> Iterator[Page]:
    """``folder``: "" or the language's own, fr/."""
    told, work = _kinds(site)
    active = [each for each in work if site.phases[each.id] == Phase.OPEN]
    coming = [each for each in work if site.phases[each.id] == Phase.UPCOMING]
    objects_of = {
        each.id: objects.incident(each, site.phases[each.id])
        for each in (*told[:PER_PAGE], *work[:PER_PAGE], *site.open(), *active, *coming)
    }

    def some(incidents: Iterable[Incident]) -> list[Json]:
        return [objects_of[each.id] for each in incidents]

    def head(incidents: Iterable[Incident] = ()) -> Json:
        return objects.page(max((newest.of[each.id] for each in incidents), default=newest.site), folder)

    lists = {
        "incidents": ("incidents", told[:PER_PAGE]),
        "incidents/unresolved": ("incidents", site.open()),
        "scheduled-maintenances": ("scheduled_maintenances", work[:PER_PAGE]),
        "scheduled-maintenances/active": ("scheduled_maintenances", active),
        "scheduled-maintenances/upcoming": ("scheduled_maintenances", coming),
    }
    for name, (key, listed) in lists.items():
        found = {"page": head(listed), key: some(listed)}
        yield Page.file(f"{folder}api/v2/{name}.json", texts.dumps(found) + "\n")
    now = {"components": component_rows(site, newest, objects)}
    text = texts.dumps({"page": head(), **now}) + "\n"
    yield Page.file(f"{folder}api/v2/components.json", text)
    now |= {"incidents": some(site.open()), "scheduled_maintenances": some((*active, *coming))}
    for name, rest in (("status", {}), ("summary", now)):
        view = StatusView(
            Reader.of(site, objects.lang).state(),
            indicator(site.states.values(), site.incidents, site.phases),
            texts.dumps(head()),
            "".join(f",{texts.dumps(key)}:{texts.dumps(value)}" for key, value in rest.items()),
        )
        yield Page(f"{folder}api/v2/{name}.json", "api/status.json", objects.lang, view)


def _kinds(site: SiteHistory) -> tuple[list[Incident], list[Incident]]:
    """Incidents and maintenance, the newest first."""
    told = [each for each in site.incidents if each.kind != Kind.MAINTENANCE]
    return told, [each for each in site.incidents if each.kind == Kind.MAINTENANCE]


def component_rows(site: SiteHistory, newest: Newest, objects: Objects) -> list[Json]:
    """Groups and components as they are now; of an archive, only what an open incident says is known."""
    found = {}
    for each in site.components:
        known = not objects.archive or each.id in newest.troubled
        at = newest.components.get(each.id, instants.EPOCH)
        found[each.id] = objects.component(each.id, site.states[each.id], known, at)
    rows = []
    for id, row in objects.components.items():
        if row.parts is None:
            rows.append(found[id])
            continue
        parts = [found[each] for each in row.parts]
        worst = max(
            (each["status"] for each in parts), key=BADNESS_WORDS.index, default=State.OPERATIONAL.value
        )
        last = max((each["updated_at"] for each in parts), default=rfc3339(instants.EPOCH))
        sure = all(each["cronaca"]["known"] for each in parts)
        now = row._replace(status=worst, created=row.created or last, updated=last, known=sure)
        rows.append(COMPONENT_OBJECT.of(now))
    return rows

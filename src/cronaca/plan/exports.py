"""Tables for auditors: CSV (RFC 4180) and JSON of every year and of everything, in each language."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from cronaca import history
from cronaca.model import Incident
from cronaca.page import Page
from cronaca.served import columns, objects, texts, times
from cronaca.served.texts import Joined
from cronaca.views import Facts, Voice

Row = dict[str, Any]
HEAD = ",".join(columns.NAMES) + "\r\n"


def pages(facts: Facts) -> Iterator[Page]:
    """Incidents stand in the year in which they began; those without a known day in the whole only."""
    shared = [(incident, _shared(facts, incident)) for incident in reversed(facts.incidents)]
    days = facts.begins
    for lang in facts.settings.languages:
        voice = Voice.of(facts, lang)
        rows: dict[int, list[Row]] = {year: [] for year in (*reversed(facts.years), 0)}
        for incident, row in shared:
            day = days[incident.id]
            rows[day.year if day else 0].append(_row(voice, incident, row))
        tables = {year: _csv(found) for year, found in rows.items()}
        lists = {year: ",\n".join(map(texts.dumps, found)) for year, found in rows.items()}
        for year in facts.years:
            yield Page(f"{lang}/{year}/incidents.csv", "", "", Joined((HEAD, tables[year])))
            yield Page(f"{lang}/{year}/incidents.json", "", "", _json(voice, year, [lists[year]]))
        yield Page(f"{lang}/incidents.csv", "", "", Joined((HEAD, *tables.values())))
        yield Page(f"{lang}/incidents.json", "", "", _json(voice, None, [e for e in lists.values() if e]))


def _json(voice: Voice, year: int | None, lists: list[str]) -> Joined:
    settings = voice.facts.settings
    head = {
        "$schema": f"{settings.base_url}api/schemas/export.json",
        "site": settings.base_url,
        "language": voice.lang,
        "year": year,
    }
    found = [part for each in lists if each for part in (",\n", each)][1:]
    return Joined((texts.dumps(head)[:-1] + ',"incidents":[\n', *found, "\n]}\n"))


def _csv(rows: list[Row]) -> str:
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    for row in rows:
        writer.writerow((row | {"components": ";".join(row["components"])}).values())
    return made.getvalue()


def _shared(facts: Facts, incident: Incident) -> Row:
    """What is the same in every language; what time would change stays out until it is over."""
    gist = facts.gists[incident.id]
    schedule, pm = incident.schedule, incident.postmortem
    timed = gist.messages
    ends = [window.end for window in incident.windows]
    last = max((each for each in ends if each), key=lambda end: end.day or date.min, default=None)
    over = [each.at for each in incident.updates if each.status in history.ENDED]
    word = objects.status(incident, gist.phase)[0]
    row = dict.fromkeys(columns.NAMES)
    found = {
        "code": gist.code,
        "id": incident.id,
        "kind": incident.kind,
        "status": "resolved" if word == "postmortem" else word,
        "impact": incident.impact,
        "priority": incident.priority or None,
        "reference": incident.reference or None,
        "components": sorted(gist.touched),
        "began": times.written(gist.begin),
        "ended": times.written(last) if all(ends) else None,
        "first_message": times.written(timed[0].at) if timed else None,
        "resolved": times.written(over[-1]) if over else None,
        "planned_from": times.written(schedule.start) if schedule else None,
        "planned_until": times.written(schedule.end) if schedule else None,
        "interruption_seconds": _seconds(history.interruption(incident)),
        "follow_up_seconds": _seconds(gist.follow_up),
        "to_first_message_seconds": _seconds(gist.to_first_message),
        "to_detection_seconds": _seconds(gist.to_detection),
        "to_postmortem_seconds": _seconds(gist.to_postmortem),
        "messages": len(incident.updates),
        "postmortem_published": times.written(pm.published_at) if pm else None,
    }
    return row | found


def _seconds(span: timedelta | None) -> int | None:
    return int(span.total_seconds()) if span is not None else None


def _row(voice: Voice, incident: Incident, shared: Row) -> Row:
    category, responsible = voice.maybe(incident.category), voice.maybe(incident.responsibility)
    title = voice.said(incident.title)
    return shared | {
        "url": f"{voice.facts.settings.base_url}{voice.lang}/incidents/{incident.id}/",
        "title": title.text,
        "language": title.lang or voice.lang,
        "category": category.text if category else None,
        "responsibility": responsible.text if responsible else None,
    }

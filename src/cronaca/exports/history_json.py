"""An incident's row in Statuspage's history.json, which lists every incident by the month of its end."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from cronaca import instants
from cronaca.exports import texts
from cronaca.model import Impact, Incident, Settings

# Year, month and second of the epoch in which it ended; the row as JSON.
HistoryRow = tuple[int, int, float, str]
MONTH_NAMES = ["January", "February", "March", "April", "May", "June", "July"]
MONTH_NAMES += ["August", "September", "October", "November", "December"]


def history_row(incident: Incident, settings: Settings) -> HistoryRow:
    """When it ended, and its row."""
    zone, order = ZoneInfo(settings.time_zone), settings.languages
    at = instants.instants(incident, zone) or (instants.begun(incident, zone),)
    local = at[-1].astimezone(zone)
    body = texts.pick(incident.updates[-1].body, order[0], order)[0] if incident.updates else ""
    row = {
        "code": incident.code,
        "name": texts.pick(incident.title, order[0], order)[0],
        "message": texts.light(body),
        "impact": Impact.NONE if incident.impact == Impact.UNKNOWN else incident.impact,
        "timestamp": _span(at[0].astimezone(zone), local),
    }
    return local.year, local.month, at[-1].timestamp(), texts.dumps(row)


def _span(start: datetime, end: datetime) -> str:
    """Statuspage's own words for a time: English months, no year, the zone's letters at the end."""
    zone = end.tzname() or "UTC"
    if (start.date(), start.hour, start.minute) == (end.date(), end.hour, end.minute):
        return f"{_at(end)} {zone}"
    if start.date() == end.date():
        return f"{_at(start)} - {_time(end)} {zone}"
    return f"{_at(start)} - {_at(end)} {zone}"


def _at(local: datetime) -> str:
    return f"{MONTH_NAMES[local.month - 1][:3]} <var data-var='date'>{local.day:2}</var>, {_time(local)}"


def _time(local: datetime) -> str:
    return f"<var data-var='time'>{local:%H:%M}</var>"

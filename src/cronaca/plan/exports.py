"""Tables for auditors: CSV (RFC 4180) and JSON of every year and of everything, in each language."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from cronaca.page import Page
from cronaca.served import columns, texts
from cronaca.served.texts import Joined
from cronaca.views import Facts, Voice

Row = dict[str, Any]
HEAD = ",".join(columns.COLUMNS) + "\r\n"


def pages(facts: Facts) -> Iterator[Page]:
    """Incidents stand in the year in which they began; those without a known day in the whole only."""
    shared = [(each, columns.shared(facts.gists[each.id])) for each in reversed(facts.incidents)]
    days = facts.begins
    for lang in facts.settings.languages:
        voice = Voice.of(facts, lang)
        rows: dict[int, list[Row]] = {year: [] for year in (*reversed(facts.years), 0)}
        for incident, row in shared:
            day = days[incident.id]
            rows[day.year if day else 0].append(columns.row(voice, incident, row))
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

"""Tables for auditors: CSV (RFC 4180) and JSON of every year and of everything, in each language."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from cronaca.exports import texts
from cronaca.exports.columns import COLUMNS, cells, shared_cells
from cronaca.views.page import Page
from cronaca.views.reader import Reader
from cronaca.views.site_history import SiteHistory

_Row = dict[str, Any]
HEAD = ",".join(COLUMNS) + "\r\n"


def pages(site: SiteHistory) -> Iterator[Page]:
    """Incidents stand in the year in which they began; those without a known day in the whole only."""
    shared = [(each, shared_cells(site.records[each.id])) for each in reversed(site.incidents)]
    days = site.begins
    for lang in site.settings.languages:
        reader = Reader.of(site, lang)
        rows: dict[int, list[_Row]] = {year: [] for year in (*reversed(site.years), 0)}
        for incident, row in shared:
            day = days[incident.id]
            rows[day.year if day else 0].append(cells(reader, incident, row))
        tables = {year: _csv(found) for year, found in rows.items()}
        lists = {year: ",\n".join(map(texts.dumps, found)) for year, found in rows.items()}
        for year in site.years:
            yield Page.file(f"{lang}/{year}/incidents.csv", (HEAD, tables[year]), texts.joined)
            yield Page.file(f"{lang}/{year}/incidents.json", _json(reader, year, [lists[year]]), texts.joined)
        yield Page.file(f"{lang}/incidents.csv", (HEAD, *tables.values()), texts.joined)
        yield Page.file(
            f"{lang}/incidents.json", _json(reader, None, [e for e in lists.values() if e]), texts.joined
        )


def _json(reader: Reader, year: int | None, lists: list[str]) -> tuple[str, ...]:
    settings = reader.site.settings
    head = {
        "$schema": f"{settings.base_url}api/schemas/export.json",
        "site": settings.base_url,
        "language": reader.lang,
        "year": year,
    }
    found = [part for each in lists if each for part in (",\n", each)][1:]
    return (texts.dumps(head)[:-1] + ',"incidents":[\n', *found, "\n]}\n")


def _csv(rows: list[_Row]) -> str:
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    for row in rows:
        writer.writerow((row | {"components": ";".join(row["components"])}).values())
    return made.getvalue()

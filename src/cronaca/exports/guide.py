"""For people who write programs: the schemas of our JSON, and a page that says what there is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple

from cronaca.exports import shapes
from cronaca.exports.columns import COLUMNS, GROUPS
from cronaca.exports.schemas import SHAPES
from cronaca.views.page import Page
from cronaca.views.reader import Reader
from cronaca.views.site_history import SiteHistory


class GuideView(NamedTuple):
    """The page for people who write programs, with examples from this site."""

    code: str  # of the newest incident; "" when there is none
    component: str  # the first component's id, or ""
    year: int
    example: str  # JSON
    columns: tuple[tuple[str, tuple[str, ...]], ...]  # what they hold, and their names
    schemas: tuple[tuple[str, str], ...]  # name, address below the base path


FOLDER = "api/schemas/"


def pages(site: SiteHistory) -> Iterator[Page]:
    row = shapes.record({name: column.shape for name, column in COLUMNS.items()})
    export = {"$schema": shapes.LINK, "site": shapes.LINK, "language": shapes.TEXT}
    export |= {"year": {"type": ["integer", "null"]}, "incidents": shapes.many(row)}
    files = SHAPES | {"export": shapes.record(export)}
    for name, shape in files.items():
        head = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": f"{site.settings.base_url}{FOLDER}{name}.json",
        }
        yield Page.file(f"{FOLDER}{name}.json", json.dumps(head | shape, indent=1) + "\n")
    named = tuple((name, f"{FOLDER}{name}.json") for name in files)
    for lang in site.settings.languages:
        yield Page(f"{lang}/api/index.html", "pages/api.html", lang, _guide(Reader.of(site, lang), named))


def _guide(reader: Reader, files: tuple[tuple[str, str], ...]) -> GuideView:
    site = reader.site
    newest = site.incidents[0] if site.incidents else None
    example = {}
    if newest:
        link = f"{site.settings.base_url}incidents/{newest.code}/"
        example = {"id": newest.code, "name": reader.said(newest.title).text, "shortlink": link}
    return GuideView(
        newest.code if newest else "",
        site.components[0].id if site.components else "",
        site.years[0],
        json.dumps(example, indent=2, ensure_ascii=False),
        tuple((about, tuple(group)) for about, group in GROUPS.items()),
        files,
    )

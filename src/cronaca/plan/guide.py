"""For people who write programs: the schemas of our JSON, and a page that says what there is."""

from __future__ import annotations

import json
from collections.abc import Iterator

from cronaca import page
from cronaca.page import Page
from cronaca.served import columns, schemas, shapes
from cronaca.views import Facts, Voice

FOLDER = "api/schemas/"


def pages(facts: Facts) -> Iterator[Page]:
    row = shapes.record({name: column.shape for name, column in columns.COLUMNS.items()})
    export = {"$schema": shapes.LINK, "site": shapes.LINK, "language": shapes.TEXT}
    export |= {"year": {"type": ["integer", "null"]}, "incidents": shapes.many(row)}
    files = schemas.SHAPES | {"export": shapes.record(export)}
    for name, shape in files.items():
        head = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": f"{facts.settings.base_url}{FOLDER}{name}.json",
        }
        yield Page(f"{FOLDER}{name}.json", "", "", json.dumps(head | shape, indent=1) + "\n")
    named = tuple((name, f"{FOLDER}{name}.json") for name in files)
    for lang in facts.settings.languages:
        yield Page(f"{lang}/api/index.html", "pages/api.html", lang, _guide(Voice.of(facts, lang), named))


def _guide(voice: Voice, files: tuple[tuple[str, str], ...]) -> page.GuideView:
    facts = voice.facts
    newest = facts.incidents[0] if facts.incidents else None
    example = {}
    if newest:
        link = f"{facts.settings.base_url}incidents/{newest.code}/"
        example = {"id": newest.code, "name": voice.said(newest.title).text, "shortlink": link}
    return page.GuideView(
        newest.code if newest else "",
        facts.site.components[0].id if facts.site.components else "",
        facts.years[0],
        json.dumps(example, indent=2, ensure_ascii=False),
        tuple((about, tuple(group)) for about, group in columns.GROUPS.items()),
        files,
    )

"""Every field of every file of content: whatever it is changed to, the build follows."""

import random
from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from cronaca.fingerprint import default_folder
from cronaca.schema.records import Anything, Field, ListOf, MapOf, Table
from cronaca.schema.scalars import OneOf, Scalar, When
from cronaca.schema.tables import COMPONENTS, INCIDENT, SITE
from cronaca.schema.translated import Translated
from support import NOW, build, tree

LANGUAGES = ("fr", "en", "it")
PATH = "content/incidents/2026-01-05-full.yaml"
FULL = {
    PATH: """\
reference: TSR-1
kind: incident
title: {fr: Titre, en: Title, it: Titolo}
impact: minor
priority: P1
category: {fr: Genre, en: Category, it: Categoria}
responsibility: {fr: Nous, en: We, it: Noi}
components: {cards: partial_outage, api: degraded_performance}
windows:
  - {from: 2026-01-05 10:00, until: 2026-01-05 11:00, note: {fr: Note un, en: Note one, it: Nota uno}}
schedule: {from: 2026-01-05 09:00, until: 2026-01-05 12:00}
detected: {at: 2026-01-05 10:02, by: Somebody}
source: {name: Archive, url: "https://a.example.org/", vendor_url: "https://b.example.org/"}
disputes:
  - of: windows
    says: {fr: Dit, en: Says, it: Dice}
    where: {fr: Où, en: Where, it: Dove}
    chosen: {fr: Choisi, en: Chosen, it: Scelto}
    reason: {fr: Raison, en: Reason, it: Ragione}
accept: [{code: far-window, reason: so it is}]
updates:
  - at: 2026-01-05 10:05
    status: investigating
    body: {fr: Nous cherchons, en: We look, it: Cerchiamo}
    components: {cards: major_outage}
    next_at: 2026-01-05 10:30
    corrected_at: 2026-01-05 10:20
    notify: true
    code: aaaaaaaaaaaa
  - {at: 2026-01-05 11:05, status: resolved, body: {fr: Fini, en: Over, it: Finito}}
postmortem:
  published_at: 2026-01-08 09:00
  timeline: [{at: 2026-01-05 10:00, text: {fr: Début, en: Begin, it: Inizio}, marks: start}]
  impact: {fr: Effet, en: Effect, it: Effetto}
  context: {fr: Contexte, en: Context, it: Contesto}
  root_cause: {fr: Cause, en: Cause one, it: Causa}
  actions:
    - id: one
      symptom: {fr: Signe, en: Symptom, it: Sintomo}
      action: {fr: Acte, en: Action, it: Azione}
      status: open
      due: 2026-02-01
      done: 2026-02-02
  body: {fr: Suite, en: More, it: Altro}
code: bbbbbbbbbbbb
aliases: [old-name]
related: [newer]
draft: false
imported: {from: x}
private: {a: b}
""",
    "content/site.yaml": """\
title: {fr: Registre, en: Record, it: Registro}
description: {fr: Nos incidents, en: Our incidents, it: Incidenti}
role: archive
languages: [fr, en, it]
time_zone: Europe/Paris
base_url: https://status.example.org/
coverage: {from: 2025-12-01, until: 2026-11-01, note: {fr: Sauf un, en: But one, it: Tranne uno}}
operator: {name: Example, url: "https://www.example.org/"}
links: [{name: {fr: Lien, en: Link, it: Collegamento}, url: "https://c.example.org/"}]
publish: {cname: status.example.org}
""",
    "content/components.yaml": """\
groups:
  - id: shops
    name: {fr: Boutiques, en: Shops, it: Negozi}
    description: {fr: Pour les boutiques, en: For shops, it: Per negozi}
    components:
      - id: cards
        name: {fr: Cartes, en: Cards, it: Carte}
        in_text: {fr: les cartes, en: the cards, it: le carte}
        description: {fr: Payer, en: Pay, it: Pagare}
        showcase: true
        start_date: 2025-12-02
components:
  - id: api
    name: API
    in_text: the API
    description: {fr: A, en: An, it: Un}
    showcase: true
    start_date: 2025-12-03
""",
}
WINDOW = "windows: [{from: DAY 10:00, until: DAY 11:00}]\n"
BESIDE = (
    'title: {fr: "NAME", en: "NAME", it: "NAME"}\ncomponents: {cards: unknown}\nrelated: [full, newer]\n'
    + WINDOW
)
TABLES: dict[str, Table] = {PATH: INCIDENT, "content/site.yaml": SITE, "content/components.yaml": COMPONENTS}


@pytest.fixture
def full(site):
    """A site whose files have every field, and incidents before, after and related to the full one."""
    files = dict(FULL)
    for name, day in (("older", "2026-01-04"), ("newer", "2026-01-06")):
        files[f"{day}-{name}.yaml"] = BESIDE.replace("NAME", name).replace("DAY", day)
    return site(files)


def places(kind, value, keys=(), whole=True):  # noqa: C901  one case a kind of field
    """Every field of a file's table with its kind, its keys, and what the file has there. ``whole``: it has
    all of them, as the first of a list has, but not the last."""
    if isinstance(kind, Table):
        for name, entry in kind.fields.items():
            assert name in value or not whole, f"{'.'.join(map(str, keys))} lacks {name}"
            if name in value:
                yield from places(entry.kind, value[name], (*keys, name))
    elif isinstance(kind, ListOf):
        for n in sorted({0, len(value) - 1}):
            if isinstance(kind.item, Table):
                yield from places(kind.item, value[n], (*keys, n), n == 0)
            else:
                yield kind.item, (*keys, n), value[n]
    elif isinstance(kind, MapOf):
        for key, each in value.items():
            yield kind.value, (*keys, key), each
    elif isinstance(kind, Translated) and isinstance(value, dict):
        for lang in LANGUAGES:
            yield kind, (*keys, lang), value[lang]
    elif not isinstance(kind, Anything):
        yield kind, keys, value


OTHERS = {
    ("related", 0): "older",
    ("languages", 0): "en",
    ("languages", 2): "de",  # it has no catalog: no site is built
    ("accept", 0, "code"): "wrong-language",
    ("time_zone",): "America/New_York",
    ("publish", "cname"): "status.example.net",
    ("groups", 0, "components", 0, "id"): None,  # others name it
    ("components", 0, "id"): "other",
}


def other(kind, keys, value):
    """Something else that may stand there; None where nothing else may."""
    if keys in OTHERS:
        return OTHERS[keys]
    if isinstance(kind, Translated):
        return f"{value} otherwise"
    if isinstance(kind, OneOf):
        words = [each.value for each in kind.words if each.value != value]
        return words[0]
    if isinstance(kind, Scalar):
        if "://" in value:
            return f"{value}elsewhere/"
        return "c" * 12 if len(value) == 12 and keys[-1] == "code" else f"{value}-x"
    if isinstance(kind, When):
        return value[:-1] + ("1" if value[-1] != "1" else "2")
    return {"true": "false", "false": "true"}.get(value) or value[:-1] + ("3" if value[-1] != "3" else "4")


def changes(name):
    """Each field's keys, and the file's text with something else there."""
    read = yaml.load(FULL[name], yaml.BaseLoader)
    for kind, keys, value in places(TABLES[name], read):
        new = other(kind, keys, value)
        if new is not None:
            data = below = yaml.load(FULL[name], yaml.BaseLoader)
            for key in keys[:-1]:
                below = below[key]
            below[keys[-1]] = new
            yield keys, yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


def differing(root: Path) -> list[str] | None:
    """The files in which a build of what changed is not a clean one; None when there is none to be made."""
    incremental, clean = build(root, root / "site", NOW), build(root, root / "clean", NOW, full=True)
    assert bool(incremental.written) == bool(clean.written)
    if not clean.written:
        return None
    found, expected = tree(root / "site"), tree(root / "clean")
    return [route for route in sorted(found | expected) if found.get(route) != expected.get(route)]


def tried(root: Path, name: str, some: list) -> int:
    """How many of these changes could be built."""
    built = 0
    for keys, text in some:
        (root / name).write_text(FULL[name], encoding="utf-8")
        build(root, root / "site", NOW)
        (root / name).write_text(text, encoding="utf-8")
        wrong = differing(root)
        built += wrong is not None
        assert not wrong, f"{'.'.join(map(str, keys))}: {wrong[:5]}"
    return built


@pytest.mark.parametrize("name", TABLES)
def test_some_fields(full, name):
    """A few of them, drawn once and for all."""
    assert tried(full, name, random.Random(13).sample(list(changes(name)), 2))


@pytest.mark.slow
@pytest.mark.parametrize("name", TABLES)
def test_every_field(full, name):
    """One after the other, in every language: what is built on is what a clean build makes."""
    every = list(changes(name))
    assert tried(full, name, every) >= 0.9 * len(every)


@pytest.mark.slow
@pytest.mark.parametrize("name", TABLES)
def test_whatever_a_theme_shows(full, name):
    """A theme that prints all that each page is given: no field of a view is stale, shown by ours or not."""
    for path in (default_folder() / "pages").iterdir():
        everything = full / "templates/pages" / path.name
        everything.parent.mkdir(parents=True, exist_ok=True)
        everything.write_text("{{ page }} {{ view }}", encoding="utf-8")
    every = [each for each in changes(name) if LANGUAGES[0] not in each[0] and LANGUAGES[2] not in each[0]]
    assert tried(full, name, every) >= 0.8 * len(every)
    for days in (0.1, 1, 40, 400):
        now = NOW + timedelta(days=days)
        build(full, full / "site", now)
        build(full, full / "clean", now, full=True)
        assert tree(full / "site") == tree(full / "clean")


LISTED = [
    (record, name)
    for record in (INCIDENT, INCIDENT.fields["postmortem"].kind.fields["actions"].kind.item)
    for name, entry in record.fields.items()
    if entry.listed
]


@pytest.mark.parametrize(("record", "name"), LISTED, ids=[name for _, name in LISTED])
def test_what_lists_show_is_said_in_the_table(full, monkeypatch, record, name):
    """A field that the table no longer calls listed goes stale in lists: the mark is needed where it is."""
    entry = record.fields[name]._replace(listed=False)
    monkeypatch.setitem(record.fields, name, entry)
    with_texts = tuple((each, entry if each == name else known) for each, known in record.with_texts)
    before = record.with_texts
    object.__setattr__(record, "with_texts", with_texts)
    try:
        build(full, full / "site", NOW)
        [text] = [text for keys, text in changes(PATH) if keys[-2:] == (name, "en")]
        (full / PATH).write_text(text, encoding="utf-8")
        assert differing(full)
    finally:
        object.__setattr__(record, "with_texts", before)


def test_every_text_is_in_one_place():
    """Which fields are texts is what their table says: entries of no other kind hold any."""
    entries = [entry for table in TABLES.values() for entry in every_entry(table)]
    assert all(isinstance(entry.kind, Translated) for entry in entries if entry.listed)
    assert sum(isinstance(entry.kind, Translated) for entry in entries) > 15


def every_entry(record: Table) -> list[Field]:
    found = []
    for entry in record.fields.values():
        kind = entry.kind.item if isinstance(entry.kind, ListOf) else entry.kind
        found += [entry, *(every_entry(kind) if isinstance(kind, Table) else [])]
    return found

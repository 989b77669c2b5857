"""The same in every language: facts are read right, agreeing texts are left alone, slips are found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from random import Random

import pytest

from cronaca.facts.fact import FactKind
from cronaca.facts.reading import LONGEST_TEXT, facts
from cronaca.facts.shape import items, rows
from cronaca.model import Incident, Site, Update
from cronaca.pipeline import check
from cronaca.rules import facts as rule
from cronaca.schema.words import texts
from cronaca.sources.folder import Folder
from cronaca.sources.load import load
from cronaca.text import Localized, Text
from support import CHECKOUT, NOW, cost

LANGS = ("fr", "en", "it")


def values(text: str, lang: str, kind: str) -> list[object]:
    return [value for fact in facts(text, lang) for of, value in fact.values[:1] if of == kind]


@pytest.mark.parametrize(
    ("lang", "text", "minutes"),
    [
        ("fr", "16h11", [971]),
        ("fr", "à 16 h 11", [971]),
        ("fr", "à 16\u00a0h\u00a011", [971]),
        ("en", "4.11pm", [971]),
        ("en", "4:11 p.m.", [971]),
        ("it", "16.11", [971]),
        ("fr", "4h11 PM", [971]),
        ("en", "16:11", [971]),
        ("fr", "entre 22h05-22h10", [1325, 1330]),
        ("fr", "de 14 à 16 h", [840, 960]),
        ("en", "from 2 to 4pm", [840, 960]),
        ("en", "from 11 to 1pm", [660, 780]),
        ("it", "dalle 14 alle 16", [840, 960]),
        ("it", "alle ore 9", [540]),
        ("en", "12:05 AM and 12:05 PM", [5, 725]),
        ("fr", "15:42 UTC", [942]),
        ("fr", "24 h/24 et 7 j/7", []),
        ("en", "version 2.11 costs 3.50", []),
        ("fr", "un ratio de 16:9 ou 1.2.3", []),
    ],
)
def test_times_are_read(lang, text, minutes):
    """Each language's ways of writing a time of day, and what only looks like one."""
    assert values(text, lang, FactKind.TIME) == minutes


@pytest.mark.parametrize(
    ("lang", "text", "days"),
    [
        ("en", "8th and 9th of May", [(None, 5, 8), (None, 5, 9)]),
        ("en", "the 8th, 9th and 10th of May 2024", [(2024, 5, 8), (2024, 5, 9), (2024, 5, 10)]),
        ("en", "May 8 and 9, 2024", [(2024, 5, 8), (2024, 5, 9)]),
        ("en", "we may fix 3 of them", []),
        ("en", "Friday 10 May", [(None, 5, 10)]),
        ("fr", "1er avril", [(None, 4, 1)]),
        ("fr", "le 1ᵉʳ avril 2025", [(2025, 4, 1)]),
        ("fr", "Les 8 et 9 mai", [(None, 5, 8), (None, 5, 9)]),
        ("fr", "du 3 au 5 mai", [(None, 5, 3), (None, 5, 5)]),
        ("it", "3 maggio", [(None, 5, 3)]),
        ("it", "l’8 e il 9 maggio", [(None, 5, 8), (None, 5, 9)]),
        ("it", "dal 3 al 5 maggio", [(None, 5, 3), (None, 5, 5)]),
        ("it", "dal 1° aprile", [(None, 4, 1)]),
        ("fr", "2025-03-27 à 16:11", [(2025, 3, 27)]),
        ("fr", "27/03/2025", [(2025, 3, 27)]),
        ("it", "27.03.2025", [(2025, 3, 27)]),
    ],
)
def test_dates_are_read(lang, text, days):
    """Lists share their month; ordinals, months before days and numbers alone."""
    assert values(text, lang, FactKind.DATE) == days


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        ("duration", {"fr": "13 minutes", "en": "13 min", "it": "13 minuti"}),
        ("duration", {"fr": "1 h 17", "en": "1h17m", "it": "1 ora e 17 minuti"}),
        ("duration", {"fr": "1 heure 17", "en": "1 hour and 17 minutes", "it": "1 h 17 min"}),
        ("duration", {"fr": "2 heures", "en": "two hours", "it": "due ore"}),
        ("duration", {"fr": "de 10 à 20 minutes", "en": "10-20 minutes", "it": "da 10 a 20 minuti"}),
        ("percent", {"fr": "5 à 10 %", "en": "5-10%", "it": "tra il 5% e il 10%"}),
        ("percent", {"fr": "99,9 %", "en": "99.9 percent", "it": "99,9 per cento"}),
        ("amount", {"fr": "1 234,50 €", "en": "€1,234.50", "it": "1.234,50 euro"}),
        ("amount", {"fr": "1,2 million d’euros", "en": "€1.2 million", "it": "1,2 milioni di euro"}),
        ("amount", {"fr": "10 k€", "en": "EUR 10,000", "it": "10.000 €"}),
        ("number", {"fr": "12 345 paiements", "en": "12,345 payments", "it": "12.345 pagamenti"}),
        ("reference", {"fr": "TSR-1532 (P1)", "en": "TSR-1532, P1", "it": "TSR-1532, P1"}),
        ("link", {"fr": "[x](https://a.b/fr/c)", "en": "<https://a.b/en/c>", "it": "https://a.b/it/c."}),
        ("time", {"fr": "de 16 h 11 à 16 h 23", "en": "4.11pm to 4:23 p.m.", "it": "dalle 16.11 alle 16:23"}),
        ("date", {"fr": "le 1er mai", "en": "on 1 May 2025", "it": "il primo maggio"}),
        ("time", {"fr": "à midi", "en": "at 12:00", "it": "alle 12"}),
        ("time", {"fr": "à une heure inconnue", "en": "at an unknown time", "it": "a un’ora ignota"}),
        ("date", {"fr": "ces deux jours", "en": "those two days", "it": "quei giorni"}),
    ],
)
def test_notations_of_one_fact_agree(kind, texts):
    """What is said in each language's own way is no finding, and a fact of that kind is read."""
    assert not list(found(texts))


def found(texts: dict[str, str]) -> Iterator[object]:
    body = Localized(tuple(Text(lang, text) for lang, text in texts.items()))
    yield from of(body)


def of(body: Localized) -> list:
    site = one(Incident("x", "x.yaml", body))
    return [*rule.facts_differ(site), *rule.shapes_differ(site)]


def one(incident: Incident) -> Site:
    settings = load(Folder(CHECKOUT))[0].settings if not SETTINGS else SETTINGS[0]
    SETTINGS[:] = [settings]
    return Site(settings, (), (incident,))


SETTINGS: list = []


def test_tables_and_lists_are_counted():
    """Rows without the rule below the head; items of either kind; none of what stands in code."""
    assert len(rows("a | b\n--|--\n1 | 2\n3 | 4\n\nx | y")) == 3
    assert len(items("- a\n- b\n  1. c\n\n* * *\n---\n\n```\n- no\n```")) == 3


def test_the_demo_is_quiet():
    """The unchanged demo gives no finding at all."""
    assert check(CHECKOUT, NOW)[1].ordered() == []


def test_a_dispute_answers_a_finding(demo):
    """TSR-1532 says 16:23 where its window says 16:24: only its dispute makes that right."""
    path = demo / "content/incidents/2025/2025-03-27-tsr-1532.yaml"
    text = path.read_text(encoding="utf-8")
    start, end = text.index("disputes:\n"), text.index("# Findings of")
    path.write_text(text[:start] + text[end:], encoding="utf-8")
    [issue] = [each for each in check(demo, NOW)[1].ordered() if each.code.startswith("fact-")]
    assert issue.code == "fact-window"
    assert issue.mark.quote[issue.mark.column - 1 :].split() == ["16", "h", "23."]


def test_a_finding_points_at_the_exact_words_of_both(site):
    """The second 16:11, on the next line of a folded text; and where the other language says it."""
    body = """\
title: {fr: "Panne", en: "Outage"}
windows: [{from: 2025-03-10 16:00, until: 2025-03-10 17:00}]
updates:
  - at: 2025-03-10 16:30
    status: resolved
    body:
      fr: >-
        Début à 16 h 11 ; ensuite, à 16 h
        12, tout allait.
      en: 'It''s begun at 16:11, then at 16:11, and over at 16:13.'
"""
    root = site({"content/incidents/2025/2025-03-10-x.yaml": body})
    [issue] = [each for each in check(root, NOW)[1].ordered() if each.code.startswith("fact-")]
    assert (issue.code, issue.mark.line) == ("fact-time", 10)
    assert issue.mark.quote[issue.mark.column - 1 :][: issue.mark.width] == "16:13"
    assert '"16:13", but fr says "16 h 12" (8:' in issue.message


def test_a_time_outside_the_incident_is_found(site):
    """A message names an hour at which nothing happened; what is still to come may be named."""
    body = """\
title: {{fr: "Panne"}}
windows: [{{from: 2025-03-10 16:00, until: 2025-03-10 17:00}}]
updates:
  - {{at: 2025-03-10 16:30, status: {}, body: {{fr: "Correction à {}."}}}}
"""
    for status, hour, codes in (
        ("resolved", "15 h 10", ["fact-outside"]),
        ("resolved", "16 h 40", []),
        ("resolved", "18 h 40", ["fact-outside"]),
        ("identified", "18 h 40", []),
        ("resolved", "15:40 UTC", []),
    ):
        root = site({"content/incidents/2025/2025-03-10-x.yaml": body.format(status, hour)})
        issues = check(root, NOW)[1].ordered()
        assert [each.code for each in issues if each.code.startswith("fact-")] == codes, (status, hour)


# Slips, one in one language of one text: by patterns of their own, not by those that look for them.
_ADDED = {
    "percent": {"fr": " Environ {} %.", "en": " About {}%.", "it": " Circa il {} %."},
    "amount": {"fr": " Coût : 1 {},50 €.", "en": " Cost: €1,{}.50.", "it": " Costo: 1.{},50 €."},
    "reference": {"fr": " Voir TSR-{}.", "en": " See TSR-{}.", "it": " Vedi TSR-{}."},
    "link": dict.fromkeys(LANGS, " [→](https://example.org/incidents/{})"),
    "table row": dict.fromkeys(LANGS, "\n\na | b\n--|--\n{} | x\n{} | y\n{} | z\n"),
    "list item": dict.fromkeys(LANGS, "\n\n- {} a\n- {} b\n- {} c\n"),
    "duration": {"fr": " Durée : {} min.", "en": " It lasted {} minutes.", "it": " È durato {} minuti."},
}
_DIGITS = {
    "time": r"(?<!\d)\d{1,2} h (\d{2})|(?<!\d)\d{1,2}:(\d{2})",
    "date": r"(\d{1,2})(?:ᵉʳ|°)? (?:mars|avril|mai|novembre|March|April|May|November|marzo|aprile|maggio)",
    "duration": r"(\d+) min",
    "percent": r"(\d+) ?%",
    "amount": r"€?1[ ,.](\d{3})[,.]50",
    "reference": r"TSR-(\d+)",
    "link": r"incidents/(\d+)\)",
}


def slips(kind: str, random: Random) -> Iterator[tuple[str, Localized, Localized]]:
    """Texts of the demo, before and after a slip; what the demo does not say is added in every language."""
    written = [body for incident in load(Folder(CHECKOUT))[0].incidents for _, body in texts(incident)]
    while True:
        body = random.choice(written)
        langs = [text for text in body.texts if text.lang in LANGS]
        if len(langs) < 2:
            continue
        if kind in _ADDED and (kind in ("amount", "link", "reference", "table row") or random.random() < 0.6):
            word = str(random.randint(120, 999)) if kind != "percent" else str(random.randint(2, 98))
            langs = [
                text._replace(text=text.text + _ADDED[kind][text.lang].replace("{}", word)) for text in langs
            ]
        n = random.randrange(len(langs))
        made = _slipped(kind, langs[n].text, random)
        if made and made != langs[n].text:
            after = [*langs[:n], langs[n]._replace(text=made), *langs[n + 1 :]]
            yield langs[n].lang, Localized(tuple(langs)), Localized(tuple(after))


def _slipped(kind: str, text: str, random: Random) -> str:
    if kind in ("table row", "list item"):
        pattern = r"\n\d+ \| [xyz](?=\n)" if kind == "table row" else r"^- .*\n?"
        lines = list(re.finditer(pattern, text, re.MULTILINE))
        if not lines:
            return ""
        line = random.choice(lines)
        again = line[0] if random.random() < 0.5 else ""
        return text[: line.start()] + 2 * again + text[line.end() :]
    matches = list(re.finditer(_DIGITS[kind], text))
    if not matches:
        return ""
    match = random.choice(matches)
    part = next(n for n, each in enumerate(match.groups(), 1) if each)
    number = int(match[part])
    other = number + random.choice([-1, 1, 10]) if kind != "date" else number % 27 + 1
    if kind == "time":
        other %= 60
    return text[: match.start(part)] + str(abs(other)).zfill(len(match[part])) + text[match.end(part) :]


def test_slips_are_found():
    """Of twelve slips of each kind, at least 95 of 100 are found; no text is blamed before."""
    random, seen, missed = Random(20250327), Counter(), []
    kinds = ("time", "date", "duration", "percent", "amount", "reference", "link", "table row", "list item")
    for kind in kinds:
        made = slips(kind, random)
        for _ in range(12):
            lang, before, after = next(made)
            assert not of(before), before
            if [each for each in of(after) if each.code.startswith("fact-")]:
                seen[kind] += 1
            else:
                missed.append((kind, lang, after))
    table = "\n".join(f"{kind}: {seen[kind]} of 12 found" for kind in kinds)
    print(table)
    assert sum(seen.values()) >= 0.95 * 12 * len(kinds), f"{table}\n{missed}"


@pytest.mark.parametrize(
    "part", ["1 ", "1,", "8 et ", "a|", "- 1\n", "16h", "€1.", "1 234 ", "TSR-", "https://a/", "de 1 "]
)
def test_no_text_makes_it_slow(part):
    """Ten times as long a text, the longest that is read, is some ten times the work, not a hundred times."""

    def work(length):
        text = part * (length // len(part))
        for lang in LANGS:
            facts(text, lang)
            items(text), rows(text)

    assert cost(lambda: work(LONGEST_TEXT)) < 40 * cost(lambda: work(LONGEST_TEXT // 10)) + 5


def test_an_update_without_digits_costs_nothing():
    """Texts without any digit or link are not looked at closely."""
    body = Localized((Text("fr", "Tout va."), Text("en", "All is well.")))
    incident = Incident("x", "x.yaml", body, updates=(Update(None, None, body),) * 2000)
    assert cost(lambda: list(rule.facts_differ(one(incident)))) < 20
    assert not list(rule.facts_differ(one(incident)))

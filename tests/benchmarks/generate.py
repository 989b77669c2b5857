"""The same invented history twice: as a site of ours, and as Hugo's content. Same N, same bytes.

    python tests/benchmarks/generate.py N FOLDER

makes FOLDER/cronaca and FOLDER/hugo. A fifth of the incidents have a post-mortem, in Markdown.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from words import LANGUAGES, POSTMORTEM, SENTENCES, SERVICES, TITLES

LAYOUTS = Path(__file__).with_name("hugo")
YEARS = 5
STATUSES = ("investigating", "monitoring", "resolved")
IMPACTS = ("none", "minor", "major")
SETTINGS = """\
title: {fr: "Registre", en: "Record", it: "Registro"}
description: {fr: "Incidents inventés.", en: "Invented incidents.", it: "Incidenti inventati."}
role: operator
languages: [fr, en, it]
time_zone: Europe/Paris
base_url: https://status.example.com/
operator: {name: Example, url: https://www.example.com/}
"""


@dataclass(frozen=True)
class Invented:
    """An incident, before it takes either form."""

    id: str
    reference: str
    impact: str
    priority: str
    services: tuple[str, ...]
    times: tuple[datetime, ...]
    titles: dict[str, str]
    bodies: tuple[dict[str, str], ...]
    postmortem: dict[str, str] | None


def main(count: int, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    _settle(folder)
    for each in history(count):
        _put(folder / "cronaca/content/incidents" / f"{each.times[0]:%Y}" / name(each), ours(each))
        for lang in LANGUAGES:
            content = folder / "hugo/content" / lang
            _put(content / "incidents" / f"{each.id}.md", theirs(each, lang))
            if each.postmortem:
                _put(content / "postmortems" / f"{each.id}.md", their_postmortem(each, lang))


def history(count: int) -> Iterator[Invented]:
    """``count`` incidents over five years, evenly."""
    dice = random.Random(2171)
    start = datetime(2021, 1, 1, 6, tzinfo=UTC)
    for number in range(count):
        first = start + timedelta(days=365 * YEARS) / count * number
        first = first.replace(second=0, microsecond=0) + timedelta(minutes=dice.randrange(50))
        gaps = (0, dice.randrange(5, 40), dice.randrange(60, 300))
        times = tuple(first + timedelta(minutes=gap) for gap in gaps)
        services = sorted(dice.sample(range(len(SERVICES)), dice.choice((1, 1, 2, 3))))
        hurt = tuple(list(SERVICES)[each] for each in services)
        facts = {
            "a": _clock(times[0]),
            "b": _clock(times[2]),
            "p": dice.randrange(1, 90),
            "n": dice.randrange(2, 60),
            "service": SERVICES[hurt[0]],
            "reference": f"INC-{1000 + number}",
        }
        chosen = [dice.sample(range(12), dice.choice((1, 2, 2, 3))) for _ in STATUSES]
        yield Invented(
            id=f"inc-{1000 + number}",
            reference=facts["reference"],
            impact=dice.choice(IMPACTS),
            priority=f"P{dice.randrange(1, 4)}",
            services=hurt,
            times=times,
            titles={lang: TITLES[lang].format(**facts) for lang in LANGUAGES},
            bodies=tuple(
                {lang: " ".join(SENTENCES[lang][n].format(**facts) for n in some) for lang in LANGUAGES}
                for some in chosen
            ),
            postmortem={lang: _postmortem(lang, facts, first) for lang in LANGUAGES}
            if number % 5 == 0
            else None,
        )


def _postmortem(lang: str, facts: dict[str, object], first: datetime) -> str:
    head, steps, middle, rows = POSTMORTEM[lang]
    clocks = [_clock(first + timedelta(minutes=3 * n)) for n in range(len(steps))]
    timeline = "".join(f"* **{clock} :** {step}\n" for clock, step in zip(clocks, steps, strict=True))
    table = "".join(f"| {finding} | {action} |\n" for finding, action in rows)
    return (head + timeline + middle + table).format(**facts)


def name(each: Invented) -> str:
    return f"{each.times[0]:%Y-%m-%d}-{each.id}.yaml"


def ours(each: Invented) -> str:
    lines = ["title:", *_texts(each.titles, "  ")]
    lines += [f"reference: {each.reference}", f"impact: {each.impact}", f"priority: {each.priority}"]
    lines += [f"components: {{{', '.join(f'{service}: unknown' for service in each.services)}}}"]
    lines += [f"windows: [{{from: {_iso(each.times[0])}, until: {_iso(each.times[2])}}}]", "updates:"]
    for at, status, body in zip(each.times, STATUSES, each.bodies, strict=True):
        lines += [f"  - at: {_iso(at)}", f"    status: {status}", "    body:", *_blocks(body, "      ")]
    if each.postmortem:
        lines += ["postmortem:", f"  published_at: {_iso(_published(each))}", "  body:"]
        lines += _blocks(each.postmortem, "    ")
    return "\n".join(lines) + "\n"


def _texts(texts: dict[str, str], indent: str) -> Iterator[str]:
    for lang, text in texts.items():
        yield f"{indent}{lang}: {_quoted(text)}"


def _blocks(texts: dict[str, str], indent: str) -> Iterator[str]:
    for lang, text in texts.items():
        yield f"{indent}{lang}: |"
        for line in text.rstrip("\n").split("\n"):
            yield f"{indent}  {line}" if line else ""


def theirs(each: Invented, lang: str) -> str:
    lines = ["---", f"title: {_quoted(each.titles[lang])}", f"date: {_iso(each.times[0])}"]
    lines += [f"ref: {each.reference}", f"severity: {each.impact}", f"priority: {each.priority}"]
    lines += [f"resolved_at: {_iso(each.times[2])}"]
    lines += [f"components: [{', '.join(map(_quoted, each.services))}]"]
    lines += [
        f'months: ["{each.times[0]:%Y-%m}"]',
        f"has_pm: {str(bool(each.postmortem)).lower()}",
        "updates:",
    ]
    for at, status, body in zip(each.times, STATUSES, each.bodies, strict=True):
        lines += [f"  - status: {status}", f"    at: {_iso(at)}", f"    body: {_quoted(body[lang])}"]
    return "\n".join([*lines, "---", ""])


def their_postmortem(each: Invented, lang: str) -> str:
    assert each.postmortem
    lines = ["---", f"title: {_quoted(each.titles[lang])}", f"date: {_iso(_published(each))}"]
    return "\n".join([*lines, f"ref: {each.reference}", "---", "", each.postmortem[lang]])


def _settle(folder: Path) -> None:
    """What both sites have beside their incidents."""
    content = folder / "cronaca/content"
    rows = "".join(f"  - {{id: {id}, name: {_quoted(named)}}}\n" for id, named in SERVICES.items())
    _put(content / "site.yaml", SETTINGS)
    _put(content / "components.yaml", f"components:\n{rows}")
    shutil.copytree(LAYOUTS, folder / "hugo")


def _published(each: Invented) -> datetime:
    return each.times[2] + timedelta(days=4)


def _iso(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def _clock(at: datetime) -> str:
    return f"{at.astimezone(ZoneInfo('Europe/Paris')):%H:%M}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))

"""A check of what changed says what a check of everything says."""

import random
import re
import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from cronaca import rules
from cronaca.cache.content import _SEEN, CONTENT_FILE
from cronaca.cache.store import opened
from cronaca.check.site import examine
from cronaca.issue import Level
from cronaca.pipeline import check
from cronaca.sources.folder import Folder, Locator
from cronaca.sources.load import load
from support import CHECKOUT, NOW, build, demo, grown_old, run

TIMES = ("--now", NOW.isoformat())
SEED = "content/incidents/2025/2025-03-27-tsr-1532.yaml"
ODD = (  # what may be wrong in a file, or answered, or wrong at some time
    "related: [nobody]\n",
    "aliases: [cockpit-transactions]\n",
    "components: {nowhere: major_outage}\n",
    "accept: [{code: fact-time, reason: so it was}, {code: unknown-related, reason: gone}]\n",
    "code: aaaaaaaaaaaa\n",
    "draft: true\n",
    "impact: nothing\n",
    "private: {a: 1, a: 2}\n",
    "windows: [{from: 2026-01-02 10:00, until: 2026-01-01 11:00}]\n",
)


def said(root, now, **options):
    return check(root, now, **options)[1].ordered()


def said_anew(root, now):
    """What the rules say of the whole site, which is read file by file."""
    folder = Folder(root)
    site, report = load(folder)
    places = Locator(folder)
    for found in rules.findings(site, report, now):
        report.add(places.issue(found))
    return report.ordered()


def changed(text, chance, step):
    """Another text of an incident: a slip, an odd line, another time."""
    match chance.randrange(5):
        case 0:
            return re.sub(
                r"\b\d\d:\d\d\b", f"{chance.randrange(24):02}:{chance.randrange(60):02}", text, count=3
            )
        case 1:
            line = chance.choice(ODD)
            key = line.partition(":")[0]
            return re.sub(rf"(?m)^{key}:.*\n(?:[ -].*\n)*", "", text) + line
        case 2:
            return re.sub(r"(fr|en|it): ", rf"\1: {step} ", text, count=1)
        case 3:
            return re.sub(r"(?m)^    +it: .*\n", "", text, count=1)
        case _:
            return f"{text}# {step}\n"


@pytest.mark.parametrize("steps", [12, pytest.param(120, marks=pytest.mark.slow)])
def test_edits(tmp_path, steps):
    """Whatever is written, mended, renamed or deleted, and as time passes; builds come between."""
    root, chance = demo(tmp_path / "copy"), random.Random(steps)
    source = CHECKOUT / "content/incidents"
    seen = set()
    for step in range(steps):
        path = chance.choice(sorted((root / "content/incidents").rglob("*.yaml")))
        match chance.randrange(6):
            case 0:
                shutil.rmtree(root / "content/incidents")
                shutil.copytree(source, root / "content/incidents")
            case 1:
                path.rename(path.with_name(f"{path.name[:11]}renamed-{step}.yaml"))
            case 2 if step % 3 == 0:
                components = root / "content/components.yaml"
                text = components.read_text(encoding="utf-8")
                components.write_text(re.sub(r'(name: ")', rf"\g<1>{step} ", text, count=1), encoding="utf-8")
            case _:
                path.write_text(changed(path.read_text(encoding="utf-8"), chance, step), encoding="utf-8")
        now = NOW - timedelta(days=chance.choice((0, 0, 200, 600)))
        found = said(root, now, jobs=1 + step % 2)
        assert found == said_anew(root, now), step
        seen |= {issue.code for issue in found}
        if step % 4 == 3:
            build(root, root / "site", NOW, strict=chance.random() < 0.5)
    assert len(seen) > min(8, steps // 6), seen


def test_an_error_hides_no_other(site):
    """A file with an error of meaning is still compared with the others, and its answers are looked at."""
    window = "windows: [{from: 2026-01-01 10:00, until: 2026-01-01 09:00}]\n"
    more = "aliases: [b]\nrelated: [nobody]\naccept: [{code: fact-time, reason: so}]\n"
    title = 'title: {fr: "Une", en: "One"}\n'
    files = {"2026-01-01-a.yaml": title + window + more, "2026-01-01-b.yaml": title}
    root = site(files)
    found = said(root, NOW)
    assert found == said_anew(root, NOW)
    codes = {"duplicate-id", "ends-before-begin", "unknown-related", "unused-accept"}
    assert codes <= {issue.code for issue in found}


def test_what_is_not_saved_is_not_kept(tmp_path):
    """A text on standard input is judged in its place, and the next check knows nothing of it."""
    root = demo(tmp_path)
    before = said(root, NOW)
    text = (root / SEED).read_bytes()
    for given in ({SEED: text.replace(b"16:11", b"16:99")}, {"content/site.yaml": b"title: 1\n"}):
        assert said(root, NOW, given=given) != before
        assert said(root, NOW) == before


def test_only_what_changed_is_read(tmp_path):
    """After an edit one file is read, whether the others have a warning or not; and a build needs none."""
    root = demo(tmp_path)
    for path in (root / "content/incidents").rglob("*.yaml"):
        text = re.sub(r"(?m)^related:.*\n", "", path.read_text(encoding="utf-8"))
        path.write_text(f"{text}related: [nobody]\n", encoding="utf-8")
    warned = examine(root, NOW, {}, 1)
    assert warned.sources.fresh == len(warned.report.issues) == 10
    text = (root / SEED).read_text(encoding="utf-8")
    (root / SEED).write_text(text.replace("remains under watch", "stays under watch"), encoding="utf-8")
    again = examine(root, NOW, {}, 1)
    assert again.sources.fresh == 1
    assert build(root, root / "site", NOW).read == 0


FACT = """\
title: {fr: "Panne", en: "Outage"}
windows: [{from: 2026-01-01 10:00, until: 2026-01-01 11:00}]
updates:
  - {at: 2026-01-01 10:05, status: resolved, body: {fr: "Fini à 10:30.", en: "Over at 10:35."}}
"""


def test_the_gate_of_a_build_is_that_of_a_check(site):
    """--strict: what a check refuses, a build does not write; whichever was asked first, and again."""
    root = site({"2026-01-01-a.yaml": FACT})
    times = ("--root", root, "--now", NOW.isoformat())
    for words in (["build"], ["build", "--strict"], ["check", "--strict"], ["build", "--strict"], ["build"]):
        told = run(*words, *times)
        strict = "--strict" in words
        assert told.returncode == strict, (words, told.stderr)
        assert ("fact-time" in told.stderr + told.stdout) == strict
    assert not [
        each
        for each in build(root, root / "x", NOW, strict=True).report.ordered()
        if each.level == Level.ERROR
    ]


def test_a_warning_costs_nothing_a_second_time(site):
    """Nothing changed: every warning is said again, and no file but the small one is looked into."""
    window = "windows: [{from: 2026-01-01 10:00, until: 2026-01-01 11:00}]\n"
    root = site({f"2026-01-01-a-{n}.yaml": f'title: {{en: "One"}}\n{window}' for n in range(30)})
    first = build(root, root / "out", NOW)
    assert {issue.code for issue in first.report.issues} == {"missing-language"}
    build(root, root / "out", NOW)
    for path in (root / ".cronaca").glob("*.db"):
        path.write_bytes(b"not looked into")
    again = build(root, root / "out", NOW)
    assert again.report.ordered() == first.report.ordered()
    assert (again.said, again.rendered, again.read) == ([], {}, 0)


def test_files_are_known_by_their_times(tmp_path):
    """From the site's own folder, as people type it, and by its name: no file is read a second time."""
    root = demo(tmp_path / "copy")
    grown_old(root / SEED)
    commands = (["build", *TIMES], ["check", *TIMES], ["check", "--root", str(root), *TIMES])
    for words in commands:
        assert run(*words, cwd=root).returncode == 0
        with closing(sqlite3.connect(root / ".cronaca" / CONTENT_FILE)) as database:
            rows = [opened(seen, _SEEN) for (seen,) in database.execute("SELECT seen FROM source")]
        assert len(rows) == 10
        assert all(row.stamp for row in rows), words

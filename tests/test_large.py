"""Large histories as people have them: unclean, in one of the site's languages."""

import pytest

from support import NOW, build, run, tree

SETTINGS = """\
title: {fr: "Registre", en: "Record", it: "Registro"}
description: {fr: "Nos incidents.", en: "Our incidents.", it: "I nostri incidenti."}
role: operator
languages: [fr, en, it]
time_zone: Europe/Paris
base_url: https://status.example.org/
operator: {name: Example}
"""
INCIDENT = """\
title: {{en: "Payments fail, {n}"}}
impact: minor
windows: [{{from: {day} 10:00, until: {day} 11:00}}]
updates:
  - {{at: {day} 10:05, status: investigating, body: {{en: "We are looking into it."}}}}
  - {{at: {day} 10:30, status: identified, body: {{en: "The cause is known."}}}}
  - {{at: {day} 11:05, status: resolved, body: {{en: "It is over."}}}}
"""


def history(site, count, text=INCIDENT):
    files = {"content/site.yaml": SETTINGS}
    for n in range(count):
        day = f"20{20 + n % 6}-{1 + n % 12:02}-{1 + n % 28:02}"
        files[f"{day}-inc-{n}.yaml"] = text.format(n=n, day=day)
    return site(files)


@pytest.mark.slow
def test_twelve_hundred_incidents_in_one_of_three_languages(site):
    """Built, built again, and built from nothing: exit 0 each time, and the findings are shown."""
    root = history(site, 1200)
    for words in ([], [], ["--no-cache"]):
        told = run("build", "--root", root, "--now", NOW.isoformat(), *words)
        assert told.returncode == 0, told.stderr[-500:]
        assert told.stderr.endswith("4800 warnings\n")
    assert run("stats", "--root", root).stdout.startswith(f"{root}/site: 1,200 incidents")


@pytest.mark.slow
@pytest.mark.parametrize("clean", [0, 30])
def test_large_texts_with_a_warning(site, clean):
    """Whatever share of what is kept has a warning, the next builds make what a clean one makes."""
    long = "A long story. " * 40_000
    root = history(site, 2, INCIDENT.replace("We are looking into it.", long))
    folder = root / "content/incidents"
    for n in range(clean):
        text = INCIDENT.format(n=n, day="2026-02-01").replace("{en: ", "{fr: Un, it: Uno, en: ")
        (folder / f"2026-02-01-clean-{n}.yaml").write_text(text, encoding="utf-8")
    for turn in range(3):
        result = build(root, root / "site", NOW)
        assert result.written
        assert result.said == []
        assert {issue.code for issue in result.report.issues} == {"missing-language"}
        assert tree(root / "site") == tree_of_clean(root)
        path = folder / "2020-01-01-inc-0.yaml"
        path.write_text(
            path.read_text(encoding="utf-8").replace("It is over", f"Over, {turn}"), encoding="utf-8"
        )


def tree_of_clean(root):
    build(root, root / "clean", NOW, full=True)
    return tree(root / "clean")

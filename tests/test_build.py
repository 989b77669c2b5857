"""What a build writes, keeps and deletes."""

import json
import os
import random
import re
from datetime import timedelta

import pytest

from cronaca.model import code
from cronaca.output import builder
from cronaca.rules import TOGETHER
from support import NOW, build, demo, tree

SEED = "content/incidents/2025/2025-03-27-tsr-1532.yaml"
CODE = code("tsr-1532")


@pytest.fixture
def root(tmp_path):
    return demo(tmp_path / "copy")


def rendered(root, now=NOW, **options):
    """Build, and tell what was rendered."""
    result = build(root, root / "site", now, **options)
    assert not result.report.failed(), result.report.ordered()
    return set(result.rendered)


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_nothing_changed_renders_nothing(root):
    """A second build at the same time has nothing to do, even when every file was touched."""
    rendered(root)
    before = tree(root / "site")
    for path in (root / "content").rglob("*.yaml"):
        path.touch()
    assert rendered(root) == set()
    assert tree(root / "site") == before


def told(lang):
    """What says something about a message of the seed incident: its page, its files, lists and feeds."""
    feeds = {f"{lang}/components/{each}/feed.atom" for each in ("ecommerce", "in-store")}
    lists = {f"{lang}/{each}" for each in ("feed.atom", "feed.json", "api/v2/incidents.json")}
    routes = {
        f"api/v2/incidents/{CODE}.json",
        f"incidents/{CODE}.json",
        f"{lang}/incidents/tsr-1532/index.html",
    }
    return routes | feeds | lists


def test_one_english_message_renders_one_page(root):
    """An edited message changes its page in its language, the files that hold it, and no other."""
    rendered(root)
    edit(root / SEED, "the platform remains under watch.", "the platform stays under watch.")
    assert rendered(root) == told("en")


def test_an_english_title_renders_what_lists_it(root):
    """An edited title changes the English pages that show it."""
    rendered(root)
    edit(root / SEED, 'en: "Payment platform disruptions"', 'en: "Payments disrupted"')
    changed = rendered(root)
    assert {"en/incidents/tsr-1532/index.html", "en/2025/index.html", "en/2025/03/index.html"} <= changed
    assert {"en/incidents.csv", "en/2025/incidents.json", "en/interruptions.ics"} <= changed
    assert all(route.startswith("en/") for route in changed - told("en"))


def test_later_only_the_present_is_said_again(root):
    """As time passes, only pages that state the present change."""
    rendered(root)
    changed = rendered(root, NOW + timedelta(days=40))
    pages = r"(\w\w/)?index\.html|\w\w/components/[\w-]+/index\.html|\w\w/(maintenance|actions)/index\.html"
    present = re.compile(pages + r"|(\w\w/)?(api/v2/(status|summary)\.json|badge\.(svg|json))|build\.json")
    assert changed
    assert not [route for route in changed if not present.fullmatch(route)]


def test_explanations_name_the_part_that_changed(root):
    """--explain says whether data, template, strings or the site's settings changed."""
    build(root, root / "site", NOW)
    edit(root / SEED, "the platform remains", "the platform stays")
    why = build(root, root / "site", NOW).rendered
    assert why == dict.fromkeys(told("en"), "data changed")
    theme = root / "templates/pages"
    theme.mkdir(parents=True)
    theme.joinpath("404.html").write_text("gone: {{ edition.title }}", encoding="utf-8")
    why = build(root, root / "site", NOW).rendered
    assert why == {"404.html": "template changed"}


def test_a_sites_own_template_wins(root):
    """One file of the theme is replaced, the rest stays."""
    theme = root / "templates/pages"
    theme.mkdir(parents=True)
    theme.joinpath("404.html").write_text("gone: {{ edition.title }}", encoding="utf-8")
    rendered(root)
    assert (root / "site/404.html").read_text(encoding="utf-8").startswith("gone: Payplug")
    assert "<html" in (root / "site/fr/index.html").read_text(encoding="utf-8")


def test_deleted_content_leaves_no_file(root):
    """An incident that is gone takes its pages and folders with it."""
    rendered(root)
    (root / "content/incidents/2026/2026-05-21-cockpit-transactions.yaml").unlink()
    rendered(root)
    assert not list((root / "site").rglob("*cockpit*"))


def test_an_alias_keeps_the_old_address_alive(root):
    """A renamed incident is found at its old address, and keeps its code."""
    folder = (root / SEED).parent
    (root / SEED).rename(folder / "2025-03-27-payments-down.yaml")
    with (folder / "2025-03-27-payments-down.yaml").open("a", encoding="utf-8") as file:
        file.write("aliases: [tsr-1532]\n")
    rendered(root)
    old = (root / "site/fr/incidents/tsr-1532/index.html").read_text(encoding="utf-8")
    assert 'url=/fr/incidents/payments-down/"' in old


def test_drafts_are_not_built(root):
    """A draft has no page and is in no list."""
    with (root / SEED).open("a", encoding="utf-8") as file:
        file.write("draft: true\n")
    rendered(root)
    assert not [route for route, text in tree(root / "site").items() if b"tsr-1532" in text.lower()]


def test_private_notes_reach_no_file(root):
    """What stands under private: is in no file of the site."""
    edit(root / SEED, "Check again whether", "sesame-sesame whether")
    rendered(root)
    assert not [route for route, text in tree(root / "site").items() if b"sesame-sesame" in text]


def test_two_clean_builds_are_equal(root, tmp_path):
    """The same inputs give the same bytes, from any folder."""
    other = demo(tmp_path / "elsewhere" / "deep")
    rendered(root)
    rendered(other)
    assert tree(root / "site") == tree(other / "site")


def test_a_sub_path_is_in_every_link(root):
    """Under a project page, no link leaves the project's path."""
    rendered(root, base_url="https://example.github.io/status")
    for route, data in tree(root / "site").items():
        if route.endswith(".html"):
            links = re.findall(r'(?:href|src)="(/[^"]*)"', data.decode())
            assert links
            assert all(link.startswith("/status/") for link in links), route


def test_errors_leave_the_old_site(root):
    """A build that fails changes no byte."""
    rendered(root)
    before = tree(root / "site")
    edit(root / SEED, "impact: none", "impact: nothing")
    edit(root / "content/incidents/2025/2025-05-03-tsr-1723.yaml", "\nsource:", "\nsauce:")
    result = build(root, root / "site", NOW)
    assert [issue.code for issue in result.report.ordered()].count("wrong-word") == 1
    assert result.report.failed()
    assert tree(root / "site") == before


@pytest.mark.parametrize(
    ("text", "line"),
    [("a\n{% if %}", 2), ("a\n\n{{ nobody.name }}", 3), ("{% include view.row.id %}", 1)],
)
def test_template_faults_are_findings(root, text, line):
    """A broken template is said with its file and line, and the old site stays."""
    rendered(root)
    before = tree(root / "site")
    theme = root / "templates/pages"
    theme.mkdir(parents=True)
    theme.joinpath("404.html").write_text(text, encoding="utf-8")
    [issue] = build(root, root / "site", NOW).report.ordered()
    assert (issue.code, issue.mark.path, issue.mark.line) == ("template", "templates/pages/404.html", line)
    assert tree(root / "site") == before


def test_a_missing_catalog_is_a_finding(root):
    """A language without a catalog is said, not a crash."""
    edit(root / "content/site.yaml", "languages: [fr, en, it]", "languages: [fr, en, it, pt]")
    codes = {issue.code for issue in build(root, root / "site", NOW).report.ordered()}
    assert "catalog" in codes


def test_a_fourth_language_is_a_catalog_and_a_line(root):
    """Portuguese: its catalog, one word in site.yaml, and every page is there."""
    edit(root / "content/site.yaml", "languages: [fr, en, it]", "languages: [fr, en, it, pt]")
    folder = root / "templates/locale/pt/LC_MESSAGES"
    folder.mkdir(parents=True)
    from cronaca.fingerprint import default_folder

    source = default_folder() / "locale/en/LC_MESSAGES/cronaca.po"
    words = source.read_text(encoding="utf-8").replace('msgstr "History"', 'msgstr "Histórico"')
    (folder / "cronaca.po").write_text(words, encoding="utf-8")
    rendered(root)
    home = (root / "site/pt/index.html").read_text(encoding="utf-8")
    assert '<html lang="pt">' in home
    assert "Histórico" in home
    assert 'hreflang="pt"' in (root / "site/fr/index.html").read_text(encoding="utf-8")


def test_the_folders_gitignore_stays(root):
    """site/.gitignore is git's, in a first build and in a whole one."""
    (root / "site").mkdir()
    (root / "site/.gitignore").write_text("*\n")
    rendered(root)
    rendered(root, full=True)
    assert (root / "site/.gitignore").read_text() == "*\n"


def test_without_a_manifest_the_site_is_made_anew(root):
    """A lost manifest costs a whole build, nothing else."""
    rendered(root)
    before = tree(root / "site")
    for path in (root / ".cronaca").iterdir():
        path.unlink()
    assert rendered(root) == set(before)
    assert tree(root / "site") == before


@pytest.mark.parametrize("steps", [10, pytest.param(50, marks=pytest.mark.slow)])
def test_edits_equal_a_clean_build(root, steps):  # noqa: C901  one case a kind of edit
    """After edits, additions, renames and deletions the site is what a clean build makes."""
    chance = random.Random(steps)
    incidents = root / "content/incidents"
    rendered(root)
    for step in range(steps):
        path = chance.choice(sorted(incidents.rglob("*.yaml")))
        text = path.read_text(encoding="utf-8")
        match chance.randrange(6):
            case 0:
                path.write_text(text.replace("2025", "2025 ") + f"# {step}\n", encoding="utf-8")
            case 1:
                path.write_text(re.sub(r'fr: "', f'fr: "{step} ', text, count=1), encoding="utf-8")
            case 2:
                copy = path.with_name(f"{path.stem}-{step}.yaml")
                copy.write_text(re.sub(r"(?m)^aliases:.*\n", "", text), encoding="utf-8")
            case 3:
                path.rename(path.with_name(f"{path.name[:11]}renamed-{step}.yaml"))
            case 4 if len(list(incidents.rglob("*.yaml"))) > 5:
                path.unlink()
            case _:
                path.write_text(re.sub(r"impact: \w+", "impact: major", text), encoding="utf-8")
        now = NOW + timedelta(minutes=step // 7)
        build(root, root / "site", now)
        if step % 10 == 9:
            result = build(root, root / "clean", now)
            if not result.report.failed():
                clean, incremental = tree(root / "clean"), tree(root / "site")
                assert incremental.keys() == clean.keys()
                assert incremental == clean


ONE_OF_MANY = """\
title: {fr: "Panne NUMBER", en: "Outage"}
impact: minor
related: [RELATED]
aliases: [old-NUMBER]
updates:
  - {at: DAY 10:00, status: investigating, body: {fr: "Texte CHANCE"}}
"""
OVER = '  - {at: DAY 11:00, status: resolved, body: {fr: "Fini."}}\n'


def one_of_many(number, chance):
    """An incident among others: open or over, known by an old id too, and related to some by either."""
    day = f"2026-{1 + number % 10:02}-{1 + chance.randrange(28):02}"
    others = [f"{chance.choice(('inc', 'old'))}-{chance.randrange(45)}" for _ in range(2)]
    text = ONE_OF_MANY + (OVER if chance.random() < 0.9 else "")
    words = {"NUMBER": str(number), "RELATED": ", ".join(others), "DAY": day}
    for word, value in {**words, "CHANCE": str(chance.randrange(99))}.items():
        text = text.replace(word, value)
    return day, text


@pytest.mark.parametrize(
    ("seed", "steps"), [(4, 4), *(pytest.param(seed, 14, marks=pytest.mark.slow) for seed in (5, 6))]
)
def test_many_incidents_that_name_each_other(site, seed, steps):
    """Whatever is written anew, moved or deleted: what stands beside it or names it follows."""
    chance, root = random.Random(seed), site()
    folder = root / "content/incidents"
    folder.mkdir(parents=True, exist_ok=True)
    for step in range(steps):
        numbers = range(45) if not step else chance.sample(range(45), 2)
        for number in numbers:
            for path in folder.glob(f"*-inc-{number}.yaml"):
                path.unlink()
            if not step or chance.random() < 0.8:
                day, text = one_of_many(number, chance)
                (folder / f"{day}-inc-{number}.yaml").write_text(text, encoding="utf-8")
        now = NOW + timedelta(minutes=step // 3)
        assert not build(root, root / "out", now, jobs=1 + step % 2).report.failed()
        build(root, root / "clean", now, full=True)
        assert tree(root / "out") == tree(root / "clean")


def test_a_related_incident_is_found_by_its_old_id(site):
    """Named by what it was called before: the page links it, and the file has its code."""
    window = "windows: [{from: 2026-01-01 10:00, until: 2026-01-01 11:00}]\n"
    first = f'title: {{fr: "Une"}}\nrelated: [b-old, a]\n{window}'
    other = f'title: {{fr: "Autre"}}\naliases: [b-old]\n{window}'
    root = site({"2026-01-01-a.yaml": first, "2026-01-01-b.yaml": other})
    build(root, root / "out", NOW)
    page = (root / "out/fr/incidents/a/index.html").read_text(encoding="utf-8")
    assert re.search('/fr/incidents/b/">.*Autre', page)
    file = json.loads((root / f"out/incidents/{code('a')}.json").read_text(encoding="utf-8"))
    assert file["cronaca"]["related"] == [code("b-old")]


ODD = {  # for each rule that compares incidents
    "duplicate-id": "aliases: [b]",
    "duplicate-code": "code: bbbbbbbbbbbb",
    "unknown-component": "components: {nowhere: major_outage}",
    "unknown-related": "related: [a]",
}


@pytest.mark.parametrize("code", [rule.__name__.replace("_", "-") for rule in TOGETHER])
def test_files_at_odds_are_seen_by_a_build(site, code):
    """What one file says against another is found in a first build, and when it comes with an edit, though
    nothing else is wrong."""
    window = "windows: [{from: 2026-01-01 10:00, until: 2026-01-01 11:00}]\n"
    first = f'title: {{fr: "Une", en: "One"}}\n{window}'
    other = f'title: {{fr: "Autre", en: "Other"}}\ncode: bbbbbbbbbbbb\n{window}'
    root = site({"2026-01-01-a.yaml": first, "2026-01-01-b.yaml": other})
    assert not build(root, root / "out", NOW).report.issues
    path = root / "content/incidents/2026-01-01-a.yaml"
    path.write_text(f"{first}{ODD[code]}\n", encoding="utf-8")
    for full in (False, True):
        assert {each.code for each in build(root, root / "out", NOW, full=full).report.issues} == {code}


@pytest.mark.skipif(os.name != "posix", reason="names are bytes there alone")
def test_a_folder_with_an_odd_name_is_built(site):
    """A folder's name that is no UTF-8 keeps nobody from a site."""
    root = site({"2026-01-01-a.yaml": 'title: {fr: "Une", en: "One"}\n'})
    odd = os.fsencode(root / "content/incidents") + b"/\xff"
    os.mkdir(odd)
    os.rename(os.fsencode(root / "content/incidents/2026-01-01-a.yaml"), odd + b"/2026-01-01-a.yaml")
    assert not build(root, root / "out", NOW).report.failed()
    assert (root / "out/fr/incidents/a/index.html").is_file()


def test_a_site_too_large_for_a_host_is_said(demo, monkeypatch):
    """Above what GitHub Pages takes, the build warns with the count and the size; below it says nothing."""
    from click.testing import CliRunner

    from cronaca.cli import building as command

    given = ["--root", str(demo), "--now", NOW.isoformat(), "--no-cache"]
    assert "GitHub Pages" not in CliRunner().invoke(command.command, given).output
    monkeypatch.setattr(command, "MOST_FILES", 100)
    monkeypatch.setattr(command, "_MUCH", 1)
    assert "GitHub Pages" in CliRunner().invoke(command.command, given).output


def test_several_processes_make_what_one_does(root, monkeypatch):
    """However few there are to make: the same files, and the same on record."""
    build(root, root / "one", NOW)
    monkeypatch.setattr(builder, "_FEW", 0)
    build(root, root / "site", NOW, jobs=3)
    assert tree(root / "site") == tree(root / "one")
    assert not rendered(root)

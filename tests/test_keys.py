"""Every file of the site is made again when anything that it is made from changed."""

import random
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from support import CHECKOUT, NOW, SETTINGS, build, demo, tree

SITE, COMPONENTS = "content/site.yaml", "content/components.yaml"
MOST = 40  # of the words of a file


def leaves(value, path=()):
    """Every place of a file that holds a word, by its keys."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from leaves(each, (*path, key))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from leaves(each, (*path, number))
    else:
        yield path


def read(name):
    return yaml.load((CHECKOUT / name).read_text(encoding="utf-8"), yaml.BaseLoader)


def other(path, value):
    """Another word that may stand there too."""
    known = {
        "role": "operator",
        "time_zone": "America/New_York",
        "cname": "status.example.net",
        "from": "2024-01-01",
        "until": "2026-06-30",
        "start_date": "2024-02-02",
        "showcase": "false",
    }
    if path[-1] in known:
        return known[path[-1]]
    if value.startswith("http"):
        return f"{value.rstrip('/')}/elsewhere/"
    return f"{value}-x" if path[-1] == "id" else f"{value} otherwise"


def changed(name, path):
    """The file's data, with another word at one place."""
    data = below = read(name)
    for key in path[:-1]:
        below = below[key]
    below[path[-1]] = other(path, below[path[-1]])
    return data


def named(path):
    return ".".join(map(str, path))


def compare(root: Path, **options):
    """Build on from what there is, and from nothing: which files differ."""
    incremental = build(root, root / "site", NOW, **options)
    clean = build(root, root / "clean", NOW, full=True, **options)
    assert bool(incremental.written) == bool(clean.written)
    if not clean.written:
        return None
    found, expected = tree(root / "site"), tree(root / "clean")
    return [route for route in sorted(found | expected) if found.get(route) != expected.get(route)]


def edits(name):
    """Some of its words, drawn once and for all; an id is left out, for others name it."""
    words = [path for path in leaves(read(name)) if not {"languages", "id"} & set(path)]
    return random.Random(3).sample(words, min(len(words), MOST))


def test_a_base_address_of_the_command_line(tmp_path):
    """A site that moves takes all its addresses along, the site map's too."""
    root = demo(tmp_path)
    build(root, root / "site", NOW)
    for address in ("https://example.github.io/status/", "https://status.example.net"):
        assert compare(root, base_url=address) == []
        assert b"status.example.org" not in (root / "site/sitemap.xml").read_bytes()
    assert compare(root) == []


def test_a_language_that_goes(tmp_path):
    """And comes again, in another place."""
    root = demo(tmp_path)
    build(root, root / "site", NOW)
    text = (root / SITE).read_text(encoding="utf-8")
    for languages in ("[fr, en]", "[en, it, fr]", "[fr, en, it]"):
        written = re.sub(r"(?m)^languages: \[.*?\]", f"languages: {languages}", text)
        (root / SITE).write_text(written, encoding="utf-8")
        assert compare(root) in ([], None)


def test_a_redirect_becomes_a_page(site):
    """An address that only led on is in the site map once it is a page of its own; and out of it again."""
    window = "windows: [{from: 2026-01-01 10:00, until: 2026-01-01 11:00}]\n"
    one = f'title: {{fr: "Une", en: "One"}}\n{window}'
    root = site({"2026-01-01-a.yaml": f"{one}aliases: [b]\n"})
    build(root, root / "site", NOW)
    (root / "content/incidents/2026-01-01-a.yaml").write_text(one)
    (root / "content/incidents/2026-01-01-b.yaml").write_text(one.replace("Une", "Deux"))
    assert compare(root) == []
    assert b"/fr/incidents/b/" in (root / "site/sitemap.xml").read_bytes()
    (root / "content/incidents/2026-01-01-b.yaml").unlink()
    (root / "content/incidents/2026-01-01-a.yaml").write_text(f"{one}aliases: [b]\n")
    assert compare(root) == []
    assert b"/fr/incidents/b/" not in (root / "site/sitemap.xml").read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("name", [SITE, COMPONENTS])
def test_every_word_of_a_file(tmp_path, name):
    """One word after the other is another: the incremental build is what a clean one makes."""
    root = demo(tmp_path)
    build(root, root / "site", NOW)
    built, text = 0, (root / name).read_text(encoding="utf-8")
    for path in edits(name):
        (root / name).write_text(yaml.safe_dump(changed(name, path), allow_unicode=True), encoding="utf-8")
        wrong = compare(root)
        built += wrong is not None
        assert not wrong, f"{named(path)}: {wrong[:5]}"
        (root / name).write_text(text, encoding="utf-8")
    assert built > len(edits(name)) / 2


STEPS = (
    "2026-01-01T00:05",
    "2026-01-01T00:06",
    "2026-01-02T11:00",
    "2026-02-03",
    "2026-12-31T23:30",
    "2027-01-01T00:30",
)
STEPS += ("2028-03-01", "2029-01-01T05:00")


@pytest.mark.parametrize("role", ["operator", pytest.param("archive", marks=pytest.mark.slow)])
@pytest.mark.parametrize("open_", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_time_that_passes(site, role, open_):
    """A minute, a day, a year later, with nothing open or something: every file that follows is made."""
    settings = SETTINGS.replace("role: operator", f"role: {role}\ncoverage: {{from: 2025-06-01}}")
    over = "windows: [{from: 2025-11-01 10:00, until: 2025-11-01 11:00}]\n"
    window = "windows: [{from: 2025-12-31 10:00}]\n" if open_ else over
    planned = "kind: maintenance\nschedule: {from: 2026-01-02 10:00, until: 2026-01-02 12:00}\n"
    files = {"content/site.yaml": settings, "2025-11-01-a.yaml": f'title: {{fr: "Une", en: "One"}}\n{over}'}
    files["2025-12-31-b.yaml"] = f'title: {{fr: "Deux", en: "Two"}}\n{window}'
    if open_:
        files["2026-01-02-c.yaml"] = f'title: {{fr: "Trois", en: "Three"}}\n{planned}'
    root = site(files)
    for step in STEPS:
        now = datetime.fromisoformat(step).replace(tzinfo=UTC)
        build(root, root / "site", now)
        build(root, root / "clean", now, full=True)
        assert tree(root / "site") == tree(root / "clean"), step


def test_a_changed_catalog(tmp_path):
    """Every word of the interface, where it stands in a file for programs too."""
    root = demo(tmp_path)
    name = "locale/fr/LC_MESSAGES/cronaca.po"
    own = root / "templates" / name
    own.parent.mkdir(parents=True)
    text = (CHECKOUT / "templates" / name).read_text(encoding="utf-8")
    own.write_text(text, encoding="utf-8")
    build(root, root / "site", NOW)
    own.write_text(re.sub(r'(?m)^msgstr "(?=[^%"]+"$)', 'msgstr "ZZ', text), encoding="utf-8")
    assert compare(root) == []
    assert b"ZZ" in (root / "site/fr/feed.atom").read_bytes()

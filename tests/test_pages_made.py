"""Every kind of page that the theme has is made."""

import re
import sqlite3
from contextlib import closing
from urllib.parse import urljoin, urlsplit

import yaml

from cronaca.cache import store
from cronaca.cache.manifest import Manifest
from cronaca.cache.snapshot import cache_file
from cronaca.fingerprint import default_folder
from support import NOW, build
from support import site as copied


def templates(root) -> set[str]:
    """Those that made a file of a site."""
    path = cache_file(root / ".cronaca", root / "site", "db")
    with closing(sqlite3.connect(path)) as database:
        names = [name for (name,) in database.execute("SELECT name FROM target")]
    opened = store.read_only(path)
    with closing(opened.database):
        manifest = Manifest.read(opened)
        return {key.template for name in names for key in manifest.routes(name).values()}


def test_every_page_is_linked(built_demo):
    """A reader finds each page from one of another kind, but for the first and the one for lost readers."""
    site = built_demo / "site"
    settings = yaml.safe_load((built_demo / "content/site.yaml").read_text(encoding="utf-8"))
    base = urlsplit(settings["base_url"]).path
    linked, made = set(), {}
    for path in site.rglob("*.html"):
        route, html = path.relative_to(site).as_posix(), path.read_text(encoding="utf-8")
        if 'http-equiv="refresh"' not in html:
            made[route] = html
    for route, html in made.items():
        for href in re.findall(r'<a [^>]*href="([^"#]*)', html):
            to = f"{urlsplit(urljoin(base + route, href)).path.removeprefix(base)}index.html"
            if to.split("/")[1:] != route.split("/")[1:]:  # else it is the same in another language
                linked.add(to)
    assert made.keys() - linked <= {"404.html", "index.html"}


def test_every_template_makes_a_page(built_demo, site, tmp_path):
    """A page kind that nothing plans, or a template that nobody uses, is found here."""
    windows = ", ".join(
        f"{{from: 2026-01-{day:02} 10:00, until: 2026-01-{day:02} 11:00}}" for day in range(1, 32)
    )
    many = f'title: {{fr: "A", en: "A"}}\nwindows: [{windows}, {windows}]\n'
    split = site({"2026-01-01-a.yaml": many})
    one = copied(tmp_path / "one", "trouble")
    for root in (split, one):
        assert build(root, root / "site", NOW).written
    made = templates(built_demo) | templates(split) | templates(one)
    theme = default_folder()
    for folder in ("pages", "api"):
        assert {f"{folder}/{path.name}" for path in (theme / folder).iterdir()} <= made

"""Every kind of page of the demo, in a real browser: sizes, themes, languages."""

import gzip
import json
import re
import urllib.request
from datetime import datetime, timedelta
from random import Random

import pytest

from support import NOW, node

pytestmark = pytest.mark.browser

DEMO = [
    "",
    "2025/",
    "2025/03/",
    "2025/09/",
    "incidents/tsr-1532/",
    "incidents/tsr-1532/postmortem/",
    "incidents/settlement-holidays/",
    "incidents/tsr-3279/",
    "components/ecommerce/",
    "search/",
    "statistics/",
    "postmortems/",
    "actions/",
    "maintenance/",
    "follow/",
    "api/",
]
TROUBLE = [
    "",
    "2025/",
    "2026/",
    "2026/11/",
    "2025/02/",
    "incidents/cards/",
    "incidents/database/",
    "incidents/network/",
    "incidents/slow-settlement/",
    "incidents/slow-settlement/postmortem/",
    "incidents/sixty/",
    "incidents/vague/",
    "incidents/no-window/",
    "incidents/before/",
    "components/api/",
    "components/dashboard/",
    "postmortems/",
    "actions/",
    "maintenance/",
    "follow/",
    "search/",
    "statistics/",
    "api/",
]
EMPTY = [
    "",
    "2026/",
    "2026/11/",
    "postmortems/",
    "actions/",
    "maintenance/",
    "search/",
    "statistics/",
    "api/",
]
LANGS = ("fr", "en", "it")


def routes(kinds):
    return ["", "404.html", *(f"{lang}/{kind}" for lang in LANGS for kind in kinds)]


SIZES = (320, 390, 1280)


def opened(chromium, served, route, width, scheme, **options):
    """The page, with what the console said and what was asked for."""
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, **options)
    page = context.new_page()
    page.said, page.asked = [], []
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.on("request", lambda request: page.asked.append(request.url))
    page.goto(served + route)
    return page


def check(chromium, address, route, scheme):
    axe = node("axe-core", "axe.min.js").read_text(encoding="utf-8")
    page = opened(chromium, address, route, SIZES[0], scheme, bypass_csp=True)
    page.evaluate(axe)
    for width in SIZES:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        found = page.evaluate("rules => axe.run({runOnly: {type: 'tag', values: rules}})", rules)
        broken = [(each["id"], each["nodes"][0]["target"], each["help"]) for each in found["violations"]]
        assert broken == [], f"{route} {width} {scheme}"
    assert page.said == []
    assert page.asked == [address + route]
    page.context.close()


EVERY = [(route, scheme) for route in routes(DEMO) for scheme in ("light", "dark")]
SOME = Random(4).sample(EVERY, 20)


@pytest.mark.parametrize(("route", "scheme"), SOME)
def test_page(chromium, served, route, scheme):
    """No sideways scroll, no console message, one request, and nothing that axe-core finds."""
    check(chromium, served, route, scheme)


@pytest.mark.slow
@pytest.mark.parametrize(("route", "scheme"), [each for each in EVERY if each not in SOME])
def test_every_page(chromium, served, route, scheme):
    """The same, for all that were not drawn above."""
    check(chromium, served, route, scheme)


@pytest.mark.matrix
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("name", "route"),
    [*(("trouble", route) for route in routes(TROUBLE)), *(("empty", route) for route in routes(EMPTY))],
)
def test_hard_page(chromium, serve, name, route, scheme):
    """The same for sites with open, long, vague and empty pages."""
    check(chromium, serve(name), route, scheme)


@pytest.mark.parametrize("route", routes(DEMO))
def test_bytes(serve, route):
    """Home and incident within 8 KB of gzip, any page within 13; style 4, a script half a KB (search: 4)."""
    with urllib.request.urlopen(serve("demo") + route) as answer:
        data = answer.read()
    cap = 8 if re.fullmatch(r"\w\w/(incidents/[^/]+/)?", route) else 13
    assert len(gzip.compress(data)) <= cap * 1024
    [style] = re.findall(rb"<style>(.*?)</style>", data, re.DOTALL)
    assert len(gzip.compress(style)) <= 4 * 1024
    for script in re.findall(rb"<script>(.*?)</script>", data, re.DOTALL):
        assert len(script) <= (4096 if route.endswith("search/") else 512)


@pytest.mark.parametrize(
    ("zone", "line"),
    [("Asia/Kolkata", "20:41 – 20:54 (UTC+5:30)"), ("America/New_York", "11:11 – 11:24 (UTC−4)")],
)
def test_the_readers_own_zone(chromium, served, zone, line):
    """A reader elsewhere gets one line in their own time."""
    page = opened(chromium, served, "en/incidents/tsr-1532/", 390, "light", timezone_id=zone)
    assert page.locator("#z").inner_text() == f"In your time zone: {line}"
    page.context.close()


def test_no_line_for_a_reader_in_the_sites_zone(chromium, served):
    """Who lives in the site's zone needs no second time."""
    page = opened(chromium, served, "en/incidents/tsr-1532/", 390, "light", timezone_id="Europe/Berlin")
    assert not page.locator("#z").is_visible()
    page.context.close()


@pytest.mark.parametrize("route", ["it/", "it/maintenance/", "it/components/api/", "it/incidents/cards/"])
@pytest.mark.parametrize(("minutes", "warned"), [(74, False), (76, True)])
def test_an_old_page_says_so(chromium, serve, route, minutes, warned):
    """What states the present says, 75 minutes after its renewal was due, that it may be out of date."""
    address = serve("trouble")
    with urllib.request.urlopen(f"{address}build.json") as answer:
        due = datetime.fromisoformat(json.load(answer)["valid_until"])
    context = chromium.new_context(due + timedelta(minutes=minutes), viewport={"width": 390, "height": 900})
    page = context.new_page()
    page.goto(address + route)
    assert page.locator("#old").is_visible() == warned
    context.close()


@pytest.mark.parametrize("route", ["fr/", "fr/incidents/cards/", "fr/2026/"])
def test_every_word_without_script(chromium, serve, route):
    """With script switched off, the same text is there."""
    texts = []
    for enabled in (True, False):
        page = opened(
            chromium,
            serve("trouble"),
            route,
            1280,
            "light",
            java_script_enabled=enabled,
            timezone_id="Europe/Rome",
            now=NOW,
        )
        texts.append(page.locator("main").inner_text())
        page.context.close()
    assert texts[0] == texts[1]


def test_the_keyboard_reaches_every_link(chromium, served):
    """Tab goes through all links in order, each with a visible focus."""
    page = opened(chromium, served, "fr/incidents/tsr-1532/", 1280, "light")
    links = page.evaluate("document.querySelectorAll('a[href]').length")
    seen = set()
    for _ in range(links):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.outerHTML"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert len(seen) == links
    page.context.close()


def test_paper_has_no_navigation(chromium, served):
    """In print, the page's own navigation is gone and the text is there."""
    page = opened(chromium, served, "fr/incidents/tsr-1532/", 1280, "light")
    page.emulate_media(media="print")
    assert not page.locator("nav.main").is_visible()
    assert page.locator("h1").is_visible()
    page.context.close()

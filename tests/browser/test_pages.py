"""Every kind of page of the demo, in a real browser: sizes, themes, languages."""

import pytest

from support import node

pytestmark = pytest.mark.browser

KINDS = [
    "",
    "2025/",
    "2025/03/",
    "2025/09/",
    "incidents/tsr-1532/",
    "incidents/tsr-1532/postmortem/",
    "incidents/settlement-holidays/",
    "incidents/tsr-3279/",
    "components/ecommerce/",
]
PAGES = ["", "404.html", *(f"{lang}/{kind}" for lang in ("fr", "en", "it") for kind in KINDS)]
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("route", PAGES)
def test_page(chromium, served, route, scheme):
    """No sideways scroll, no console message, one request, and nothing that axe-core finds."""
    axe = node("axe-core", "axe.min.js").read_text(encoding="utf-8")
    for width in SIZES:
        page = opened(chromium, served, route, width, scheme, bypass_csp=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.said == []
        assert page.asked == [served + route]
        page.evaluate(axe)
        rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        found = page.evaluate("rules => axe.run({runOnly: {type: 'tag', values: rules}})", rules)
        broken = [(each["id"], each["nodes"][0]["target"], each["help"]) for each in found["violations"]]
        assert broken == [], f"{route} {width} {scheme}"
        page.context.close()


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

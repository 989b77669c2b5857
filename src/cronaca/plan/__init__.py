"""What the site consists of: every file with all that it is made from."""

from __future__ import annotations

from urllib.parse import urlsplit

from cronaca import page, program, summary
from cronaca.model import Settings
from cronaca.page import Edition
from cronaca.placed import Routes
from cronaca.plan import machine
from cronaca.plan.outline import Outline
from cronaca.target import Target
from cronaca.views import Facts, Voice

__all__ = ["Outline", "editions", "sitemap"]


def editions(facts: Facts) -> dict[str, Edition]:
    """What the pages of each language share."""
    return {lang: _edition(facts.settings, Voice.of(facts, lang)) for lang in facts.settings.languages}


def _edition(settings: Settings, voice: Voice) -> Edition:
    return page.Edition(
        lang=voice.lang,
        languages=settings.languages,
        title=voice.said(settings.title).text,
        description=voice.said(settings.description).text,
        role=settings.role,
        operator=settings.operator.name,
        operator_url=settings.operator.url,
        base_url=settings.base_url,
        base_path=urlsplit(settings.base_url).path,
        zone=settings.time_zone,
        first_day=settings.coverage.start,
        last_day=settings.coverage.until,
        note=voice.maybe(settings.coverage.note),
        links=tuple((voice.said(link.name).text, link.url) for link in settings.links),
    )


def sitemap(base: str, routes: Routes) -> Target:
    """The site map of all pages that are no redirects."""
    pages = (route for route, entry in routes.items() if entry.template not in ("", "pages/redirect.html"))
    urls = [route.removesuffix("index.html") for route in pages if route.endswith("index.html")]
    key = summary.digest(program.fingerprint(), base)
    return Target("map", key, lambda _: [machine.sitemap(base, urls)], ())

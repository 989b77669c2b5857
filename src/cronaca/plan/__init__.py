"""What the site consists of: every file with all that it is made from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from urllib.parse import urlsplit

from cronaca import page
from cronaca.l10n import L10n
from cronaca.model import Settings
from cronaca.page import Edition, Page
from cronaca.plan import (
    badge,
    calendar,
    exports,
    feeds,
    guide,
    incidents,
    lists,
    machine,
    reader,
    search,
    statistics,
    statuspage,
    years,
)
from cronaca.views import Facts, Voice


def plan(facts: Facts, tongues: Mapping[str, L10n]) -> list[Page]:
    """Every page of the site; two on one route are a fault of ours or of a rule."""
    pages = [*reader.pages(facts), *years.pages(facts), *incidents.pages(facts), *lists.pages(facts)]
    pages += statuspage.pages(facts, tongues)
    pages += badge.pages(facts)
    pages += exports.pages(facts)
    pages += guide.pages(facts)
    pages += feeds.pages(facts, tongues)
    pages += calendar.pages(facts, tongues)
    pages += search.pages(facts)
    pages += statistics.pages(facts)
    pages += machine.pages(facts, pages)
    routes = Counter(each.route for each in pages)
    if len(routes) != len(pages):
        raise ValueError(f"two pages on one route: {routes.most_common(1)[0][0]}")
    return pages


def editions(facts: Facts) -> dict[str, Edition]:
    """What the pages of each language share."""
    return {lang: _edition(facts.settings, Voice(facts, lang)) for lang in facts.settings.languages}


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

"""Files for hosts and search engines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from html import escape

from cronaca import __version__
from cronaca.history import Present
from cronaca.model import Settings
from cronaca.views.page import Page


def hosting_files(settings: Settings, present: Present, incidents: int) -> Iterator[Page]:
    """The files that name no incident."""
    yield Page.file(".nojekyll", "")
    yield Page("og.png", "static/og.png", "", None)
    yield Page.file("robots.txt", f"User-agent: *\nAllow: /\n\nSitemap: {settings.base_url}sitemap.xml\n")
    if settings.cname:
        yield Page.file("CNAME", settings.cname + "\n")
    built = {
        "generator": f"cronaca {__version__}",
        "site": settings.base_url,
        "built_at": _written(present.now),
        "valid_until": _written(present.until) if present.until else None,
        "as_of": present.day.isoformat(),
        "incidents": incidents,
        "languages": list(settings.languages),
    }
    yield Page.file("build.json", json.dumps(built, indent=2, ensure_ascii=False) + "\n")


def _written(instant: datetime) -> str:
    """As RFC 3339 has it, in UTC."""
    return f"{instant:%Y-%m-%dT%H:%M:%SZ}"


def sitemap_page(base: str, urls: Iterable[str]) -> Page:
    lines = "".join(f"<url><loc>{escape(base + url, quote=False)}</loc></url>\n" for url in sorted(urls))
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return Page.file("sitemap.xml", f'{head}\n<urlset xmlns="{space}">\n{lines}</urlset>\n')

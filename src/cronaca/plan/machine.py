"""Files for hosts and search engines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from cronaca import __version__
from cronaca.page import Page
from cronaca.views import Facts


def pages(facts: Facts, others: Iterable[Page]) -> Iterator[Page]:
    """The files that name no incident, and the site map of the ``others``."""
    base = facts.settings.base_url
    yield Page(".nojekyll", "", "", "")
    yield Page("og.png", "static/og.png", "", None)
    yield Page("robots.txt", "", "", f"User-agent: *\nAllow: /\n\nSitemap: {base}sitemap.xml\n")
    if facts.settings.cname:
        yield Page("CNAME", "", "", facts.settings.cname + "\n")
    urls = sorted(
        page.url for page in others if page.route.endswith("index.html") and "redirect" not in page.template
    )
    lines = "".join(f"<url><loc>{escape(base + url)}</loc></url>\n" for url in urls)
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    yield Page("sitemap.xml", "", "", f'{head}\n<urlset xmlns="{space}">\n{lines}</urlset>\n')
    built = {
        "generator": f"cronaca {__version__}",
        "built_at": facts.present.now.strftime("%Y-%m-%dT%H:%MZ"),
        "as_of": facts.present.day.isoformat(),
        "incidents": len(facts.incidents),
        "languages": list(facts.settings.languages),
    }
    yield Page("build.json", "", "", json.dumps(built, indent=2, ensure_ascii=False) + "\n")

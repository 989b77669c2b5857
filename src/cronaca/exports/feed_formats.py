"""Feeds as data, and their three formats: Atom (RFC 4287), RSS 2.0, JSON Feed 1.1."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from html import escape
from typing import Any, NamedTuple

from cronaca import markup
from cronaca.exports import texts
from cronaca.instants import rfc3339
from cronaca.views.parts import PickedText

_ALONE = re.compile(r"<p>((?:(?!</?p>).)*)</p>\s*", re.DOTALL)


class FeedMessage(NamedTuple):
    at: str  # in words, as HTML
    label: str
    note: str  # of a correction or a machine
    text: PickedText


class FeedEntry(NamedTuple):
    id: str
    url: str
    title: PickedText
    published: datetime
    updated: datetime  # moves only when the entry's text does
    tags: tuple[str, ...]
    scheduled: tuple[datetime, datetime] | None  # told to Statuspage's readers alone
    event: str  # the same in words
    messages: tuple[FeedMessage, ...]  # the newest first


class Feed(NamedTuple):
    lang: str
    id: str
    title: str
    description: str
    author: str
    home: str
    url: str  # without its ending
    alternates: tuple[tuple[str, str], ...]  # language, url without ending
    updated: datetime
    entries: tuple[FeedEntry, ...]


def atom(feed: Feed) -> str:
    """RFC 4287."""
    return "".join(_atom(feed))


def rss(feed: Feed) -> str:
    """RSS 2.0."""
    return "".join(_rss(feed))


def json_feed(feed: Feed) -> str:
    """JSON Feed 1.1."""
    return texts.dumps(_json(feed)) + "\n"


def content(entry: FeedEntry, lang: str) -> str:
    """All messages as HTML that can do no harm."""
    event = ""
    if entry.event:
        event = f"<p><strong>THIS IS A SCHEDULED EVENT <span>{escape(entry.event)}</span></strong></p>\n"
    return event + "\n".join(_message(each, lang) for each in entry.messages)


def _message(message: FeedMessage, lang: str) -> str:
    said = message.text
    made = markup.html(said.text, said.lang or lang).strip()
    head = f"<p><small>{message.at}</small><br><strong>{escape(message.label)}</strong>"
    if message.note:
        head += f" <small>({escape(message.note)})</small>"
    alone = _ALONE.fullmatch(made)
    other = f' lang="{escape(said.lang)}"' if said.lang else ""
    if alone:
        return f"{head} - {f'<span{other}>{alone[1]}</span>' if other else alone[1]}</p>"
    return f"{head}</p>\n{f'<div{other}>{made}</div>' if other else made}"


def _atom(feed: Feed) -> Iterator[str]:
    xml = texts.xml
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{xml(feed.lang)}">\n'
    yield f"<id>{xml(feed.id)}</id>\n<title>{xml(feed.title)}</title>\n"
    yield f"<subtitle>{xml(feed.description)}</subtitle>\n<updated>{rfc3339(feed.updated)}</updated>\n"
    yield f"<author><name>{xml(feed.author)}</name></author>\n"
    yield f'<link rel="alternate" type="text/html" href="{xml(feed.home)}"/>\n'
    yield f'<link rel="self" type="application/atom+xml" href="{xml(feed.url)}.atom"/>\n'
    for lang, url in feed.alternates:
        kind = 'rel="alternate" type="application/atom+xml"'
        yield f'<link {kind} hreflang="{xml(lang)}" href="{xml(url)}.atom"/>\n'
    for entry in feed.entries:
        title = f' xml:lang="{xml(entry.title.lang)}"' if entry.title.lang else ""
        yield f"<entry>\n<id>{xml(entry.id)}</id>\n<title{title}>{xml(entry.title.text)}</title>\n"
        yield f"<published>{rfc3339(entry.published)}</published>\n"
        yield f"<updated>{rfc3339(entry.updated)}</updated>\n"
        yield f'<link rel="alternate" type="text/html" href="{xml(entry.url)}"/>\n'
        yield "".join(f'<category term="{xml(tag)}"/>\n' for tag in entry.tags)
        told = xml(content(entry, feed.lang))
        yield f'<content type="html" xml:base="{xml(entry.url)}">{told}</content>\n</entry>\n'
    yield "</feed>\n"


def _rss(feed: Feed) -> Iterator[str]:
    from email.utils import format_datetime

    xml = texts.xml
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>\n'
    yield f"<title>{xml(feed.title)}</title>\n<link>{xml(feed.home)}</link>\n"
    yield "<description>Statuspage</description>\n"
    yield f"<pubDate>{format_datetime(feed.updated)}</pubDate>\n"
    for entry in feed.entries:
        published = entry.scheduled[0] if entry.scheduled else entry.published
        yield f"<item>\n<title>{xml(entry.title.text)}</title>\n"
        yield f"<description>{xml(content(entry, feed.lang))}</description>\n"
        yield f"<pubDate>{format_datetime(published)}</pubDate>\n"
        if entry.scheduled:
            yield f"<maintenanceEndDate>{format_datetime(entry.scheduled[1])}</maintenanceEndDate>\n"
        yield f"<link>{xml(entry.url)}</link>\n<guid>{xml(entry.url)}</guid>\n</item>\n"
    yield "</channel></rss>\n"


def _json(feed: Feed) -> dict[str, Any]:
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": f"{feed.url}.json",
        "description": feed.description,
        "language": feed.lang,
        "authors": [{"name": feed.author}],
        "items": [
            {
                "id": entry.id,
                "url": entry.url,
                "title": entry.title.text,
                "content_html": content(entry, feed.lang),
                "date_published": rfc3339(entry.published),
                "date_modified": rfc3339(entry.updated),
                "language": entry.title.lang or feed.lang,
                "tags": list(entry.tags),
            }
            for entry in feed.entries
        ],
    }

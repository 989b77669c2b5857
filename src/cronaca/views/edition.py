"""What all pages of one language share."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from urllib.parse import urlsplit

from cronaca.model import Settings
from cronaca.text import Localized
from cronaca.views.parts import PickedText


class Edition(NamedTuple):
    """What all pages of one language share."""

    lang: str
    languages: tuple[str, ...]
    title: str
    description: str
    role: str
    operator: str
    operator_url: str
    base_url: str  # https://example.github.io/status/
    base_path: str  # /status/
    zone: str
    first_day: date | None
    last_day: date | None
    note: PickedText | None
    links: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, settings: Settings, lang: str) -> Edition:
        def picked(text: Localized) -> PickedText:
            return PickedText.of(text, lang, settings.languages)

        operator, coverage = settings.operator, settings.coverage
        return cls(
            lang=lang,
            languages=settings.languages,
            title=picked(settings.title).text,
            description=picked(settings.description).text,
            role=settings.role,
            operator=operator.name,
            operator_url=operator.url,
            base_url=settings.base_url,
            base_path=urlsplit(settings.base_url).path,
            zone=settings.time_zone,
            first_day=coverage.start,
            last_day=coverage.until,
            note=picked(coverage.note) if coverage.note else None,
            links=tuple((picked(link.name).text, link.url) for link in settings.links),
        )

"""A page made into the bytes of its file."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from cronaca import page
from cronaca.clock import Moment
from cronaca.closure import DynamicInclude
from cronaca.issue import Issue, Mark, Report
from cronaca.jinja import output
from cronaca.l10n import L10n, iso
from cronaca.markup import html, typography
from cronaca.page import Edition, Page
from cronaca.placed import STATIC, Entry, Shared
from cronaca.theme import NotText, Theme

EVERY = ("pages/root.html", "pages/404.html")  # these speak all languages

TITLE = 70

# What a line's end must not tear apart: e-commerce, 3-D.
_SHORT = re.compile(r"\b\w{1,2}-\w+")


class Failed(Exception):
    """A template cannot be rendered; the issue says where and why."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(issue)
        self.issue = issue


class Renderer:
    """Pages to bytes, with one environment and a voice for each language."""

    def __init__(self, theme: Theme, editions: Mapping[str, Edition], report: Report) -> None:
        self.theme, self.editions = theme, editions
        words = {lang: theme.catalog(lang, report) for lang in editions}
        self.ready = all(words.values())
        env = theme.environment
        env.filters |= {
            "iso": iso,
            "compact": _compact,
            "upper_first": _upper_first,
            "lower_first": _lower_first,
            "untagged": _untagged,
            "stamp": _stamp,
        }
        self.tongues = {
            lang: L10n(lang, ZoneInfo(each.zone), words[lang])  # type: ignore[arg-type]
            for lang, each in editions.items()
            if words[lang]
        }
        self._shared = {lang: page.digest(each) for lang, each in editions.items()}
        self._texts = {lang: _digest(theme.text(_po(lang))) for lang in self.tongues}
        self._environments = {lang: env.speaking(self._globals(lang)) for lang in self.tongues}

    def entry(self, each: Page) -> Entry:
        """What the page is made from: the same entry, and the same in common, give the same bytes."""
        if each.template.startswith(STATIC):
            return Entry("", each.template, "")
        view = each.view
        data = each.key or (_digest(view) if isinstance(view, str) else page.digest(view))
        return Entry(data, each.template, "" if each.template in EVERY or not each.template else each.lang)

    def shared(self) -> Shared:
        """What pages share: their templates with all that these include, their words, their edition."""
        found = {f"template {name}": self._closure(name) for name in self.theme.pages()}
        for name in self.theme.names(STATIC):
            found[f"template {name}"] = hashlib.sha256(self.theme.bytes(name)).hexdigest()
        for lang, tongue in (("", tuple(self.editions)), *((lang, (lang,)) for lang in self.editions)):
            found[f"strings {lang}"] = "".join(self._texts[each] for each in tongue)
            found[f"site {lang}"] = "".join(self._shared[each] for each in tongue)
        return found

    def render(self, each: Page) -> bytes:
        if not each.template:
            return str(each.view).encode()
        if each.template.startswith(STATIC):
            return self.theme.bytes(each.template)
        import jinja2

        try:
            template = self._environments[each.lang].get_template(each.template)
            return template.render(page=each, view=each.view).encode()
        except jinja2.TemplateSyntaxError as error:
            raise Failed(self._issue(error.name or each.template, error.lineno, error.message)) from None
        except jinja2.TemplateNotFound as error:
            raise Failed(self._issue(each.template, 1, f'there is no template "{error.name}"')) from None
        except (jinja2.UndefinedError, TypeError, AttributeError, KeyError, ValueError) as error:
            name, line = _where(error, each.template)
            raise Failed(self._issue(name, line, str(error))) from error

    def _closure(self, template: str) -> str:
        import jinja2

        try:
            return self.theme.closure(template)
        except DynamicInclude as error:
            message = "an include with a computed name: what the page is made from cannot be known"
            raise Failed(self._issue(str(error), 1, message)) from None
        except jinja2.TemplateSyntaxError as error:
            raise Failed(self._issue(error.name or template, error.lineno, error.message)) from None
        except FileNotFoundError as error:
            raise Failed(self._issue(template, 1, f'there is no file "{error.args[0]}"')) from None
        except NotText as error:
            raise Failed(self._issue(str(error), 1, "the file is not UTF-8: save it as UTF-8")) from None

    def _issue(self, name: str, line: int, message: str | None) -> Issue:
        path = self.theme.path(name)
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path else []
        quote = lines[line - 1] if 0 < line <= len(lines) else ""
        column = len(quote) - len(quote.lstrip()) + 1
        return Issue(
            "template", message or "cannot be rendered", Mark(f"templates/{name}", line, column, quote)
        )

    def _globals(self, lang: str) -> dict[str, Any]:
        edition = self.editions[lang]
        base = edition.base_path

        def text(said: page.Said) -> str:
            return html(said.text, said.lang or lang)

        def line(said: page.Said) -> str:
            return _line(said.text, said.lang or lang)

        return {
            "editions": self.editions,
            "tongues": self.tongues,
            "words_in": self.words,
            "spoken": self._spoken,
            "edition": edition,
            "brief": _brief,
            "url": lambda url: base + url,
            "text": lambda said: Markup(text(said)),
            "line": line,
            "whole": lambda said: _whole(said.text, said.lang or lang),
            **self.words(lang),
        }

    def _spoken(self, lang: str, template: str, **view: Any) -> Markup:
        """A template in another language than the page's."""
        return Markup(self._environments[lang].get_template(template).render(**view))

    def words(self, lang: str) -> dict[str, Any]:
        """Jinja's gettext calls, in one language."""
        tongue = self.tongues[lang]
        words = tongue.words

        def say(found: str, variables: Mapping[str, Any]) -> Markup:
            return Markup(tongue.fit(found % {name: output(each) for name, each in variables.items()}))

        @lru_cache(None)
        def plain(message: str) -> Markup:
            return say(words.gettext(message), {})

        def one(message: str, /, **variables: Any) -> Markup:
            return say(words.gettext(message), variables) if variables else plain(message)

        def several(singular: str, plural: str, number: int, /, **variables: Any) -> Markup:
            return say(words.ngettext(singular, plural, number), variables)

        return {
            "l10n": tongue,
            "_": one,
            "gettext": one,
            "ngettext": several,
        }


def _brief(title: str, reference: str) -> str:
    """A page's title in the 70 characters that a tab or a search result has room for."""
    if reference and reference not in title and len(title) + len(reference) + 3 <= TITLE:
        return f"{title} – {reference}"
    if len(title) <= TITLE:
        return title
    return title[: TITLE - 1].rsplit(" ", 1)[0].rstrip(" ,;:–") + "…"


_line = lru_cache(1024)(typography)


@lru_cache(1024)
def _whole(text: str, lang: str) -> Markup:
    """A line in which 3-D is not torn apart."""
    return Markup(_SHORT.sub(r'<span class="nb">\g<0></span>', str(escape(_line(text, lang)))))


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def _untagged(text: str) -> Markup:
    """The text without its tags; its spaces stay, the unbreakable ones too."""
    return Markup(re.sub(r"<[^>]*>", "", str(text)).strip())


@lru_cache(1024)
def _stamp(instant: datetime | date) -> str:
    """An instant or a day as RFC 3339 writes it: 2025-03-27T15:42:00Z."""
    return instant.isoformat().replace("+00:00", "Z")


def _compact(value: Mapping[str, Any]) -> Markup:
    """Linked data in a script element: what is not known is left out, and nothing can end the element."""
    known = {name: found for name, each in value.items() if (found := _stated(each)) is not None}
    return Markup(_JSON.encode(known).replace("<", "\\u003c"))


_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def _stated(value: Any) -> Any:
    if not isinstance(value, Moment):
        return value
    return _stamp(value.instant or value.day) if value.day else None


def _po(lang: str) -> str:
    return f"locale/{lang}/LC_MESSAGES/cronaca.po"


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _where(error: BaseException, template: str) -> tuple[str, int]:
    """The innermost template line of a traceback."""
    name, line, trace = template, 1, error.__traceback__
    while trace:
        file = trace.tb_frame.f_code.co_filename.replace("\\", "/")
        if trace.tb_frame.f_globals.get("__jinja_template__") is not None or file.endswith((".html", ".xml")):
            name = "/".join(file.split("/")[-2:])
            line = trace.tb_lineno
        trace = trace.tb_next
    return name, line

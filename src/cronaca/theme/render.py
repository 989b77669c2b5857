"""A page made into the bytes of its file."""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from babel.core import UnknownLocaleError
from markupsafe import Markup

from cronaca.fingerprint import program
from cronaca.issue import Issue, Mark, Report
from cronaca.lang.locale import Locale
from cronaca.markup import html
from cronaca.model import Settings
from cronaca.theme.calls import catalog_calls
from cronaca.theme.closure import Unfound
from cronaca.theme.filters import FILTERS, brief, line_of, whole_line
from cronaca.theme.references import Computed
from cronaca.theme.theme import NotText, Theme
from cronaca.views.edition import Edition
from cronaca.views.page import STATIC, Page, PageKey, Shared, view_digest
from cronaca.views.parts import PickedText

EVERY = ("pages/root.html", "pages/404.html")  # these speak all languages


class Failed(Exception):
    """A template cannot be rendered; the issue says where and why."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(issue)
        self.issue = issue


class Renderer:
    """Pages to bytes, with one environment and a locale for each language."""

    def __init__(self, theme: Theme, settings: Settings, report: Report) -> None:
        editions = {lang: Edition.of(settings, lang) for lang in settings.languages}
        self.theme, self.editions = theme, editions
        found = {lang: _locale(theme, each, report) for lang, each in editions.items()}
        self.ready = all(found.values())
        env = theme.environment
        env.filters |= FILTERS
        self.locales = {lang: locale for lang, locale in found.items() if locale}
        self._editions = {lang: view_digest(each) for lang, each in editions.items()}
        self._texts = {lang: theme.digest(_po(lang)) for lang in self.locales}
        self._environments = {lang: env.speaking(self._globals(lang)) for lang in self.locales}

    def key(self, each: Page) -> PageKey:
        """What the page is made from: the same key, and the same in common, give the same bytes."""
        if each.template.startswith(STATIC):
            return PageKey("", each.template, "")
        view = each.view
        data = each.key or (_digest(view) if isinstance(view, str) else view_digest(view))
        return PageKey(data, each.template, "" if each.template in EVERY or not each.template else each.lang)

    @cached_property
    def shared(self) -> Shared:
        """What pages share: the program, templates with all that these include, words, editions.

        Raises Failed.
        """
        found = {"program": program().hex()}
        found |= {f"template {name}": self._closure(name) for name in self.theme.pages()}
        for name in self.theme.names(STATIC):
            found[f"template {name}"] = hashlib.sha256(self.theme.bytes(name)).hexdigest()
        for lang, locale in (("", tuple(self.editions)), *((lang, (lang,)) for lang in self.editions)):
            found[f"strings {lang}"] = "".join(self._texts[each] for each in locale)
            found[f"site {lang}"] = "".join(self._editions[each] for each in locale)
        self.theme.keep()
        return found

    def render(self, each: Page) -> bytes:
        if not each.template:
            return (each.write(each.view) if each.write else str(each.view)).encode()
        if each.template.startswith(STATIC):
            return self.theme.bytes(each.template)
        import jinja2

        try:
            template = self._environments[each.lang].get_template(each.template)
            return template.render(page=each, view=each.view).encode()
        except jinja2.TemplateSyntaxError as error:
            raise Failed(self._issue(error.name or each.template, error.lineno, error.message)) from None
        except (OSError, MemoryError):
            raise
        except Exception as error:  # whatever a template does, its author is told where
            name, line = _where(error, each.template)
            raise Failed(self._issue(name, line, str(error) or type(error).__name__)) from error

    def _closure(self, template: str) -> str:
        import jinja2

        try:
            return self.theme.closure(template)
        except Computed as error:
            message = "a computed name: what the page is made from cannot be known"
            raise Failed(self._issue(error.name, error.line, message)) from None
        except jinja2.TemplateSyntaxError as error:
            raise Failed(self._issue(error.name or template, error.lineno, error.message)) from None
        except Unfound as error:
            line = self._line(error.by, error.name)
            raise Failed(self._issue(error.by, line, f'there is no file "{error.name}"')) from None
        except NotText as error:
            raise Failed(self._issue(str(error), 1, "the file is not UTF-8: save it as UTF-8")) from None

    def _line(self, template: str, file: str) -> int:
        """The first line of a template that names a file: "parts/x.html", or "x" of styles/x.css."""
        short = file.partition("/")[2].rpartition(".")[0]
        words = [f"{quote}{name}{quote}" for name in (file, short) for quote in "\"'"]
        lines = self.theme.text(template).splitlines()
        return next((n for n, line in enumerate(lines, 1) if any(word in line for word in words)), 1)

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

        def text(said: PickedText) -> str:
            return html(said.text, said.lang or lang)

        def line(said: PickedText) -> str:
            return line_of(said.text, said.lang or lang)

        return {
            "editions": self.editions,
            "tongues": self.locales,
            "words_in": lambda lang: catalog_calls(self.locales[lang]),
            "spoken": self._spoken,
            "edition": edition,
            "brief": brief,
            "url": lambda url: base + url,
            "text": lambda said: Markup(text(said)),
            "line": line,
            "whole": lambda said: whole_line(said.text, said.lang or lang),
            **catalog_calls(self.locales[lang]),
        }

    def _spoken(self, lang: str, template: str, **view: object) -> Markup:
        """A template in another language than the page's."""
        return Markup(self._environments[lang].get_template(template).render(**view))


def _locale(theme: Theme, edition: Edition, report: Report) -> Locale | None:
    """None with a finding where the language has no catalog, or CLDR does not know it."""
    words = theme.catalog(edition.lang, report)
    try:
        return Locale(edition.lang, ZoneInfo(edition.zone), words) if words else None
    except (UnknownLocaleError, ValueError):
        hint = "take it out of content/site.yaml, or write a code of CLDR's: nds, pt-BR"
        mark = Mark(f"templates/{_po(edition.lang)}")
        report.add(Issue("catalog", f'CLDR knows no language "{edition.lang}"', mark, hint=hint))
        return None


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

"""The theme: its templates, styles and catalogs; a site's own files win one by one."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from gettext import GNUTranslations
from pathlib import Path
from typing import TYPE_CHECKING

from cronaca.inputs import default_folder
from cronaca.issue import Issue, Mark, Report

if TYPE_CHECKING:
    from cronaca.jinja import Language

# What a template names: {% set css = ("base", "table") %}, {{ script("zone") }}.
_NAMED = {
    "styles/{}.css": re.compile(r"""\b(?:style\(|css = \()([^)]*)\)"""),
    "scripts/{}.js": re.compile(r"""\b(?:script\(|js = \()([^)]*)\)"""),
}
# {% extends "parts/layout.html" %}; what is not a plain name has the parser look.
_REFERENCE = re.compile(
    r"""\{%[-+]?\s*(?:extends|include|import|from)\b(?:\s*"([^"]*)"\s*(?=[-+]?%\}|(?:import|as|with)\b))?"""
)
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)


class Theme:
    """Templates by name, with the digest of all that each is made from."""

    def __init__(self, root: Path) -> None:
        own = root / "templates"
        self.folders = tuple(dict.fromkeys(f.resolve() for f in (own, default_folder()) if f.is_dir()))
        # where Python would put what it compiles, or else among what is kept for the site
        beside = default_folder() / "__pycache__"
        self.compiled = beside if os.access(beside.parent, os.W_OK) else root / ".cronaca" / "templates"
        self._closures: dict[str, str] = {}

    def path(self, name: str) -> Path | None:
        """The file of that name; the site's own before the default."""
        found = (folder / name for folder in self.folders)
        return next((path for path in found if path.is_file()), None)

    def bytes(self, name: str) -> bytes:
        """A file of the theme as it is. Raises FileNotFoundError."""
        path = self.path(name)
        if path is None:
            raise FileNotFoundError(name)
        return path.read_bytes()

    def text(self, name: str) -> str:
        return self.bytes(name).decode("utf-8")

    @cached_property
    def environment(self) -> Language:
        from jinja2 import FileSystemLoader, StrictUndefined

        from cronaca.jinja import Compiled, Language

        env = Language(
            loader=FileSystemLoader(self.folders),
            extensions=["jinja2.ext.i18n"],
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
            auto_reload=False,
            cache_size=-1,
            bytecode_cache=Compiled(self.compiled),
        )
        env.newstyle_gettext = True  # type: ignore[attr-defined]
        env.policies["ext.i18n.trimmed"] = True
        env.globals["style"] = self.style
        env.globals["script"] = self.script
        env.globals["csp_hash"] = csp_hash
        env.globals["scripts_allowed"] = self.scripts_allowed
        return env

    def names(self, below: str) -> list[str]:
        """The theme's files below a folder, by name."""
        found = (f"{below}{path.name}" for folder in self.folders for path in (folder / below).glob("*.*"))
        return sorted(set(found))

    def pages(self) -> list[str]:
        """The templates that make files."""
        return [*self.names("pages/"), *self.names("api/")]

    def languages(self) -> set[str]:
        found = (path for folder in self.folders for path in folder.glob("locale/*/LC_MESSAGES/cronaca.po"))
        return {path.parts[-3] for path in found}

    def catalog(self, lang: str, report: Report) -> GNUTranslations | None:
        """The words of a language; None with a finding when its catalog is missing or broken."""
        from babel.messages.pofile import PoFileError

        from cronaca.l10n import catalog

        name = f"locale/{lang}/LC_MESSAGES/cronaca.po"
        path = self.path(name)
        if path is None:
            hint = f"add templates/{name}, or take the language out of content/site.yaml"
            report.add(
                Issue("catalog", f'there is no catalog for "{lang}"', Mark(f"templates/{name}"), hint=hint)
            )
            return None
        try:
            return catalog(path)
        except (PoFileError, ValueError) as error:
            line = getattr(error, "lineno", None) or 1
            mark = Mark(f"templates/{name}", line, 1, str(getattr(error, "line", "")))
            report.add(Issue("catalog", str(error), mark))
            return None

    def style(self, *names: str) -> str:
        """The named style files as one, without spaces that say nothing; an unneeded one is named ""."""
        if names not in self._styles:
            import rcssmin

            self._styles[names] = rcssmin.cssmin(
                "".join(self.text(f"styles/{name}.css") for name in names if name)
            )
        return self._styles[names]

    @cached_property
    def _styles(self) -> dict[tuple[str, ...], str]:
        return {}

    def script(self, name: str) -> str:
        """The named script file, without spaces and comments."""
        if name not in self._scripts:
            import rjsmin

            self._scripts[name] = rjsmin.jsmin(self.text(f"scripts/{name}.js"))
        return self._scripts[name]

    def scripts_allowed(self, names: tuple[str, ...], data: str) -> str:
        """The part of a page's policy that allows its own scripts and linked data, and no other."""
        texts = [*([data] if data else []), *(self.script(name) for name in names)]
        return f" script-src {' '.join(csp_hash(text) for text in texts)};" if texts else ""

    @cached_property
    def _scripts(self) -> dict[str, str]:
        return {}

    def closure(self, template: str) -> str:
        """The digest of a template, of all that it includes, and of the styles and scripts they name."""
        if template not in self._closures:
            files: dict[str, str] = {}
            self._collect(template, files)
            text = "\0".join(f"{name}\0{body}" for name, body in sorted(files.items()))
            self._closures[template] = hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
        return self._closures[template]

    def _collect(self, name: str, files: dict[str, str]) -> None:
        if name in files:
            return
        files[name] = self.text(name)
        for other in self._references(files[name], name):
            if other is None:
                raise DynamicInclude(name)
            self._collect(other, files)
        for other in _named(files[name]):
            files[other] = self.text(other)

    def _references(self, text: str, name: str) -> Iterable[str | None]:
        """The templates that one names; Jinja's own reading takes 0.4 s for all of ours."""
        found = _REFERENCE.findall(_COMMENT.sub("", text))
        if all(found):
            return found
        from jinja2 import meta

        return meta.find_referenced_templates(self.environment.parse(text, name))


class DynamicInclude(ValueError):
    """A template includes another whose name is only known while it runs."""


def _named(text: str) -> Iterator[str]:
    for path, calls in _NAMED.items():
        for call in calls.findall(text):
            yield from (path.format(name) for name in re.findall(r"""["']([\w-]+)["']""", call))


@lru_cache(256)
def csp_hash(text: str) -> str:
    """A Content-Security-Policy source that allows exactly this text."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

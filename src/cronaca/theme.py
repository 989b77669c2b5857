"""The theme: its templates, styles and catalogs; a site's own files win one by one."""

from __future__ import annotations

import base64
import hashlib
import io
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cached_property, lru_cache
from gettext import GNUTranslations
from os.path import isfile, join
from pathlib import Path
from typing import TYPE_CHECKING

from cronaca.inputs import default_folder
from cronaca.issue import Issue, Mark, Report

if TYPE_CHECKING:
    from cronaca.jinja import Language

Made = bytes  # of the theme's files: what a build need not make again


class Theme:
    """Templates by name, with the digest of all that each is made from."""

    def __init__(self, root: Path, made: Mapping[str, Made] | None = None) -> None:
        """``made``: what was made of a theme's files before, if of these."""
        own = root / "templates"
        self.folders = tuple(dict.fromkeys(f.resolve() for f in (own, default_folder()) if f.is_dir()))
        self._before = made or {}
        self.grown = False  # something was made that was not given

    @cached_property
    def _files(self) -> dict[str, Path]:
        """Every file by its name; the site's own before the default."""
        found: dict[str, Path] = {}
        for folder in reversed(self.folders):
            for where, below, names in os.walk(folder):
                below[:] = [each for each in below if each != "__pycache__" and not each.startswith(".")]
                inside = Path(where).relative_to(folder)
                own = [name for name in names if not name.startswith(".") and isfile(join(where, name))]
                found |= {(inside / name).as_posix(): Path(where, name) for name in own}
        return found

    @cached_property
    def _bytes(self) -> dict[str, bytes]:
        return {}

    def path(self, name: str) -> Path | None:
        """The file of that name; the site's own before the default."""
        return self._files.get(name)

    def bytes(self, name: str) -> bytes:
        """A file of the theme as it is. Raises FileNotFoundError."""
        if name not in self._bytes:
            if name not in self._files:
                raise FileNotFoundError(name)
            self._bytes[name] = self._files[name].read_bytes()
        return self._bytes[name]

    def text(self, name: str) -> str:
        """A file of the theme. Raises FileNotFoundError, and NotText with its name."""
        try:
            return self.bytes(name).decode("utf-8")
        except UnicodeDecodeError:
            raise NotText(name) from None

    def names(self, below: str) -> list[str]:
        """The theme's files below a folder, by name."""
        return sorted(name for name in self._files if f"{name.rpartition('/')[0]}/" == below)

    def pages(self) -> list[str]:
        """The templates that make files."""
        return [*self.names("pages/"), *self.names("api/")]

    @cached_property
    def _digest(self) -> Made:
        """Stands for all files of the theme."""
        found = []
        for name in sorted(self._files):
            with suppress(OSError):  # an editor's own file may be gone again
                found.append((name, hashlib.blake2b(self.bytes(name)).digest()))
        return hashlib.blake2b(repr(found).encode("utf-8", "surrogatepass")).digest()

    @cached_property
    def made(self) -> dict[str, Made]:
        """What was made of these very files: another build need not do it again."""
        return dict(self._before) if self._before.get("files") == self._digest else {"files": self._digest}

    def _once(self, name: str, make: Callable[[], Made]) -> Made:
        if name not in self.made:
            self.made[name] = make()
            self.grown = True
        return self.made[name]

    @cached_property
    def environment(self) -> Language:
        from jinja2 import FunctionLoader, StrictUndefined

        from cronaca.jinja import Compiled, Language

        env = Language(
            loader=FunctionLoader(self._source),
            extensions=["jinja2.ext.i18n"],
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
            auto_reload=False,
            cache_size=-1,
            bytecode_cache=Compiled(default_folder()),
        )
        env.newstyle_gettext = True  # type: ignore[attr-defined]
        env.policies["ext.i18n.trimmed"] = True
        env.globals["style"] = self.style
        env.globals["script"] = self.script
        env.globals["csp_hash"] = csp_hash
        env.globals["scripts_allowed"] = self.scripts_allowed
        return env

    def _source(self, name: str) -> tuple[str, str, None] | None:
        """A template for Jinja, from the files that are looked at: none in a folder that is a link."""
        path = self.path(name)
        return (self.text(name), str(path), None) if path else None

    def catalog(self, lang: str, report: Report) -> GNUTranslations | None:
        """The words of a language; None with a finding when its catalog is missing or broken."""
        name = f"locale/{lang}/LC_MESSAGES/cronaca.po"
        if self.path(name) is None:
            hint = f"add templates/{name}, or take the language out of content/site.yaml"
            report.add(
                Issue("catalog", f'there is no catalog for "{lang}"', Mark(f"templates/{name}"), hint=hint)
            )
            return None
        try:
            compiled = self._once(f"catalog {lang}", lambda: _compiled(self.bytes(name)))
        except BadCatalog as error:
            report.add(Issue("catalog", str(error), Mark(f"templates/{name}", error.line, 1, error.quote)))
            return None
        return GNUTranslations(io.BytesIO(compiled))

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
        """The digest of a template and of all that it is made from. Raises what closure.closure does."""

        def make() -> Made:
            from cronaca.closure import closure

            return Made.fromhex(closure(template, self.text))

        return self._once(f"closure {template}", make).hex()


class NotText(ValueError):
    """A file that is not UTF-8."""


class BadCatalog(ValueError):
    """A catalog that cannot be read, with its line."""

    def __init__(self, message: str, line: int, quote: str) -> None:
        super().__init__(message)
        self.line, self.quote = line, quote


def _compiled(catalog: bytes) -> bytes:
    """A .po file as gettext reads it (.mo). Raises BadCatalog."""
    from babel.messages import mofile, pofile

    compiled = io.BytesIO()
    try:
        mofile.write_mo(compiled, pofile.read_po(io.BytesIO(catalog), abort_invalid=True))
    except pofile.PoFileError as error:
        raise BadCatalog(str(error), error.lineno or 1, str(error.line)) from None
    except ValueError as error:
        raise BadCatalog(str(error), 1, "") from None
    return compiled.getvalue()


@lru_cache(256)
def csp_hash(text: str) -> str:
    """A Content-Security-Policy source that allows exactly this text."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

"""The theme: its templates, styles and catalogs; a site's own files win one by one."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
from functools import cached_property, lru_cache
from gettext import GNUTranslations
from os.path import isfile, join
from pathlib import Path
from typing import TYPE_CHECKING

from cronaca.fingerprint import default_folder, is_plain
from cronaca.issue import Issue, Mark, Report
from cronaca.theme.closure import Unfound, closure
from cronaca.theme.compiled import Kept
from cronaca.theme.css import compact
from cronaca.theme.references import References, read_references

if TYPE_CHECKING:
    from cronaca.theme.environment import Environment


class Theme:
    """Templates by name, with the digest of all that each is made from."""

    def __init__(self, root: Path) -> None:
        own = root / "templates"
        self.folders = tuple(dict.fromkeys(f.resolve() for f in (own, default_folder()) if f.is_dir()))
        self.kept = Kept()
        self._grown = False  # more is known of references than was kept

    @cached_property
    def _files(self) -> dict[str, Path]:
        """Every file by its name; the site's own before the default."""
        found: dict[str, Path] = {}
        for folder in reversed(self.folders):
            for where, below, names in os.walk(folder, onerror=_refuse):
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
        """A file of the theme as it is. Raises LookupError."""
        if name not in self._bytes:
            if name not in self._files:
                raise LookupError(f'there is no file "{name}"')
            self._bytes[name] = self._files[name].read_bytes()
        return self._bytes[name]

    def text(self, name: str) -> str:
        """A file of the theme. Raises LookupError, and NotText with its name."""
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

    def digest(self, name: str) -> str:
        """Stands for a file. Raises LookupError."""
        if name not in self._digests:
            self._digests[name] = hashlib.blake2b(self.bytes(name), digest_size=16).hexdigest()
        return self._digests[name]

    @cached_property
    def _digests(self) -> dict[str, str]:
        return {}

    @cached_property
    def environment(self) -> Environment:
        """Jinja's, for all languages alike."""
        from jinja2 import FunctionLoader, StrictUndefined

        from cronaca.theme.environment import Compiled

        env = _kind()(
            loader=FunctionLoader(self._source),
            extensions=["jinja2.ext.i18n"],
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
            auto_reload=False,
            cache_size=-1,
            bytecode_cache=Compiled(self.kept),
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
            compiled = self.kept.once(f"mo-{self.digest(name)}", lambda: _compiled(self.bytes(name)))
        except BadCatalog as error:
            report.add(Issue("catalog", str(error), Mark(f"templates/{name}", error.line, 1, error.quote)))
            return None
        return GNUTranslations(io.BytesIO(compiled))

    def style(self, *names: str) -> str:
        """The named style files as one, without spaces that say nothing; an unneeded one is named ""."""
        if names not in self._styles:
            text = "".join(self.text(f"styles/{name}.css") for name in names if name)
            self._styles[names] = compact(text)
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
        """Stands for a template with all that it is made from. Raises Computed, Unfound, NotText, OSError."""
        files = closure(template, self._references)
        for name, by in files.items():
            if self.path(name) is None:
                raise Unfound(name, by)
            self.text(name)  # one that is no text is said to be none
        whole = "\0".join(f"{name}\0{self.digest(name)}" for name in sorted(files))
        return hashlib.blake2b(whole.encode(), digest_size=16).hexdigest()

    def _references(self, name: str) -> References | None:
        """What a template names; to parse all of ours takes 0.1 s, so it is kept by the file's digest."""
        if self.path(name) is None:
            return None
        digest = self.digest(name)
        if digest not in self._named:
            self._grown = self._grown or digest not in self._known
            self._named[digest] = self._known.get(digest) or read_references(self.text(name), name)
        return self._named[digest]

    @cached_property
    def _named(self) -> dict[str, References]:
        """References by the digests of files, as far as they were asked for."""
        return {}

    @cached_property
    def _known(self) -> dict[str, References]:
        """What was kept of them."""
        found = json.loads(self.kept.get("references") or b"{}")
        return {digest: References(*named) for digest, named in found.items()}

    def keep(self) -> None:
        """Keep the references that were asked for, if more is known now than was kept."""
        if self._grown:
            self.kept.put("references", json.dumps(self._named).encode())
            self._grown = False


def _refuse(error: OSError) -> None:
    raise error


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
    except UnicodeDecodeError:
        raise BadCatalog("the file is not UTF-8: save it as UTF-8", 1, "") from None
    except Exception as error:  # older Babels fall over some
        raise BadCatalog(str(error) or "it cannot be read as a catalog", 1, "") from None
    return compiled.getvalue()


@lru_cache(256)
def csp_hash(text: str) -> str:
    """A Content-Security-Policy source that allows exactly this text."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _kind() -> type[Environment]:
    if is_plain():
        from cronaca.theme.environment import Environment

        return Environment
    from cronaca.theme.fast import FastEnvironment

    return FastEnvironment

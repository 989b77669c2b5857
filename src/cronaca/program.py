"""Which program this is: what one program made, another one never uses."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from zoneinfo import TZPATH

from cronaca import __version__, inputs

_HERE = Path(__file__).parent
_LIBRARIES = set(
    "babel icalendar jinja2 markdown markupsafe msgspec nh3 pyyaml rcssmin rjsmin tzdata".split()
)
_INSTALLED = re.compile(r"(.+?)-([^-]+)(-.+)?\.(dist-info|egg-info)")  # name-version.dist-info
_ZONES = ("", "tzdata.zi", "+VERSION")  # what an update of the system's zones replaces


@cache
def fingerprint() -> bytes:
    """Sixteen bytes that stand for all that makes a site of content: our sources by their places, times and
    sizes; Python; the versions of the libraries; the zones of the system. Nothing is imported for it."""
    own = sorted((path, stamp) for path, stamp in _sources())
    parts = (__version__, sys.implementation.cache_tag, sys.version, own, sorted(_versions()), list(_zones()))
    return hashlib.blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _sources() -> Iterator[tuple[str, inputs.Stamp]]:
    stamps = inputs.stamps([_HERE])
    return ((path, stamp) for path, stamp in stamps.items() if path.endswith(".py"))


def _versions() -> set[tuple[str, str]]:
    """As Python finds them: of two of a kind the first one counts."""
    found: dict[str, str] = {}
    for folder in sys.path:
        with suppress(OSError):
            for name in sorted(os.listdir(folder or os.curdir)):
                match = _INSTALLED.fullmatch(name)
                if match and (called := re.sub(r"[-_.]+", "-", match[1]).lower()) in _LIBRARIES:
                    found.setdefault(called, name)
    return set(found.items())


def _zones() -> Iterator[tuple[str, int, int]]:
    for folder in TZPATH:
        for name in _ZONES:
            with suppress(OSError):
                stat = os.stat(os.path.join(folder, name))
                yield name, stat.st_mtime_ns, stat.st_size

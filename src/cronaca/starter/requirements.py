"""What installs exactly the program that made a site: itself by its origin, what it needs by version."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from cronaca.starter import wheel

PYTHON = f"{sys.version_info[0]}.{sys.version_info[1]}"
_NAME = "cronaca"
_HEAD = "# What made this site, exactly. To install it: python -m pip install -r requirements.txt\n"


def requirement_files() -> dict[str, bytes]:
    """requirements.txt, .python-version, and a wheel where nothing else would install this very program.

    By PEP 610's record of the installation: without one its version, from an index; from git its commit;
    from a folder, a file or a repository that not everybody reaches a wheel of our own, which then lies
    beside the site. Raises wheel.Incomplete.
    """
    me = distribution(_NAME)
    origin = json.loads(me.read_text("direct_url.json") or "{}")
    made: dict[str, bytes] = {}
    if not origin:
        line = f"{_NAME}=={me.version}"
    elif "vcs_info" in origin and origin["url"].startswith("https://"):
        line = _from_git(origin)
    else:
        name = f"vendor/{wheel.name(me)}"
        made[name] = wheel.packed(me, bool(origin.get("dir_info", {}).get("editable")))
        line = f"./{name}"
    pins = sorted(f"{canonicalize_name(each.name)}=={each.version}" for each in _needed(me))
    made["requirements.txt"] = (_HEAD + "\n".join([line, *pins, ""])).encode()
    made[".python-version"] = f"{PYTHON}\n".encode()
    return made


def _from_git(origin: dict[str, Any]) -> str:
    """PEP 508's line for a commit, and for a folder below the repository's."""
    folder = f"#subdirectory={origin['subdirectory']}" if origin.get("subdirectory") else ""
    return f"{_NAME} @ {origin['vcs_info']['vcs']}+{origin['url']}@{origin['vcs_info']['commit_id']}{folder}"


def _needed(of: Distribution) -> Iterator[Distribution]:
    """What a package needs on this machine, and what that needs, each once."""
    seen: set[tuple[str, str]] = set()
    found: set[str] = {canonicalize_name(of.name)}
    waiting = [(of, "")]
    while waiting:
        package, extra = waiting.pop()
        for line in package.requires or ():
            wanted = Requirement(line)
            if wanted.marker and not wanted.marker.evaluate({"extra": extra}):
                continue
            try:
                there = distribution(wanted.name)
            except PackageNotFoundError:
                continue
            name = canonicalize_name(wanted.name)
            for each in ("", *wanted.extras):
                if (name, each) not in seen:
                    seen.add((name, each))
                    waiting.append((there, each))
            if name not in found:
                found.add(name)
                yield there

"""Files placed into the output folder: whole, in order, and only those that changed."""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from cronaca.page import Page

Key = Mapping[str, str]
KEEP = ".gitignore"
MARK = "build.json"
_VERSION = 1


class Refused(Exception):
    """The output folder is not ours to write into."""


@dataclass(slots=True)
class Written:
    """What a build did to the output folder."""

    rendered: dict[str, str] = field(default_factory=dict)  # route -> why
    kept: int = 0
    deleted: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Manifest:
    """Which files of a site are ours, and what each was made from; kept outside the site.

    A route whose key is empty was being placed when a build was killed: its file is either version.
    """

    path: Path
    keys: dict[str, Key] = field(default_factory=dict)
    sums: dict[str, str] = field(default_factory=dict)  # route -> SHA-256 of the file

    @classmethod
    def of(cls, root: Path, out: Path) -> Manifest:
        name = hashlib.blake2b(str(out.resolve()).encode(), digest_size=8).hexdigest()
        return cls(root / ".cronaca" / f"{name}.json")

    def read(self) -> bool:
        """Whether there was one that can be trusted."""
        try:
            data = json.loads(self.path.read_bytes())
            if data["version"] != _VERSION or not all(_inside(route) for route in data["keys"]):
                return False
            self.keys, self.sums = dict(data["keys"]), dict(data["sums"])
        except (OSError, ValueError, KeyError, TypeError):
            return False
        return True

    def save(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_suffix(".new")
        data = {"version": _VERSION, "keys": self.keys, "sums": self.sums}
        draft.write_text(json.dumps(data, ensure_ascii=False, sort_keys=True), encoding="utf-8")
        draft.replace(self.path)


def write(
    pages: Iterable[Page],
    key: Callable[[Page], Key],
    render: Callable[[Page], bytes],
    out: Path,
    manifest: Manifest,
    fresh: bool = False,
) -> Written:
    """Render what is stale, then place it. Raises Refused, and what ``render`` raises, before placing."""
    _recover(out)
    known = manifest.read()
    ours = _ours(out)
    if not ours:
        raise Refused(f"{out} holds files that cronaca did not make")
    plan = {each.route: each for each in pages}
    whole = fresh or not known or not (out / MARK).is_file()
    if whole:
        manifest.keys, manifest.sums = {}, {}
    keys = {route: dict(key(each)) for route, each in plan.items()}
    done = Written()
    for route in plan:
        why = _why(manifest.keys.get(route), keys[route], route in manifest.keys)
        if why:
            done.rendered[route] = why
        else:
            done.kept += 1
    done.deleted = sorted(manifest.keys.keys() - plan.keys())
    stage = _beside(out, "next")
    shutil.rmtree(stage, ignore_errors=True)
    try:
        sums = {route: _put(stage / route, render(plan[route])) for route in done.rendered}
        if whole:
            _swap(stage, out)
        else:
            _place(stage, out, manifest, keys, sums, done)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    kept = {route: each for route, each in manifest.sums.items() if route in plan}
    manifest.keys, manifest.sums = dict(keys), kept | sums
    if done.rendered or done.deleted or whole:
        manifest.save()
    return done


def _why(old: Key | None, new: Key, known: bool) -> str:
    if not known:
        return "new"
    if not old:
        return "an earlier build was cut short"
    changed = [part for part in new if old.get(part) != new[part]]
    return f"{', '.join(changed)} changed" if changed else ""


def _place(
    stage: Path,
    out: Path,
    manifest: Manifest,
    keys: Mapping[str, Key],
    sums: Mapping[str, str],
    done: Written,
) -> None:
    """Add, replace, delete; the manifest says beforehand which files are in doubt."""
    moving = [route for route in done.rendered if manifest.sums.get(route) != sums[route]]
    moving += [route for route in done.rendered if route not in moving and not (out / route).is_file()]
    if not moving and not done.deleted:
        return
    doubtful: dict[str, Key] = {route: {} for route in (*moving, *done.deleted)}
    manifest.keys = {**manifest.keys, **doubtful}
    manifest.save()
    for route in sorted(moving, key=lambda each: (each in manifest.sums, each)):
        target = out / route
        target.parent.mkdir(parents=True, exist_ok=True)
        (stage / route).replace(target)
    for route in done.deleted:
        (out / route).unlink(missing_ok=True)
        _prune((out / route).parent, out)


def _prune(folder: Path, out: Path) -> None:
    while folder != out and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _put(path: Path, data: bytes) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return hashlib.sha256(data).hexdigest()


def _inside(route: str) -> bool:
    parts = PurePosixPath(route).parts
    return bool(parts) and ".." not in parts and not PurePosixPath(route).is_absolute()


def _ours(out: Path) -> bool:
    if not out.exists():
        return True
    names = {path.name for path in out.iterdir()} if out.is_dir() and not out.is_symlink() else {"?"}
    return names <= {KEEP} or (out / MARK).is_file()


def _beside(out: Path, what: str) -> Path:
    return out.with_name(f".{out.name}.{what}")


def _swap(stage: Path, out: Path) -> None:
    """The new folder takes the old one's place at once; the old one's .gitignore stays."""
    stage.mkdir(parents=True, exist_ok=True)
    if (out / KEEP).is_file():
        shutil.copy2(out / KEEP, stage / KEEP)
    old = _beside(out, "old")
    shutil.rmtree(old, ignore_errors=True)
    if not out.exists():
        stage.rename(out)
    elif _exchange(stage, out):
        stage.rename(old)
    else:
        out.rename(old)
        stage.rename(out)
    shutil.rmtree(old, ignore_errors=True)


def _recover(out: Path) -> None:
    """A swap in two steps was killed between them: the old folder goes back."""
    old = _beside(out, "old")
    if old.is_dir() and not out.exists():
        old.rename(out)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step, where the system can (renameat2 on Linux)."""
    if sys.platform != "linux":
        return False
    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    try:
        rename = ctypes.CDLL(None).renameat2
    except AttributeError:
        return False
    return bool(rename(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0)

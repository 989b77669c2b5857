"""A rule that compares the content with what git has of it."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cronaca import nodes, schema
from cronaca.fields import BAD, Reading
from cronaca.issue import Finding, Level, Place, Report
from cronaca.model import Incident, Role, Settings, Site, Update


def text_changed(root: Path) -> Callable[[Site], Iterator[Finding]]:
    """The rule for the repository around ``root``; it finds nothing where there is none."""

    def rule(site: Site) -> Iterator[Finding]:
        """A published text was changed since the last commit, and nothing tells its readers."""
        if site.settings.role == Role.ARCHIVE:  # it retells: the words are its own
            return
        changed = set(
            _git(root, "diff", "--name-only", "-z", "--relative", "HEAD", "--", "content").split("\0")
        )
        for incident in site.incidents:
            if incident.path in changed:
                yield from _compared(_committed(root, incident, site.settings), incident)

    return rule


def _compared(old: Incident | None, new: Incident) -> Iterator[Finding]:
    if old is None or old.draft:
        return
    known = dict(_numbered(old))
    for n, (key, update) in enumerate(_numbered(new)):
        before = known.get(key)
        if before and before.corrected_at == update.corrected_at:
            for lang in _changed(before, update):
                message = "this text was published, and now says something else"
                hint = "add corrected_at: with the time of the correction"
                place = Place(new.path, ("updates", n, "body", *lang), on_key=bool(lang))
                yield Finding("text-changed", message, place, Level.WARNING, hint)


def _numbered(incident: Incident) -> Iterator[tuple[tuple[str, int], Update]]:
    """The updates by their time, and by their order among those of the same time."""
    seen: Counter[str] = Counter()
    for update in incident.updates:
        seen[update.at.written] += 1
        yield (update.at.written, seen[update.at.written]), update


def _changed(old: Update, new: Update) -> list[tuple[str, ...]]:
    """The keys of the texts that differ in more than spaces; a new language is no correction."""
    was = {text.lang: text.text.split() for text in old.body.texts}
    return [
        (text.lang,) if text.lang else ()
        for text in new.body.texts
        if text.lang in was and was[text.lang] != text.text.split()
    ]


def _committed(root: Path, incident: Incident, settings: Settings) -> Incident | None:
    text = _git(root, "show", f"HEAD:./{incident.path}")
    source, report = nodes.Source(incident.path, text), Report()
    node = nodes.compose(source, report) if text else None
    if node is None:
        return None
    at = Reading(source, report, ZoneInfo(settings.time_zone), settings.languages)
    read: Any = schema.INCIDENT.read(node, at, id=incident.id, path=incident.path)
    return None if read is BAD else read


def _git(root: Path, *words: str) -> str:
    """What git prints; nothing where there is no git, no repository or no commit."""
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *words], capture_output=True, timeout=20, check=False, encoding="utf-8"
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        return ""
    return done.stdout if done.returncode == 0 else ""

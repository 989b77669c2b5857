"""Rules about Markdown that readers would see broken, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from cronaca.issue import Finding, Level, Place, short
from cronaca.markup import html
from cronaca.model import Incident, Site
from cronaca.rules.texts import Keys, spread

_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9-]*)((?:\s|/)[^<>]*)?>")
_ATTRIBUTE = re.compile(r"([a-zA-Z][\w:-]*)\s*=")
_SCHEME = re.compile(
    r"\]\(\s*<?([a-zA-Z][a-zA-Z0-9+.-]{0,30}):[^\s)]{0,80}|\bhref\s*=\s*[\"']?\s*([a-zA-Z]{2,20}):"
)
_PICTURE = re.compile(r"!\[[^\[\]\n]{0,200}\]\([^()\s]{0,200}\)")
_NOWHERE = re.compile(r"\[[^\[\]\n]{1,200}\]\(\s*(?:<\s*>)?\s*\)")
_BARE = re.compile(r"\]\((www\.[^\s)]{1,200})\)")
_LABELLED = re.compile(r"\[[^\[\]\n]{1,200}\]\[([^\[\]\n]{1,100})\]")
_LABEL = re.compile(r"^ {0,3}\[([^\[\]\n]{1,100})\]:", re.MULTILINE)
_ANCHOR = re.compile(r"\]\(#([^\s)]{0,100})\)")
_SAFE = ("http", "https", "mailto")
_ROWS = ("tr", "td", "th", "tbody", "thead")  # they stand only within a table


def ragged_table(site: Site) -> Iterator[Finding]:
    """A table's row has more or fewer cells than its head: cells are lost, or empty ones added."""
    for incident, keys, text in _marked_up(site, "|"):
        lines, width = text.split("\n"), 0
        for n, line in enumerate(lines):
            if n and _is_rule(line) and "|" in lines[n - 1]:
                width = _cells(lines[n - 1])
            elif "|" not in line:
                width = 0
            if width and _cells(line) != width:
                message = f"this row has {_cells(line)} cells, the table's head {width}"
                place = Place(incident.path, keys, word=line.strip())
                yield Finding(
                    "ragged-table", message, place, Level.WARNING, "write \\| for a bar within a cell"
                )


def link_target(site: Site) -> Iterator[Finding]:
    """A link leads nowhere."""
    for incident, keys, text in _marked_up(site, "["):
        labels = {each.casefold() for each in _LABEL.findall(text)}
        found = [(m[0], "no address after it", "write [text](https://…)") for m in _NOWHERE.finditer(text)]
        found += [(m[1], "not a whole address", f"write https://{m[1]}") for m in _BARE.finditer(text)]
        found += [
            (m[0], "no line [label]: https://…", "add that line, or write [text](https://…)")
            for m in _LABELLED.finditer(text)
            if m[1].casefold() not in labels
        ]
        for word, why, hint in found:
            message = f"this link leads nowhere: {why}"
            yield Finding("link-target", message, Place(incident.path, keys, word=word), Level.WARNING, hint)


def dangling_anchor(site: Site) -> Iterator[Finding]:
    """A link points at a place that its page does not have."""
    for incident, keys, text in _marked_up(site, "](#"):
        for match in _ANCHOR.finditer(text):
            if match[1] not in _anchors(incident):
                message = f'nothing on this page is called "{match[1]}"'
                hint = f"the messages are #m1 to #m{len(incident.updates)}" if incident.updates else ""
                place = Place(incident.path, keys, word=match[0][2:-1])
                yield Finding("dangling-anchor", message, place, Level.WARNING, hint)


def unsafe_html(site: Site) -> Iterator[Finding]:
    """Something is taken out before readers see it: a script, a style, an unsafe link, a picture."""
    for incident, keys, text in _marked_up(site, "<"):
        for match in _TAG.finditer(text):
            if lost := _lost(match[0][:500], match[1].lower()):
                yield _removed(incident, keys, match[0], lost, "write Markdown")
    for incident, keys, text in _marked_up(site, "]("):
        for match in _PICTURE.finditer(text):
            yield _removed(incident, keys, match[0], "the picture", "write [text](https://…) to link to it")
    for incident, keys, text in _marked_up(site, ":"):
        for match in _SCHEME.finditer(text):
            scheme = match[1] or match[2]
            if scheme.lower() not in _SAFE:
                hint = "a link begins with https:, http: or mailto:"
                yield _removed(incident, keys, match[0].lstrip("]("), f"the link to {scheme}:", hint)


def _removed(incident: Incident, keys: Keys, word: str, lost: str, hint: str) -> Finding:
    place = Place(incident.path, keys, word=word)
    return Finding("unsafe-html", f"{lost} is taken out, for readers' safety", place, Level.WARNING, hint)


@lru_cache(maxsize=1000)
def _lost(tag: str, name: str) -> str:
    """What does not survive of a tag; what does is asked of the one who cleans."""
    made = html(f"{tag}x</{name}>")
    if name not in _ROWS and not re.search(rf"<{'h[1-6]' if re.fullmatch('h[1-6]', name) else name}\b", made):
        return f"<{name}>"
    for attribute in _ATTRIBUTE.findall(tag):
        if name not in _ROWS and not re.search(rf"\s{re.escape(attribute)}\s*=", made, re.IGNORECASE):
            return f'"{short(attribute)}" of <{name}>'
    return ""


def _marked_up(site: Site, sign: str) -> Iterator[tuple[Incident, Keys, str]]:
    """The texts that hold a sign, with code blanked out."""
    for incident in site.incidents:
        for keys, text in spread(incident):
            if sign in text:
                yield incident, keys, _without_code(text)


def _without_code(text: str) -> str:
    """The text with what stands between equal runs of backticks blanked out, in one pass."""
    runs = [match.span() for match in re.finditer("`+", text)]
    later: dict[int, list[int]] = {}
    for n in reversed(range(len(runs))):
        later.setdefault(runs[n][1] - runs[n][0], []).append(n)
    parts, done, n = [], 0, 0
    while n < len(runs):
        same = later[runs[n][1] - runs[n][0]]
        while same and same[-1] <= n:
            same.pop()
        if same:
            start, n = runs[n][0], same[-1]
            parts += [text[done:start], re.sub(r"[^\n]", " ", text[start : runs[n][1]])]
            done = runs[n][1]
        n += 1
    return "".join(parts) + text[done:]


def _is_rule(line: str) -> bool:
    return "|" in line and "-" in line and not line.strip("|:- \t\r")


def _cells(line: str) -> int:
    bare = line.strip().replace("\\\\", "").replace("\\|", "")
    return bare.removeprefix("|").removesuffix("|").count("|") + 1


def _anchors(incident: Incident) -> set[str]:
    actions = incident.postmortem.actions if incident.postmortem else ()
    return {f"m{n + 1}" for n in range(len(incident.updates))} | {each.id for each in actions if each.id}

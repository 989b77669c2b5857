"""Rules about Markdown that readers would see broken, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import groupby, islice

from cronaca.issue import ENOUGH, Finding, Level, Place, short
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
        for row, cells, wanted in islice(_ragged(text), ENOUGH):
            message = f"this row has {cells} cells, the table's head {wanted}"
            place = Place(incident.path, keys, word=row)
            yield Finding("ragged-table", message, place, Level.WARNING, "write \\| for a bar within a cell")


def _ragged(text: str) -> Iterator[tuple[str, int, int]]:
    above, width = "", 0
    for line in text.split("\n"):
        if _is_rule(line) and "|" in above:
            width = _cells(above)
        elif "|" not in line:
            width = 0
        if width and _cells(line) != width:
            yield line.strip(), _cells(line), width
        above = line


def link_target(site: Site) -> Iterator[Finding]:
    """A link leads nowhere."""
    for place, match in _found(site, "[", _NOWHERE):
        yield _leads_nowhere(place, match[0], "no address after it", "write [text](https://…)")
    for place, match in _found(site, "](www.", _BARE):
        yield _leads_nowhere(place, match[1], "not a whole address", f"write https://{short(match[1])}")
    for place, match in _found(site, "][", _LABELLED):
        if match[1].casefold() not in _labels(match.string):
            yield _leads_nowhere(place, match[0], "no line [label]: https://…", "write [text](https://…)")


def _leads_nowhere(place: Place, word: str, why: str, hint: str) -> Finding:
    message = f"this link leads nowhere: {why}"
    return Finding("link-target", message, replace(place, word=word), Level.WARNING, hint)


@lru_cache(maxsize=8)
def _labels(text: str) -> frozenset[str]:
    return frozenset(each.casefold() for each in _LABEL.findall(text))


def dangling_anchor(site: Site) -> Iterator[Finding]:
    """A link points at a place that its page does not have."""
    known = {incident.path: _anchors(incident) for incident in site.incidents}
    for place, match in _found(site, "](#", _ANCHOR):
        if match[1] not in known[place.path]:
            message = f'nothing on this page is called "{match[1]}"'
            hint = "a message is #m1, #m2 and so on; an action goes by its id"
            place = replace(place, word=match[0][2:-1])
            yield Finding("dangling-anchor", message, place, Level.WARNING, hint)


def unsafe_html(site: Site) -> Iterator[Finding]:
    """Something is taken out before readers see it: a script, a style, an unsafe link, a picture."""
    for place, match in _found(site, "<", _TAG):
        if lost := _lost(match[0][:500], match[1].lower()):
            yield _removed(place, match[0], lost, "write Markdown")
    for place, match in _found(site, "![", _PICTURE):
        yield _removed(place, match[0], "the picture", "write [text](https://…) to link to it")
    for place, match in _found(site, ":", _SCHEME):
        scheme = match[1] or match[2]
        if scheme.lower() not in _SAFE:
            hint = "a link begins with https:, http: or mailto:"
            yield _removed(place, match[0].lstrip("]("), f"the link to {scheme}:", hint)


def _removed(place: Place, word: str, lost: str, hint: str) -> Finding:
    message = f"{lost} is taken out, for readers' safety"
    return Finding("unsafe-html", message, replace(place, word=word), Level.WARNING, hint)


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


def _found(site: Site, sign: str, pattern: re.Pattern[str]) -> Iterator[tuple[Place, re.Match[str]]]:
    """Where a pattern stands in the texts that hold a sign; enough of each incident, not all of a heap."""
    for _, texts in groupby(_marked_up(site, sign), key=lambda each: each[0].path):
        found = (
            (Place(incident.path, keys), match)
            for incident, keys, text in texts
            for match in pattern.finditer(text)
        )
        yield from islice(found, ENOUGH)


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

"""Rules about Markdown that readers would see broken, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from cronaca.issue import ENOUGH, Finding, KeyPath, Level, short
from cronaca.markup import html
from cronaca.model import Incident, Site
from cronaca.rules.texts import spread

_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9-]*)((?:\s|/)[^<>]*)?>")
_ATTRIBUTE = re.compile(r"([a-zA-Z][\w:-]*)\s*=")
_LINK = re.compile(r"\]\(\s*<?([a-zA-Z][a-zA-Z0-9+.-]{0,30}):[^\s)]{0,80}")
_SCHEME = re.compile(rf"{_LINK.pattern}|\bhref\s*=\s*[\"']?\s*([a-zA-Z]{{2,20}}):")
_PICTURE = re.compile(r"!\[[^\[\]\n]{0,200}\]\([^()\s]{0,200}\)")
_NOWHERE = re.compile(r"\[[^\[\]\n]{1,200}\]\(\s*(?:<\s*>)?\s*\)")
_BARE = re.compile(r"\]\((www\.[^\s)]{1,200})\)")
_LABELLED = re.compile(r"\[[^\[\]\n]{1,200}\]\[([^\[\]\n]{1,100})\]")
_LABEL = re.compile(r"^ {0,3}\[([^\[\]\n]{1,100})\]:", re.MULTILINE)
_ANCHOR = re.compile(r"\]\(#([^\s)]{0,100})\)")
_SAFE = ("http", "https", "mailto")
_ROWS = ("tr", "td", "th", "tbody", "thead")  # they stand only within a table


def markdown(site: Site) -> Iterator[Finding]:
    """What the rules below find in each text; they look only at texts that hold their sign."""
    for incident in site.incidents:
        marked = [
            (KeyPath(incident.path, keys), bare)
            for keys, text in spread(incident)
            if _signed(text) and _signed(bare := _without_code(text))
        ]
        for rule in (ragged_table, link_target, dangling_anchor, unsafe_html) if marked else ():
            yield from islice((found for each in marked for found in rule(incident, *each)), ENOUGH)


def _signed(text: str) -> bool:
    return "[" in text or "<" in text or "|" in text


def ragged_table(incident: Incident, place: KeyPath, text: str) -> Iterator[Finding]:
    """A table's row has more or fewer cells than its head: cells are lost, or empty ones added."""
    for row, cells, wanted in _ragged(text) if "|" in text else ():
        message = f"this row has {cells} cells, the table's head {wanted}"
        yield _warning("ragged-table", message, place, row, "write \\| for a bar within a cell")


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


def link_target(incident: Incident, place: KeyPath, text: str) -> Iterator[Finding]:
    """A link leads nowhere."""
    found = [(m[0], "no address after it", "write [text](https://…)") for m in _NOWHERE.finditer(text)]
    found += [(m[1], "not a whole address", f"write https://{short(m[1])}") for m in _BARE.finditer(text)]
    labels = {each.casefold() for each in _LABEL.findall(text)} if "][" in text else set()
    found += [
        (m[0], "no line [label]: https://…", "add that line, or write [text](https://…)")
        for m in _LABELLED.finditer(text)
        if m[1].casefold() not in labels
    ]
    for word, why, hint in found:
        yield _warning("link-target", f"this link leads nowhere: {why}", place, word, hint)


def dangling_anchor(incident: Incident, place: KeyPath, text: str) -> Iterator[Finding]:
    """A link points at a place that its page does not have."""
    known = _anchors(incident) if "](#" in text else set()
    for match in _ANCHOR.finditer(text):
        if match[1] not in known:
            hint = "a message is #m1, #m2 and so on; an action goes by its id"
            message = f'nothing on this page is called "{match[1]}"'
            yield _warning("dangling-anchor", message, place, match[0][2:-1], hint)


def unsafe_html(incident: Incident, place: KeyPath, text: str) -> Iterator[Finding]:
    """Something is taken out before readers see it: a script, a style, an unsafe link, a picture."""
    for match in _TAG.finditer(text):
        if lost := _lost(match[1].lower(), match[2] or ""):
            yield _removed(place, match[0], lost, "write Markdown")
    for match in _PICTURE.finditer(text):
        yield _removed(place, match[0], "the picture", "write [text](https://…) to link to it")
    for match in (_SCHEME if "href" in text else _LINK).finditer(text):
        scheme = match[1] or match[2]
        if scheme.lower() not in _SAFE:
            hint = "a link begins with https:, http: or mailto:"
            yield _removed(place, match[0].lstrip("]("), f"the link to {scheme}:", hint)


def _removed(place: KeyPath, word: str, lost: str, hint: str) -> Finding:
    return _warning("unsafe-html", f"{lost} is taken out, for readers' safety", place, word, hint)


def _warning(code: str, message: str, place: KeyPath, word: str, hint: str) -> Finding:
    return Finding(code, message, KeyPath(place.path, place.keys, word=word), Level.WARNING, hint)


def _lost(name: str, rest: str) -> str:
    """What does not survive of a tag."""
    if name in _ROWS:
        return ""
    if not _survives(name):
        return f"<{short(name)}>"
    lost = (each for each in _ATTRIBUTE.findall(rest) if not _survives(name, each.lower()))
    return next((f'"{short(each)}" of <{name}>' for each in lost), "")


@lru_cache(maxsize=2000)
def _survives(name: str, attribute: str = "") -> bool:
    """Whether a tag, or an attribute of it, reaches readers: asked of the one who cleans."""
    made = html(f'<{name} {attribute}="https://x">x</{name}>' if attribute else f"<{name}>x</{name}>")
    kept = "h[1-6]" if re.fullmatch("h[1-6]", name) else name
    return bool(re.search(rf"<{kept}\b[^>]*{re.escape(attribute) + '=' if attribute else ''}", made))


def _without_code(text: str) -> str:
    """The text with what stands between equal runs of backticks blanked out, in one pass."""
    if "`" not in text:
        return text
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

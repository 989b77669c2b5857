"""One incident walks from its file to its pages; whom it meets on the way is in CONTRIBUTING's list."""

import re
import sys

from cronaca.output.builder import Builder
from support import CHECKOUT, NOW, build

INCIDENT = """\
title: {fr: "Panne", en: "Outage"}
impact: major
components: {cards: major_outage}
windows: [{from: 2026-03-10 10:00, until: 2026-03-10 10:30}]
updates:
  - {at: 2026-03-10 10:05, status: investigating, body: {fr: "Nous cherchons.", en: "We look."}}
  - {at: 2026-03-10 10:35, status: resolved, body: {fr: "Fini.", en: "Over."}}
postmortem: {published_at: 2026-03-12 10:00, root_cause: {fr: "Un câble.", en: "A cable."}}
"""
# Kinds of one thing are one noun: values as authors wrote them, what templates may say, kinds of fields, what
# YAML is read into, Jinja's, a page with its key.
FAMILIES = {
    r"cronaca\.(model|text|clock)\..*": "Incident",
    r"cronaca\.views\.(parts|edition|timeline)\..*|.*View": "View",
    r"cronaca\.schema\.(records|scalars|translated)\..*": "Field",
    r"cronaca\.yaml\.nodes\..*": "Node",
    r"cronaca\.theme\.(environment|fast|compiled)\..*": "Environment",
    r"cronaca\.theme\.(theme|closure|references)\..*": "Theme",
    r"cronaca\.views\.page\..*": "Page",
}
OTHERS = {"incident_files", "history_row"}  # the same incident's files for programs


def noun(kind: type) -> str:
    name = f"{kind.__module__}.{kind.__qualname__}"
    return next(
        (each for pattern, each in FAMILIES.items() if re.fullmatch(pattern, name)), kind.__qualname__
    )


class Walk:
    """Notes every class of ours whose code runs, but for what other targets and files are made with."""

    def __init__(self) -> None:
        self.met: set[type] = set()
        self._aside: list[object] = []

    def __call__(self, frame, event: str, _) -> None:
        if event == "call" and self._leads_aside(frame):
            self._aside.append(frame)
        elif event == "call" and not self._aside:
            known = frame.f_locals
            for each in (known[name] for name in ("self", "cls", "_cls") if name in known):
                kind = each if isinstance(each, type) else type(each)
                if kind.__module__.startswith("cronaca."):
                    self.met.add(kind)
        elif event == "return" and self._aside and self._aside[-1] is frame:
            self._aside.pop()

    def _leads_aside(self, frame) -> bool:
        if frame.f_code is Builder._target.__code__:
            return not frame.f_locals["target"].name.startswith("incident ")
        return frame.f_code.co_name in OTHERS and frame.f_globals["__name__"].startswith("cronaca.")


def test_few_are_met_on_the_way(site):
    """At most thirty nouns: those of the list, each with its one meaning, and no others."""
    root = site({"2026-03-10-outage.yaml": INCIDENT})
    build(root, root / "elsewhere", NOW)  # what is imported is imported by now
    for path in (root / ".cronaca").glob("*.db"):
        path.unlink()
    walk = Walk()
    sys.setprofile(walk)
    try:
        result = build(root, root / "site", NOW)
    finally:
        sys.setprofile(None)
    assert result.written
    met = {noun(kind) for kind in walk.met}
    assert met == listed()
    assert len(met) <= 30


def listed() -> set[str]:
    """The nouns of CONTRIBUTING."""
    text = (CHECKOUT / ".github/CONTRIBUTING.md").read_text(encoding="utf-8")
    table = text.partition("## Whom an incident meets")[2].partition("\n## ")[0]
    return set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE))


def test_the_table_of_names_is_right():
    """Every new name in the table of old and new ones is a module of ours, or a class."""
    text = (CHECKOUT / ".github/CONTRIBUTING.md").read_text(encoding="utf-8")
    table = text.partition("## Old names")[2]
    source = CHECKOUT / "src/cronaca"
    every = "\n".join(path.read_text(encoding="utf-8") for path in source.rglob("*.py"))
    for row in re.findall(r"^\| .*? \| (.*) \|$", table, re.MULTILINE):
        for name in re.findall(r"`([^`]+)`", row):
            path = source / name.replace(".", "/")
            known = path.is_dir() or path.with_suffix(".py").is_file()
            last = name.rpartition(".")[2]
            assert known or re.search(rf"\b(class|def) {last}\b|^{last} =", every, re.MULTILINE), name

"""What is wrong in a file of content by itself, and whether that may be kept."""

from __future__ import annotations

from collections.abc import Iterable

from cronaca import rules
from cronaca.cache.content import SourceRow
from cronaca.issue import Issue, Report
from cronaca.model import Site
from cronaca.sources.folder import Folder, Locator, locate, printable
from cronaca.yaml.nodes import Node


def judge_file(folder: Folder, site: Site, report: Report, deep: bool) -> SourceRow:
    """What rules find in the one incident of a site, beside what the report says of it already.

    ``deep``: all is looked for that can be said of it by itself.
    """
    [incident] = site.incidents
    name, hints = incident.path, Report()
    accepted, used = rules.accepted(site), set[tuple[str, str]]()
    report.issues = [issue for issue in report.issues if not rules.covers(issue, accepted, used)]
    if sound := not report.failed():
        report.extend(locate(folder, rules.unanswered(rules.alone(site), accepted, used)))
    if sound and deep:
        hints.extend(locate(folder, rules.unanswered(rules.hints(site), accepted, used)))
    issues, asked = tuple(report.issues), tuple(hints.issues)
    kept = not (incident.draft or report.failed() or name in folder.given)
    return SourceRow(
        issues=issues,
        hints=asked if deep else None,
        used=tuple(sorted(code for _, code in used)),
        sound=sound,
        kept=kept and printable(name) == name and not _tells_private(folder, name, (*issues, *asked)),
    )


def _tells_private(folder: Folder, name: str, issues: Iterable[Issue]) -> bool:
    """Whether a finding quotes a line in which something private stands."""
    lines = {issue.mark.line - 1 for issue in issues}
    root = Locator(folder).root(name) if lines else None
    private = [pair for pair in root.pairs if pair[0].value == "private"] if root else []
    ranges = [range(key.line, _last_line(value) + 1) for key, value in private]
    return any(line in each for each in ranges for line in lines)


def _last_line(node: Node) -> int:
    """The line, from 0, on which a node ends."""
    below = (_last_line(each) for each in (*node.items, *(part for pair in node.pairs for part in pair)))
    return max(below, default=max(node.line, node.end_line))

"""What a build found and did."""

from __future__ import annotations

from dataclasses import dataclass, field

from cronaca.issue import Report


@dataclass(slots=True)
class Result:
    """What a build found and did."""

    report: Report
    written: bool = False  # else nothing was, and the old site is as it was
    rendered: dict[str, str] = field(default_factory=dict)  # route -> why
    unchanged: int = 0  # files
    deleted: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)  # files of which nothing is on record
    incidents: int = 0
    read: int = 0  # files of content that were read anew
    base_url: str = ""  # of what was written; "" when nothing had to be
    said: list[str] = field(default_factory=list)  # what of what was kept could not be used, a line each
    settled: bool = False  # whether the next build may ask its snapshot alone

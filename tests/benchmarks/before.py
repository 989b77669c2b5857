"""This checkout beside another one, such as the commit before, on the same invented history.

    python tests/benchmarks/before.py OTHER [--sizes 1000] [--folder DIR] [--pairs 7] [--cold 7] [--cases …]

OTHER is a checkout. The same Python runs both, in whole processes whose order alternates; each figure is the
median of its pairs. "warnings": 981 small files in one of three languages, beside the same ones complete.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import generate
from compare import ENVIRONMENT, NOW, Pair, _folders

HERE = Path(__file__).parents[2]
_ONE = """\
title: {{en: "Payments fail, {n}"{more}}}
impact: minor
windows: [{{from: {day} 10:00, until: {day} 11:00}}]
updates:
  - {{at: {day} 11:05, status: resolved, body: {{en: "It is over."{more}}}}}
"""


class Site(Pair):
    """One site, built and checked by one checkout."""

    def __init__(self, place: Path, made: Path, checkout: Path) -> None:
        self.ours, self.turn = place / "site", 0
        shutil.copytree(made, self.ours)
        self.outs = (self.ours / "site",)
        incidents = sorted((self.ours / "content/incidents").rglob("*.yaml"))
        self.middle, self.last = incidents[len(incidents) // 2], incidents[-1]
        self.environment = {**ENVIRONMENT, "PYTHONPATH": str(checkout / "src")}

    def seconds(self, command: str) -> float:
        words = [sys.executable, "-m", "cronaca", command, "--root", self.ours, "--now", NOW]
        begun = time.perf_counter()
        quiet = subprocess.DEVNULL
        subprocess.run(words, check=True, stdout=quiet, stderr=quiet, env=self.environment)
        return time.perf_counter() - begun

    def message(self, path: Path | None = None) -> None:
        self._more(path or self.middle, r"(en: \|\n +)(Edited \d+ times\. )?")

    def template(self) -> None:
        own = self.ours / "templates/pages/incident.html"
        own.parent.mkdir(parents=True, exist_ok=True)
        default = (HERE / "templates/pages/incident.html").read_text(encoding="utf-8")
        own.write_text(
            default.replace("{% block main %}", f"{{% block main %}}<!-- {self.turn} -->"), "utf-8"
        )

    def forget(self) -> None:
        shutil.rmtree(self.ours / ".cronaca", ignore_errors=True)


CASES: dict[str, tuple[str, Callable[[Site], None]]] = {
    "cold": ("build", Site.cold),
    "nothing changed": ("build", lambda _: None),
    "one message edited": ("build", Site.message),
    "newest one edited": ("build", Site.newest),
    "a template edited": ("build", Site.template),
    "a component renamed": ("build", Site.component),
    "check, cold": ("check", Site.forget),
    "check, again": ("check", lambda _: None),
    "check, one edited": ("check", Site.message),
}


def rows(sites: tuple[Site, Site], cases: list[str], pairs: int, cold: int) -> Iterator[str]:
    for name in cases:
        command, change = CASES[name]
        found: tuple[list[float], list[float]] = ([], [])
        for turn in range(cold if name == "cold" else pairs):
            for number in (0, 1) if turn % 2 else (1, 0):
                sites[number].turn += 1
                change(sites[number])
                found[number].append(sites[number].seconds(command))
        before, now = median(found[0]), median(found[1])
        yield f"{name:22}{before:10.3f} s{now:10.3f} s{now / before:9.3f}"


def warnings(place: Path, pairs: int) -> str:
    """Nothing changed: every file has a warning, or none has."""
    sites = []
    for name, more in (("without", ', fr: "Panne", it: "Guasto"'), ("with", "")):
        made = place / name
        generate.main(1, made)
        content = made / "cronaca/content/incidents"
        shutil.rmtree(content)
        content.mkdir()
        for n in range(981):
            day = f"20{20 + n % 6}-{1 + n % 12:02}-{1 + n % 28:02}"
            (content / f"{day}-inc-{n}.yaml").write_text(_ONE.format(n=n, day=day, more=more), "utf-8")
        sites.append(Site(place / f"{name}-site", made / "cronaca", HERE))
    for each in sites * 2:
        each.seconds("build")
    times = [[each.seconds("build") for _ in range(pairs)] for each in sites]
    without, with_ = (median(each) for each in times)
    said = f"without warnings {without:.3f} s, with {with_:.3f} s, {with_ / without:.2f}"
    return f"981 files, nothing changed: {said}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("other", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000])
    parser.add_argument("--folder", type=Path, default=_folders()[0])
    parser.add_argument("--pairs", type=int, default=7)
    parser.add_argument("--cold", type=int, default=7)
    parser.add_argument("--cases", nargs="+", choices=CASES, default=list(CASES), metavar="CASE")
    given = parser.parse_args()
    for size in given.sizes:
        with tempfile.TemporaryDirectory(dir=given.folder) as name:
            place = Path(name)
            generate.main(size, place / "made")
            both = (("before", given.other.resolve()), ("now", HERE))
            sites = tuple(Site(place / word, place / "made/cronaca", checkout) for word, checkout in both)
            print(f"\n{size:,} incidents, {os.cpu_count()} cores, {given.pairs} pairs\n")
            print(f"{'':22}{'before':>12}{'now':>12}{'ratio':>9}", flush=True)
            for row in rows(sites, given.cases, given.pairs, given.cold):  # type: ignore[arg-type]
                print(row, flush=True)
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        print(f"\n{warnings(Path(name), given.pairs)}")


if __name__ == "__main__":
    main()

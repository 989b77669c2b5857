"""cronaca beside Hugo, on the same invented history, in whole processes.

    python tests/benchmarks/compare.py [--sizes 100 1000 10000] [--folder DIR ...] [--runs 3]

prints a table for each folder: a RAM disk and a disk unless others are named. The two take turns, and each
time is the median of its runs. Memory is the greatest sum over all processes of what each does not share
(Linux: PSS), sampled in a run of its own. Hugo comes with the tests: its floor here is a site without a
theme (hugo/), with a page for every incident, post-mortem, month and component and no file for programs.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import generate

NOW = "2026-11-23T06:00:00Z"
# as whoever installs it has it: Python keeps what it compiled
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
_TEMPLATES = Path(__file__).parents[2] / "templates"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000, 10_000])
    parser.add_argument("--folder", type=Path, nargs="+", default=_folders())
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    for folder in given.folder:
        for size in given.sizes:
            with tempfile.TemporaryDirectory(dir=folder) as place:
                print("\n".join(Pair(Path(place), size).table(given.runs)), flush=True)


def _folders() -> list[Path]:
    memory, disk = Path("/dev/shm"), Path(tempfile.gettempdir())
    return [memory, disk] if memory.is_dir() else [disk]


class Pair:
    """Two sites of one history, and what happens to them."""

    def __init__(self, place: Path, size: int) -> None:
        self.place, self.size, self.turn = place, size, 0
        generate.main(size, place / "made")
        self.ours, self.theirs = place / "made/cronaca", place / "made/hugo"
        self.outs = self.ours / "site", place / "public"
        scripts = Path(sys.executable).parent
        self.commands: tuple[list[str | Path], list[str | Path]] = (
            [scripts / "cronaca", "build", "--root", self.ours, "--now", NOW],
            [scripts / "hugo", "-s", self.theirs, "-d", self.outs[1], "--quiet"],
        )
        incidents = sorted((self.ours / "content/incidents").rglob("*.yaml"))
        self.middle, self.last = incidents[size // 2], incidents[-1]

    def table(self, runs: int) -> list[str]:
        lines = [f"\n{self.size:,} incidents in {self.place.parent}, {os.cpu_count()} cores, {runs} runs\n"]
        lines += [f"{'':22}{'cronaca':>12}{'Hugo':>12}{'ratio':>9}"]
        cases = {
            "cold": self.cold,
            "nothing changed": lambda: None,
            "one message edited": self.message,
            "newest one edited": self.newest,
            "a template edited": self.template,
            "a component renamed": self.component,
        }
        for case, change in cases.items():
            ours, theirs = self.times(change, runs)
            lines.append(f"{case:22}{ours:10.2f} s{theirs:10.2f} s{ours / theirs:9.3f}")
        files = [[path.stat().st_size for path in out.rglob("*") if path.is_file()] for out in self.outs]
        lines.append(f"{'files':22}{len(files[0]):12,}{len(files[1]):12,}")
        sizes = [sum(each) / 1e6 for each in files]
        lines.append(f"{'bytes':22}{sizes[0]:9.1f} MB{sizes[1]:9.1f} MB{sizes[0] / sizes[1]:9.3f}")
        memory = [self.memory(n) / 1e6 for n in (0, 1)]
        lines.append(f"{'memory, cold':22}{memory[0]:9.0f} MB{memory[1]:9.0f} MB{memory[0] / memory[1]:9.3f}")
        return lines

    def times(self, change: Callable[[], None], runs: int) -> tuple[float, float]:
        """Seconds of both after a change, medians of paired runs."""
        found: tuple[list[float], list[float]] = ([], [])
        for _ in range(runs):
            self.turn += 1
            change()
            for number, command in enumerate(self.commands):
                begun = time.perf_counter()
                self.run(command)
                found[number].append(time.perf_counter() - begun)
        return median(found[0]), median(found[1])

    def run(self, command: list[str | Path]) -> None:
        quiet = subprocess.DEVNULL
        subprocess.run(command, check=True, stdout=quiet, stderr=quiet, env=ENVIRONMENT)

    def cold(self) -> None:
        for folder in (*self.outs, self.ours / ".cronaca"):
            shutil.rmtree(folder, ignore_errors=True)

    def message(self, path: Path | None = None) -> None:
        """A sentence more in the English text of one message, in both sites."""
        path = path or self.middle
        theirs = self.theirs / "content/en/incidents" / f"{path.stem[11:]}.md"
        self._more(path, r"(en: \|\n +)(Edited \d+ times\. )?")
        self._more(theirs, r'(body: ")(Edited \d+ times\. )?')

    def newest(self) -> None:
        self.message(self.last)

    def template(self) -> None:
        """The template of an incident's page; ours becomes the site's own."""
        own = self.ours / "templates/pages/incident.html"
        own.parent.mkdir(parents=True, exist_ok=True)
        default = (_TEMPLATES / "pages/incident.html").read_text(encoding="utf-8")
        assert "{% block main %}" in default
        changed = default.replace("{% block main %}", f"{{% block main %}}<!-- {self.turn} -->")
        own.write_text(changed, encoding="utf-8")
        self._more(self.theirs / "layouts/incidents/single.html", r"(<h1>)(Edited \d+ times\. )?")

    def component(self) -> None:
        self._more(self.ours / "content/components.yaml", r'(name: ")(Edited \d+ times\. )?')

    def _more(self, path: Path, where: str) -> None:
        text = path.read_text(encoding="utf-8")
        changed = re.sub(where, rf"\g<1>Edited {self.turn} times. ", text, count=1)
        assert changed != text, path
        path.write_text(changed, encoding="utf-8")

    def memory(self, number: int) -> int:
        """The most bytes that the processes of a cold build hold at one time."""
        self.cold()
        quiet = subprocess.DEVNULL
        running = subprocess.Popen(self.commands[number], stdout=quiet, stderr=quiet, env=ENVIRONMENT)
        most = 0
        while running.poll() is None:
            most = max(most, sum(map(_held, _family(running.pid))))
            time.sleep(0.05)
        return most


def _family(pid: int) -> list[int]:
    """A process, and all that came from it."""
    found = [pid]
    for each in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in each.read_text().split():
                found += _family(int(child))
    return found


def _held(pid: int) -> int:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


if __name__ == "__main__":
    main()

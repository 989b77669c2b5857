"""Where the time of a cold build goes, in one process.

    python tests/benchmarks/where.py [N]

prints seconds by module, then the functions that take the most. Measuring slows the program to about a half.
"""

from __future__ import annotations

import cProfile
import pstats
import sys
import tempfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import generate

from cronaca.output.options import BuildOptions
from cronaca.pipeline import build


def main(size: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        generate.main(size, Path(place) / "made")
        root = Path(place) / "made/cronaca"
        profile = cProfile.Profile()
        now = datetime(2026, 11, 23, 6, tzinfo=UTC)
        profile.runcall(build, BuildOptions(root, root / "site", now))
    stats = pstats.Stats(profile)
    modules: Counter[str] = Counter()
    for (file, _, _), (_, _, own, _, _) in stats.stats.items():  # type: ignore[attr-defined]
        modules[_module(file)] += own
    print(f"{size:,} incidents\n")
    for name, seconds in modules.most_common(20):
        print(f"{seconds:8.2f} s  {name}")
    stats.sort_stats("tottime").print_stats(30)


def _module(file: str) -> str:
    """cronaca.exports.feeds, jinja2, or built-in."""
    parts = Path(file).parts
    if "site-packages" in parts:
        return parts[parts.index("site-packages") + 1]
    if "cronaca" in parts:
        return ".".join(
            Path(*parts[parts.index("cronaca", parts.index("src") if "src" in parts else 0) :])
            .with_suffix("")
            .parts
        )
    return f"templates/{parts[-2]}/{parts[-1]}" if file.endswith(".html") else "Python itself"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)

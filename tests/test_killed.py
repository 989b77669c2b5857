"""A build that is killed, at any moment, leaves whole files and is completed by the next."""

import random
import subprocess
import sys
import time

import pytest

from cronaca.build import build
from support import CHECKOUT, NOW, demo, tree

SEED = "content/incidents/2025/2025-03-27-tsr-1532.yaml"
PROGRAM = """
import sys
from datetime import datetime
from pathlib import Path
from cronaca.build import build
print("ready", flush=True)
sys.stdin.readline()
build(Path(sys.argv[1]), Path(sys.argv[1]) / "site", datetime.fromisoformat(sys.argv[2]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_killed_at_fifty_moments(tmp_path):
    """Each file is the old or the new one, none that both have is missing, the next build completes."""
    root = demo(tmp_path)
    site, seed = root / "site", root / SEED
    chance = random.Random(7)
    text = seed.read_text(encoding="utf-8")
    build(root, site, NOW)
    old = tree(site)
    [manifest] = (root / ".cronaca").glob("*.pages")
    doubt = manifest.with_suffix(".doubt")
    start = time.perf_counter()
    build(root, root / "timing", NOW)
    length = time.perf_counter() - start
    for turn in range(50):
        # the title is on many pages; every other turn an incident goes, with all its pages
        seed.write_text(text.replace('"Pa', f'"{turn} Pa').replace('"Pe', f'"{turn} Pe'), encoding="utf-8")
        other = root / "content/incidents/2026/2026-05-21-cockpit-transactions.yaml"
        if turn % 2:
            other.unlink(missing_ok=True)
        else:
            source = CHECKOUT / other.relative_to(root)
            other.write_bytes(source.read_bytes())
        build(root, root / "clean", NOW)
        new = tree(root / "clean")
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(root), NOW.isoformat()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        process.stdout.readline()
        process.stdin.write(b"go\n")
        process.stdin.flush()
        if turn % 3:
            time.sleep(chance.uniform(0, length * 1.2))
        else:  # into the placing itself, which is short
            while process.poll() is None and not doubt.exists():
                pass
            time.sleep(chance.uniform(0, 0.003))
        process.kill()
        process.communicate()
        found = tree(site)
        assert old.keys() & new.keys() <= found.keys()
        for route, data in found.items():
            assert data in (old.get(route), new.get(route)), route
        build(root, site, NOW)
        assert tree(site) == new
        old = new

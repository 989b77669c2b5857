"""A bad night's file: everything wrong in it is said at once, and the old site stays."""

from support import NOW, demo, run, tree

EIGHT = """\
title: {fr: "Panne", en: "Outage", it: "Guasto"}
impact: majr
priority: P1
priorty: P2
components: {ecomerce: unknown}
windows:
  - {from: 2025-03-30 02:30, until: 2025-03-30 04:00}
updates:
  - at: 2025-03-30 05:00Z
    status: monitring
    body: {fr: "a", en: "b", it: "c"}
  - at: 2025-03-30 05:10Z
    status: resolved
draft: perhaps
priority: P3
"""


def test_eight_faults_are_said_at_once(tmp_path):
    """Eight findings at their lines and columns, exit 1, and the site byte for byte as it was."""
    root = demo(tmp_path)
    now = NOW.isoformat()
    assert run("build", "--root", str(root), "--now", now).returncode == 0
    before = tree(root / "site")
    name = "content/incidents/2025/2025-03-30-night.yaml"
    (root / name).write_text(EIGHT, encoding="utf-8")
    told = run("build", "--root", str(root), "--now", now)
    typed = (root / name).as_posix()
    heads = [line for line in told.stderr.splitlines() if line.startswith(typed)]
    places = [head.removeprefix(typed + ":").split("]")[0] + "]" for head in heads if ": error[" in head]
    assert places == [
        "2:9: error[wrong-word]",
        "4:1: error[unknown-key]",
        "5:14: error[unknown-component]",
        "7:12: error[clock-change]",
        "10:13: error[wrong-word]",
        "12:5: error[missing-key]",
        "14:8: error[wrong-word]",
        "15:1: error[duplicate-key]",
    ]
    assert 'did you mean "major"?' in told.stderr
    assert 'did you mean "ecommerce"?' in told.stderr
    assert told.returncode == 1
    assert tree(root / "site") == before

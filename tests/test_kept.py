"""What is kept between builds: it saves time, and is never trusted."""

import os
import random
import re
import time
from datetime import timedelta
from itertools import product

import pytest

from cronaca import kept
from cronaca.build import build
from support import NOW, demo, run, tree, wait_for

SEED = "content/incidents/2025/2025-03-27-tsr-1532.yaml"


@pytest.fixture
def root(tmp_path):
    return demo(tmp_path / "copy")


KINDS = ("look", "incidents", "read-later", "read", "pages-later", "pages")


def spoil(path, how):
    """Cut a file, make it another version's, or fill it with noise of the same length."""
    data = path.read_bytes()
    match how:
        case "deleted":
            path.unlink()
        case "empty":
            path.write_bytes(b"")
        case "cut":
            path.write_bytes(data[: len(data) // 2])
        case "another version":
            path.write_bytes(data.replace(b"cronaca ", b"cronaca 9", 1))
        case "one bit":
            half = len(data) // 2
            path.write_bytes(data[:half] + bytes([data[half] ^ 1]) + data[half + 1 :])
        case "noise":
            path.write_bytes(random.Random(5).randbytes(len(data)))


HARMS = ("deleted", "empty", "cut", "another version", "one bit", "noise")


def grown_old(path):
    """Until the disk's clock has gone on since a file was saved: a look as young as an edit is not kept."""
    probe = path.with_name(".probe")

    def older():
        probe.write_bytes(b"")
        return probe.stat().st_mtime_ns > path.stat().st_mtime_ns

    wait_for(older)
    probe.unlink()


def edit(root, number):
    """Another title for an incident, which every list shows."""
    text = (root / SEED).read_text(encoding="utf-8")
    (root / SEED).write_text(re.sub('en: "', f'en: "{number} ', text, count=1), encoding="utf-8")


QUICK = (("cut", 1), ("one bit", 2))


@pytest.mark.parametrize(
    ("how", "jobs"),
    [
        each if each in QUICK else pytest.param(*each, marks=pytest.mark.slow)
        for each in product(HARMS, (1, 2))
    ],
)
def test_a_bad_cache_is_dropped(root, how, jobs):
    """Whatever became of each kept file, the next build makes what a clean one makes, and says a line."""
    site = root / "site"
    build(root, site, NOW)
    for number, kind in enumerate(KINDS):
        edit(root, number)
        grown_old(root / SEED)
        build(root, site, NOW)
        edit(root, number)
        path = root / ".cronaca" / f"{kept.stem(site)}.{kind}"
        spoil(path, how)
        result = build(root, site, NOW, jobs=jobs)
        assert result.dropped == ([] if how == "deleted" else [path.name])
        assert not result.report.issues
        assert tree(site) == tree_of_clean(root)


def tree_of_clean(root):
    build(root, root / "clean", NOW, fresh=True)
    return tree(root / "clean")


def test_several_processes_make_the_same(root, tmp_path):
    """One process or several: the same bytes, first at once and then edit by edit."""
    other = demo(tmp_path / "other")
    chance = random.Random(3)
    for step in range(8):
        for folder, jobs in ((root, 1), (other, 3)):
            assert not build(folder, folder / "site", NOW + timedelta(minutes=step), jobs=jobs).report.issues
        assert tree(root / "site") == tree(other / "site")
        path = chance.choice(sorted((root / "content/incidents").rglob("*.yaml"))).relative_to(root)
        for folder in (root, other):
            text = (folder / path).read_text(encoding="utf-8")
            (folder / path).write_text(
                re.sub(r'(en|fr): "', rf'\1: "{step} ', text, count=2), encoding="utf-8"
            )


def test_a_save_within_the_clocks_grain_is_seen(root):
    """A file as young as the last look is read again, though its time and size are the same."""
    site, seed = root / "site", root / SEED
    text = seed.read_text(encoding="utf-8")
    soon = time.time_ns() + 10**10
    os.utime(seed, ns=(soon, soon))
    build(root, site, NOW)
    seed.write_text(text.replace("the platform remains", "the platform endures"), encoding="utf-8")
    assert seed.stat().st_size == len(text.encode())
    os.utime(seed, ns=(soon, soon))
    build(root, site, NOW)
    page = (site / "en/incidents/tsr-1532/index.html").read_text(encoding="utf-8")
    assert "the platform endures" in page


def test_touched_files_are_read_but_not_made_again(root):
    """A new time alone costs a look into the file."""
    build(root, root / "site", NOW)
    (root / SEED).touch()
    result = build(root, root / "site", NOW)
    assert (result.read, result.written.rendered) == (0, {})
    assert result.written.kept == len(tree(root / "site"))


def test_explain_says_what_was_reused(root):
    """--explain tells which files were made and why, and how many incident files were read."""
    arguments = ("build", "--root", str(root), "--now", NOW.isoformat(), "--explain")
    run(*arguments)
    text = (root / SEED).read_text(encoding="utf-8")
    (root / SEED).write_text(text.replace("remains under watch", "stays under watch"), encoding="utf-8")
    told = run(*arguments).stdout
    assert "en/incidents/tsr-1532/index.html: data changed" in told
    assert "incident files: 1 read, 9 used as they were read before" in told


def test_stats_tell_what_was_reused(root):
    """stats counts the site's files by kind, and says what the last build read and rendered."""
    arguments = ("--root", str(root))
    assert run("stats", *arguments).returncode == 2
    build(root, root / "site", NOW)
    files = tree(root / "site")
    text = (root / SEED).read_text(encoding="utf-8")
    (root / SEED).write_text(text.replace("remains under watch", "stays under watch"), encoding="utf-8")
    written = build(root, root / "site", NOW).written
    told = run("stats", *arguments).stdout
    assert f"10 incidents, {len(files)} files" in told
    for kind in (".html", ".json", ".atom"):
        assert re.search(rf"{re.escape(kind)} +{sum(name.endswith(kind) for name in files)} ", told)
    assert "1 incident files read, 9 used as they were read before" in told
    assert f"{len(written.rendered)} files rendered, {written.kept} unchanged, 0 deleted" in told


def test_what_is_kept_does_not_grow_with_every_edit(root):
    """An incident that is edited again and again leaves no more behind than a site's worth."""
    site, seed = root / "site", root / SEED
    text = seed.read_text(encoding="utf-8")
    build(root, site, NOW)
    for turn in range(12):
        long = f"the platform remains under watch, {turn}. " + "More is said of it. " * 10_000
        seed.write_text(text.replace("the platform remains under watch.", long), encoding="utf-8")
        build(root, site, NOW)
    pack = root / ".cronaca" / f"{kept.stem(site)}.incidents"
    assert len(long) < pack.stat().st_size < 10 * len(long)
    assert tree(site) == tree_of_clean(root)


def test_findings_are_said_again(root):
    """A warning is said by every build, also when nothing changed."""
    text = (root / SEED).read_text(encoding="utf-8")
    (root / SEED).write_text(text.replace("impact: none", "impact: !odd none"), encoding="utf-8")
    first = build(root, root / "site", NOW).report.ordered()
    assert first
    assert build(root, root / "site", NOW).report.ordered() == first


def test_files_that_others_are_read_by_are_always_heard(root):
    """A service that is gone is missed, also while its file has a warning of its own."""
    path = root / "content/components.yaml"
    text = path.read_text(encoding="utf-8").replace("id: ecommerce", "id: !odd ecommerce", 1)
    path.write_text(text, encoding="utf-8")
    assert not build(root, root / "site", NOW).report.failed()
    path.write_text(text.replace("id: in-store\n", "id: elsewhere\n", 1), encoding="utf-8")
    report = build(root, root / "site", NOW).report
    assert "unknown-component" in {issue.code for issue in report.ordered()}


def test_a_spoilt_file_is_told_apart(tmp_path):
    """What was saved is read back; anything else is not."""
    path = tmp_path / "x"
    assert kept.read(path) is None
    kept.save(path, {"a": (1, b"2")})
    assert kept.read(path) == {"a": (1, b"2")}
    for how in HARMS[1:]:
        kept.save(path, {"a": (1, b"2")})
        spoil(path, how)
        with pytest.raises(kept.Spoilt):
            kept.read(path)

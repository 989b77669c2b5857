"""The output folder: whose files are whose, and what is left alone."""

import json
import os
import re
import shutil
import subprocess
import sys

import pytest

from cronaca.output import stage
from cronaca.output.stage import OutputRefused
from support import NOW, build, demo, lacking, run, tree

TIMES = ("--now", NOW.isoformat())
OTHER = "content/incidents/2026/2026-05-21-cockpit-transactions.yaml"
GONE = "fr/incidents/cockpit-transactions/index.html"
THEIRS = {
    "thesis.txt": b"years of work",
    "build.json": b"{}",
    "src/main.c": b"precious",
    "list/build.json": b'["cronaca 1.0"]',
}


@pytest.fixture
def root(tmp_path):
    return demo(tmp_path / "copy")


def put(folder, files):
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def command(root, *words):
    return run("build", "--root", root, "--now", NOW.isoformat(), *words)


@pytest.mark.parametrize(
    "mark", [b"{}", b'["cronaca 1.0"]', b'{"generator": "hugo"}', b"\xff", b"", b"[" * 99_999]
)
@pytest.mark.parametrize("full", [False, True])
def test_anybodys_build_json_makes_a_folder_nobodys(root, tmp_path, mark, full):
    """Only what says that cronaca made it is taken for ours."""
    before = {**THEIRS, "build.json": mark}
    out = put(tmp_path / "out", before)
    with pytest.raises(OutputRefused, match="did not make"):
        build(root, out, NOW, full=full)
    assert tree(out) == before


def test_a_refusal_names_what_is_there_and_what_to_do(root, tmp_path):
    """One line, exit 2."""
    told = command(root, "--out", put(tmp_path / "out", THEIRS))
    assert told.returncode == 2
    assert "holds files that cronaca did not make (build.json, list/, src/, thesis.txt)" in told.stderr
    assert "name another folder with --out" in told.stderr


@pytest.mark.parametrize("name", [".site.old", ".site.next", ".site.new", "site.old", ".site.tmp"])
def test_what_lies_beside_the_output_is_left(root, name):
    """Backups of somebody's, by any name that is given by hand."""
    put(root / name, THEIRS)
    for full in (False, True, False):
        build(root, root / "site", NOW, full=full)
    assert tree(root / name) == THEIRS


def test_somebodys_folder_by_the_name_of_ours_is_named(root):
    """Nothing is deleted that does not carry our mark: the build is refused."""
    put(root / ".site.cronaca/old", THEIRS)
    told = command(root)
    assert told.returncode == 2
    assert ".site.cronaca is where cronaca makes new sites, and holds something else" in told.stderr
    assert tree(root / ".site.cronaca/old") == THEIRS


def test_a_foreign_folder_is_not_renamed_to_the_output(root):
    """What looks like the rest of a swap is only taken back when it is ours."""
    put(root / ".site.cronaca/old", THEIRS)
    with pytest.raises(OutputRefused):
        build(root, root / "site", NOW)
    assert not (root / "site").exists()


@pytest.mark.parametrize("full", [False, True])
def test_what_the_record_does_not_name_stays(root, full):
    """A file that somebody put into the site is theirs, in an incremental build and in a whole one."""
    site = root / "site"
    build(root, site, NOW)
    put(site, {"CNAME": b"example.net", "notes/theirs.txt": b"hello", ".git/config": b"x"})
    (root / OTHER).unlink()
    result = build(root, site, NOW, full=full)
    assert result.left == []
    assert GONE in result.deleted
    assert not (site / GONE).exists()
    assert (site / "notes/theirs.txt").read_bytes() == b"hello"
    assert (site / "CNAME").read_bytes() == b"example.net"
    assert (site / ".git/config").read_bytes() == b"x"


def lost(root):
    """A site of which nothing is on record, with a page that it has no more, and somebody's files."""
    build(root, root / "site", NOW)
    shutil.rmtree(root / ".cronaca")
    (root / OTHER).unlink()
    put(root / "site", {"theirs.txt": b"hello", ".well-known/x": b"x"})
    return root / "site"


def test_without_a_record_the_rest_is_left_and_named(root):
    """Pages of the plan are replaced; what is left is said once, with what to do."""
    site = lost(root)
    told = command(root)
    assert told.returncode == 0
    [line] = [line for line in told.stderr.splitlines() if line.startswith("warning:")]
    assert GONE in line
    assert line.endswith(f"cronaca build --root {root} --out {site} --prune")
    assert (site / GONE).exists()
    assert (site / "theirs.txt").exists()
    assert "warning:" not in command(root).stderr


def test_prune_deletes_what_is_left_but_nothing_hidden(root):
    """Also after the build that named it."""
    site = lost(root)
    command(root)
    told = command(root, "--prune")
    assert told.returncode == 0
    assert tree(site).keys() - {".well-known/x"} == tree_of_clean(root).keys()
    assert (site / ".well-known/x").exists()


def test_prune_at_once(root):
    """And in the first build of a fresh clone."""
    site = lost(root)
    assert command(root, "--prune").stderr == ""
    assert {route: data for route, data in tree(site).items() if route != ".well-known/x"} == tree_of_clean(
        root
    )


def tree_of_clean(root):
    build(root, root.parent / "clean", NOW)
    return tree(root.parent / "clean")


def test_a_site_without_its_mark_is_ours_by_the_record(root):
    """Who deletes build.json by mistake gets it back."""
    site = root / "site"
    build(root, site, NOW)
    before = tree(site)
    (site / "build.json").unlink()
    assert command(root).returncode == 0
    assert tree(site) == before
    (site / "build.json").unlink()
    put(site, {"theirs.txt": b"x"})
    assert command(root).returncode == 2


def test_without_a_manifest_the_gitignore_stays(root):
    """site/.gitignore is git's: in a first build, in a whole one, and in one without a record."""
    put(root / "site", {".gitignore": b"*\n"})
    for _ in range(2):
        build(root, root / "site", NOW)
        build(root, root / "site", NOW, full=True)
        shutil.rmtree(root / ".cronaca")
    assert (root / "site/.gitignore").read_bytes() == b"*\n"


@pytest.mark.parametrize(
    ("out", "why"),
    [
        (".", "holds the site's sources"),
        ("", "holds the site's sources"),
        ("..", "holds the site's sources"),
        ("/", "holds the site's sources"),
        ("site/..", "holds the site's sources"),
        ("content", "lies within content/"),
        ("content/pub", "lies within content/"),
        ("content/incidents/pub", "lies within content/"),
        ("templates/pub", "lies within templates/"),
        ("content/site.yaml", "lies within content/"),
        ("pyproject", "is not a folder"),
        ("pyproject/below", "pyproject is not a folder"),
    ],
)
def test_an_odd_output_is_refused(root, out, why):
    """With the true reason, and before anything is written."""
    (root / "pyproject").write_text("a file")
    before = tree(root)
    told = run("build", "--out", out, "--now", NOW.isoformat(), cwd=root)
    assert told.returncode == 2
    assert why in told.stderr
    assert tree(root) == before


@pytest.mark.skipif(os.name != "posix", reason="links need a right on Windows")
def test_links_are_followed_first(root, tmp_path):
    """An empty folder behind a link is one; a link to the sources is none the better."""
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    assert command(root, "--out", tmp_path / "link").returncode == 0
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real/fr/index.html").is_file()
    (tmp_path / "sources").symlink_to(root / "content")
    assert "lies within content/" in command(root, "--out", tmp_path / "sources").stderr


def test_from_within_the_output(root):
    """cd site && cronaca build --root .. --out . is natural, and leaves nobody in a deleted folder."""
    build(root, root / "site", NOW)
    program = (
        "import os; from cronaca.cli import main\ntry: main()\nfinally: print(sorted(os.listdir('.'))[:2])"
    )
    words = ["build", "--root", "..", "--out", ".", "--no-cache", "--now", NOW.isoformat()]
    done = subprocess.run(
        [sys.executable, "-c", program, *words],
        cwd=root / "site",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("['.nojekyll', '404.html']\n")


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such rights")
def test_rights_of_the_folder_stay(root):
    """A group that may write into the site still may after a whole build."""
    build(root, root / "site", NOW)
    (root / "site").chmod(0o770)
    build(root, root / "site", NOW, full=True)
    assert (root / "site").stat().st_mode & 0o777 == 0o770


def test_a_swap_in_two_steps(root, monkeypatch):
    """Where a system cannot exchange two folders, they are renamed one after the other."""
    monkeypatch.setattr(stage, "_exchange", lambda *_: False)  # stands for such a system
    build(root, root / "site", NOW)
    before = tree(root / "site")
    (root / "site/fr/index.html").write_text("spoilt")
    build(root, root / "site", NOW, full=True)
    assert tree(root / "site") == before
    assert not (root / ".site.cronaca").exists()


def test_a_volume_of_its_own(root, tmp_path):
    """An output that is mounted cannot be moved: the files are placed into it, and nothing else stays."""
    out = tmp_path / "volume"
    out.mkdir()
    mount = shutil.which("mount") or lacking("mount")
    if subprocess.run([mount, "-t", "tmpfs", "tmpfs", out], capture_output=True, check=False).returncode:
        pytest.skip("nothing may be mounted here")
    try:
        for full in (False, True, False):
            build(root, out, NOW, full=full)
            assert tree(out) == tree_of_clean(root)
    finally:
        subprocess.run(["umount", out], check=True)


def test_an_output_elsewhere_says_who_made_it(root, tmp_path):
    """Another site of cronaca's is taken over only as far as both have the same files."""
    build(root, tmp_path / "out", NOW)
    made = json.loads((tmp_path / "out/build.json").read_text(encoding="utf-8"))
    assert made["generator"].startswith("cronaca ")


def changed(root):
    path = root / OTHER
    path.write_text(
        re.sub('fr: "', 'fr: "Autre ', path.read_text(encoding="utf-8"), count=1), encoding="utf-8"
    )


def test_an_older_site_that_is_put_back(root):
    """A copy of the site from before an edit is not taken for what the last build made."""
    site = root / "site"
    build(root, site, NOW)
    shutil.copytree(site, root / "older")
    changed(root)
    build(root, site, NOW)
    shutil.rmtree(site)
    (root / "older").rename(site)
    assert build(root, site, NOW).rendered
    assert tree(site) == tree_of_clean(root)


@pytest.mark.skipif(os.name != "posix", reason="rights")
def test_a_build_that_could_keep_nothing_is_noticed(root):
    """What an earlier build kept does not speak of a site that another made since."""
    build(root, root / "site", NOW)
    (root / ".cronaca").rename(root / "apart")
    (root / ".cronaca").write_text("in the way")
    shutil.copytree(root / "content", root / "before")
    changed(root)
    build(root, root / "site", NOW)
    (root / ".cronaca").unlink()
    (root / "apart").rename(root / ".cronaca")
    shutil.rmtree(root / "content")
    (root / "before").rename(root / "content")
    build(root, root / "site", NOW)
    assert tree(root / "site") == tree_of_clean(root)


@pytest.mark.slow
def test_two_sites_in_one_output(root, tmp_path):
    """Each build makes the whole of its own site, in turn or at the same time."""
    other, out = demo(tmp_path / "other"), tmp_path / "shared"
    changed(other)
    for one in (root, other, root, other):
        build(one, out, NOW)
        assert tree(out) == tree_of_clean(one)
        shutil.rmtree(tmp_path / "clean")
    sites = [tree_of_clean(one) for one in (root, other) if not shutil.rmtree(tmp_path / "clean", True)]
    for _ in range(3):
        both = [
            subprocess.Popen(
                [sys.executable, "-m", "cronaca", "build", "--root", one, "--out", out, *TIMES],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            )
            for one in (root, other)
        ]  # fmt: skip
        told = [process.communicate()[1] for process in both]
        assert all(
            not process.returncode or "run this one again" in said
            for process, said in zip(both, told, strict=True)
        )
        assert tree(out) in sites
        assert not (tmp_path / ".shared.cronaca").exists()


@pytest.mark.skipif(os.name != "posix", reason="links need a right on Windows")
@pytest.mark.parametrize("words", [[], ["--no-cache"], ["--prune"]])
def test_nothing_is_written_through_a_link(root, tmp_path, words):
    """A link where a folder of the site belongs is named; what lies behind it is not touched."""
    build(root, root / "site", NOW)
    shutil.rmtree(root / "site/fr")
    put(tmp_path / "behind", THEIRS)
    (root / "site/fr").symlink_to(tmp_path / "behind")
    changed(root)
    told = command(root, *words)
    assert told.returncode == 1
    assert re.search("site/fr: a link stands here: .*move away", told.stderr)
    assert tree(tmp_path / "behind") == THEIRS


def test_empty_folders_of_somebody_stay(root):
    """In an incremental build and in a whole one."""
    build(root, root / "site", NOW)
    for name in ("uploads", ".well-known/acme"):
        (root / "site" / name).mkdir(parents=True)
    changed(root)
    for full in (False, True):
        build(root, root / "site", NOW, full=full)
        assert (root / "site/uploads").is_dir()
        assert (root / "site/.well-known/acme").is_dir()
    build(root, root / "site", NOW, prune=True)
    assert not (root / "site/uploads").exists()
    assert (root / "site/.well-known/acme").is_dir()


@pytest.mark.skipif(os.name != "posix", reason="links need a right on Windows")
def test_nothing_is_deleted_through_a_link(root, tmp_path):
    """What is withdrawn is not deleted where a link of somebody's leads."""
    site = root / "site"
    build(root, site, NOW)
    folder = (site / GONE).parent
    behind = put(tmp_path / "behind", {"index.html": b"precious"})
    shutil.rmtree(folder)
    folder.symlink_to(behind)
    (root / OTHER).unlink()
    assert command(root).returncode == 1
    assert tree(behind) == {"index.html": b"precious"}


@pytest.mark.skipif(os.name != "posix", reason="links need a right on Windows")
def test_a_gitignore_that_is_a_link_stays(root):
    """In a whole build too."""
    build(root, root / "site", NOW)
    (root / "ignored").write_text("*")
    (root / "site/.gitignore").symlink_to(root / "ignored")
    build(root, root / "site", NOW, full=True)
    assert (root / "site/.gitignore").is_symlink()

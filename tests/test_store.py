"""What is kept between builds: it saves time, and is never trusted."""

import os
import pickle
import random
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from cronaca.cache import store
from cronaca.cache.content import CONTENT_FILE
from cronaca.cache.snapshot import cache_stem
from cronaca.check.site import examine
from cronaca.pipeline import last
from support import CHECKOUT, NOW, build, demo, grown_old, mortal, run, tree

SEED = "content/incidents/2025/2025-03-27-tsr-1532.yaml"
TIMES = ("--now", NOW.isoformat())
KINDS = ("sources", "site", "look")
posix = pytest.mark.skipif(os.name != "posix", reason="links, rights and signals")


@pytest.fixture
def root(tmp_path):
    return demo(tmp_path / "copy")


def path_of(root: Path, kind: str) -> Path:
    """Where something is kept of the demo's site."""
    if kind == "sources":
        return root / ".cronaca" / CONTENT_FILE
    suffix = {"site": "db", "look": "look"}[kind]
    return root / ".cronaca" / f"site-{cache_stem(root / 'site')}.{suffix}"


def edit(root: Path, word: str) -> None:
    """Another title for an incident, which every list shows."""
    text = (root / SEED).read_text(encoding="utf-8")
    (root / SEED).write_text(text.replace('en: "', f'en: "{word} ', 1), encoding="utf-8")


def tree_of_clean(root: Path) -> dict[str, bytes]:
    """What a build makes that knows nothing; in a folder of its own, for it would leave what it knows."""
    clean = root.with_name("clean")
    shutil.rmtree(clean, ignore_errors=True)
    for name in ("content", "templates"):
        if (root / name).exists():
            shutil.copytree(root / name, clean / name)
    build(clean, clean / "site", NOW)
    return tree(clean / "site")


def foreign(path: Path) -> None:
    """Somebody's database."""
    path.unlink()
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE target (name TEXT, body TEXT)")
        database.execute("INSERT INTO target VALUES ('a', 'b')")
        database.commit()


def planted(path: Path) -> None:
    """Ours, with a trigger and a view that nobody of us wrote."""
    with closing(sqlite3.connect(path)) as database:
        table = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchone()[0]
        database.execute(f"CREATE TRIGGER x AFTER INSERT ON {table} BEGIN DELETE FROM {table}; END")
        database.execute("CREATE VIEW y AS SELECT 1")
        database.commit()


def flipped(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def in_the_way(path: Path) -> None:
    """A folder in the file's place."""
    path.unlink()
    (path / "theirs").mkdir(parents=True)


def blobs(path: Path, change) -> None:
    """Something else in every value of a database."""
    with closing(sqlite3.connect(path)) as database:
        tables = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
        for table, sql in tables:
            for column in ("seen", "value", "sealed", "build"):
                if f"{column} BLOB" in sql:
                    rows = (
                        database.execute(f"SELECT rowid, {column} FROM {table}")
                        if "ROWID" not in sql
                        else None
                    )
                    if rows is None:
                        database.create_function("changed", 1, change)
                        database.execute(f"UPDATE {table} SET {column} = changed({column})")
                    else:
                        for number, value in rows.fetchall():
                            ask = f"UPDATE {table} SET {column} = ? WHERE rowid = ?"
                            database.execute(ask, (change(value), number))
        database.commit()


HARMS = {
    "deleted": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "cut": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "noise": lambda path: path.write_bytes(random.Random(5).randbytes(path.stat().st_size)),
    "foreign": foreign,
    "planted": planted,
    "a folder": in_the_way,
    "pickled": lambda path: path.write_bytes(pickle.dumps(Runs(path.parent / "ran"))),
}
QUIET = ("deleted", "empty")


class Runs:
    """What runs when somebody unpickles it."""

    def __init__(self, proof: Path) -> None:
        self.proof = proof

    def __reduce__(self):
        return Path.touch, (self.proof,)


QUICK = [("cut", 2)]


@pytest.mark.parametrize(
    ("how", "jobs"),
    [
        (how, jobs) if (how, jobs) in QUICK else pytest.param(how, jobs, marks=pytest.mark.slow)
        for how in HARMS
        for jobs in (1, 2)
    ],
)
def test_what_was_spoilt_is_made_anew(root, how, jobs):
    """Whatever became of each file: the next build and check do as without it, and a line says so."""
    site = root / "site"
    build(root, site, NOW)
    for number, kind in enumerate(KINDS):
        edit(root, f"before {number}")
        grown_old(root / SEED)
        build(root, site, NOW)
        edit(root, f"after {number}")
        path = path_of(root, kind)
        assert path.exists()
        HARMS[how if path.suffix == ".db" or how not in ("foreign", "planted") else "cut"](path)
        result = build(root, site, NOW, jobs=jobs)
        assert len(result.said) == (how not in QUIET and kind != "look"), result.said
        assert all(path.name in line for line in result.said)
        assert not result.report.issues
        assert tree(site) == tree_of_clean(root)
        assert not (root / ".cronaca/ran").exists()
        told = run("check", "--root", root, *TIMES)
        assert (told.returncode, told.stdout) == (0, "")
        if path.is_dir():
            shutil.rmtree(path)
    assert build(root, site, NOW).said == []


@pytest.mark.parametrize("count", [3, pytest.param(60, marks=pytest.mark.slow)])
def test_a_bit_that_changed(root, count):
    """Wherever a bit of what is kept is another: the site is what a clean build makes."""
    site, chance = root / "site", random.Random(13)
    build(root, site, NOW)
    for number in range(count):
        flipped(path_of(root, KINDS[number % 2]), chance)
        edit(root, str(number))
        assert build(root, site, NOW).written
        assert tree(site) == tree_of_clean(root), number


@pytest.mark.parametrize("kind", ["sources", pytest.param("site", marks=pytest.mark.slow)])
def test_values_that_somebody_put_there(root, kind):
    """A row with other bytes, also pickled ones, is none of ours; nothing in it runs."""
    site, proof = root / "site", root / "ran"
    for change in (
        lambda _: pickle.dumps(Runs(proof)),
        lambda value: value[:-1],
        lambda _: store.sealed([1]),
    ):
        build(root, site, NOW)
        blobs(path_of(root, kind), change)
        edit(root, "again")
        result = build(root, site, NOW)
        assert len(result.said) == 1
        assert tree(site) == tree_of_clean(root)
    assert not proof.exists()


def test_values_that_were_swapped(root):
    """An incident that stands in another one's row is not taken for it."""
    site = root / "site"
    build(root, site, NOW)
    with closing(sqlite3.connect(path_of(root, "sources"))) as database:
        rows = database.execute("SELECT rowid, value FROM incident").fetchall()
        for (number, _), (_, value) in zip(rows, rows[1:] + rows[:1], strict=True):
            database.execute("UPDATE incident SET value = ? WHERE rowid = ?", (value, number))
        database.commit()
    edit(root, "again")
    assert len(build(root, site, NOW).said) == 1
    assert tree(site) == tree_of_clean(root)


def test_the_store_of_another_site(root, tmp_path):
    """What was kept for one site is of no use for another, and does it no harm."""
    other = demo(tmp_path / "other")
    edit(other, "other")
    build(other, other / "site", NOW)
    build(root, root / "site", NOW)
    for kind in KINDS:
        if path_of(other, kind).exists() and path_of(root, kind).exists():
            shutil.copyfile(path_of(other, kind), path_of(root, kind))
    assert build(root, root / "site", NOW).written
    assert tree(root / "site") == tree_of_clean(root)


@contextmanager
def locked(path: Path):
    """Held by a process that does not end."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("BEGIN EXCLUSIVE")
        yield


def test_a_locked_store_is_done_without(root, monkeypatch):
    """Somebody who holds it keeps nobody from building or checking; a line says so."""
    monkeypatch.setattr(store, "_SHORT", 1)
    build(root, root / "site", NOW)
    edit(root, "again")
    with locked(path_of(root, "sources")):
        [line] = build(root, root / "site", NOW).said
        found = examine(root, NOW, {}, 1)
    assert line == ".cronaca/sources.db cannot be used (database is locked): done without"
    assert (found.said, found.report.issues) == ([line], [])
    assert tree(root / "site") == tree_of_clean(root)


@posix
@pytest.mark.parametrize("kind", ["sources", "site"])
def test_a_store_that_may_only_be_read(root, kind):
    """It is made anew, and a line says so."""
    build(root, root / "site", NOW)
    edit(root, "again")
    path_of(root, kind).chmod(0o400)
    told = mortal("build", "--root", root, *TIMES)
    line = f".cronaca/{path_of(root, kind).name} was not whole, or not cronaca's: made anew\n"
    assert (told.returncode, told.stderr) == (0, line)
    assert tree(root / "site") == tree_of_clean(root)


@posix
@pytest.mark.parametrize(
    "beside", ["", "-journal", *(pytest.param(each, marks=pytest.mark.slow) for each in ("-wal", "-shm"))]
)
def test_a_link_is_not_followed(root, tmp_path, beside):
    """What stands in the place of a file of ours and leads elsewhere is taken away, and no more."""
    theirs = tmp_path / "theirs"
    theirs.write_bytes(b"precious")
    build(root, root / "site", NOW)
    for number, kind in enumerate(KINDS):
        path = path_of(root, kind)
        link = path.with_name(path.name + beside)
        link.unlink(missing_ok=True)
        link.symlink_to(theirs)
        edit(root, f"again {number}")
        grown_old(root / SEED)
        assert build(root, root / "site", NOW).written
        assert run("check", "--root", root, *TIMES).returncode == 0
        assert theirs.read_bytes() == b"precious"
        assert beside or not path.is_symlink()
    assert tree(root / "site") == tree_of_clean(root)


@posix
@pytest.mark.parametrize(
    "kind", ["look", *(pytest.param(each, marks=pytest.mark.slow) for each in ("sources", "site"))]
)
def test_a_pipe_is_not_waited_for(root, kind):
    """Something else in the place of a file of ours, which would be waited for, or have no end."""
    build(root, root / "site", NOW)
    for make in (os.mkfifo, lambda path: path.symlink_to("/dev/zero")):
        path = path_of(root, kind)
        path.unlink(missing_ok=True)
        make(path)
        edit(root, "again")
        told = run("build", "--root", root, *TIMES, timeout=60)
        assert told.returncode == 0, told.stderr
        assert told.stderr.count("\n") <= 1
        assert tree(root / "site") == tree_of_clean(root)


@posix
@pytest.mark.parametrize("kind", ["sources", "site"])
def test_a_pipe_beside_a_store_is_not_waited_for(root, kind):
    """In the place of its journal, which is looked at first."""
    path = path_of(root, kind)
    path.parent.mkdir()
    os.mkfifo(path.with_name(f"{path.name}-journal"))
    told = run("build", "--root", root, *TIMES, timeout=60)
    assert (told.returncode, told.stderr) == (0, "")


@pytest.mark.slow
def test_names_that_are_no_text(root):
    """A byte of a table's name that no text has: sqlite cannot even say what is wrong."""
    build(root, root / "site", NOW)
    for kind in ("sources", "site"):
        path = path_of(root, kind)
        data = path.read_bytes()
        assert b"PRIMARY KEY" in data
        path.write_bytes(
            data.replace(b"PRIMARY KEY (", b"PRIM\xa3RY KEY (").replace(b"PRIMARY KEY,", b"PRIM\xa3RY KEY,")
        )
        edit(root, "again")
        assert len(build(root, root / "site", NOW).said) == 1
        assert tree(root / "site") == tree_of_clean(root)


@posix
def test_a_folder_that_is_a_link_is_done_without(root, tmp_path):
    """A .cronaca that leads elsewhere: nothing is written there."""
    (tmp_path / "theirs").mkdir()
    (root / ".cronaca").symlink_to(tmp_path / "theirs")
    told = run("build", "--root", root, *TIMES)
    said = f"{root}/.cronaca is not a folder to write into (it is a link)"
    assert told.stderr == f"nothing is kept for the next build: {said}\n"
    assert not list((tmp_path / "theirs").iterdir())


def journal(victim: Path) -> bytes:
    """A hot journal of no page that names another file, which sqlite deletes once it has played it back."""
    name = os.fsencode(victim)
    head = bytes.fromhex("d9d505f920a163d7") + (0).to_bytes(4) + bytes(4) + (1).to_bytes(4)
    head = (head + (512).to_bytes(4) + (4096).to_bytes(4)).ljust(512, b"\0")
    tail = (1 + 0x40000000 // 4096).to_bytes(4) + name + len(name).to_bytes(4) + sum(name).to_bytes(4)
    return head + tail + bytes.fromhex("d9d505f920a163d7")


@pytest.mark.parametrize("kind", ["sources", "site"])
def test_a_journal_that_names_a_file(root, tmp_path, kind):
    """sqlite would delete that file."""
    victim = tmp_path / "precious"
    victim.write_bytes(b"precious")
    build(root, root / "site", NOW)
    path = path_of(root, kind)
    path.with_name(f"{path.name}-journal").write_bytes(journal(victim))
    edit(root, "again")
    assert build(root, root / "site", NOW).written
    assert victim.read_bytes() == b"precious"
    assert tree(root / "site") == tree_of_clean(root)


@pytest.mark.parametrize("where", ["doubt", "target"])
def test_a_record_that_leads_out(root, tmp_path, where):
    """What is on record may be deleted: a file elsewhere never is."""
    build(root, root / "site", NOW)
    victim = tmp_path / "precious"
    victim.write_bytes(b"precious")
    for route in ("../../precious", str(victim)):
        with closing(sqlite3.connect(path_of(root, "site"))) as database:
            if where == "doubt":
                database.execute("INSERT INTO doubt VALUES (?)", (route,))
            else:
                files = store.sealed({route: ["", "", ""]})
                database.execute("INSERT OR REPLACE INTO target VALUES ('gone', x'00', 1, ?)", (files,))
            database.commit()
        edit(root, "again")
        assert len(build(root, root / "site", NOW).said) == 1
        assert victim.read_bytes() == b"precious"
        assert tree(root / "site") == tree_of_clean(root)


@posix
def test_a_lock_on_what_was_thrown_away(root, monkeypatch):
    """Who waited for a file that is another by now holds that other one."""
    (root / ".cronaca").mkdir()
    path, begun = path_of(root, "site"), store._begun

    def thrown_away_meanwhile(database, last):
        monkeypatch.setattr(store, "_begun", begun)
        assert begun(database, last)
        path.unlink()
        path.touch()
        return True

    monkeypatch.setattr(store, "_begun", thrown_away_meanwhile)
    with store.held(path, ("CREATE TABLE a (b)",), lambda: None):
        ask = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0).execute('BEGIN EXCLUSIVE')"
        told = subprocess.run([sys.executable, "-c", ask, path], capture_output=True, text=True, check=False)
        assert "database is locked" in told.stderr


@posix
def test_a_store_that_cannot_be_written(root):
    """A limit on files: what is wrong is said all the same, and a line says that nothing is kept."""
    import resource

    build(root, root / "site", NOW)
    edit(root, "again")
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))  # noqa: E731
    whole = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    path = root / SEED
    path.write_text(f"{path.read_text(encoding='utf-8')}related: [nobody]\n", encoding="utf-8")
    told = run("check", "--root", root, *TIMES, preexec_fn=limit, env=whole)
    assert told.returncode == 0
    assert "unknown-related" in told.stdout
    assert told.stderr.count("\n") == 1
    assert "cannot be used" in told.stderr


def test_no_code_lies_in_a_sites_folder(root):
    """Compiled templates are code: a pull request could bring its own."""
    theme = root / "templates/pages"
    theme.mkdir(parents=True)
    theme.joinpath("404.html").write_text("gone: {{ edition.title }}", encoding="utf-8")
    build(root, root / "site", NOW)
    names = {path.relative_to(root).as_posix() for path in root.rglob("*") if "site/" not in str(path)}
    assert {name for name in names if name.startswith(".cronaca/")} == {
        path_of(root, kind).relative_to(root).as_posix() for kind in ("sources", "site")
    } | {".cronaca/.gitignore"} | {name for name in names if name.endswith(".look")}
    assert not [name for name in names if name.endswith((".cache", ".pyc"))]


SECRETS = """
private:
  who: sesame-one
  "sesame-two": [1, 1]
"""


@pytest.mark.parametrize("how", ["private", "draft", "flow", "duplicate"])
def test_no_draft_and_nothing_private_is_kept(root, how):
    """Not their words, not in a finding that quotes them, and not after what was published became a draft."""
    text = (root / SEED).read_text(encoding="utf-8")
    assert "private:" in text
    before = text[: text.index("\nprivate:")]
    match how:
        case "private":
            text = before + SECRETS
        case "draft":
            text = f"{before}\ndraft: true\n".replace('en: "Payment', 'en: "sesame-three Payment')
        case "flow":
            text = '{title: {fr: "Un"}, private: {a: sesame-four}, related: [no-one]}\n'
        case _:
            text = f"{before}\nprivate:\n  a: sesame-five\n  a: sesame-six\n"
    for path in (SEED, "content/incidents/2025/2025-03-28-published.yaml"):
        (root / path).write_text(
            before.replace('en: "Payment', 'en: "sesame-three Payment'), encoding="utf-8"
        )
    build(root, root / "site", NOW)
    (root / "content/incidents/2025/2025-03-28-published.yaml").unlink()
    (root / SEED).write_text(text, encoding="utf-8")
    for strict in (False, True):
        build(root, root / "site", NOW, strict=strict)
        grown_old(root / SEED)
        build(root, root / "site", NOW, drafts=strict)
    run("check", "--root", root, *TIMES)
    for path in (root / ".cronaca").iterdir():
        assert b"sesame" not in path.read_bytes(), path.name


def test_what_was_published_once_is_gone(root):
    """A long text that becomes a draft's: its bytes are nowhere in what is kept."""
    path = root / "content/incidents/2026/2026-01-01-long.yaml"
    long = "title: {fr: Un, en: One, it: Uno}\nupdates:\n  - {at: 2026-01-01 10:00, status: resolved, body: {"
    long += ", ".join(f'{lang}: "{"sesame-seven " * 3000}"' for lang in ("fr", "en", "it")) + "}}\n"
    path.write_text(long, encoding="utf-8")
    build(root, root / "site", NOW)
    assert b"sesame-seven" in path_of(root, "sources").read_bytes()
    path.write_text(f"{long}draft: true\n", encoding="utf-8")
    build(root, root / "site", NOW)
    for each in (root / ".cronaca").iterdir():
        assert b"sesame-seven" not in each.read_bytes(), each.name


def test_a_draft_is_gone_from_the_rows_of_other_programs(root, program):
    """What this one unpublishes, no other keeps."""
    program.build(root)
    text = (root / SEED).read_text(encoding="utf-8")
    (root / SEED).write_text(text.replace('en: "Payment', 'en: "sesame-eight Payment'), encoding="utf-8")
    program.build(root)
    (root / SEED).write_text(f"{(root / SEED).read_text(encoding='utf-8')}draft: true\n", encoding="utf-8")
    build(root, root / "site", NOW)
    assert b"sesame-eight" not in path_of(root, "sources").read_bytes()


HIDDEN = {
    "escaped": '{title: {fr: "Un"}, windows: [], "pri\\u0076ate": {a: sesame-nine}}\n',
    "asked": '{title: {fr: "Un"}, ? private # x\n : {a: sesame-nine}}\n',
    "quoted": 'title: {fr: "Un"}\n"private": {note: "sesame-nine\nprivate: x"}\n',
}


@pytest.mark.parametrize("how", HIDDEN)
def test_private_however_it_is_written(root, how):
    """A finding that quotes the line of a private word is not kept."""
    (root / "content/incidents/2026/2026-01-01-hidden.yaml").write_text(HIDDEN[how], encoding="utf-8")
    build(root, root / "site", NOW)
    assert "missing-language" in run("check", "--root", root, *TIMES).stdout
    assert b"sesame-nine" not in path_of(root, "sources").read_bytes()


def test_stats_leave_a_store_as_it_is(root):
    """Who only counts deletes nothing, whatever stands there."""
    build(root, root / "site", NOW)
    path = path_of(root, "site")
    path.write_bytes(path.read_bytes()[:3000])
    told = run("stats", "--root", root)
    assert told.returncode == 2
    assert "nothing is on record" in told.stderr
    assert path.stat().st_size == 3000


def test_stats_beside_a_build(root, monkeypatch):
    """Who asks while a build is at work is told so, and nobody is told to delete what it holds."""
    monkeypatch.setattr(store, "_SHORT", 1)
    build(root, root / "site", NOW)
    with locked(path_of(root, "site")), pytest.raises(OSError, match="database is locked") as refused:
        last(root, root / "site")
    assert "run this one again" in str(refused.value.strerror)


def test_a_file_of_the_same_time_and_size(root):
    """What an archive unpacks has the time that it had, and perhaps the very place: it is read again."""
    path = root / SEED
    before = path.stat()
    build(root, root / "site", NOW)
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("remains under watch", "is now being seen to"[: len("remains under watch")]), "utf-8"
    )
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    build(root, root / "site", NOW)
    assert tree(root / "site") == tree_of_clean(root)


def test_what_is_kept_does_not_grow_with_every_edit(root):
    """An incident that is edited again and again leaves no more behind than a site's worth."""
    site, seed = root / "site", root / SEED
    text = seed.read_text(encoding="utf-8")
    build(root, site, NOW)
    for turn in range(12):
        long = f"the platform remains under watch, {turn}. " + "More is said of it. " * 10_000
        seed.write_text(text.replace("the platform remains under watch.", long), encoding="utf-8")
        build(root, site, NOW)
    assert len(long) < path_of(root, "sources").stat().st_size < 10 * len(long)
    assert tree(site) == tree_of_clean(root)


class Program:
    """A copy of this program, which can be changed."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.libraries = folder, folder / "lib"
        shutil.copytree(CHECKOUT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(
            CHECKOUT / "templates", folder / "templates", ignore=shutil.ignore_patterns("__pycache__")
        )
        self.libraries.mkdir()

    def change(self, name: str, old: str, new: str) -> None:
        path = self.folder / "src/cronaca" / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def run(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        path = os.pathsep.join(map(str, (self.folder / "src", self.libraries)))
        return run(*words, *TIMES, env={**os.environ, "PYTHONPATH": path})

    def build(self, root: Path, *words: str) -> str:
        done = self.run("build", "--root", root, "--explain", *words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def equals_clean(self, root: Path) -> None:
        """What it builds now on top of what there is, is what it makes from nothing."""
        self.build(root)
        self.build(root, "--out", str(root / "clean"), "--no-cache")
        assert tree(root / "site") == tree(root / "clean")


@pytest.fixture
def program(tmp_path):
    return Program(tmp_path / "program")


def test_a_changed_line_of_ours(root, program):
    """After an upgrade nothing is served that the old program made; what did not change is not made again."""
    program.build(root)
    assert "0 files rendered" in program.build(root)
    program.change("exports/hosting.py", "Allow: /", "Disallow: /x")
    program.equals_clean(root)
    assert "Disallow: /x" in (root / "site/robots.txt").read_text(encoding="utf-8")
    program.change("markup/__init__.py", "def html(", "def html_(")
    with (program.folder / "src/cronaca/markup/__init__.py").open("a", encoding="utf-8") as file:
        file.write(
            "\n\ndef html(text: str, lang: str) -> str:\n    return '<i>new</i>' + html_(text, lang)\n"
        )
    program.equals_clean(root)
    assert "<i>new</i>" in (root / "site/en/incidents/tsr-1532/index.html").read_text(encoding="utf-8")


RULE = '''

def reads_badly(site: Site) -> Iterator[Finding]:
    """A rule that is new."""
    for incident in site.incidents:
        yield Finding("file-date", "new", KeyPath(incident.path), Level.WARNING)
'''


def test_a_new_rule_of_ours(root, program):
    """The gate of a workflow holds: what a check refuses, no build lets through."""
    program.build(root, "--strict")
    with (program.folder / "src/cronaca/rules/times.py").open("a", encoding="utf-8") as file:
        file.write(RULE)
    program.change(
        "rules/__init__.py", "    times.file_date,", "    times.file_date,\n    times.reads_badly,"
    )
    for words in (("check", "--strict"), ("build", "--strict"), ("build", "--strict", "--no-cache")):
        assert program.run(*words, "--root", root).returncode == 1, words
    assert program.run("build", "--root", root).returncode == 0


def test_a_new_field_in_the_middle(root, program):
    """The model may change in any way: what an older program kept is not read as this one's."""
    program.build(root)
    program.change(
        "model.py", '    priority: str = ""\n', '    region: str = "here"\n    priority: str = ""\n'
    )
    program.equals_clean(root)
    assert program.run("check", "--root", root).returncode == 0


def test_another_release_of_a_library(root, program):
    """Markdown of another version, which makes other HTML: every page follows."""
    import markdown

    text = (root / SEED).read_text(encoding="utf-8")
    table = "the platform remains under watch.\n\n        | a | b |\n        |---|---|\n        | c | d |"
    (root / SEED).write_text(text.replace("the platform remains under watch.", table, 1), encoding="utf-8")
    program.build(root)
    source = Path(markdown.__file__).parent
    [known] = source.parent.glob("[Mm]arkdown-*.dist-info")
    shutil.copytree(source, program.libraries / "markdown", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(known, program.libraries / "markdown-99.0.dist-info")
    core = program.libraries / "markdown/core.py"
    text = core.read_text(encoding="utf-8")
    assert "return output.strip()" in text
    core.write_text(
        text.replace("return output.strip()", "return output.strip() + '<i>99</i>'"), encoding="utf-8"
    )
    program.equals_clean(root)
    pages = tree(root / "site")
    assert any(b"<i>99</i>" in data for name, data in pages.items() if name.endswith(".html"))


@pytest.mark.slow
def test_two_programs_in_turn(root, program):
    """A hook's environment and the writer's: each uses again what it read itself, the three last ones do."""
    for turn in range(3):
        program.build(root)
        told = run("build", "--root", root, "--explain", *TIMES).stdout
        assert ("10 read" if not turn else "incident files: 0 read") in told
    assert "incident files: 0 read" in program.build(root)
    assert tree(root / "site") == tree_of_clean(root)
    for word in ("one", "two", "three"):
        program.change("__init__.py", "__version__", f"# {word}\n__version__")
        program.build(root)
    with closing(sqlite3.connect(path_of(root, "sources"))) as database:
        assert database.execute("SELECT count(*) FROM program").fetchone() == (3,)
        assert database.execute("SELECT count(*) FROM incident").fetchone() == (30,)
    assert "10 read" in run("build", "--root", root, "--explain", *TIMES).stdout


@posix
def test_a_program_that_may_not_write_beside_itself(root, tmp_path, program):
    """It keeps what it compiled where its user alone may write."""
    (program.folder / "templates").chmod(0o555)
    place = tmp_path / "tmp"
    place.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(program.folder / "src"), "TMPDIR": str(place)}
    for _ in range(2):
        told = mortal("build", "--root", root, "--no-cache", *TIMES, env=environment)
        assert told.returncode == 0, told.stderr
        [made] = [each for each in place.iterdir() if each.is_dir()]
        assert made.stat().st_mode & 0o777 == 0o700
        assert list(made.glob("cronaca-*"))
    assert tree(root / "site") == tree_of_clean(root)
    (program.folder / "templates").chmod(0o755)


DRAFT = 'title: {fr: "Un", en: "One", it: "Uno"}\ndraft: true\n'


def test_a_draft_is_not_named(root):
    """Nor by a finding in a published file, which might have meant it."""
    (root / "content/incidents/2026-01-01-sesame-launch.yaml").write_text(DRAFT, encoding="utf-8")
    path = root / SEED
    path.write_text(f"{path.read_text(encoding='utf-8')}related: [sesame-lanch]\n", encoding="utf-8")
    for _ in range(2):
        grown_old(path)
        assert "sesame-launch" in str(build(root, root / "site", NOW).report.issues)
        run("check", "--root", root, *TIMES)
    for each in (root / ".cronaca").iterdir():
        assert b"sesame-launch" not in each.read_bytes(), each.name

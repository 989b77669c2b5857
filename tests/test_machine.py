"""What the machine refuses: one line with a path and a remedy, and the old site stays."""

import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager, suppress

import pytest

from cronaca.cache.snapshot import cache_stem
from cronaca.pipeline import check
from support import CHECKOUT, NOW, build, demo, lacking, mortal, run, tree, wait_for

SEED = "content/incidents/2025/2025-03-27-tsr-1532.yaml"
posix = pytest.mark.skipif(os.name != "posix", reason="POSIX alone has it")
TIMES = ("--now", NOW.isoformat())


@pytest.fixture
def root(tmp_path):
    return demo(tmp_path / "copy")


def edit(root, number=1):
    text = (root / SEED).read_text(encoding="utf-8")
    (root / SEED).write_text(re.sub('en: "', f'en: "{number} ', text, count=1), encoding="utf-8")


def one_line(told, code=1):
    """The only line said, which is no trace and no fault of ours."""
    assert told.returncode == code, told.stderr
    assert "fault of ours" not in told.stderr
    assert "Traceback" not in told.stderr
    [line] = told.stderr.splitlines()
    return line


@contextmanager
def closed(*folders):
    """These may only be read for a while."""
    for folder in folders:
        folder.chmod(0o555)
    try:
        yield
    finally:
        for folder in folders:
            folder.chmod(0o755)


@posix
def test_a_limit_on_the_size_of_files(root):
    """ulimit -f: the file is named, and what to do; the site is as it was."""
    import resource

    build(root, root / "site", NOW)
    before = tree(root / "site")
    edit(root)
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))  # noqa: E731
    whole = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}  # Python itself would keep half a module
    line = one_line(run("build", "--root", root, *TIMES, preexec_fn=limit, env=whole))
    assert re.search(r"copy/\S+: File too large: raise the limit", line)
    assert tree(root / "site") == before
    assert build(root, root / "site", NOW).written


@pytest.mark.parametrize("size", ["64k", "400k", "1200k", "2400k"])
def test_a_full_disk(tmp_path, size):
    """Wherever the disk is full: a line with the path, and the old site whole."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount") or lacking("mount")
    command = [mount, "-t", "tmpfs", "-o", f"size={size}", "tmpfs", disk]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("nothing may be mounted here")
    root = demo(tmp_path / "copy")
    try:
        told = run("build", "--root", root, "--out", disk / "site", *TIMES)
        assert re.match(r"cronaca: /\S+: No space left on device: free some space", one_line(told))
        assert not (disk / "site").exists()
        assert list(disk.iterdir()) == []
    finally:
        subprocess.run(["umount", disk], check=True)


@posix
def test_an_output_that_may_only_be_read(root, tmp_path):
    """The folder is named; nothing is changed."""
    build(root, root / "site", NOW)
    before = tree(root / "site")
    edit(root)
    with closed(root / "site", *(path for path in (root / "site").rglob("*") if path.is_dir())):
        line = one_line(mortal("build", "--root", root, *TIMES))
    assert re.search(r"copy/site/\S+: Permission denied: give this user the right", line)
    assert tree(root / "site") == before
    assert build(root, root / "site", NOW).written


@posix
def test_a_theme_that_may_not_be_read(root):
    """Its folder is named: the default look is not taken for the site's own."""
    parts = root / "templates/parts"
    parts.mkdir(parents=True)
    parts.chmod(0)
    try:
        assert f"{parts}: Permission denied" in one_line(mortal("build", "--root", root, *TIMES))
    finally:
        parts.chmod(0o755)


@posix
@pytest.mark.parametrize("what", ["root", "cronaca", "a file"])
def test_where_nothing_can_be_kept(root, built_demo, tmp_path, what):
    """The site is built all the same, and it is said that the next build begins from nothing."""
    keep = root / ".cronaca"
    if what == "a file":
        keep.write_text("a file")
    elif what == "cronaca":
        keep.mkdir()
    for _ in range(2):
        with closed(*{"root": [root], "cronaca": [keep]}.get(what, [])):
            told = mortal("build", "--root", root, "--out", tmp_path / "out", *TIMES)
        assert told.returncode == 0, told.stderr
        assert re.fullmatch(
            r"nothing is kept for the next build: \S+/\.cronaca is not a folder .*\n", told.stderr
        )
    assert tree(tmp_path / "out") == tree(built_demo / "site")


def test_a_folder_in_a_files_place(root):
    """It is named, also by a whole build; once it is moved away, the site is completed."""
    page = root / "site/fr/incidents/tsr-1532/index.html"
    build(root, root / "site", NOW)
    page.unlink()
    page.mkdir()
    (page / "theirs").write_text("theirs")
    text = (root / SEED).read_text(encoding="utf-8")
    (root / SEED).write_text(text.replace('fr: "', 'fr: "Ici ', 1), encoding="utf-8")
    for words in ([], ["--no-cache"]):
        line = one_line(run("build", "--root", root, *TIMES, *words))
        assert "site/fr/incidents/tsr-1532/index.html: " in line
        assert "move it away" in line
    shutil.rmtree(page)
    build(root, root / "site", NOW)
    build(root, root / "clean", NOW)
    assert tree(root / "site") == tree(root / "clean")


@posix
def test_commands_that_write(root, tmp_path):
    """init, new, update and schema name the place that they may not write to."""
    home = tmp_path / "closed"
    home.mkdir()
    folders = [path for path in (root, *root.rglob("*")) if path.is_dir()]
    with closed(home, *folders):
        assert "closed/new: Permission denied" in one_line(mortal("init", home / "new"))
        assert "closed/x: Permission denied" in one_line(
            mortal("schema", "--root", root, "--out", home / "x")
        )
        words = [
            "--root",
            root,
            *TIMES,
            "--status",
            "investigating",
            "--fr",
            "Vu.",
            "--en",
            "Seen.",
            "--it",
            "Visto.",
        ]
        assert f"{root}/{SEED}: Permission denied" in one_line(mortal("update", "tsr-1532", *words))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc is Linux's")
def test_where_no_folder_can_be():
    """A line, no trace."""
    assert "/proc/x" in one_line(run("init", "/proc/x"))


@pytest.mark.parametrize("kind", ["pipe", "socket"])
@pytest.mark.parametrize(
    "name", ["content/incidents/2025-03-10-x.yaml", "content/site.yaml", "content/notes"]
)
@posix
def test_what_is_no_file_is_a_finding(site, kind, name, tmp_path, monkeypatch):
    """A pipe would be waited for for ever."""
    monkeypatch.chdir(tmp_path)
    root = site({"2025-03-11-a.yaml": 'title: {fr: "Panne", en: "Outage"}\n'})
    (root / name).unlink(missing_ok=True)
    if kind == "pipe":
        os.mkfifo(root / name)
    else:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind("here")
        os.rename("here", root / name)  # an address is a short path
    issues = check(root, NOW)[1].ordered()
    assert [(issue.code, issue.mark.path) for issue in issues] == [("not-a-file", name)]
    assert issues[0].message == f"a {kind} stands here, not a file"
    told = run("build", "--root", root, *TIMES)
    assert told.returncode == 1
    assert f"{name}:1:1: error[not-a-file]" in told.stderr


@posix
def test_a_pipe_among_templates_is_passed_over(site):
    """It is nobody's template."""
    root = site()
    (root / "templates/pages").mkdir(parents=True)
    os.mkfifo(root / "templates/pages/404.html")
    assert build(root, root / "out", NOW).written


@posix
def test_a_pipe_that_a_shell_makes_is_read(site):
    """cronaca check <(…) judges what comes out of it."""
    root, text = site(), "titel: x\n"
    command = f'{sys.executable} -m cronaca check --root {root} <(printf "{text}")'
    done = subprocess.run(
        ["bash", "-c", command], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "error[unknown-key]" in done.stdout


@posix
def test_a_folder_that_cannot_be_read_is_a_finding(root):
    """Its incidents are not taken for deleted."""
    build(root, root / "site", NOW)
    before = tree(root / "site")
    folder = root / "content/incidents/2024"
    folder.chmod(0)
    try:
        told = mortal("build", "--root", root, *TIMES)
    finally:
        folder.chmod(0o755)
    assert told.returncode == 1
    assert "content/incidents/2024:1:1: error[unreadable] Permission denied" in told.stderr
    assert tree(root / "site") == before


FAILS = """
import sys
left = {times}
def hook(event, given):
    global left
    if event == "open" and left and str(given[0]).endswith({name!r}):
        left -= 1
        raise FileNotFoundError(2, "No such file or directory", str(given[0]))
sys.addaudithook(hook)
from cronaca.cli import main
main()
"""


@pytest.mark.parametrize("name", ["tsr-1532.yaml", "content/components.yaml", "content/site.yaml"])
@pytest.mark.parametrize("times", [1, 999])
def test_a_read_that_fails(root, name, times):
    """Once: it is tried again. Always: a finding, exit 1; and the next build publishes the edit."""
    site = root / "site"
    build(root, site, NOW)
    before = tree(site)
    edit(root)
    command = [sys.executable, "-c", FAILS.format(times=times, name=name), "build", "--root", root, *TIMES]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if times == 1:
        assert (done.returncode, done.stderr) == (0, "")
    else:
        assert done.returncode == 1
        assert "error[unreadable] No such file or directory" in done.stderr
        assert done.stderr.endswith("nothing was written\n")
        assert tree(site) == before
        assert build(root, site, NOW).written
    build(root, root / "clean", NOW)
    assert tree(site) == tree(root / "clean")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--port", "-1"], 2, "'--port'"),
        (["--port", "99999"], 2, "'--port'"),
        (["--port", "0"], 2, "'--port'"),
        (["--host", "no such host"], 2, "no such host"),
        (["--host", "192.0.2.1"], 1, "192.0.2.1, port 8000: "),
    ],
)
def test_where_nothing_can_be_served(root, words, code, said):
    """The address is named with what is wrong with it."""
    told = run("serve", "--root", root, *words)
    assert told.returncode == code
    assert said in told.stderr
    assert "is taken" not in told.stderr
    assert "fault of ours" not in told.stderr


@pytest.mark.parametrize("epoch", ["-1", "99999999999999", "soon", "1e9", "²", " 5", "9" * 5000])
def test_an_epoch_that_is_none(root, epoch):
    """SOURCE_DATE_EPOCH is checked as a flag is."""
    told = run("build", "--root", root, env={**os.environ, "SOURCE_DATE_EPOCH": epoch})
    assert told.returncode == 2
    assert "is not a time in seconds since 1970" in told.stderr
    assert not (root / "site").exists()


@pytest.mark.parametrize("words", [["--base-url", "nowhere"], ["--jobs", "0"], ["--now", "0001-01-01"]])
def test_flags_are_checked(root, words):
    """Wrong use, and nothing is written."""
    told = run("build", "--root", root, *words)
    assert told.returncode == 2
    assert words[0] in told.stderr
    assert not (root / "site").exists()


@posix
def test_ctrl_c_ends_a_build(root):
    """Exit 130, no trace, and the next build is not kept waiting."""
    (root / ".cronaca").mkdir()
    with closing(
        sqlite3.connect(root / ".cronaca" / f"site-{cache_stem(root / 'site')}.db", isolation_level=None)
    ) as other:
        other.execute("BEGIN EXCLUSIVE")
        command = [sys.executable, "-m", "cronaca", "build", "--root", root, *TIMES]
        with subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        ) as process:
            assert "waiting" in process.stderr.readline()
            process.send_signal(signal.SIGINT)
            wait_for(lambda: process.poll() is not None)
            assert process.stderr.read().strip() == "ended"
        assert process.returncode == 130
    assert build(root, root / "site", NOW).written


BUG = """
import cronaca.pipeline
def build(*_, **__):
    raise KeyError("caf\\u00e9 \\u6f22")
cronaca.pipeline.build = build
from cronaca.cli import main
main()
"""


@pytest.mark.parametrize("folder", [True, False])
def test_a_fault_of_ours_is_kept(root, tmp_path, folder):
    """Exit 3, one line, and a file with the trace in it, whatever letters it has."""
    traces = tmp_path / "traces"
    if folder:
        traces.mkdir()
    command = [sys.executable, "-c", BUG, "build", "--root", root]
    done = subprocess.run(
        command,
        cwd=root,
        env={**os.environ, "TMPDIR": str(traces), "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 3
    assert "a fault of ours: KeyError" in done.stderr
    if folder:
        [log] = traces.iterdir()
        assert str(log) in done.stderr
        assert "KeyError: 'café 漢'" in log.read_text(encoding="utf-8")


@posix
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_an_end_from_outside_is_clean(root, number):
    """A cancelled job, a closed terminal: no trace, no process and no folder is left."""
    for n in range(300):
        day = f"2020-{1 + n % 12:02}-{1 + n % 28:02}"
        text = f'title: {{fr: "P", en: "O", it: "G"}}\nwindows: [{{from: {day} 10:00, until: {day} 11:00}}]\n'
        (root / f"content/incidents/{day}-more-{n}.yaml").write_text(text)
    template = root / "templates" / "pages" / "statistics.html"
    template.parent.mkdir(parents=True, exist_ok=True)
    template.write_text("{% for n in range(10 ** 12) %}{% endfor %}")  # this build would not end
    command = [sys.executable, "-m", "cronaca", "build", "--root", root, "--jobs", "2", *TIMES]
    others = "/*/incidents/more-*" if sys.platform == "linux" else ""  # by a second process
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        try:
            wait_for(lambda: list(root.glob(f".site.cronaca/new-*{others}")))
            process.send_signal(number)
            _, told = process.communicate(timeout=120)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
                pytest.fail("a process is left")
    assert process.returncode == 128 + number
    assert told == ""
    assert not (root / ".site.cronaca").exists()
    assert not (root / "site").exists()


@posix
def test_a_device_is_read_as_far_as_a_file_may_be_long():
    """check /dev/zero ends."""
    told = run("check", "--root", CHECKOUT, "/dev/zero")
    assert told.returncode == 1
    assert "error[too-large]" in told.stdout


@posix
def test_closed_streams(root):
    """As a daemon may have them: the exit code says it."""
    for redirection in ("2>&-", ">&- 2>&-"):
        line = (
            f"exec {sys.executable} -m cronaca build --root {root} --now {NOW:%Y-%m-%dT%H:%MZ} {redirection}"
        )
        assert subprocess.run(["sh", "-c", line], stdin=subprocess.DEVNULL, check=False).returncode == 0


@posix
def test_a_link_in_a_circle(root):
    """It is named as what it is."""
    (root / "loop").symlink_to("loop")
    told = run("build", "--root", root, "--out", root / "loop", *TIMES)
    assert told.returncode == 2
    assert "a link that leads in a circle" in told.stderr


def test_a_template_that_is_no_text(root):
    """A finding, as other mistakes of templates are."""
    (root / "templates/pages").mkdir(parents=True)
    (root / "templates/pages/404.html").write_bytes(b"\xff\xfe")
    told = run("build", "--root", root, *TIMES)
    assert told.returncode == 1
    assert "templates/pages/404.html:1:1: error[template] the file is not UTF-8" in told.stderr


@pytest.mark.parametrize("address", ["https://[::1/", "https://[x]/", "https://example.org/?q", "http://["])
def test_an_address_that_cannot_be_a_base(root, address):
    """In the settings it is a finding, on the command line wrong use."""
    told = run("build", "--root", root, "--base-url", address, *TIMES)
    assert told.returncode == 2
    settings = root / "content/site.yaml"
    text = settings.read_text(encoding="utf-8").replace("https://status.example.org/", f"'{address}'")
    settings.write_text(text, encoding="utf-8")
    told = run("build", "--root", root, *TIMES)
    assert told.returncode == 1
    assert "error[wrong-word]" in told.stderr

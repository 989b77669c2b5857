"""The preview, as a process of its own."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from datetime import datetime
from urllib.parse import urlsplit

import pytest

from cronaca.serve.server import free_port
from support import NOW, build, demo, get, run, serving, tree, wait_for


@pytest.fixture
def preview(tmp_path):
    """A served copy of the demo under a sub-path: its root, its address, and what it says."""
    root = demo(tmp_path / "copy")
    settings = root / "content/site.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(
        text.replace("https://status.example.org/", "https://example.github.io/status/"), encoding="utf-8"
    )
    with serving(root) as (address, log):
        yield root, address, log


def test_it_serves_under_the_base_path_with_its_404(preview):
    """Pages are where they will be once published, and a missing one gets the site's own 404."""
    _, address, _ = preview
    assert address.endswith("/status/")
    assert get(address + "fr/")[0] == 200
    status, text = get(address + "fr/nothing/")
    assert status == 404
    assert "Cette page n’existe pas" in text


def test_it_serves_only_the_site(preview):
    """No path leaves the site, and hidden files stay hidden."""
    root, address, _ = preview
    (root / "secret.txt").write_text("sesame")
    for path in (
        "en/%00",
        "a" * 300,
        "../secret.txt",
        "%2e%2e/%2e%2e/%2e%2e/secret.txt",
        "..%2f..%2fsecret.txt",
        ".nojekyll",
    ):
        status, text = get(address + path)
        assert status != 200
        assert "sesame" not in text


def test_it_answers_only_this_machine(preview):
    """A foreign name that points here is refused."""
    _, address, _ = preview
    assert get(address, host="evil.example")[0] == 403


def test_a_save_is_followed(preview):
    """What is saved is built again; what is broken leaves the last good page."""
    root, address, log = preview
    seed = root / "content/incidents/2025/2025-03-27-tsr-1532.yaml"
    text = seed.read_text(encoding="utf-8")
    page = address + "en/incidents/tsr-1532/"
    seed.write_text(text.replace("Payment platform disruptions", "Payments are back"), encoding="utf-8")
    wait_for(lambda: "Payments are back" in get(page)[1])
    seed.write_text(text.replace("impact: none", "impact: [", 1), encoding="utf-8")
    wait_for(lambda: "error[yaml]" in log.read_text(encoding="utf-8"))
    assert "Payments are back" in get(page)[1]
    seed.write_text(text, encoding="utf-8")
    wait_for(lambda: "Payment platform disruptions" in get(page)[1])


def test_only_the_preview_may_run_a_script(preview):
    """The policy is widened in the response, not in the file."""
    root, address, _ = preview
    policy = re.compile(r'Security-Policy" content="([^"]*)"')
    assert "'unsafe-inline'" in policy.search(get(address + "fr/")[1])[1]
    file = root / ".cronaca/preview/fr/index.html"
    assert "'unsafe-inline'" not in policy.search(file.read_text(encoding="utf-8"))[1]


def test_drafts_are_shown_here_alone(preview):
    """A draft is in the preview, marked as one, and in no other build."""
    root, address, _ = preview
    draft = root / "content/incidents/2025/2025-05-05-later.yaml"
    draft.write_text('draft: true\ntitle: {fr: "Plus tard", en: "Later"}\nwindows: [{from: 2025-05-05}]\n')
    wait_for(lambda: get(address + "fr/incidents/later/")[0] == 200)
    assert "[Brouillon] Plus tard" in get(address + "fr/incidents/later/")[1]
    assert "[Draft] Later" in get(address + "en/incidents/later/")[1]
    build(root, root / "site", NOW)
    assert not (root / "site/fr/incidents/later").exists()


def test_the_files_are_what_build_makes(preview):
    """Only the responses differ from a build's files; these are the same byte for byte."""
    root, _, _ = preview
    built = json.loads((root / ".cronaca/preview/build.json").read_text(encoding="utf-8"))["built_at"]
    build(root, root / "site", datetime.fromisoformat(built.replace("Z", "+00:00")))
    ours, theirs = tree(root / "site"), tree(root / ".cronaca/preview")
    assert {name for name in ours | theirs if ours.get(name) != theirs.get(name)} <= {".gitignore"}


def test_a_changed_address_is_followed(preview):
    """The first thing that a manual has one change: pages are found at the new path, and from the old one."""
    root, address, _ = preview
    path = root / "content/site.yaml"
    text = path.read_text(encoding="utf-8")
    top = address.split("/", 3)[0] + "//" + address.split("/", 3)[2] + "/"
    new = re.sub(r"base_url: \S+", "base_url: https://example.org/moved/", text)
    path.write_text(new, encoding="utf-8")
    wait_for(lambda: "/moved/fr/" in get(top + "moved/fr/")[1])
    assert "/moved/fr/" in get(address + "fr/")[1]
    assert "/moved/fr/incidents/tsr-1532/" in get(address + "fr/incidents/tsr-1532/")[1]
    path.write_text(text, encoding="utf-8")
    wait_for(lambda: "/moved/" not in get(top + "moved/fr/")[1])


def test_a_taken_port_is_said_with_a_free_one(tmp_path):
    """One line, exit 1, and a port to use instead."""
    root = demo(tmp_path)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        told = run("serve", "--root", str(root), "--port", str(port))
    assert told.returncode == 1
    assert re.fullmatch(rf"Error: port {port} is taken: (\d+) is free, so try --port \1\n", told.stderr)


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("inherited", [signal.SIG_DFL, signal.SIG_IGN])
def test_ctrl_c_is_clean(tmp_path, inherited):
    """No trace, and exit 0; a background job ignores the signal, and is ended by another."""
    command = [sys.executable, "-m", "cronaca", "serve", "--root", demo(tmp_path), "--port", "0"]
    command[-1] = str(free_port("127.0.0.1", 20_000 + os.getpid() % 20_000))
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, inherited),
    ) as process:
        address = process.stdout.readline().split()[0]
        wait_for(lambda: get(address)[0] == 200)
        process.send_signal(signal.SIGINT if inherited == signal.SIG_DFL else signal.SIGTERM)
        _, told = process.communicate(timeout=120)
    assert "Traceback" not in told
    if inherited == signal.SIG_DFL:
        assert process.returncode == 0
        assert told.endswith("ended\n")


def test_foreign_pages_cannot_listen(preview):
    """A page of another site cannot open the preview's line: what is wrong may quote private lines."""
    _, address, _ = preview
    parts = urlsplit(address)
    for origin, answer in ((f"http://{parts.netloc}", b"101"), ("https://evil.example", b"403")):
        with socket.create_connection((parts.hostname, parts.port)) as line:
            asked = (
                f"GET /livereload HTTP/1.1\r\nHost: {parts.netloc}\r\nOrigin: {origin}\r\n"
                "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
            )
            line.sendall(asked.encode())
            assert answer in line.recv(100).split(b"\r\n")[0]

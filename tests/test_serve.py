"""The preview, as a process of its own."""

import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from support import demo


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def preview(tmp_path):
    """A served copy of the demo under a sub-path: its root and its address."""
    root = demo(tmp_path)
    settings = root / "content/site.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(
        text.replace("https://status.example.org/", "https://example.github.io/status/"), encoding="utf-8"
    )
    port = free_port()
    command = [sys.executable, "-m", "cronaca", "serve", "--root", str(root), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        address = process.stdout.readline().split()[0]
        wait_for(lambda: get(address)[0] == 200)
        yield root, address
        process.terminate()


def get(address, host=""):
    request = urllib.request.Request(address, headers={"Host": host} if host else {})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""


def wait_for(condition):
    for _ in range(150):
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError("it never came true")


def test_it_serves_under_the_base_path_with_its_404(preview):
    """Pages are where they will be once published, and a missing one gets the site's own 404."""
    _, address = preview
    assert address.endswith("/status/")
    assert get(address + "fr/")[0] == 200
    status, text = get(address + "fr/nothing/")
    assert status == 404
    assert "Cette page n’existe pas" in text


def test_it_serves_only_the_site(preview):
    """No path leaves the site, and hidden files stay hidden."""
    root, address = preview
    (root / "secret.txt").write_text("sesame")
    for path in ("../secret.txt", "%2e%2e/%2e%2e/%2e%2e/secret.txt", "..%2f..%2fsecret.txt", ".nojekyll"):
        status, text = get(address + path)
        assert status != 200
        assert "sesame" not in text


def test_it_answers_only_this_machine(preview):
    """A foreign name that points here is refused."""
    _, address = preview
    assert get(address, host="evil.example")[0] == 403


def test_a_save_is_followed(preview):
    """What is saved is built again; what is broken leaves the last good page."""
    root, address = preview
    seed = root / "content/incidents/2025/2025-03-27-tsr-1532.yaml"
    text = seed.read_text(encoding="utf-8")
    page = address + "en/incidents/tsr-1532/"
    seed.write_text(text.replace("Payment platform disruptions", "Payments are back"), encoding="utf-8")
    wait_for(lambda: "Payments are back" in get(page)[1])
    seed.write_text(text.replace("impact: none", "impact: [", 1), encoding="utf-8")
    time.sleep(2)
    assert "Payments are back" in get(page)[1]
    seed.write_text(text, encoding="utf-8")
    wait_for(lambda: "Payment platform disruptions" in get(page)[1])


def test_only_the_preview_may_run_a_script(preview):
    """The policy is widened in the response, not in the file."""
    root, address = preview
    policy = re.compile(r'Security-Policy" content="([^"]*)"')
    assert "'unsafe-inline'" in policy.search(get(address + "fr/")[1])[1]
    file = root / ".cronaca/preview/fr/index.html"
    assert "'unsafe-inline'" not in policy.search(file.read_text(encoding="utf-8"))[1]

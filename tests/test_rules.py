"""Every mistake is found, at its cell, and nothing else is."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import cronaca
from cronaca.issue import CODES, ENOUGH, Level, Report
from cronaca.model import Kind, Status
from cronaca.pipeline import check
from cronaca.rules import TIMED
from cronaca.yaml import nodes
from support import NOW as TODAY
from support import cost

CASES = Path(__file__).parent / "cases"
NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)
ELSEWHERE = {
    *("too-large", "too-many", "symbolic-link", "not-a-file", "unreadable", "more"),
    *("catalog", "template", "text-changed", "permalink-lost"),
}
MUCH = 150  # times a little loop: what would keep anybody waiting costs thousands
GOOD = 'title: {fr: "Panne", en: "Outage"}\nwindows: [{from: 2025-03-10 08:00, until: 2025-03-10 09:00}]\n'


def found(report: Report) -> list[str]:
    return sorted(f"{i.mark.path}:{i.mark.line}:{i.mark.column}: {i.code}" for i in report.ordered())


def codes(root: Path) -> list[str]:
    return [issue.code for issue in check(root, NOW)[1].ordered()]


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir()))
def test_broken_files_give_exactly_the_expected_findings(case):
    """Each broken file is told apart, at its line and column, with nothing missing or made up."""
    _, report = check(CASES / case, NOW)
    assert found(report) == sorted((CASES / case / "expected").read_text(encoding="utf-8").splitlines())


def test_every_code_comes_up():
    """The broken files have every mistake that can lie in a folder."""
    seen, files = set(), 0
    for case in CASES.iterdir():
        seen |= {issue.code for issue in check(case, NOW)[1].issues}
        files += sum(1 for _ in case.rglob("*.yaml"))
    assert files >= 60
    assert seen == CODES.keys() - ELSEWHERE


def test_every_finding_has_the_level_of_the_table():
    """A code always means one level, so that it can be looked up."""
    for case in CASES.iterdir():
        for issue in check(case, NOW)[1].issues:
            assert issue.level == CODES[issue.code][0], issue


def test_every_code_that_a_module_says_is_in_the_table():
    """No finding has a code that can be neither looked up nor accepted."""
    said = {
        code
        for path in Path(cronaca.__file__).parent.rglob("*.py")
        for code in re.findall(r'(?:Finding|Issue|issue|finding)\(\s*"([a-z-]+)",', path.read_text("utf-8"))
    }
    assert len(said) >= 30
    assert said <= CODES.keys()


def test_the_demo_is_clean(demo):
    """The manual by example makes no mistake, and leaves no finding unanswered."""
    _, report = check(demo, TODAY)
    assert found(report) == []


def test_a_good_file_is_left_alone(site):
    """Where nothing is wrong, nothing is said."""
    assert codes(site({"2025-03-10-good.yaml": GOOD})) == []


def test_values_stay_as_written(site):
    """no, on, 12:30, 1.10 and 0123 are the words that the author wrote."""
    for word in ("no", "on", "12:30", "1.10", "0123", "null-ish", "1e3", "0x1f"):
        root = site({"2025-03-10-a.yaml": f"{GOOD}reference: {word}\npriority: {word}\n"})
        read, _ = check(root, NOW)
        assert (read.incidents[0].reference, read.incidents[0].priority) == (word, word)


def test_an_accepted_finding_is_not_said_again(site):
    """A reason in the file answers a warning, but never an error."""
    answer = "accept: [{code: cut-text, reason: meant}, {code: unknown-component, reason: no}]\n"
    text = 'title:\n  fr: Panne # 12\n  en: "Outage"\ncomponents: {nope: unknown}\n' + answer
    assert codes(site({"2025-03-10-a.yaml": text})) == ["unknown-component", "unused-accept"]


def test_an_error_of_form_raises_no_false_alarm(site):
    """A component whose file cannot be read is not unknown, nor is an incident that others name."""
    root = site(
        {
            "content/components.yaml": "components: [{id: cards, nam: Cards}]\n",
            "2025-03-10-a.yaml": GOOD + "components: {cards: unknown}\nrelated: [b]\n",
            "2025-03-11-b.yaml": "titel: x\n",
        }
    )
    assert sorted(codes(root)) == ["missing-key", "missing-key", "unknown-key", "unknown-key"]


def test_what_is_due_is_due_by_the_given_present(site):
    """A promised message is overdue after its time, not before, and never once the incident is closed."""
    text = (
        'title: {fr: "P", en: "O"}\nupdates:\n  - {at: 2025-03-10 08:00, next_at: 2025-03-10 09:00, '
        'status: monitoring, body: {fr: "Vu.", en: "Seen."}}\n'
    )
    root = site({"2025-03-10-a.yaml": text})
    before, after = datetime(2025, 3, 10, 7, 30, tzinfo=UTC), datetime(2025, 3, 10, 8, 30, tzinfo=UTC)
    assert found(check(root, before)[1]) == []
    assert [issue.code for issue in check(root, after)[1].issues] == ["overdue"]


LATE = {  # for each rule that knows the time
    "overdue": "{at: 2025-03-10 08:00, status: monitoring, next_at: 2025-03-10 09:00",
    "in-the-future": "{at: 2025-07-10 08:00, status: resolved",
}


@pytest.mark.parametrize("code", [rule.__name__.replace("_", "-") for rule in TIMED])
def test_time_alone_makes_a_finding(site, code):
    """A rule that knows the time is asked of every incident in which it may find something."""
    update = f'updates: [{LATE[code]}, body: {{fr: "Vu.", en: "Seen."}}}}]'
    root = site({"2025-03-10-a.yaml": f'title: {{fr: "P", en: "O"}}\n{update}\n'})
    assert code in codes(root)


def test_a_build_looks_for_what_can_stop_it(site):
    """Hints are left to check: without a present, they are not looked for."""
    root = site({"2025-03-10-a.yaml": GOOD + "accept: [{code: tag, reason: x}]\n"})
    assert codes(root) == ["unused-accept"]
    assert check(root)[1].issues == []


def test_a_long_list_of_findings_is_cut(site):
    """A file that is wrong all over gives its first findings, and says that there are more."""
    root = site({"2025-03-10-a.yaml": GOOD + "".join(f"word{n}: 1\n" for n in range(5000))})
    assert Counter(codes(root)) == {"unknown-key": ENOUGH, "more": 1}
    assert cost(lambda: codes(root)) < MUCH


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("x" * (nodes.MAX_BYTES + 1), "too-large"),
        (f"private: [{'1,' * nodes.MAX_NODES}]", "too-many"),
        ("private: [&a [1,2,3,4,5,6,7,8,9], &b [*a,*a,*a,*a,*a,*a,*a,*a,*a], &c [*b,*b,*b,*b,*b,*b,*b],"
         " &d [*c,*c,*c,*c,*c,*c,*c], &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]]", "too-many"),
        ("private: " + "- " * 5000 + "x", "yaml"),
        ("private: " + "[" * 100_000, "too-deep"),
        ("private: " + '{"a":' * 50_000, "too-deep"),
    ],
    ids=["bytes", "values", "aliases", "dashes", "brackets", "braces"],
)  # fmt: skip
def test_a_bomb_is_a_finding(site, text, code):
    """A file made to exhaust the machine is refused at once."""
    root = site({"2025-03-10-a.yaml": text})
    assert codes(root) == [code]
    assert cost(lambda: codes(root)) < MUCH


def test_a_few_aliases_are_welcome(site):
    """A text that stands twice may be written once."""
    text = (
        'title: &t {fr: "Panne", en: "Outage"}\n'
        + "updates: [{at: 2025-03-10, status: resolved, body: *t}]\n"
    )
    assert codes(site({"2025-03-10-a.yaml": text})) == []


def test_a_link_out_of_the_content_is_refused(site, tmp_path):
    """A symbolic link is not followed, be it to a file or to a folder."""
    root = site()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "2025-03-10-a.yaml").write_text(GOOD, encoding="utf-8")
    incidents = root / "content/incidents"
    incidents.mkdir()
    try:
        (incidents / "2025").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
        (incidents / "2025-03-10-a.yaml").symlink_to(tmp_path / "elsewhere" / "2025-03-10-a.yaml")
    except OSError:
        pytest.skip("this system lets nobody make symbolic links")
    assert codes(root) == ["symbolic-link", "symbolic-link"]


def test_a_folder_without_a_site_says_how_to_begin(tmp_path):
    """Somebody in the wrong folder learns what to do."""
    _, report = check(tmp_path, NOW)
    assert [issue.code for issue in report.issues] == ["unreadable"]
    assert "cronaca init" in report.issues[0].hint


def test_levels_let_a_message_out_at_night():
    """A missing or a machine translation, and a late message, never stop a build."""
    for code in ("missing-language", "machine-text", "wrong-language", "overdue", "unknown-related"):
        assert CODES[code][0] != Level.ERROR


MOMENTS = st.sampled_from(
    [
        "2025-03-10",
        "2025-03-10 08:00",
        "2025-03-10T07:30Z",
        "2199-12-31",
        "1970-01-01",
        "unknown",
        "x",
        "2025-04-01",
    ]
)
TEXTS = st.text(alphabet="<>ab/=\"'`|-\n[]()#!:.wj \\", max_size=60) | st.sampled_from(
    ["<script>", "[a](#b)", "|a|\n|-|"]
)
TONGUES = st.dictionaries(st.sampled_from(["fr", "en"]), TEXTS, min_size=1)
UPDATES = st.fixed_dictionaries(
    {"at": MOMENTS, "status": st.sampled_from(list(Status)).map(str), "body": TONGUES},
    optional={"next_at": MOMENTS, "corrected_at": MOMENTS, "components": st.just({"cards": "unknown"})},
)
SPANS = st.fixed_dictionaries({"from": MOMENTS}, optional={"until": MOMENTS})
INCIDENTS = st.fixed_dictionaries(
    {"title": TONGUES},
    optional={
        "kind": st.sampled_from(list(Kind)).map(str),
        "windows": st.lists(SPANS, max_size=3),
        "schedule": SPANS,
        "updates": st.lists(UPDATES, max_size=4),
        "related": st.lists(st.sampled_from(["b", "c"])),
        "postmortem": st.fixed_dictionaries({"published_at": MOMENTS}, optional={"body": TONGUES}),
        "accept": st.lists(
            st.fixed_dictionaries({"code": st.sampled_from(sorted(CODES)), "reason": st.just("x")})
        ),
    },
)


@settings(max_examples=200)
@given(incident=INCIDENTS)
def test_any_incident_is_judged(site, incident):
    """Whatever an incident claims, the rules come to an end, and every finding has its place."""
    text = yaml.safe_dump(incident, allow_unicode=True)
    _, report = check(site(), NOW, {"content/incidents/2025-03-10-a.yaml": text.encode()})
    lines = text.split("\n")
    for issue in report.issues:
        assert issue.code in CODES
        assert issue.mark.column <= len(lines[issue.mark.line - 1]) + 1


@pytest.mark.parametrize(
    "piece", ["<u>", "<x{n}>", "[x]()", "[a](#x)", "![x](y)", "`{n}``", "](a:b", "|a|\n|-|-|\n"]
)
def test_a_heap_of_markdown_is_judged_at_once(site, piece):
    """A text as long as a file can be, and wrong all over, keeps nobody waiting."""
    text = "".join(piece.format(n=n) for n in range(800_000 // (len(piece) + 4)))
    body = "\n".join(f"        {line}" for line in text.split("\n"))
    written = f"{GOOD}updates:\n  - at: 2025-03-10\n    status: resolved\n    body:\n      en: |\n{body}\n"
    root = site({"2025-03-10-a.yaml": written})
    assert codes(root)
    assert cost(lambda: codes(root)) < MUCH

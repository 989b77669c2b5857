"""Any file at all is read, or refused with a finding; values stay what their authors wrote."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from cronaca import model
from cronaca.issue import Report
from cronaca.schema.context import INVALID, Context
from cronaca.schema.documents import FILES
from cronaca.schema.tables import COMPONENTS, INCIDENT, SITE
from cronaca.yaml import nodes
from cronaca.yaml.nodes import Node, SourceFile
from support import cost

ROBUST = settings(max_examples=300)
MUCH = 150  # times a little loop: what would keep anybody waiting costs thousands

WORDS = st.sampled_from(
    [*INCIDENT.fields, *SITE.fields, *COMPONENTS.fields,
     "fr", "en", "it", "at", "status", "body", "text", "state",
     "from", "until", "private", "code", "reason", "id", "name", "unknown", "resolved", "2025-03-27 16:11",
     "2025-03-30 02:30", "9999-12-31", "2025-03-27", "Europe/Paris", "../x", "no", "12:30", "0123", "~", "<<"]
)  # fmt: skip
SCALARS = WORDS | st.text(max_size=12) | st.integers() | st.booleans() | st.none() | st.dates() | st.floats()
TREES = st.recursive(
    SCALARS,
    lambda below: (
        st.lists(below, max_size=4) | st.dictionaries(WORDS | st.text(max_size=6), below, max_size=5)
    ),
    max_leaves=40,
)


def read(data: bytes) -> Report:
    """What is found when the bytes stand in each kind of file in turn."""
    report = Report()
    source = nodes.decode("content/x.yaml", data, report)
    root = nodes.compose(source, report) if source else None
    for name, kind in FILES.items() if root and source else ():
        at = Context(source, report, nodes_zone(), ("fr", "en", "it"))
        read = kind.read(root, at, **({"id": "x", "path": "x"} if name == "incident" else {}))
        assert read is INVALID or isinstance(read, (model.Incident, dict, tuple))
    return report


def nodes_zone() -> Any:
    from zoneinfo import ZoneInfo

    return ZoneInfo("Europe/Paris")


@ROBUST
@given(st.binary(max_size=2000))
def test_any_bytes_are_findings_or_a_model(data):
    """Nothing that a file can hold stops the program."""
    report = read(data)
    assert report.issues or nodes.compose(SourceFile("x", data.decode()), Report()) is None


@ROBUST
@given(st.text(alphabet="-:#[]{}&*!|>'\"%@`?,\n\t \\ab0é", max_size=300))
def test_any_punctuation_is_findings_or_a_model(text):
    """Nor does any heap of YAML's own signs."""
    read(text.encode())


@ROBUST
@given(TREES, st.booleans())
def test_any_structure_is_findings_or_a_model(tree, flow):
    """Nor does any well-formed YAML, whatever stands where."""
    read(yaml.safe_dump(tree, allow_unicode=True, default_flow_style=flow).encode())


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "x" * 900_000,
        "a: |\n" + " x\n" * 300_000,
        "k" * 900_000 + ": 1",
        "\n".join(f"{'x' * 40}{n}: 1" for n in range(9_000)),
        "&a " * 300_000,
        "title: {fr: '" + "`" * 400_000 + "'}",
        "private: [&a {}" + ", *a" * 150_000 + "]",
        "windows: [" + "{from: x}," * 6_000 + "]",
        "time_zone: " + "A/" * 200_000,
        "'" + "''" * 400_000,
        "? " * 200_000,
        "- " * 200_000,
        "x:\n" * 200_000,
        "#" + " #" * 400_000,
    ],
    ids=lambda text: text[:12].replace("\n", " "),
)
def test_a_large_file_is_read_at_once(text):
    """The longest files that are accepted do not keep anybody waiting."""
    assert cost(lambda: read(text.encode())) < MUCH


class Different(Exception):
    """One of the documented differences to PyYAML's safe loader came up."""


def resolved(node: Node) -> Any:
    """Our nodes as the safe loader would understand them: a plain 12:30 is 750 to it."""
    if node.kind == "list":
        return [resolved(each) for each in node.items]
    if node.kind == "map":
        keys = [resolved(key) for key, _ in node.pairs]
        if len(set(map(repr, keys))) < len(keys) or "<<" in keys or len({*keys}) < len(keys):
            raise Different  # 1 and 01 are two words to us; << is a word like any other
        return dict(zip(keys, (resolved(value) for _, value in node.pairs), strict=True))
    loader = yaml.SafeLoader("")
    tag = loader.resolve(yaml.ScalarNode, node.value, (not node.style, bool(node.style)))
    if tag in ("tag:yaml.org,2002:merge", "tag:yaml.org,2002:value"):
        raise Different
    try:
        return loader.construct_object(yaml.ScalarNode(tag, node.value), deep=True)
    except ValueError as error:
        raise Different from error  # 2025-02-30 is a word to us, and a fault to PyYAML


def agree(text: str) -> bool:
    """Whether both accept a text, and then read the same."""
    report = Report()
    root = nodes.compose(SourceFile("x", text), report)
    try:
        theirs = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, OverflowError, TypeError):
        return False
    if root is None or report.issues:
        return False
    try:
        ours = resolved(root)
    except Different:
        return False
    assert repr(ours) == repr(theirs)
    return True


@ROBUST
@given(TREES, st.booleans())
def test_the_safe_loader_reads_the_same_structures(tree, flow):
    """Our nodes hold what PyYAML's safe loader reads, before it turns words into other types.

    The differences: we refuse duplicate and compound keys, several documents and endless aliases, warn of
    tags, and read << as a word; scalars stay words.
    """
    agree(yaml.safe_dump(tree, allow_unicode=True, default_flow_style=flow))


@ROBUST
@given(st.text(alphabet="-:[]{},&*#|>'\"\n ab01é", max_size=60))
def test_the_safe_loader_reads_the_same_signs(text):
    """They agree on odd texts too, wherever both accept them."""
    agree(text)


def test_the_agreement_is_not_empty():
    """The comparison above does compare: the demo's kind of text is accepted by both."""
    assert agree('a: &x {fr: "é", en: no}\nb: [*x, 12:30, 2025-03-27, 0123, ~]\nc: |\n  two\n  lines\n')


def test_places_count_as_editors_do():
    """Lines and columns begin at 1 and count characters, behind any letters and any line ends."""
    for ends in ("\n", "\r\n", "\r"):
        text = ends.join(["a: 1", "é😀: {b: word}", ""])
        source = SourceFile("x", text)
        node = nodes.find_node(nodes.compose(source, Report()), ("é😀", "b"))
        mark = source.mark(node)
        assert (mark.line, mark.column, mark.width, mark.quote) == (2, 9, 4, "é😀: {b: word}")

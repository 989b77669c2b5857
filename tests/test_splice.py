"""Changes to people's files: what was meant is done, and nothing else is touched."""

from __future__ import annotations

import copy
from random import Random

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from cronaca.yaml.splice import Append, CannotSplice, Put, meaning, splice
from odd import Writer, incident

ORDER = ("reference", "title", "components", "windows", "updates", "private")
UPDATE = {
    "at": "2025-03-27 17:00",
    "status": "resolved",
    "body": {"fr": "Résolu : « tout » va.", "en": 'It\'s "over" # now\n\n- one\n- two', "it": "null"},
}
seeds = st.integers(0, 10**9)


def kept(old: str, new: str, most: int = 1) -> bool:
    """Whether the old lines all stand in the new text, in order, but for at most so many in one place."""
    was, now = old.splitlines(keepends=True), new.splitlines(keepends=True)
    front = next(
        (n for n, (a, b) in enumerate(zip(was, now, strict=False)) if a != b), min(len(was), len(now))
    )
    back = 0
    while back < min(len(was), len(now)) - front and was[-1 - back] == now[-1 - back]:
        back += 1
    return len(was) - front - back <= most


@settings(max_examples=300)
@given(seeds)
def test_an_update_is_added_and_nothing_else(seed):
    """Whatever the formatting, the file then means what it meant plus the update; no other line changed."""
    random = Random(seed)
    data = incident(random)
    text = Writer(random).text(data)
    assert meaning(text) == data | ({"updates": ""} if meaning(text).get("updates") == "" else {})
    made = splice(text, [Append(("updates",), UPDATE, ORDER)])
    wanted = copy.deepcopy(data)
    wanted["updates"] = [*data.get("updates", []), UPDATE]
    assert meaning(made) == wanted
    assert kept(text, made)
    assert made.startswith("\ufeff") == text.startswith("\ufeff")
    assert ("\r\n" in text) == ("\r\n" in made) or "\n" not in text
    assert made.replace("\r\n", "").count("\n") == 0 or "\r\n" not in text
    if data.get("updates"):
        assert made.endswith("\n") == text.endswith("\n")


@settings(max_examples=300)
@given(seeds)
def test_a_value_is_put_and_nothing_else(seed):
    """A window's end, and a component's state, are added or replaced in their one line."""
    random = Random(seed)
    data = incident(random)
    text = Writer(random).text(data)
    if windows := data.get("windows"):
        n = random.randrange(len(windows))
        made = splice(text, [Put(("windows", n, "until"), "2025-03-27 18:00", ("from", "until", "note"))])
        wanted = copy.deepcopy(data)
        wanted["windows"][n]["until"] = "2025-03-27 18:00"
        assert meaning(made) == {**wanted, **({"updates": ""} if meaning(text).get("updates") == "" else {})}
        assert kept(text, made, 6)  # a value in a block has several lines
    if "components" in data:
        made = splice(
            text, [Put(("components", "api"), "major_outage"), Put(("components", "new"), "unknown")]
        )
        assert meaning(made)["components"] == {"api": "major_outage", "site": "unknown", "new": "unknown"}


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("updates: [] # none yet\nprivate: 1\n", "updates: # none yet\n  - a\nprivate: 1\n"),
        ("updates: ~", "updates:\n  - a"),
        ("updates: [a, b,] # x\n", "updates: [a, b, a,] # x\n"),
        (
            "updates:\n- a\n  # of the last one\n# of the next\n",
            "updates:\n- a\n  # of the last one\n- a\n# of the next\n",
        ),
        ("{title: x}", "{title: x, updates: [a]}"),
        ("title: x\n...\n", "title: x\nupdates:\n  - a\n...\n"),
        ("title: x\nprivate:\n  y: z\n", "title: x\nupdates:\n  - a\nprivate:\n  y: z\n"),
        ("updates:\r\n  -   a", "updates:\r\n  -   a\r\n  - a"),
    ],
)
def test_a_person_would_have_written_it_so(text, made):
    """The item goes where a person would put it, and the line ends stay as they are."""
    assert splice(text, [Append(("updates",), "a", ORDER)]) == made


@pytest.mark.parametrize(
    "text",
    [
        "updates:\n  - &x a\n  - *x\n",  # the last item is written elsewhere
        "old: &x [a]\nupdates: *x\n",
        "updates: text\n",
        "- a\n",
        "updates: &x\nother: *x\n",
    ],
)
def test_what_cannot_be_changed_safely_is_refused(text):
    """A list that is shared with another place would change there too: it is left to a person."""
    with pytest.raises(CannotSplice):
        splice(text, [Append(("updates",), "new", ORDER)])


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=60))
def test_every_text_survives(text):
    """Any text that a file may hold comes back as it was given, in a block and in a flow."""
    text = text.strip()
    for old in ("updates:\n  - a\n", "updates: [a]\n"):
        assert meaning(splice(old, [Append(("updates",), {"body": text}, ())]))["updates"][1] == {
            "body": text
        }


@given(st.text(st.sampled_from("ab :#-\n\t'\"[]{}&*!|>%@`?,\\é\u2028\u00a0🚧")))
def test_new_texts_are_read_as_they_were_meant(text):
    """Signs that mean something to YAML mean nothing in a text."""
    text = text.strip()
    made = splice("a: b\n", [Put(("c",), {"fr": text})])
    assert yaml.load(made, Loader=yaml.BaseLoader)["c"]["fr"].rstrip("\n") == text

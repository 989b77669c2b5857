"""What an author reads when a field is not as it should be: what is wrong, and what to write."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cronaca.pipeline import check

NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)
PATH = "content/incidents/2025-03-10-a.yaml"
TITLE = 'title: {fr: "Panne", en: "Outage"}\n'


@pytest.fixture
def said(site):
    """What is said of an incident, as message and hint."""

    def say(text: str) -> list[tuple[str, str]]:
        return [(i.message, i.hint) for i in check(site({PATH: text}), NOW)[1].ordered()]

    return say


@pytest.mark.parametrize(
    ("written", "offered"),
    [
        ("knd: incident", 'did you mean "kind"?'),
        ("Impact: major", 'did you mean "impact"?'),
        ("impact: majr", 'did you mean "major"?'),
        ("impact: MAJOR", 'did you mean "major"?'),
        ("kind: outage", "write one of: incident, information, maintenance"),
        ("components: {cadrs: unknown}", 'did you mean "cards"?'),
        ("related: [aa]", 'did you mean "a"?'),
        ("windows: [{from: today}]", "write 2025-03-27 16:11, 2025-03-27T15:42Z or 2025-03-27"),
        ("windows: [{from: 2025-03-10, til: 2025-03-11}]", 'did you mean "until"?'),
    ],
)
def test_the_nearest_word_is_offered(said, written, offered):
    """A slip of the finger is answered with the word that was meant."""
    assert offered in [hint for _, hint in said(TITLE + written + "\n")]


@pytest.mark.parametrize(
    ("written", "quoted"),
    [
        ("fr: Résolu : rétabli", 'quote the text: fr: "Résolu : rétabli"'),
        ('fr: Le "bug" : corrigé', "quote the text: fr: 'Le \"bug\" : corrigé'"),
        ("fr: [SB] Panne", 'quote the text: fr: "[SB] Panne"'),
        ("fr: @client", 'quote the text: fr: "@client"'),
        ("fr: *urgent*", 'quote the text: fr: "*urgent*"'),
        ("fr: 'L'incident'", "a ' within the text ends it: put the text below “|”, indented"),
    ],
)
def test_a_text_that_needs_quotes_is_shown_with_them(said, written, quoted):
    """What YAML would misread is given back as it should be written."""
    ((_, hint),) = said(f"title:\n  {written}\n  en: Outage\n")
    assert hint == quoted


def test_a_quote_that_is_never_closed_is_found_where_it_opens(site):
    """The fault is at the opening quote, not at the end of the file."""
    _, report = check(site({PATH: 'title:\n  fr: "Panne\n  en: Outage\nkind: incident\n'}), NOW)
    assert [(i.mark.line, i.mark.column) for i in report.issues] == [(2, 7)]


@pytest.mark.parametrize(
    ("time", "what"), [("2025-10-26 02:30", "happens twice"), ("2025-03-30 02:30", "does not exist")]
)
def test_a_clock_change_offers_both_offsets(said, time, what):
    """A local time that is ambiguous or missing is given in both readings."""
    ((message, hint),) = said(f"{TITLE}windows: [{{from: {time}, until: unknown}}]\n")
    assert what in message
    assert f"{time}+01:00" in hint
    assert f"{time}+02:00" in hint


def test_a_title_in_no_language_is_shown_per_language(said):
    """Somebody who writes one language learns how to say which."""
    assert said("title: Panne\n") == [
        ("a text per language belongs here", "write it per language, for example: fr: 'Panne'")
    ]


def test_a_group_is_answered_with_its_components(site):
    """Who names a group is told the components in it."""
    groups = "groups: [{id: pay, name: Pay, components: [{id: cards, name: C}, {id: debit, name: D}]}]\n"
    root = site({PATH: TITLE + "components: {pay: unknown}\n", "content/components.yaml": groups})
    (issue,) = check(root, NOW)[1].issues
    assert (issue.message, issue.hint) == (
        '"pay" is a group, not a component',
        "write its components: cards, debit",
    )


@pytest.mark.parametrize(
    "field", ["postmortem: {published_at: unknown, private: {a: 1}}", "detected: {private: x}"]
)
def test_a_misplaced_private_field_is_told_from_a_mistyped_one(said, field):
    """What was meant to stay private is pointed out as such."""
    assert "private belongs to an incident as a whole" in " ".join(
        message for message, _ in said(TITLE + field)
    )


def test_an_empty_field_is_as_good_as_none(said):
    """A line that is begun and not finished yet is no mistake."""
    assert said(TITLE + "reference:\nwindows:\nupdates: ~\nprivate:\n") == []

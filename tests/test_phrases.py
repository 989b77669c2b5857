"""Phrases: one command, a good sentence in every language, whatever the component."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from cronaca.edit.phrasing import BadParameter, join_article, needed
from cronaca.edit.workspace import Workspace
from support import CHECKOUT, run

AT = "2026-05-08 16:30"
VALUES = {
    "time": "2026-05-08 16:11",
    "since": "2026-05-08 16:11",
    "next": "2026-05-08 17:30",
    "from": "2026-05-08 22:00",
    "until": "2026-05-11",
    "duration": "1h18",
    "percent": "5",
    "partner": "Mastercard",
}
WRONG = {
    "fr": r"\b([Dd]e|à) les? |\b[Dd]e [aeiouéè]|\b[DdLl]['’] |\bà le\b|\b[Ll]e [aeiouéè]|[{}]| {2}",
    "it": r"\b([Dd]i|[Aa]|[Dd]a|[Ii]n|[Ss]u) (il|lo|la|i|gli|le|l’)\b|\bil [aeiou8]|[{}]| {2}|alle 1:",
    "en": r"\b(the the|a an)\b|[{}]| {2}",
}


@pytest.fixture(scope="module")
def desk() -> Workspace:
    return Workspace(CHECKOUT, datetime(2026, 5, 8, 14, 30, tzinfo=UTC))


def test_there_is_a_phrase_for_every_status_in_all_languages(desk):
    """About 25 phrases, at least one for each status that a message can have, all in three languages."""
    assert len(desk.phrases) >= 25
    known = {
        "investigating",
        "identified",
        "monitoring",
        "resolved",
        "scheduled",
        "in_progress",
        "verifying",
        "completed",
    }
    assert {str(each.status) for each in desk.phrases.values()} == known
    for name, phrase in desk.phrases.items():
        for text in (phrase.text, phrase.title):
            assert text is None or {each.lang for each in text.texts} == {"fr", "en", "it"}, name


def test_the_starter_has_the_same_phrases():
    """A new site begins with the demo's phrases."""
    theirs = (CHECKOUT / "src/cronaca/starter/files/content/phrases.yaml").read_text(encoding="utf-8")
    ours = (CHECKOUT / "content/phrases.yaml").read_text(encoding="utf-8")
    assert theirs.split("\n", 1)[1] == ours


def test_every_phrase_is_grammatical_with_every_component(desk):
    """No "de le", "di il", "à les" or missing elision, in any phrase with any of the demo's components."""
    speaker = desk.speaker(AT)
    for name, phrase in desk.phrases.items():
        for component in [*desk.components, "in-store,3ds,tools"]:
            for text in (phrase.text, phrase.title):
                for lang, said in (
                    speaker.say(text, {**VALUES, "component": component}) if text else {}
                ).items():
                    assert not re.search(WRONG[lang], said), f"{name}: {said}"
                    assert said[0].isupper()


@pytest.mark.parametrize(
    ("joint", "name", "lang", "said"),
    [
        ("de", "l’API", "fr", "de l’API"),
        ("de", "le paiement", "fr", "du paiement"),
        ("de", "les virements", "fr", "des virements"),
        ("de", "la facturation", "fr", "de la facturation"),
        ("à", "le paiement", "fr", "au paiement"),
        ("à", "les virements", "fr", "aux virements"),
        ("de", "Oney", "fr", "d’Oney"),
        ("de", "Cockpit", "fr", "de Cockpit"),
        ("de", "le service « API »", "fr", "du service « API »"),
        ("di", "l’API", "it", "dell’API"),
        ("di", "il pagamento", "it", "del pagamento"),
        ("di", "lo strumento", "it", "dello strumento"),
        ("di", "gli accrediti", "it", "degli accrediti"),
        ("di", "i pagamenti", "it", "dei pagamenti"),
        ("di", "le fatture", "it", "delle fatture"),
        ("a", "la fatturazione", "it", "alla fatturazione"),
        ("su", "il pagamento", "it", "sul pagamento"),
        ("in", "l’API", "it", "nell’API"),
        ("da", "gli strumenti", "it", "dagli strumenti"),
        ("di", "Cockpit", "it", "di Cockpit"),
        ("of", "the API", "en", "of the API"),
    ],
)
def test_prepositions_join_articles(joint, name, lang, said):
    """As grammar books have it: du, des, d’, dell’, degli, sul, nell’."""
    assert join_article(joint, name, lang) == said


def test_a_component_without_its_name_in_a_sentence_is_put_in_apposition(site):
    """Any name is right after "service": du service « Cards », del servizio «Cards»."""
    root = site(
        {
            "content/phrases.yaml": "x:\n  status: resolved\n  text:\n"
            '    fr: "Fin {de component}."\n    en: "End {of component}."\n'
        }
    )
    desk = Workspace(root, datetime(2026, 5, 8, 14, 30, tzinfo=UTC))
    said = desk.speaker(AT).say(desk.phrases["x"].text, {"component": "cards"})
    assert said == {"fr": "Fin du service « Cards ».", "en": "End of Cards."}


def test_values_are_said_as_each_language_says_them(desk):
    """16 h 11 and 16:11; l’8 maggio and 8 mai; 1 h 18 min everywhere."""
    speaker = desk.speaker(AT)
    said = speaker.say(desk.phrases["back-to-normal"].text, VALUES)
    assert "16\u00a0h\u00a011" in said["fr"]
    assert "16:11" in said["en"]
    assert "dalle 16:11" in said["it"]
    with pytest.raises(BadParameter, match="next"):
        speaker.say(desk.phrases["still-looking"].text, {"next": "2026-05-12 10:00"})
    with pytest.raises(BadParameter, match="next"):
        speaker.say(desk.phrases["still-looking"].text, {})
    assert needed(desk.phrases["resolved-after"].text) == ["component", "duration"]


def test_phrases_are_listed():
    """The command lists name, parameters, status and all languages; a word narrows the list."""
    told = run("phrases", "resolved", "--root", str(CHECKOUT))
    assert told.returncode == 0
    assert "resolved-after component=… duration=…  [resolved]" in told.stdout
    assert "  it: L’incidente che interessava {component} è risolto." in told.stdout
    assert "investigating" not in told.stdout

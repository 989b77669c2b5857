"""Interface texts: every one in every language, with its parameters."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from cronaca import model
from cronaca.fingerprint import default_folder

LANGS = sorted(path.name for path in (default_folder() / "locale").iterdir() if path.is_dir())
ENUMS = {
    "status": model.Status,
    "impact": model.Impact,
    "state": model.State,
    "kind": model.Kind,
    "action": model.ActionStatus,
    "sentence": model.State,
}


def catalog(lang: str):
    with (default_folder() / f"locale/{lang}/LC_MESSAGES/cronaca.po").open("rb") as file:
        return {(each.context, each.id): each.string for each in read_po(file) if each.id}


def used() -> set[tuple[str | None, object]]:
    """What templates and code ask the catalogs for."""
    options = {"**.html": {"trimmed": "true", "newstyle_gettext": "true"}}
    found = extract_from_dir(default_folder(), [("**.html", "jinja2")], options)
    asked = {(context, message) for _, _, message, _, context in found}
    asked |= {(context, str(word)) for context, words in ENUMS.items() for word in words}
    source = (Path(model.__file__).parent / "lang/locale.py").read_text(encoding="utf-8")
    asked |= {(c, m) for c, m in re.findall(r'pgettext\("([^"]+)", "([^"]+)"\)', source)}
    asked |= {("short", f"%(n)s {unit}") for unit in ("d", "h", "min")}
    asked |= {(None, m) for m in re.findall(r'words\.gettext\("([^"]+)"\)', source)}
    asked |= {(None, pair) for pair in re.findall(r'self\.count\(\w+, "([^"]+)", "([^"]+)"\)', source)}
    return asked | {("status", "ended")}


@pytest.mark.parametrize("lang", LANGS)
def test_nothing_is_missing_and_nothing_is_left_over(lang):
    """A catalog holds exactly what the interface says."""
    assert catalog(lang).keys() == used()


@pytest.mark.parametrize("lang", LANGS)
def test_every_text_is_translated_with_its_parameters(lang):
    """No empty text, and the same parameters as in the original."""
    for (_, original), said in catalog(lang).items():
        for text in said if isinstance(said, tuple) else (said,):
            assert text
            names = set(re.findall(r"%\((\w+)\)s", original[-1] if isinstance(original, tuple) else original))
            assert set(re.findall(r"%\((\w+)\)s", text)) <= names
            if not isinstance(said, tuple):
                assert set(re.findall(r"%\((\w+)\)s", text)) == names


def test_french_spaces():
    """A colon follows a no-break space, and ; ! ? a narrow one."""
    for said in catalog("fr").values():
        for text in said if isinstance(said, tuple) else (said,):
            assert not re.search(r"[^\u00a0\w:]:(?!\d)|\w:(?![\d%/])(?=\s)", text), text
            assert not re.search(r"[^\u202f][;!?]", text), text
            assert "'" not in text, text


def test_italian_and_english_have_none():
    """Other languages set no space before punctuation."""
    for lang in ("en", "it"):
        for said in catalog(lang).values():
            for text in said if isinstance(said, tuple) else (said,):
                assert not re.search(r"\s[:;!?]", text), text

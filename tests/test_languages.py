"""The languages, each in a file of its own: what one has, the others have too."""

import ast
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest

from cronaca import lang
from cronaca.fingerprint import default_folder
from cronaca.lang import DEFAULT, KNOWN, Language, language

FOLDER = Path(lang.__file__).parent
WANTED = {name for name in vars(Language) if not name.startswith("_")}


def lacking(module) -> list[str]:
    """What a language does not say."""
    return sorted(name for name in WANTED if not hasattr(module, name))


@pytest.mark.parametrize("code", [*KNOWN, "other"])
def test_a_language_says_everything(code):
    """A new file is told what it still lacks, and what nobody asks for."""
    module = import_module(f"cronaca.lang.{code}")
    assert lacking(module) == []
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    own = [each.name for each in tree.body if isinstance(each, ast.FunctionDef)]
    own += [each.targets[0].id for each in tree.body if isinstance(each, ast.Assign)]
    assert {name for name in own if not name.startswith("_")} <= WANTED


def test_what_is_missing_is_named():
    """By its name in the protocol."""
    assert {"MONTHS", "typography"} <= set(lacking(object()))


def test_a_catalog_and_a_file_belong_together():
    """The languages of the interface are those that are known well."""
    catalogs = {path.name for path in (default_folder() / "locale").iterdir() if path.is_dir()}
    assert catalogs == set(KNOWN) >= set(DEFAULT)


@pytest.mark.parametrize("code", KNOWN)
def test_a_language_is_whole(code):
    """Twelve months, units with their seconds, both noons, and letters enough to be told from others."""
    known = language(code)
    assert len(known.MONTHS) == 12
    assert set(known.UNITS) == {0, 1, 60, 3600, 86400, 604800, 2592000}
    assert all(known.NOON)
    assert len(known.COMMON) > 15
    assert {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12} <= set(known.NUMBERS.values())


def test_a_language_without_a_file_is_left_as_it_is():
    """It is written as CLDR and its catalog have it."""
    other = language("xx")
    assert other.typography("a ; b « c »") == "a ; b « c »"
    assert other.join("von", "Paris") == "von Paris"
    assert other.date("1. März 2025", date(2025, 3, 1), True) == "1. März 2025"
    assert other.fit("am 8. Mai") == "am 8. Mai"

"""The tables of every content file, and the JSON Schema made from them."""

from cronaca.schema.documents import FILES, document
from cronaca.schema.phrases import Phrase
from cronaca.schema.tables import COMPONENTS, INCIDENT, PHRASES, SITE
from cronaca.schema.words import Keys, texts

__all__ = ["COMPONENTS", "FILES", "INCIDENT", "PHRASES", "SITE", "Keys", "Phrase", "document", "texts"]

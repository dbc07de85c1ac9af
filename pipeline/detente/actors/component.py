"""The spaCy components ``detente.actors`` and ``detente.references``."""

from spacy.language import Language
from spacy.tokens import Doc


@Language.factory("detente.actors")
def make_actors(nlp: Language, name: str):
    """Stub."""
    return lambda doc: doc


@Language.factory("detente.references")
def make_references(nlp: Language, name: str):
    """Stub."""
    return lambda doc: doc

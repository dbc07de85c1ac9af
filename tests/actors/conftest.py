"""The pipeline of the actor stage, loaded once."""

from collections.abc import Callable

import pytest
import spacy
from spacy.tokens import Doc

from detente.article import Article, Metadata
from detente.factories import make_actors, make_references
from detente.nlp import DEFAULT_MODEL

Annotate = Callable[[str, str | None, str | None], Doc]


@pytest.fixture(scope="session")
def annotate() -> Annotate:
    """Annotate a text, given its date and speaker."""
    nlp = spacy.load(DEFAULT_MODEL)
    actors = make_actors(nlp, "actors", None)
    references = make_references(nlp, "references", None)

    def run(text: str, date: str | None, speaker: str | None) -> Doc:
        doc = nlp.make_doc(text)
        metadata = Metadata(None, date, None, None, None, speaker)
        doc._.article = Article("test.txt", text, metadata, "text", (), ())
        for _, component in nlp.pipeline:
            doc = component(doc)
        annotated: Doc = references(actors(doc))
        return annotated

    return run

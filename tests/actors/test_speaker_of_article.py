import pytest
from spacy.language import Language

import detente.nlp
from detente.article import Article, Metadata
from detente.records.build import build_records

TEXT = "We thank Chile for its help. Our country will not forget it."


@pytest.fixture(scope="module")
def nlp() -> Language:
    return detente.nlp.load(fast=True)


@pytest.mark.parametrize(
    ("speaker", "genre", "code", "warned"),
    [
        ("NOR", None, "NOR", False),
        ("Norway", None, "NOR", False),
        ("norway", None, "NOR", False),
        ("United States of America", None, "USA", False),
        ("European Union", None, "EU", False),
        ("XYZZY", None, None, True),
        (None, None, None, False),
        (None, "ministry statement", "CHL", False),  # the state that the text names most
    ],
)
def test_who_says_we(
    nlp: Language, speaker: str | None, genre: str | None, code: str | None, warned: bool
) -> None:
    metadata = Metadata(None, None, None, None, genre, speaker)
    doc = nlp(detente.nlp.as_doc(nlp, Article("x", TEXT, metadata, "text", (), ())))
    document, _ = build_records(doc, "test")
    said = {a for m in document.mentions if m.resolved == "first_person" for a in m.actors}
    assert said == ({code} if code else set())
    assert any("speaker" in warning for warning in document.warnings) is warned

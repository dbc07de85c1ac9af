"""A user's own table of actors: what it adds and what it overrules."""

from collections.abc import Callable
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from detente.factories import make_actors, make_references
from detente.nlp import annotate_text, load_reader

OWN = (
    ("actor", "form", "kind", "from", "to"),
    ("ACME", "Acme Mining", "company", "", ""),
    ("ACME", "the Firm", "alias", "", ""),
    ("PRK", "Zedland", "name", "", ""),
    ("ZED_STATE", "Kingdom of Zed", "name", "1990", ""),
    ("", "Peru", "not_actor", "", ""),
    ("CUB", "Havana", "capital", "", "1950"),
    ("ZED_REBELS", "Havana", "name", "1951", ""),
    ("BOL+CHL", "Andean Two", "collective", "", ""),
)


@pytest.fixture(scope="module")
def own_table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("own") / "own.tsv"
    path.write_text("\n".join(map("\t".join, OWN)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def annotate_own(own_table: Path) -> Callable[[str], Doc]:
    nlp = load_reader(None, own_table)
    return lambda text: annotate_text(nlp, text)


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("Acme Mining sued Bolivia.", ["Acme Mining ACME company", "Bolivia BOL name"]),
        ("Bolivia fined the Firm.", ["Bolivia BOL name", "Firm ACME alias"]),
        ("Zedland thanked China.", ["Zedland PRK name", "China CHN name"]),
        ("ZEDLAND THANKED CHINA", ["ZEDLAND PRK name", "CHINA CHN name"]),
        ("The Kingdom of Zed thanked China.", ["Kingdom of Zed ZED_STATE name", "China CHN name"]),
        ("Peru thanked China.", ["China CHN name"]),
        ("Havana thanked China.", ["Havana ZED_REBELS name", "China CHN name"]),
        ("The Andean Two met.", ["Andean Two BOL+CHL collective"]),
        # what the table does not say stays as it was
        ("Peruvian officials thanked China.", ["Peruvian officials PER office", "China CHN name"]),
    ],
)
def test_own_forms_win(annotate_own: Callable[[str], Doc], text: str, mentions: list[str]) -> None:
    doc = annotate_own(text)
    assert [
        f"{doc[m.start : m.end].text} {'+'.join(m.actors)} {m.rule}" for m in doc._.mentions
    ] == mentions


def test_components_take_the_table_by_path(spacy_model: Language, own_table: Path) -> None:
    doc = spacy_model("Zedland thanked China. It owes China much.")
    for make in (make_actors, make_references):
        doc = make(spacy_model, "own", str(own_table))(doc)
    assert [mention.actors[0] for mention in doc._.mentions] == ["PRK", "CHN", "PRK", "CHN"]

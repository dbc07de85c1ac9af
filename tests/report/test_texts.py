"""Texts in place, and offsets as browsers count them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_builders import document

from detente.report.texts import browser_offsets, fits, shown_text

TEXT = "Head\n\nNorway thanked Chile. Peru left."
SENTENCES = [
    {"start": 6, "end": 27, "text": "Norway thanked Chile."},
    {"start": 28, "end": 38, "text": "Peru left."},
]
DOCUMENT = document("a", TEXT, sentences=SENTENCES)


@pytest.mark.parametrize(
    ("now", "same"),
    [(TEXT, True), ("Feet" + TEXT[4:], True), (TEXT[1:], False), (TEXT[:30], False), ("", False)],
)
def test_a_text_fits_while_every_sentence_is_in_its_place(now: str, same: bool) -> None:
    assert fits(DOCUMENT, now) is same


@pytest.mark.parametrize("now", [None, "", TEXT[1:]])
def test_without_the_text_the_sentences_stand_in_their_places(now: str | None) -> None:
    shown = shown_text(DOCUMENT, now)
    assert not shown.original
    assert len(shown.text) == len(TEXT)
    assert shown.text.split() == ["Norway", "thanked", "Chile.", "Peru", "left."]
    assert fits(DOCUMENT, shown.text)


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_offsets(text: str) -> None:
    offset = browser_offsets(text)
    for place in range(len(text) + 1):
        assert offset(place) == len(text[:place].encode("utf-16-le")) // 2

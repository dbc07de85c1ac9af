"""What all tests share: one spaCy model, one browser, and Docs with mentions in the text."""

import re
import shutil
from collections.abc import Callable, Iterator

import pytest
import spacy
from playwright.sync_api import Browser, sync_playwright
from spacy.language import Language
from spacy.tokens import Doc

import detente.actors.component  # registers doc._.mentions
import detente.layout.component  # noqa: F401, registers doc._.layout
from detente.actors.mention import Mention, Rule
from detente.nlp import DEFAULT_MODEL

MARKED = re.compile(r"\[(?P<words>[^|\]]*)\|(?P<codes>[A-Z_,]+)\]")


@pytest.fixture(scope="session")
def spacy_model() -> Language:
    return spacy.load(DEFAULT_MODEL)


@pytest.fixture(scope="session")
def marked_doc(spacy_model: Language) -> Callable[[str], Doc]:
    """Make a Doc of a text with mentions: ``"[Oman|OMN] thanked [both|IRN,IRQ]."``."""

    def make(marked: str) -> Doc:
        text, spans, done = "", [], 0
        for match in MARKED.finditer(marked):
            text += marked[done : match.start()]
            spans.append((len(text), len(text) + len(match["words"]), match["codes"]))
            text += match["words"]
            done = match.end()
        doc = spacy_model(text + marked[done:])
        doc._.mentions = [
            Mention(span.start, span.end, tuple(codes.split(",")), Rule.NAME, None)
            for start, end, codes in spans
            if (span := doc.char_span(start, end)) is not None
        ]
        assert len(doc._.mentions) == len(spans), "a mark cuts a token"
        return doc

    return make


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium: the system's, else the one that Playwright has installed."""
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=shutil.which("chromium")) as chromium,
    ):
        yield chromium

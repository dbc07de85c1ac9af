"""The component in a pipeline."""

from collections.abc import Callable

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from detente.article import Article, Metadata, Offsets
from detente.errors import DetenteError
from detente.layout.component import prose_sentences, raw_offsets
from detente.nlp import DEFAULT_MODEL

RAW = "Peru backs Chile in dam vote\nLima, 12 May. Uzbek-\nistan  voted for\n\nthe text. Peru left."


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = spacy.load(DEFAULT_MODEL)
    nlp.add_pipe("detente.layout", first=True)
    return nlp


@pytest.fixture
def article() -> Callable[[str, tuple[Offsets, ...]], Article]:
    def make(text: str, markup: tuple[Offsets, ...]) -> Article:
        metadata = Metadata("A title", "2009-04", None, None, None, "PER")
        return Article("a/b.txt", text, metadata, "text", markup, ("one warning",))

    return make


def sentences(doc: Doc) -> list[str]:
    return [sentence.text for sentence in prose_sentences(doc)]


def test_sentences_stay_in_their_blocks(nlp: Language) -> None:
    doc = nlp(RAW)
    assert sentences(doc) == [
        "Peru backs Chile in dam vote",
        "Uzbekistan voted for the text.",
        "Peru left.",
    ]
    assert [sentence.text.strip() for sentence in doc.sents] == [
        "Peru backs Chile in dam vote",
        "Lima, 12 May.",
        "Uzbekistan voted for the text.",
        "Peru left.",
    ]


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ("a labour-\nintensive farm", "a labour-intensive farm"),
        ("high-\nquality steel", "high-quality steel"),
        ("an under-\nstanding", "an understanding"),
        ("the govern-\nment", "the government"),
        ("in Turkmen-\nistan", "in Turkmenistan"),
    ],
)
def test_broken_words_are_mended_by_the_vocabulary(nlp: Language, broken: str, mended: str) -> None:
    assert nlp.make_doc(mended).text in nlp(f"They saw {broken} there.").text


def test_titles_and_initials_end_no_sentence(nlp: Language) -> None:
    said = "U.S. Gen. Ann Dale met Mr. Roe in St. Ives, Sen. Poe Jr. said."
    assert sentences(nlp(f"{said} They left.")) == [said, "They left."]


def test_every_token_maps_to_its_raw_text(nlp: Language) -> None:
    doc = nlp(RAW)
    behind = [
        RAW[slice(*raw_offsets(doc, token.idx, token.idx + len(token)))]
        for token in doc
        if not token.is_space
    ]
    assert [words.replace("-\n", "") for words in behind] == [
        token.text for token in doc if not token.is_space
    ]


def test_markup_of_the_article_is_left_out(
    nlp: Language, article: Callable[[str, tuple[Offsets, ...]], Article]
) -> None:
    text = "---\nx: 1\n---\nPeru left."
    doc = nlp.make_doc(text)
    doc._.article = article(text, (Offsets(0, 13),))
    laid_out = nlp(doc)
    assert laid_out.text == "Peru left."
    assert laid_out._.article is doc._.article
    assert raw_offsets(laid_out, 0, 4) == (13, 17)


def test_another_text_than_the_article_s(
    nlp: Language, article: Callable[[str, tuple[Offsets, ...]], Article]
) -> None:
    doc = nlp.make_doc("Peru left.")
    doc._.article = article("Chile left.", ())
    with pytest.raises(DetenteError, match=r"^a/b.txt: .* \[D201\]$"):
        nlp(doc)


def test_laid_out_once(nlp: Language) -> None:
    doc = nlp.get_pipe("detente.layout")(nlp.make_doc(RAW))
    assert nlp.get_pipe("detente.layout")(doc) is doc


@pytest.mark.parametrize("text", ["", "\n \n", "***"])
def test_nothing_to_read(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert (doc.text, prose_sentences(doc)) == ("", [])


def test_doc_without_a_layout() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    doc = nlp("Peru left.  Chile stayed. ")
    assert sentences(doc) == ["Peru left.", "Chile stayed."]
    assert raw_offsets(doc, 5, 9) == (5, 9)


@pytest.mark.parametrize("processes", [1, 2])
def test_context_article_and_layout_pass_through_processes(
    article: Callable[[str, tuple[Offsets, ...]], Article], processes: int
) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("detente.layout")
    docs = []
    for _ in range(2):
        doc = nlp.make_doc(RAW)
        doc._.article = article(RAW, (Offsets(0, 4),))
        docs.append((doc, "context"))
    found = list(nlp.pipe(docs, as_tuples=True, n_process=processes))
    expected = nlp(docs[0][0])
    assert [context for _, context in found] == ["context", "context"]
    for doc, _ in found:
        assert doc._.article == expected._.article
        assert doc._.layout == expected._.layout
        assert [token.is_sent_start for token in doc] == [token.is_sent_start for token in expected]


def test_doc_bin_keeps_article_and_layout(
    nlp: Language, article: Callable[[str, tuple[Offsets, ...]], Article]
) -> None:
    doc = nlp.make_doc(RAW)
    doc._.article = article(RAW, ())
    doc = nlp(doc)
    data = DocBin(docs=[doc], store_user_data=True).to_bytes()
    (restored,) = DocBin().from_bytes(data).get_docs(nlp.vocab)
    assert (restored._.article, restored._.layout) == (doc._.article, doc._.layout)


@pytest.mark.parametrize(
    "heading",
    ["Norway and Chile: A Long Friendship", "Peru, Bolivia: what next", "NORWAY BACKS CHILE"],
)
def test_heading_is_one_sentence(nlp: Language, heading: str) -> None:
    doc = nlp(f"{heading}\n\nNorway thanked Chile on Monday. Chile smiled.")
    assert sentences(doc) == [heading, "Norway thanked Chile on Monday.", "Chile smiled."]

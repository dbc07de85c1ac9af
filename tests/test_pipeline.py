"""The whole pipeline on arbitrary text: offsets, order, ids, and the ways to run it."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from multiprocessing import active_children
from pathlib import Path

import pytest
import spacy
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, DocBin

import detente
from detente.article import Article, Metadata
from detente.errors import DetenteError
from detente.nlp import (
    DEFAULT_MODEL,
    STANCES,
    Annotated,
    annotate_article,
    annotate_articles,
    annotate_text,
    load,
    model_id,
)
from detente.reading import read_articles, read_options
from detente.reading.cleaning import sanitise
from detente.records.lines import to_json
from detente.records.schemas import DocumentRecord, SpanRecord, StanceRecord

SENTENCES = (
    "Norway condemned Chile. ",
    "On Friday Kenya and Ghana\nsigned a treaty with Japan, its northern neigh-\nbour. ",
    "\U0001f1ef\U0001f1f5 Tokyo thanked Berlin \U0001f91d\U0001f3fd.",
    "“We will never forgive Peru,” the Chilean foreign minister told them.\r\n\r\n",
    "The two countries disagreed. ",
    "Kaza\u00adkhstan refused o\ufb03cial help from Viê\u0323t Nam and Co\u0302te d\u2019Ivoire. ",
    "LIMA, 12 May (Reuters) — Peru backs Chile\n",
    "# Serbia and Kosovo\n\n* Serbia accused Kosovo\n* it denied that\n",
    "| Oman | Iran |\n",
    "U.S.-Chinese talks in St. Petersburg failed; Sino-Indian ones did not. ",
)
TEXTS = st.lists(
    st.one_of(st.sampled_from(SENTENCES), st.text(max_size=12)), min_size=1, max_size=6
).map("".join)
THRESHOLDS = st.sampled_from([0.0, 0.3, 1.0])


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load()


def article(text: str, name: str) -> Article:
    metadata = Metadata("Norway and Chile", "2009-04", None, None, "statement", "NOR")
    return Article(name, text, metadata, "text", (), ())


def spans(document: DocumentRecord, stances: list[StanceRecord]) -> Iterator[SpanRecord]:
    yield from document.sentences
    for mention in document.mentions:
        yield mention
        if mention.antecedent is not None:
            yield mention.antecedent
    for stance in stances:
        yield SpanRecord(start=stance.start, end=stance.end, text=stance.sentence)
        yield from (stance.cue, *stance.a_mentions, *stance.b_mentions)


def check(text: str, annotated: Annotated) -> None:
    document, stances = annotated
    for span in spans(document, stances):
        assert text[span.start : span.end] == span.text
        assert span.text.strip()
    places = [(sentence.start, sentence.end) for sentence in document.sentences]
    assert all(before[1] <= after[0] for before, after in pairwise(places))
    assert all(mention.actors for mention in document.mentions)
    for stance in stances:
        assert (stance.start, stance.end) in places
        assert stance.a != stance.b
        for span in (stance.cue, *stance.a_mentions, *stance.b_mentions):
            assert stance.start <= span.start < span.end <= stance.end
    assert all((pair.start, pair.end) in places for pair in document.no_stance)
    assert document.stances == len(stances) == len({stance.id for stance in stances})
    for record in (document, *stances):
        assert type(record).model_validate(to_json(record)) == record
        assert type(record).model_validate_json(record.model_dump_json(by_alias=True)) == record


@settings(max_examples=20, deadline=None)
@given(text=TEXTS, threshold=THRESHOLDS)
def test_records_of_any_text(nlp: Language, text: str, threshold: float) -> None:
    text, _ = sanitise(text)
    nlp.get_pipe(STANCES).threshold = threshold
    annotated = annotate_article(nlp, "model", article(text, "a.txt"))
    check(text, annotated)
    assert annotate_article(nlp, "model", article(text, "a.txt")) == annotated


@settings(max_examples=20, deadline=None)
@given(text=TEXTS)
def test_records_of_any_file(
    nlp: Language, tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.mktemp("articles")
    (folder / "a.md").write_bytes(f"---\ndate: 2009\n---\n{text}".encode(errors="replace"))
    items = list(read_articles(str(folder), read_options()))
    assume(isinstance(items[0], Article))
    nlp.get_pipe(STANCES).threshold = 0.0
    for item in items:
        check(item.text, annotate_article(nlp, "model", item))


def test_processes_give_what_this_one_gives(nlp: Language) -> None:
    nlp.get_pipe(STANCES).threshold = 0.0
    articles = [article(text, f"{i}.txt") for i, text in enumerate(SENTENCES * 4)]
    here = [annotate_article(nlp, model_id(nlp), item) for item in articles]
    assert any(stances for _, stances in here)
    for processes in (1, 2, 3):
        assert list(annotate_articles(nlp, articles, processes)) == here


def test_run_that_is_left_early_leaves_no_process(nlp: Language) -> None:
    articles = (article(SENTENCES[0], f"{number}.txt") for number in range(100))
    run = annotate_articles(nlp, articles, 2)
    next(run)
    assert len(active_children()) == 2
    run.close()
    assert active_children() == []


ORPHANS = """
import os, signal, sys
from detente.article import Article, Metadata
from detente.nlp import annotate_articles, load

metadata = Metadata(None, None, None, None, None, None)
texts = ["Norway thanked Chile."] * 99
articles = [Article(f"{n}.txt", text, metadata, "text", (), ()) for n, text in enumerate(texts)]
for document, _ in annotate_articles(load(), articles, 2):
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_processes_end_with_a_run_that_is_killed() -> None:
    # The workers hold the other end of standard output: it closes when the last one has ended.
    run = subprocess.run(
        [sys.executable, "-c", ORPHANS], stdout=subprocess.PIPE, timeout=60, check=False
    )
    assert run.returncode == -signal.SIGKILL


@pytest.fixture(scope="module")
def foreign() -> Language:
    """Make a pipeline of someone else's, with Detente's stages under names of their own."""
    nlp = spacy.load(DEFAULT_MODEL)
    nlp.add_pipe("detente.layout", name="layout", first=True)
    nlp.add_pipe("detente.actors", name="actors")
    nlp.add_pipe("detente.references", name="references")
    nlp.add_pipe("detente.stances", name="stances", config={"min_probability": 0.0})
    return nlp


def shown(doc: Doc) -> list[tuple[object, ...]]:
    mentions = [(doc[m.start : m.end].text, m.actors, m.rule) for m in doc._.mentions]
    stances = [(s.a, s.b, s.polarity, s.cue, round(s.probability, 4)) for s in doc._.stances]
    return [*mentions, *stances]


def test_stages_in_a_foreign_pipeline(foreign: Language, nlp: Language) -> None:
    nlp.get_pipe(STANCES).threshold = 0.0
    docs = list(foreign.pipe(SENTENCES))
    assert [shown(doc) for doc in docs] == [shown(annotate_text(nlp, text)) for text in SENTENCES]
    assert docs[0]._.stances
    assert docs[0][0:1]._.actor == ("NOR",)


def test_foreign_pipeline_with_factory_names(nlp: Language) -> None:
    other = spacy.load(DEFAULT_MODEL)
    for name in ("actors", "references", "stances"):
        other.add_pipe(f"detente.{name}")
    doc = other("Norway condemned Chile.")
    assert [m.actors for m in doc._.mentions] == [("NOR",), ("CHL",)]


def test_pipeline_on_disk(foreign: Language, tmp_path: Path) -> None:
    foreign.to_disk(tmp_path / "pipeline")
    restored = spacy.load(tmp_path / "pipeline")
    assert shown(restored(SENTENCES[0])) == shown(foreign(SENTENCES[0]))


def test_bytes_of_docs(foreign: Language) -> None:
    doc = foreign(SENTENCES[0])
    data = DocBin(docs=[doc], store_user_data=True).to_bytes()
    (restored,) = DocBin(store_user_data=True).from_bytes(data).get_docs(foreign.vocab)
    again = Doc(foreign.vocab).from_bytes(doc.to_bytes())
    for copy in (restored, again):
        assert copy.text == doc.text
        assert copy._.layout == doc._.layout


def test_annotate() -> None:
    doc = detente.annotate("Norway condemned Chile for the \udcff blockade.")
    assert [mention.actors for mention in doc._.mentions] == [("NOR",), ("CHL",)]
    assert doc.text == "Norway condemned Chile for the \ufffd blockade."


def test_model_that_lacks_a_stage(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "model")
    with pytest.raises(DetenteError, match=r"no ner and no parser.* \[D223\]$"):
        load(str(tmp_path / "model"))


def test_model_of_another_language(tmp_path: Path) -> None:
    other = spacy.blank("fr")
    for name in ("parser", "ner"):
        other.add_pipe(name)
    other.initialize()
    other.to_disk(tmp_path / "model")
    with pytest.raises(DetenteError, match=r"language fr.* \[D223\]$"):
        load(str(tmp_path / "model"))


def test_model_of_an_unknown_factory(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "model")
    config = tmp_path / "model" / "config.cfg"
    config.write_text(config.read_text().replace("pipeline = []", 'pipeline = ["tea"]'))
    with pytest.raises(DetenteError, match=r"\[D223\]$"):
        load(str(tmp_path / "model"))


def test_import_is_quick_and_names_are_those_of_the_library() -> None:
    script = "import sys, detente; sys.exit('spacy' in sys.modules or not detente.__all__)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
    assert (detente.load, detente.annotate) == (detente.nlp.load, detente.nlp.annotate)
    with pytest.raises(AttributeError, match="no attribute 'anotate'"):
        detente.anotate  # noqa: B018


def test_text_that_is_too_long(nlp: Language) -> None:
    text = "Peru thanked Chile. " * 50_001
    message = re.escape(f"text: this text has {len(text):,} characters, more than the 1,000,000")
    with pytest.raises(DetenteError, match=rf"^{message} .* \[D221\]$"):
        annotate_text(nlp, text)

"""``reviewed.jsonl`` as gold: only what was reviewed, and is settled, counts."""

from pathlib import Path

import pytest
import spacy
from review_builders import review, stance

from detente.article import Article, Metadata
from detente.errors import DetenteError
from detente.evaluation.gold import check_gold_sentences, read_gold, read_gold_sentences
from detente.evaluation.matching import Place
from detente.review.merge import write_reviewed
from detente.training.run import LabelledDoc

ONE, TWO, THREE = "Oman thanked Qatar.", "Qatar sued Oman.", "Oman left."
TEXT = f"{ONE} {TWO} {THREE}"
YES = stance(TEXT, ONE, "OMN -> QAT cooperation", "thanked", reviewed="accepted")
NO = stance(TEXT, TWO, "QAT -> OMN divergence", "sued", reviewed="deleted")
ACTORS = ["OMN", "QAT"]
REVIEWS = [
    review(TEXT, ONE, [YES], ACTORS, "anna"),
    review(TEXT, TWO, [NO], ACTORS, "anna"),
]


def test_records_and_sentences(tmp_path: Path) -> None:
    write_reviewed(tmp_path, REVIEWS)
    path = tmp_path / "reviewed.jsonl"
    assert [(g.doc, g.sentence, g.cue) for g in read_gold(path)] == [("a.txt", ONE, "thanked")]
    sentences = read_gold_sentences(path)
    assert sentences is not None
    assert [sentence.sentence for sentence in sentences] == [ONE, TWO]
    longer = f"Once upon a time. {TEXT}"
    (first, second) = check_gold_sentences(sentences, {"papers/a.txt": longer})
    assert longer[first.start : first.end] == ONE
    assert (second.doc, longer[second.start : second.end]) == ("papers/a.txt", TWO)


def test_gold_of_whole_articles_names_no_sentences(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"doc": "a.txt"}\n')
    assert read_gold_sentences(path) is None


def test_disputed_sentences_are_no_gold(tmp_path: Path) -> None:
    disputed = [REVIEWS[0], review(TEXT, ONE, [], ACTORS, "ben")]
    write_reviewed(tmp_path, disputed)
    with pytest.raises(DetenteError, match="D623"):
        read_gold(tmp_path / "reviewed.jsonl")
    write_reviewed(tmp_path, [*disputed, REVIEWS[1]])
    assert read_gold(tmp_path / "reviewed.jsonl") == []


def test_other_sentences_are_unknown(tmp_path: Path) -> None:
    write_reviewed(tmp_path, REVIEWS)
    path = tmp_path / "reviewed.jsonl"
    article = Article("a.txt", TEXT, Metadata(None, None, None, None, None, None), "text", (), ())
    doc = spacy.blank("en")(TEXT)
    labelled = LabelledDoc(doc, article, read_gold(path), read_gold_sentences(path))
    covered = [
        labelled.covers(Place("a.txt", TEXT.index(sentence), TEXT.index(sentence) + len(sentence)))
        for sentence in (ONE, TWO, THREE)
    ]
    assert covered == [True, True, False]
    assert LabelledDoc(doc, article, [], None).covers(Place("a.txt", 0, 5))

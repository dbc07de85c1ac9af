"""Training from gold files: read, annotate, fit."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from detente.article import Article
from detente.errors import Code, DetenteError
from detente.evaluation.gold import (
    GoldRecord,
    GoldSentence,
    check_gold,
    check_gold_sentences,
    read_gold,
    read_gold_sentences,
)
from detente.evaluation.matching import Stretch, same_sentence
from detente.nlp import as_doc
from detente.reading import ReadOptions, read_articles
from detente.stances.encoder import Encoder
from detente.stances.persistence import text_hash
from detente.training.examples import Example, examples, sentence_place
from detente.training.fit import Models, fit
from detente.training.held_out import HeldOut


class GoldSet(NamedTuple):
    """A gold file and the folder of the articles that it labels."""

    gold: Path
    articles: Path


class LabelledDoc(NamedTuple):
    """A Doc with mentions and the gold of its article.

    Attributes
    ----------
    sentences
        Those that the gold labels; None where it labels the whole article.
    """

    doc: Doc
    article: Article
    gold: list[GoldRecord]
    sentences: list[GoldSentence] | None

    def covers(self, place: Stretch) -> bool:
        """Tell whether the gold says all that there is to say of a sentence."""
        return self.sentences is None or any(
            same_sentence(place, sentence) for sentence in self.sentences
        )


def labelled_docs(nlp: Language, gold_set: GoldSet, options: ReadOptions) -> list[LabelledDoc]:
    """Read a gold set and annotate its articles up to the mentions.

    Parameters
    ----------
    nlp
        Pipeline with layout, actors and references.
    """
    articles = {
        item.id: item
        for item in read_articles(str(gold_set.articles), options)
        if isinstance(item, Article)
    }
    texts = {key: article.text for key, article in articles.items()}
    by_article: dict[str, list[GoldRecord]] = {}
    for record in check_gold(read_gold(gold_set.gold), texts):
        by_article.setdefault(record.doc, []).append(record)
    sentences = read_gold_sentences(gold_set.gold)
    if sentences is None:
        return [
            LabelledDoc(nlp(as_doc(nlp, articles[key])), articles[key], records, None)
            for key, records in by_article.items()
        ]
    labelled: dict[str, list[GoldSentence]] = {}
    for sentence in check_gold_sentences(sentences, texts):
        labelled.setdefault(sentence.doc, []).append(sentence)
    return [
        LabelledDoc(nlp(as_doc(nlp, articles[key])), articles[key], by_article.get(key, []), places)
        for key, places in labelled.items()
    ]


def labelled_examples(
    docs: Iterable[LabelledDoc], encoder: Encoder, held_out: HeldOut
) -> list[Example]:
    """Give the training examples of labelled documents.

    Parameters
    ----------
    held_out
        Readings of the articles that the encoder was trained on.
    """
    return [
        example
        for labelled in docs
        for example in examples(
            labelled.doc,
            labelled.article,
            labelled.gold,
            held_out.find if text_hash(labelled.article.text) in encoder.articles else encoder.read,
        )
        if labelled.covers(sentence_place(labelled.doc, labelled.article.id, example.candidate))
    ]


def fit_models(
    examples: Sequence[Example], docs: Iterable[LabelledDoc], encoder: Encoder
) -> Models:
    """Fit the stance models.

    Parameters
    ----------
    docs
        The documents that the examples come from.

    Raises
    ------
    DetenteError
        D602 when the encoder was trained on all of them.
    """
    units = {
        d.article.id: len({(g.start, frozenset((g.a, g.b)), g.stance) for g in d.gold})
        for d in docs
    }
    if all(example.reading is None for example in examples):
        raise DetenteError(Code.D602, "training", count=len(units))
    return fit(examples, units, encoder)

"""Training from gold files: read, annotate, fit."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from detente.article import Article
from detente.evaluation.gold import GoldRecord, check_gold, read_gold
from detente.nlp import as_doc
from detente.reading import ReadOptions, read_articles
from detente.stances.classifier import StanceModel
from detente.training.examples import Example, examples
from detente.training.fit import fit


class GoldSet(NamedTuple):
    """A gold file and the folder of the articles that it labels."""

    gold: Path
    articles: Path


class LabelledDoc(NamedTuple):
    """A Doc with mentions and the gold of its article."""

    doc: Doc
    article: Article
    gold: list[GoldRecord]


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
    gold = check_gold(
        read_gold(gold_set.gold), {key: article.text for key, article in articles.items()}
    )
    by_article: dict[str, list[GoldRecord]] = {}
    for record in gold:
        by_article.setdefault(record.doc, []).append(record)
    return [
        LabelledDoc(nlp(as_doc(nlp, articles[key])), articles[key], records)
        for key, records in by_article.items()
    ]


def labelled_examples(docs: Iterable[LabelledDoc]) -> list[Example]:
    """Give the training examples of labelled documents."""
    return [
        example
        for labelled in docs
        for example in examples(labelled.doc, labelled.article, labelled.gold)
    ]


def fit_model(
    own: Sequence[Example], outside: Sequence[Example], docs: Iterable[LabelledDoc]
) -> StanceModel:
    """Fit a stance model.

    Parameters
    ----------
    outside
        Examples from outside sets, if any.
    docs
        The documents that ``own`` comes from.
    """
    pairs = {(d.article.id, g.start, frozenset((g.a, g.b)), g.stance) for d in docs for g in d.gold}
    return fit(own, outside, len(pairs))

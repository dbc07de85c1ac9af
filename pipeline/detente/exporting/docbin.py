"""Format ``spacy``: a DocBin of the raw texts."""

from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin, Span, SpanGroup

from detente.exporting.marks import Label, MarkedArticle, marked_articles
from detente.exporting.selection import Selection
from detente.records.lines import to_json

ACTORS, CUES, SENTENCES = "actors", "cues", "sentences"


def write(selection: Selection, path: Path) -> None:
    """Write a DocBin, one Doc an article, cut by spaCy's English tokeniser.

    The stances' records are in ``doc._.stances``; actors (their codes as ``kb_id_``), cues and
    sentences are in ``doc.spans``, as far as tokens go: what cuts a token takes all of it.
    """
    nlp = spacy.blank("en")
    if not Doc.has_extension("stances"):
        Doc.set_extension("stances", default=[])
    docs = DocBin(store_user_data=True)
    for article in marked_articles(selection):
        docs.add(_doc(article, nlp.make_doc(article.text)))
    docs.to_disk(path)


def _doc(article: MarkedArticle, doc: Doc) -> Doc:
    document = article.document
    doc.user_data |= {"article": document.article, "title": document.title, "date": document.date}
    doc._.stances = [to_json(arrow.stance) for arrow in article.arrows]
    groups: dict[str, list[Span]] = {ACTORS: [], CUES: [], SENTENCES: []}
    for mark in article.marks:
        group = ACTORS if mark.label is Label.ACTOR else CUES
        groups[group].append(_span(doc, mark.start, mark.end, mark.label, " ".join(mark.actors)))
    for sentence in document.sentences:
        groups[SENTENCES].append(_span(doc, sentence.start, sentence.end, "sentence", ""))
    for name, spans in groups.items():
        doc.spans[name] = SpanGroup(doc, name=name, spans=spans)
    return doc


def _span(doc: Doc, start: int, end: int, label: str, actors: str) -> Span:
    span = doc.char_span(start, end, label=label, kb_id=actors, alignment_mode="expand")
    assert span is not None
    return span

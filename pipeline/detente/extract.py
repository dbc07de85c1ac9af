"""The extraction run: articles in, the three files of an output folder out."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import chain
from os.path import expanduser
from pathlib import Path
from typing import NamedTuple

from detente.article import Article
from detente.errors import Code, DetenteError
from detente.nlp import annotate_articles, load, model_id
from detente.reading import ReadOptions, Rejection, read_articles
from detente.reading.articles import FileReader, read_file
from detente.reading.formats import SUFFIXES_OF_ROWS
from detente.reading.language import load_identifier
from detente.reading.metadata import Fields
from detente.reading.sources import Source, find_sources
from detente.records.lines import read_documents, read_stances
from detente.records.schemas import SCHEMA_VERSION, Polarity, RejectionRecord
from detente.store import DOCUMENTS, FILES, STANCES, Store, Version, open_store
from detente.workers import MEMORY, Failure, Work, Worker, seconds_for

DYADS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Settings:
    """How a run reads and annotates.

    Attributes
    ----------
    reading
        How articles are read.
    model
        Name or path of a spaCy model; None for the one that Detente is installed with.
    actors
        The user's own table of actors, which wins over the packaged ones, or None.
    min_probability
        Least probability of a stance; None for the threshold of the stance model.
    fast
        Whether to do without the encoder.
    processes
        How many processes share the work; None for what suits the engine.
    timeout
        How many seconds it may take to read or to annotate one article; None for limits that no
        ordinary one comes near.
    """

    reading: ReadOptions
    model: str | None
    actors: Path | None
    min_probability: float | None
    fast: bool
    processes: int | None
    timeout: float | None


class Outcome(NamedTuple):
    """What became of one article.

    Attributes
    ----------
    article
        Its id.
    kept
        Whether its records were there already.
    rejection
        Why it was rejected, or None.
    """

    article: str
    kept: bool
    rejection: RejectionRecord | None


class Dyad(NamedTuple):
    """Two actors, in alphabetical order, and how many stances of each kind they hold."""

    a: str
    b: str
    cooperation: int
    divergence: int

    @property
    def balance(self) -> float:
        """From -1, divergence only, to 1, cooperation only."""
        return (self.cooperation - self.divergence) / (self.cooperation + self.divergence)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did, and what its output folder holds now.

    Attributes
    ----------
    new, kept, rejected, dropped
        Articles: annotated, kept without work, rejected, and no longer in the input.
    sentences, stances
        In the files, from new and kept articles.
    dyads
        The most frequent ones.
    """

    new: int
    kept: int
    rejected: int
    dropped: int
    sentences: int
    stances: int
    dyads: tuple[Dyad, ...]


def count_articles(source: str) -> int | None:
    """Count the articles of an input by its files; None where a file holds several.

    Raises
    ------
    DetenteError
        When the input names nothing.
    """
    files = [file for file in find_sources(source) if not isinstance(file, DetenteError)]
    if any(file.path is None or file.suffix in SUFFIXES_OF_ROWS for file in files):
        return None
    return len(files)


def extract(
    source: str, out: Path, settings: Settings, progress: Callable[[Outcome], None]
) -> Summary:
    """Annotate articles into an output folder.

    Parameters
    ----------
    source
        What `read_articles` reads.
    out
        The output folder; made if it isn't there.
    progress
        Called once for each article.

    Raises
    ------
    DetenteError
        When nothing can be done: no article is there, a model is missing, the folder can't be
        written to.
    """
    check_apart(source, out)
    outcomes: Counter[str] = Counter()

    def report(outcome: Outcome) -> None:
        outcomes["kept" if outcome.kept else "rejected" if outcome.rejection else "new"] += 1
        progress(outcome)

    with reading_apart(settings) as reader:
        items = read_articles(source, settings.reading, reader)
        first = next(items, None)
        if first is None:
            raise DetenteError(Code.D513, source)
        nlp = load(settings.model, settings.min_probability, settings.actors, fast=settings.fast)
        with open_store(out) as store:
            articles = _unread(chain([first], items), store, model_id(nlp), report)
            run = annotate_articles(nlp, articles, settings.processes or 1, settings.timeout)
            with closing(run) as results:
                for result in results:
                    if isinstance(result, Rejection):
                        _reject(result, store, report)
                        continue
                    document, stances = result
                    store.add(document, stances)
                    report(Outcome(document.article, kept=False, rejection=None))
            dropped = store.dropped
    sentences, stances_held, dyads = survey(out)
    return Summary(
        new=outcomes["new"],
        kept=outcomes["kept"],
        rejected=outcomes["rejected"],
        dropped=dropped,
        sentences=sentences,
        stances=stances_held,
        dyads=dyads,
    )


def check_apart(source: str, out: Path) -> None:
    """Refuse an output folder in the input, and a pattern that takes in what a run wrote.

    Raises
    ------
    DetenteError
        D512, D517.
    """
    if out.resolve().is_relative_to(Path(expanduser(source)).resolve()):
        raise DetenteError(Code.D512, out, source=source)
    written = {out.resolve() / name for name in FILES}
    for file in find_sources(source):
        if isinstance(file, Source) and file.path is not None and file.path.resolve() in written:
            raise DetenteError(Code.D517, file.id)


@contextmanager
def reading_apart(settings: Settings) -> Iterator[FileReader]:
    """Read in a process of its own: a file that ends it, or takes too long, is rejected."""
    load_identifier()  # here, so that no article's time goes into it

    def articles(task: tuple[Source, Fields]) -> Iterator[Article | Rejection]:
        return read_file(*task, settings.reading)

    def seconds(task: tuple[Source, Fields]) -> float:
        return seconds_for(0, settings.timeout)

    with closing(Worker(Work("reading", articles, seconds, MEMORY))) as worker:

        def read(source: Source, beside: Fields) -> Iterator[Article | Rejection]:
            for result in worker.results((source, beside)):
                yield (
                    Rejection.of(result.error(source.id)) if isinstance(result, Failure) else result
                )

        yield read


def _unread(
    items: Iterator[Article | Rejection],
    store: Store,
    model: str,
    report: Callable[[Outcome], None],
) -> Iterator[Article]:
    """Pass on the articles that are to be annotated, and settle the others on the way."""
    for item in items:
        if isinstance(item, Rejection):
            _reject(item, store, report)
        elif store.keep(item.id, Version(item.sha256, model)):
            report(Outcome(item.id, kept=True, rejection=None))
        else:
            yield item


def _reject(rejected: Rejection, store: Store, report: Callable[[Outcome], None]) -> None:
    rejection = as_record(rejected)
    store.reject(rejection)
    report(Outcome(rejected.article, kept=False, rejection=rejection))


def as_record(rejected: Rejection) -> RejectionRecord:
    """Turn a rejection into a record."""
    return RejectionRecord(
        schema=SCHEMA_VERSION,
        article=rejected.article,
        code=rejected.code.name,
        reason=rejected.reason,
    )


def survey(out: Path) -> tuple[int, int, tuple[Dyad, ...]]:
    """Count what the files hold: sentences, stances, and the most frequent dyads."""
    sentences = sum(len(document.sentences) for document in read_documents(out / DOCUMENTS))
    stances: Counter[tuple[str, str, Polarity]] = Counter()
    for stance in read_stances(out / STANCES):
        a, b = sorted((stance.a, stance.b))
        stances[a, b, stance.stance] += 1
    dyads = [
        Dyad(a, b, stances[a, b, Polarity.COOPERATION], stances[a, b, Polarity.DIVERGENCE])
        for a, b in sorted({(a, b) for a, b, _ in stances})
    ]
    dyads.sort(key=lambda dyad: -(dyad.cooperation + dyad.divergence))
    return sentences, stances.total(), tuple(dyads[:DYADS_SHOWN])

"""From an input to its articles."""

from collections.abc import Callable, Iterator
from functools import partial

from detente.article import Article
from detente.errors import Code, DetenteError
from detente.reading.cleaning import is_blank, sanitise, without
from detente.reading.draft import Draft, Rejection
from detente.reading.formats import reader_for
from detente.reading.language import foreign_language
from detente.reading.metadata import Fields, FolderMetadata, make_metadata
from detente.reading.options import ReadOptions
from detente.reading.sources import Source, find_sources

FileReader = Callable[[Source, Fields], Iterator[Article | Rejection]]
"""A file, what its folder says of it -> its articles."""


def read_articles(
    source: str, options: ReadOptions, reader: FileReader | None = None
) -> Iterator[Article | Rejection]:
    """Read the articles of a folder, a file, a pattern or standard input, one at a time.

    Parameters
    ----------
    source
        See `detente.reading.sources.find_sources`.
    options
    reader
        Reads a file; None for `read_file`.

    Returns
    -------
    Iterator[Article | Rejection]
        In a fixed order. Nothing but a missing source stops it.

    Raises
    ------
    DetenteError
        D102, D103, when the source names nothing; at the call, not later.
    """
    reader = reader or partial(read_file, options=options)
    return _read_all(find_sources(source), FolderMetadata(options.encoding), reader)


def _read_all(
    sources: Iterator[Source | DetenteError], metadata: FolderMetadata, reader: FileReader
) -> Iterator[Article | Rejection]:
    ids: set[str] = set()
    for source in sources:
        if isinstance(source, DetenteError):
            yield Rejection.of(source)
            continue
        yield from map(Rejection.of, metadata.load(source))
        for item in reader(source.taken_in(), metadata.of(source)):
            if isinstance(item, Article):
                if item.id in ids:
                    item = Rejection.of(DetenteError(Code.D123, item.id, file=source.id))
                else:
                    ids.add(item.id)
            yield item


def read_file(
    source: Source, beside: Fields, options: ReadOptions
) -> Iterator[Article | Rejection]:
    """Read the articles of one file.

    Parameters
    ----------
    source
    beside
        What its folder says of it.
    options
    """
    for draft in _drafts(source, options):
        try:
            if isinstance(draft, DetenteError):
                raise draft
            yield _check(draft, beside, options)
        except DetenteError as error:
            yield Rejection.of(error)


def _drafts(source: Source, options: ReadOptions) -> Iterator[Draft | DetenteError]:
    try:
        with source.open() as stream:
            reader = reader_for(stream, source.suffix, source.id)
            yield from reader(stream, source.id, options)
    except DetenteError as error:
        yield error
    except OSError as error:
        yield DetenteError(Code.D104, source.id, problem=error.strerror or error)


def _check(draft: Draft, beside: Fields, options: ReadOptions) -> Article:
    """Make an article of a draft.

    Raises
    ------
    DetenteError
        D101 where there is nothing to read, D111 where there is too much, D112 where it isn't
        English.
    """
    id_, _ = sanitise(draft.id)
    text, replaced = sanitise(draft.text)
    prose = without(text, draft.markup)
    if is_blank(prose):
        raise DetenteError(Code.D101, id_)
    if len(text) > options.max_characters:
        raise DetenteError(Code.D111, id_, length=len(text), limit=options.max_characters)
    language = foreign_language(prose)
    if language is not None:
        raise DetenteError(Code.D112, id_, language=language)
    metadata, warnings = make_metadata(draft.metadata, beside)
    if replaced:
        noun = "character" if replaced == 1 else "characters"
        warnings = (f"{replaced} undecodable {noun} replaced", *warnings)
    return Article(
        id=id_,
        text=text,
        metadata=metadata,
        format=draft.format,
        markup=draft.markup,
        warnings=warnings,
    )

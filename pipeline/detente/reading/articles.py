"""From an input to its articles."""

from collections.abc import Iterator

from detente.article import Article
from detente.errors import Code, DetenteError
from detente.reading.cleaning import is_blank, sanitise, without
from detente.reading.draft import Draft, Rejection
from detente.reading.formats import reader_for
from detente.reading.language import foreign_language
from detente.reading.metadata import Fields, FolderMetadata, make_metadata
from detente.reading.options import ReadOptions
from detente.reading.sources import Source, find_sources

_LONGEST_REASON = 300  # characters


def read_articles(source: str, options: ReadOptions) -> Iterator[Article | Rejection]:
    """Read the articles of a folder, a file, a pattern or standard input, one at a time.

    Parameters
    ----------
    source
        See `detente.reading.sources.find_sources`.
    options

    Returns
    -------
    Iterator[Article | Rejection]
        In a fixed order. Nothing but a missing source stops it.

    Raises
    ------
    DetenteError
        D102, D103, when the source names nothing; at the call, not later.
    """
    return _read_all(find_sources(source), options)


def _read_all(
    sources: Iterator[Source | DetenteError], options: ReadOptions
) -> Iterator[Article | Rejection]:
    metadata = FolderMetadata(options.encoding)
    ids: set[str] = set()
    for source in sources:
        if isinstance(source, DetenteError):
            yield _rejection(source)
            continue
        yield from map(_rejection, metadata.load(source))
        for draft in _drafts(source, options):
            try:
                if isinstance(draft, DetenteError):
                    raise draft
                article = _check(draft, metadata.of(source), options)
                if article.id in ids:
                    raise DetenteError(Code.D123, article.id, file=source.id)
                ids.add(article.id)
                yield article
            except DetenteError as error:
                yield _rejection(error)


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


def _rejection(error: DetenteError) -> Rejection:
    reason = error.reason
    if len(reason) > _LONGEST_REASON:
        reason = f"{reason[: _LONGEST_REASON - 1]}…"
    return Rejection(error.where, error.code, reason)

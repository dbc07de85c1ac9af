"""Markdown, with or without front matter; the text stays as the file has it."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import BinaryIO

import frontmatter
import yaml  # type: ignore[import-untyped]

from detente.article import Offsets
from detente.errors import Code, DetenteError
from detente.reading.cleaning import merged, sanitise
from detente.reading.draft import Draft
from detente.reading.encoding import decode
from detente.reading.markdown_signs import signs
from detente.reading.options import METADATA_FIELDS, ReadOptions


def read_markdown(stream: BinaryIO, where: str, options: ReadOptions) -> Iterator[Draft]:
    """Read a Markdown file as one article, with its front matter and signs as markup.

    Raises
    ------
    DetenteError
        D113, when the front matter can't be parsed.
    """
    text = decode(stream.read(), None, options.encoding, where)
    clean, _ = sanitise(text)
    body, metadata = _front_matter(clean, where)
    markup = merged([Offsets(0, body), *signs(clean, body)])
    yield Draft(where, text, metadata, "markdown", markup)


def _front_matter(text: str, where: str) -> tuple[int, Mapping[str, str | None]]:
    """Return where the body starts, and what the front matter says."""
    handler = frontmatter.detect_format(text, frontmatter.handlers)
    if handler is None:
        return 0, {}
    try:
        block, body = handler.split(text)
    except ValueError:  # an opening line, but no closing one: a thematic break
        return 0, {}
    try:
        values: object = handler.load(block)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise DetenteError(Code.D113, where, problem=_problem(error)) from None
    if not isinstance(values, dict):  # prose between two thematic breaks
        return (0, {}) if values else (len(text) - len(body), {})
    return len(text) - len(body), {field: _scalar(values.get(field)) for field in METADATA_FIELDS}


def _problem(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return str(error)
    return f"line {mark.line + 1}: {getattr(error, 'problem', None) or error}"


def _scalar(value: object) -> str | None:
    if isinstance(value, date):  # a datetime too
        return value.isoformat()
    if isinstance(value, str | int | float):
        return re.sub(r"\s+", " ", str(value))
    return None

"""Web pages: the main text, without what stands around it."""

import logging
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import trafilatura
from trafilatura.settings import Document, use_config

from detente.article import Offsets
from detente.errors import Code, DetenteError
from detente.reading.cleaning import is_blank
from detente.reading.draft import Draft
from detente.reading.encoding import decode
from detente.reading.options import ReadOptions

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # its failures are errors here

_HEAD = 2048  # bytes in which browsers look for a declared encoding
_HTML = re.compile(r"<html\b", re.I)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.I)
_TABLE_ROW = re.compile(r"^\|.*\|[ ]*$", re.M)
_BORDER = re.compile(r"\|")
_MENU_LINKS = {"nav": 1, "ul": 1, "ol": 1, "div": 3, "section": 3, "table": 3}
"""Elements that are a menu when they hold so many links, and hardly a word beside them."""
_MENU_SHARE = 0.9
_CONFIG = use_config()
_CONFIG["DEFAULT"]["MIN_EXTRACTED_SIZE"] = "25"  # characters: articles may be short
_DATES = {"original_date": True, "extensive_search": False}


def read_html(stream: BinaryIO, where: str, options: ReadOptions) -> Iterator[Draft]:
    """Read a page as one article: paragraphs apart by blank lines, borders of tables as markup.

    Raises
    ------
    DetenteError
        D114, when the page has no main text.
    """
    data = stream.read()
    declared = _DECLARED.search(data[:_HEAD])
    name = declared[1].decode("ascii", "replace") if declared else None
    source = decode(data, name, options.encoding, where)
    tree = trafilatura.load_html(source if _HTML.search(source) else f"<html>{source}</html>")
    if tree is None:
        raise DetenteError(Code.D114, where)
    _drop_menus(tree)
    page = trafilatura.bare_extraction(
        tree,
        include_comments=False,
        with_metadata=True,
        date_extraction_params=_DATES,
        config=_CONFIG,
    )
    if not isinstance(page, Document) or is_blank(page.text or ""):
        raise DetenteError(Code.D114, where)
    text = (page.text or "").strip().replace("\n", "\n\n")
    borders = (
        match.span()
        for row in _TABLE_ROW.finditer(text)
        for match in _BORDER.finditer(text, *row.span())
    )
    markup = tuple(Offsets(*border) for border in borders)
    metadata = {
        "title": page.title,
        "date": page.date,
        "source": page.sitename or page.hostname,
        "url": page.url,
    }
    yield Draft(where, text, metadata, "html", markup)


def _drop_menus(tree: Any) -> None:
    """Drop lists of links, which trafilatura takes for text where a page has little else."""
    for block in list(tree.iter(*_MENU_LINKS)):
        links = ["".join(link.text_content().split()) for link in block.iter("a")]
        words = "".join(block.text_content().split())
        if len(links) >= _MENU_LINKS[block.tag] and len("".join(links)) >= _MENU_SHARE * len(words):
            block.drop_tree()

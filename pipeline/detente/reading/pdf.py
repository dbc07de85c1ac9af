"""PDF files that have a text layer."""

import ctypes
import math
import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import BinaryIO, NamedTuple

import pypdfium2

from detente.article import Offsets
from detente.errors import Code, DetenteError
from detente.reading.cleaning import is_blank, merged
from detente.reading.draft import Draft
from detente.reading.options import ReadOptions

_LINE = re.compile(r"[^\r\n\ufffe\x02]+[\ufffe\x02]?")
_PAGE_BREAK = "\f"
_HYPHEN = str.maketrans({"\ufffe": "-", "\x02": "-"})  # how pdfium marks one at a line's end
_PARAGRAPH_GAP = 1.25  # distance of lines that parts paragraphs, in usual distances of the page
_DIGITS = re.compile(r"\d+")
_EDGE = 2  # lines at the top and at the bottom of a page where running heads stand
_FEWEST_PAGES = 3
_SHARE_OF_PAGES = 0.4  # below one half: heads of left and right pages may differ
_NO_TITLE = re.compile(r"untitled|microsoft \w+ - |.*\.(docx?|pdf|indd|qxd|rtf|odt|p65|tmp)$", re.I)
_PDF_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)")


class _Line(NamedTuple):
    """A line of a page and the height of its baseline, in points from the page's bottom."""

    text: str
    baseline: float


_Page = Sequence[_Line]


def read_pdf(stream: BinaryIO, where: str, options: ReadOptions) -> Iterator[Draft]:
    """Read a PDF as one article, with running heads and page numbers as markup.

    Pages are apart by form feeds, and paragraphs by blank lines where the page shows them.

    Raises
    ------
    DetenteError
        D115 for an encrypted file, D116 where there is no text layer, D117 for a damaged file.
    """
    try:
        document = pypdfium2.PdfDocument(stream.read())
    except pypdfium2.PdfiumError as error:
        code = Code.D115 if error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD else Code.D117
        raise DetenteError(code, where, kind="PDF") from None
    try:
        info = document.get_metadata_dict()
        pages = [_lines(page) for page in document]
    except pypdfium2.PdfiumError:
        raise DetenteError(Code.D117, where, kind="PDF") from None
    finally:
        document.close()
    if all(is_blank(line.text) for page in pages for line in page):
        raise DetenteError(Code.D116, where)
    text, markup = _assemble(pages)
    title, created = info["Title"].strip(), _PDF_DATE.match(info["CreationDate"])
    metadata = {
        "title": None if _NO_TITLE.match(title) else title,
        "created": "-".join(created.groups()) if created else None,
    }
    yield Draft(where, text, metadata, "pdf", markup)


def _lines(page: pypdfium2.PdfPage) -> list[_Line]:
    textpage = page.get_textpage()
    text = textpage.get_text_range()
    aligned = textpage.count_chars() == len(text)  # else pdfium left out or put in characters
    return [
        _Line(
            match[0].strip(" ").translate(_HYPHEN),
            _baseline(textpage, match.start()) if aligned else math.nan,
        )
        for match in _LINE.finditer(text)
        if not match[0].isspace()
    ]


def _baseline(textpage: pypdfium2.PdfTextPage, index: int) -> float:
    x, y = ctypes.c_double(), ctypes.c_double()
    found = pypdfium2.raw.FPDFText_GetCharOrigin(textpage, index, x, y)
    return y.value if found else math.nan


def _assemble(pages: Sequence[_Page]) -> tuple[str, tuple[Offsets, ...]]:
    """Join lines and pages; running heads and feet, with the breaks beside them, are markup."""
    heads = _running([page[:_EDGE] for page in pages])
    feet = _running([page[-_EDGE:] for page in pages])
    text = ""
    markup: list[Offsets] = []
    for page in pages:
        breaks = _breaks(page)
        for index, line in enumerate(page):
            start = len(text)
            text += line.text
            if index >= len(page) - _EDGE and _pattern(line) in feet:
                markup.append(
                    Offsets(start - len(breaks[index - 1]) if index else start, len(text))
                )
            is_head = index < _EDGE and _pattern(line) in heads
            text += breaks[index]
            if is_head:
                markup.append(Offsets(start, len(text)))
        text += _PAGE_BREAK
    return text, merged(markup)


def _breaks(page: _Page) -> list[str]:
    """Return what follows each line: a blank line where the next one is further than usual."""
    drops = [line.baseline - below.baseline for line, below in pairwise(page)]
    usual = statistics.median([drop for drop in drops if drop > 0] or [math.inf])
    return [*("\n\n" if drop > _PARAGRAPH_GAP * usual else "\n" for drop in drops), "\n"]


def _running(edges: Sequence[_Page]) -> frozenset[str]:
    """Patterns of lines that stand at the same edge of many pages."""
    if len(edges) < _FEWEST_PAGES:
        return frozenset()
    counts = Counter(pattern for edge in edges for pattern in {_pattern(line) for line in edge})
    enough = max(2, _SHARE_OF_PAGES * len(edges))
    return frozenset(pattern for pattern, count in counts.items() if count >= enough)


def _pattern(line: _Line) -> str:
    return _DIGITS.sub("#", line.text.strip())

"""Which reader reads a file: its content decides, then its suffix."""

import re
import zipfile
from collections.abc import Mapping
from types import MappingProxyType
from typing import BinaryIO

from detente.errors import Code, DetenteError
from detente.reading.delimited import read_csv
from detente.reading.docx import read_docx
from detente.reading.draft import Reader
from detente.reading.html import read_html
from detente.reading.jsonl import read_jsonl
from detente.reading.markdown import read_markdown
from detente.reading.parquet import read_parquet
from detente.reading.pdf import read_pdf
from detente.reading.text import read_text

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        ".txt": read_text,
        ".md": read_markdown,
        ".markdown": read_markdown,
        ".html": read_html,
        ".htm": read_html,
        ".xhtml": read_html,
        ".pdf": read_pdf,
        ".docx": read_docx,
        ".jsonl": read_jsonl,
        ".ndjson": read_jsonl,
        ".csv": read_csv,
        ".tsv": read_csv,
        ".parquet": read_parquet,
    }
)
SUFFIXES_OF_ROWS = frozenset(
    suffix for suffix, reader in READERS.items() if reader in (read_csv, read_jsonl, read_parquet)
)
_HEAD = 4096  # bytes
_PDF = b"%PDF-"
_PARQUET = b"PAR1"
_ZIP = b"PK\x03\x04"
_DOCX_BODY = "word/document.xml"
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?>.*?-->)\s*)*+<(?:!doctype\s+html|html)\b",
    re.I | re.S,
)
_UNREAD: Mapping[bytes, str] = MappingProxyType(
    {
        b"{\\rtf": "RTF",
        b"\xd0\xcf\x11\xe0": "an old or password-protected Office document",
        b"\x89PNG": "a PNG image",
        b"\xff\xd8\xff": "a JPEG image",
        b"GIF8": "a GIF image",
        b"\x1f\x8b": "a gzip archive",
    }
)


def reader_for(stream: BinaryIO, suffix: str, where: str) -> Reader:
    """Choose the reader of a file, and rewind it.

    Raises
    ------
    DetenteError
        D101 for an empty file, D110 for one of a known format that isn't read.
    """
    head = stream.read(_HEAD)
    stream.seek(0)
    if not head:
        raise DetenteError(Code.D101, where)
    for signature, kind in _UNREAD.items():
        if head.startswith(signature):
            raise DetenteError(Code.D110, where, kind=kind)
    if head.startswith(_PDF):
        return read_pdf
    if head.startswith(_PARQUET):
        return read_parquet
    if head.startswith(_ZIP):
        if suffix == ".docx" or _holds_docx(stream):
            return read_docx
        raise DetenteError(Code.D110, where, kind="a ZIP archive")
    if _HTML.match(head):
        return read_html
    return READERS.get(suffix, read_text)


def _holds_docx(stream: BinaryIO) -> bool:
    try:
        with zipfile.ZipFile(stream) as archive:
            return _DOCX_BODY in archive.namelist()
    except zipfile.BadZipFile:
        return False
    finally:
        stream.seek(0)

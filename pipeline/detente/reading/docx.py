"""Word documents: insertions accepted, deletions gone, tables in place."""

import zipfile
from collections.abc import Iterator
from typing import BinaryIO
from xml.etree import ElementTree

import mammoth
from mammoth import documents, raw_text, transforms

from detente.errors import Code, DetenteError
from detente.reading.draft import Draft
from detente.reading.options import ReadOptions

_LARGEST = 200_000_000  # bytes that a file may unpack to; a book of a thousand pages has ten
_CORE = "docProps/core.xml"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_CREATED = "{http://purl.org/dc/terms/}created"
_break_lines = transforms.element_of_type(documents.Break, lambda _: documents.Text("\n"))


def read_docx(stream: BinaryIO, where: str, options: ReadOptions) -> Iterator[Draft]:
    """Read a Word document as one article, paragraphs and table cells apart by blank lines.

    Raises
    ------
    DetenteError
        D117 for a damaged file, D118 for one that unpacks to too much.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
            if size > _LARGEST:
                raise DetenteError(Code.D118, where, size=size, limit=_LARGEST)
            core = archive.read(_CORE) if _CORE in archive.namelist() else None
        stream.seek(0)
        document = mammoth.docx.read(stream).value
        properties = ElementTree.fromstring(core) if core else ElementTree.Element("none")
    except (DetenteError, MemoryError):
        raise
    except Exception:  # mammoth and zipfile raise all kinds on damaged files
        raise DetenteError(Code.D117, where, kind="DOCX") from None
    text = raw_text.extract_raw_text_from_element(_break_lines(document))
    metadata = {"title": properties.findtext(_TITLE), "created": properties.findtext(_CREATED)}
    yield Draft(where, text, metadata, "docx", ())

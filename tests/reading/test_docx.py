import zipfile
from collections.abc import Callable
from datetime import datetime
from io import BytesIO

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from detente.errors import Code, DetenteError
from detente.reading.docx import read_docx
from detente.reading.draft import Draft


def make_docx() -> bytes:
    document = Document()
    document.core_properties.title = "Nepal thanks India"
    document.core_properties.created = datetime(2019, 5, 4)
    paragraph = document.add_paragraph("Nepal thanked ")
    link = document.part.relate_to("https://x.example", RELATIONSHIP_TYPE.HYPERLINK, True)
    names = nsdecls("w", "r")
    for element in (
        f'<w:hyperlink {names} r:id="{link}"><w:r><w:t>India</w:t></w:r></w:hyperlink>',
        f"<w:r {names}><w:t>.</w:t></w:r>",
        f'<w:ins {names} w:id="1" w:author="a"><w:r><w:t xml:space="preserve"> Bhutan objected.'
        "</w:t></w:r></w:ins>",
        f'<w:del {names} w:id="2" w:author="a"><w:r><w:delText xml:space="preserve"> Bhutan '
        "agreed.</w:delText></w:r></w:del>",
    ):
        paragraph._p.append(parse_xml(element))
    document.add_table(1, 1).cell(0, 0).text = "Laos thanked Japan."
    document.add_paragraph("Line one").add_run().add_break()
    document.paragraphs[-1].add_run("line two")
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def test_changes_links_tables_and_properties(draft: Callable[..., Draft]) -> None:
    found = draft(read_docx, make_docx())
    assert found.text.rstrip() == (
        "Nepal thanked India. Bhutan objected.\n\nLaos thanked Japan.\n\nLine one\nline two"
    )
    assert found.metadata["title"] == "Nepal thanks India"
    assert str(found.metadata["created"]).startswith("2019-05-04")


def bomb() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(210_000_000))
    return file.getvalue()


def without_body() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("other.xml", "<a/>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (make_docx()[:3000], Code.D117),
        (b"PK\x03\x04 nothing else", Code.D117),
        (without_body(), Code.D117),
        (bomb(), Code.D118),
    ],
)
def test_unreadable_docx_is_refused(draft: Callable[..., Draft], data: bytes, code: Code) -> None:
    with pytest.raises(DetenteError) as raised:
        draft(read_docx, data)
    assert raised.value.code is code

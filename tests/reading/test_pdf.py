from collections.abc import Callable, Sequence

import pytest
from fpdf import FPDF

from detente.errors import Code, DetenteError
from detente.reading.cleaning import without
from detente.reading.draft import Draft
from detente.reading.pdf import read_pdf

BODIES = (
    "Kazakh-\nstan thanked Russia for the power-\nsharing plan, the first such step in years.\n"
    "Both sides said so.\n\nA second paragraph goes on\nover the end of",
    "the page, as sentences do.\nPeru thanked Chile.\nNobody else said a word.",
    "Oman thanked Iran.",
)


def make_pdf(bodies: Sequence[str], title: str) -> FPDF:
    """Make pages with a running head and a page number."""
    document = FPDF()
    document.set_auto_page_break(False)
    document.set_title(title)
    document.set_font("helvetica", size=12)
    for number, body in enumerate(bodies, start=1):
        document.add_page()
        document.cell(0, 10, f"{10 + number} Regional Review", new_x="LMARGIN", new_y="NEXT")
        document.multi_cell(0, 6, body)
        document.set_y(-20)
        document.cell(0, 10, f"{number}")
    return document


def test_hyphens_paragraphs_and_running_heads(draft: Callable[..., Draft]) -> None:
    found = draft(read_pdf, bytes(make_pdf(BODIES, "Regional Review").output()))
    assert without(found.text, found.markup) == (
        "Kazakh-\nstan thanked Russia for the power-\nsharing plan, the first such step in years.\n"
        "Both sides said so.\n\nA second paragraph goes on\nover the end of\n"
        "\fthe page, as sentences do.\nPeru thanked Chile.\nNobody else said a word.\n"
        "\fOman thanked Iran.\n\f"
    )
    assert "12 Regional Review" in found.text
    assert found.metadata["title"] == "Regional Review"
    assert str(found.metadata["created"])[:2] == "20"


def test_heads_of_two_pages_are_text(draft: Callable[..., Draft]) -> None:
    assert draft(read_pdf, bytes(make_pdf(BODIES[:2], "").output())).markup == ()


@pytest.mark.parametrize("title", ["", "Untitled", "Microsoft Word - news.doc", "news_v2.indd"])
def test_title_that_says_nothing(draft: Callable[..., Draft], title: str) -> None:
    assert not draft(read_pdf, bytes(make_pdf(BODIES, title).output())).metadata["title"]


def encrypted() -> bytes:
    document = make_pdf(BODIES, "")
    document.set_encryption(owner_password="owner", user_password="user")
    return bytes(document.output())


def scanned() -> bytes:
    document = FPDF()
    document.add_page()
    document.rect(10, 10, 50, 50, style="F")
    return bytes(document.output())


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (encrypted(), Code.D115),
        (scanned(), Code.D116),
        (bytes(make_pdf(BODIES, "").output())[:400], Code.D117),
        (b"%PDF-1.4 nothing else", Code.D117),
    ],
)
def test_unreadable_pdf_is_refused(draft: Callable[..., Draft], data: bytes, code: Code) -> None:
    with pytest.raises(DetenteError) as raised:
        draft(read_pdf, data)
    assert raised.value.code is code

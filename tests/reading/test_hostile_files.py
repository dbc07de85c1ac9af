"""Files made to hang or blow up a reader: each is read or rejected, and the others go on."""

import zipfile
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from detente.article import Article
from detente.errors import Code
from detente.reading import Rejection, read_options
from detente.reading.articles import read_file
from detente.reading.sources import Source
from detente.workers import MEMORY, Failure, Work, Worker

SENTENCE = "Norway thanked Chile for its help on Monday."
PATIENCE = 60.0  # seconds; each takes less than two
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
LAUGHS = f'<!DOCTYPE a [<!ENTITY e0 "ha">{ENTITIES}]>'
ALIASES = "".join(f"a{n}: &a{n} [{f'*a{n - 1}, ' * 10 if n else 'x'}]\n" for n in range(12))
CATALOGUE = "<< /Type /Catalog /Pages 2 0 R >>"
PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"


def docx(part: str, content: str) -> bytes:
    """Make a Word document in which one part is another."""
    whole, changed = BytesIO(), BytesIO()
    document = Document()
    document.add_paragraph(SENTENCE)
    document.save(whole)
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return changed.getvalue()


def body(content: str) -> str:
    return f"<w:document {WORD}><w:body>{content}</w:body></w:document>"


def pdf(*objects: str) -> bytes:
    """Make a PDF of these objects, numbered from 1; the first is its catalogue."""
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n".encode()
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    return (
        data
        + (
            f"xref\n0 {size}\n0000000000 65535 f \n{rows}"
            f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF"
        ).encode()
    )


FILES: dict[str, tuple[str, bytes | str, Code | None]] = {
    "comments before no page": ("a.txt", "<!---->" * 500 + SENTENCE, None),
    "elements in elements": ("a.html", f"<html>{'<div>' * 100_000}{SENTENCE}", Code.D114),
    "tags left open": ("a.html", f"<html><p>{SENTENCE}{'<a ' * 100_000}", None),
    "comments left open": ("a.md", "<div>\n" + "<!-- " * 150_000, Code.D101),
    "scripts left open": ("a.md", "<div>\n" + "<script " * 100_000, Code.D101),
    "signs of tags": ("a.md", "<div>\n" + "Oman <a " * 100_000, None),
    "quotations in quotations": ("a.md", ">" * 100_000 + SENTENCE, None),
    "aliases of aliases": ("a.md", f"---\n{ALIASES}title: *a11\n---\n{SENTENCE}", None),
    "lists in lists": ("a.md", f"---\na: {'[' * 100_000}\n---\n{SENTENCE}", Code.D113),
    "a number without end": ("a.md", f"---\na: {'9' * 100_000}\n---\n{SENTENCE}", Code.D113),
    "a date without end": ("a.md", f"---\ndate: '{'1 ' * 50_000}'\n---\n{SENTENCE}", None),
    "a line without end": ("a.jsonl", f'{{"text": "{SENTENCE * 300_000}"}}', Code.D128),
    "a text without end": ("a.csv", f'text\n"{SENTENCE * 300_000}', Code.D111),
    "columns without end": ("a.csv", f"{'a,' * 200_000}text\n{',' * 200_000}{SENTENCE}", None),
    "arrays in arrays": ("a.jsonl", '{"text": ' + "[" * 1_000_000, Code.D119),
    "lone surrogates": ("a.jsonl", '{"text": "Oman' + "\\ud800" * 100_000 + '"}', None),
    "NULs": ("a.txt", f"{SENTENCE}\0" * 1000, None),
    "nothing but NULs": ("a.txt", bytes(1_000_000), Code.D109),
    "laughs": ("a.docx", docx("word/document.xml", LAUGHS + body("&e11;")), Code.D117),
    "laughs in the properties": ("a.docx", docx("docProps/core.xml", f"{LAUGHS}<a>&e11;</a>"),
                                 Code.D117),
    "tables in tables": (
        "a.docx",
        docx("word/document.xml", body("<w:tbl><w:tr><w:tc>" * 9000)),
        Code.D117,
    ),
    "pages that hold themselves": (
        "a.pdf",
        pdf(CATALOGUE, "<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 5 >>",
            "<< /Type /Pages /Kids [2 0 R] /Parent 2 0 R /Count 3 >>"),
        Code.D117,
    ),
    "more pages than there are": (
        "a.pdf",
        pdf(CATALOGUE, "<< /Type /Pages /Kids [3 0 R] /Count 1000000 >>", PAGE),
        Code.D117,
    ),
    "arrays in arrays of a PDF": ("a.pdf", b"%PDF-1.4\n1 0 obj\n" + b"[" * 500_000, Code.D117),
}  # fmt: skip


@pytest.fixture(scope="module")
def reader() -> Iterator[Worker[Source, Article | Rejection]]:
    options = read_options()
    work: Work[Source, Article | Rejection] = Work(
        "reading", lambda source: read_file(source, {}, options), lambda _: PATIENCE, MEMORY
    )
    with closing(Worker(work)) as worker:
        yield worker


@pytest.mark.parametrize(("name", "content", "code"), FILES.values(), ids=FILES)
def test_hostile_file(
    reader: Worker[Source, Article | Rejection],
    tmp_path: Path,
    name: str,
    content: bytes | str,
    code: Code | None,
) -> None:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (result,) = reader.results(Source(name, path))
    assert not isinstance(result, Failure)
    if code is None:
        assert isinstance(result, Article)
    else:
        assert isinstance(result, Rejection)
        assert result.code is code
        assert len(result.reason) <= 300


def test_what_follows_a_line_without_end_is_read(
    reader: Worker[Source, Article | Rejection], tmp_path: Path
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f'{{"text": "{SENTENCE * 300_000}"}}\n{{"text": "{SENTENCE}"}}\n')
    rejection, article = reader.results(Source("a.jsonl", path))
    assert isinstance(rejection, Rejection)
    assert rejection.article == "a.jsonl#1"
    assert isinstance(article, Article)
    assert (article.id, article.text) == ("a.jsonl#2", SENTENCE)


def test_a_file_that_takes_too_much_memory_takes_no_other_with_it(tmp_path: Path) -> None:
    options = read_options()
    large, small = tmp_path / "large.txt", tmp_path / "small.txt"
    large.write_bytes(b"a" * (1 << 29))
    small.write_text(SENTENCE)
    work: Work[Source, Article | Rejection] = Work(
        "reading", lambda source: read_file(source, {}, options), lambda _: PATIENCE, 1 << 29
    )
    with closing(Worker(work)) as worker:
        (failure,) = worker.results(Source("large.txt", large))
        assert isinstance(failure, Failure)
        assert failure.code is Code.D225
        (article,) = worker.results(Source("small.txt", small))
        assert isinstance(article, Article)

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from detente.article import Article
from detente.errors import Code, DetenteError
from detente.reading import Rejection, read_articles, read_options

Read = Callable[..., list[Article | Rejection]]


def ids(results: list[Article | Rejection]) -> list[str]:
    return [result.id if isinstance(result, Article) else result.article for result in results]


def codes(results: list[Article | Rejection]) -> list[Code]:
    return [result.code for result in results if isinstance(result, Rejection)]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.txt", b"", Code.D101),
        ("a.pdf", b"", Code.D101),
        ("a.txt", "\r\n \u00a0\u200b\ufeff", Code.D101),
        ("a.md", "---\ntitle: Oman\n---\n", Code.D101),
        ("a.txt", "Peru thanked Chile. " * 50_001, Code.D111),
        (
            "a.txt",
            "Le Tchad a remercié le Niger, mais Washington a refusé de commenter.",
            Code.D112,
        ),
        ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(100), Code.D110),
        ("a.rtf", b"{\\rtf1 Oman}", Code.D110),
        ("a.docx", b"\xd0\xcf\x11\xe0" + bytes(600), Code.D110),
        ("a.zip", b"PK\x03\x04" + bytes(100), Code.D110),
        ("a.docx", b"Oman", Code.D117),
        ("a.pdf", b"Oman", Code.D117),
        ("a", bytes(range(256)), Code.D109),
    ],
)
def test_what_cannot_be_read_is_rejected(
    read: Read, name: str, content: str | bytes, code: Code
) -> None:
    results = read({name: content, "good.txt": "Oman thanked Iran."})
    assert ids(results) == [name, "good.txt"]
    assert codes(results) == [code]


@pytest.mark.parametrize(
    ("name", "content", "format_"),
    [
        ("a.txt", "Oman thanked Iran.", "text"),
        ("a.news", "Oman thanked Iran.", "text"),
        ("a.MD", "Oman thanked *Iran*.", "markdown"),
        ("a.txt", "<!-- x --><!DOCTYPE html><html><body><p>Oman thanked Iran.", "html"),
        ("a.htm", "<p>Oman thanked Iran.</p>", "html"),
        ("a.ndjson", '{"text":"Oman thanked Iran."}', "jsonl"),
        ("a.tsv", "id\ttext\nx\tOman thanked Iran.", "csv"),
    ],
)
def test_content_and_suffix_choose_the_reader(
    read: Read, name: str, content: str, format_: str
) -> None:
    (article,) = read({name: content})
    assert isinstance(article, Article)
    assert article.format == format_
    assert "Oman thanked " in article.text


def test_text_is_kept_but_for_undecodable_characters(read: Read) -> None:
    text = "The Paci\ufb01c bloc\u00ad a\0rmed\r\nties with \ue000 Fiji."
    (article,) = read({"a.txt": b"\xef\xbb\xbf" + text.encode()})
    assert isinstance(article, Article)
    assert article.text == "The Paci\ufb01c bloc\u00ad a\ufffdrmed\r\nties with \ufffd Fiji."
    assert article.warnings == ("2 undecodable characters replaced",)


def test_length_limit_counts_characters(read: Read) -> None:
    files = {"a.txt": "Öman.", "b.txt": "Öman. "}
    results = read(files, max_characters=5)
    assert [type(result) for result in results] == [Article, Rejection]
    assert isinstance(results[1], Rejection)
    assert results[1].reason == "its text is too long: 6 characters, more than 5: split it"


def test_folder_is_read_in_order_without_hidden_files(read: Read) -> None:
    names = ["b.txt", "a/z.txt", "a/b.txt", ".hidden.txt", ".git/x.txt", "metadata.csv", "c"]
    results = read({name: "file,title\n" if name == "metadata.csv" else "Oman." for name in names})
    assert ids(results) == ["a/b.txt", "a/z.txt", "b.txt", "c"]


def test_links_pipes_and_unreadable_files(
    read: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read({"secret.txt": "Oman.", "sub/a.txt": "Oman."})
    (tmp_path / "dangling.txt").symlink_to("nowhere")
    (tmp_path / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    real_open = Path.open

    def open_but_secret(path: Path, mode: str) -> object:
        if path.name == "secret.txt":
            raise PermissionError(13, "Permission denied")
        return real_open(path, mode)

    monkeypatch.setattr(Path, "open", open_but_secret)
    results = read({})
    assert ids(results) == ["dangling.txt", "loop", "pipe", "secret.txt", "sub/a.txt"]
    assert codes(results) == [Code.D104, Code.D124, Code.D105, Code.D104]
    assert isinstance(results[3], Rejection)
    assert results[3].reason == "it can't be read: Permission denied"


def test_name_that_is_no_utf8(read: Read, tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text("Oman thanked Iran.")
    assert ids(read({})) == ["caf\ufffd.txt"]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("x/*.txt", ["a.txt", "b.txt"]),
        ("**/*.txt", ["x/a.txt", "x/b.txt", "x/y/c.txt"]),
        ("x/**", ["a.txt", "b.txt", "y/c.txt"]),
        ("*/?.txt", ["x/a.txt", "x/b.txt"]),
        ("x/a.txt", ["a.txt"]),
        ("x", ["a.txt", "b.txt", "y/c.txt"]),
        ("x/[q].txt", ["[q].txt"]),
    ],
)
def test_ids_are_relative(
    read: Read,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    pattern: str,
    expected: list[str],
) -> None:
    names = ["x/a.txt", "x/b.txt", "x/y/c.txt", "x/metadata.csv"]
    if "[" in pattern:
        names.append(pattern)
    read(dict.fromkeys(names, "Oman."))
    monkeypatch.setenv("HOME", str(tmp_path))
    for source in (f"{tmp_path}/{pattern}", f"~/{pattern}"):
        results = list(read_articles(source, read_options()))
        assert [name for name in ids(results) if "meta" not in name] == expected


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("nowhere.txt", Code.D102),
        ("*.nothing", Code.D103),
        ("", Code.D102),
        ("x" * 300, Code.D102),
        ("~nobody-here", Code.D102),
    ],
)
def test_source_that_names_nothing_fails_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, code: Code
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DetenteError) as raised:
        read_articles(source, read_options())
    assert raised.value.code is code


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = io.TextIOWrapper(io.BytesIO("Oman wasn’t asked.".encode("cp1252")), "utf-8")
    monkeypatch.setattr("sys.stdin", stdin)
    (article,) = read_articles("-", read_options())
    assert isinstance(article, Article)
    assert (article.id, article.text) == ("stdin", "Oman wasn’t asked.")


def test_unknown_encoding_is_refused() -> None:
    for name in ("no-such-codec", "hex"):
        with pytest.raises(DetenteError) as raised:
            read_options(encoding=name)
        assert raised.value.code is Code.D106


def test_reading_is_lazy(read: Read, tmp_path: Path) -> None:
    read({"a.txt": "Oman.", "b.txt": "Iran."})
    articles = read_articles(str(tmp_path), read_options())
    next(articles)
    (tmp_path / "b.txt").write_text("Peru.")
    second = next(articles)
    assert isinstance(second, Article)
    assert second.text == "Peru."


METADATA = """file,title,date,source,genre,url,speaker,extra
a.md,Theirs,2009-04,,speech,http://x.example,KAZ,z
a.md,Again,,,,,,
gone.txt,Gone,2009,,,,,
b.txt,,04/05/2009,,,,,
c.txt,a,b,c,d,e,f,g,h
d.txt,Short
"""


def test_metadata_beside_the_articles_wins(read: Read) -> None:
    results = read(
        {
            "s/metadata.csv": METADATA,
            "s/a.md": "---\ntitle: Mine\ndate: 1958\nsource: Paper\n---\nOman.",
            "s/b.txt": "Oman.",
            "s/c.txt": "Oman.",
            "s/d.txt": "Oman.",
            "d.txt": "Oman.",
        }
    )
    assert [(r.article, r.code) for r in results if isinstance(r, Rejection)] == [
        ("s/metadata.csv", Code.D125),
        ("s/metadata.csv#6", Code.D121),
        ("s/metadata.csv", Code.D126),
    ]
    known = {r.id: r.metadata for r in results if isinstance(r, Article)}
    mine = known["s/a.md"]
    assert (mine.title, mine.date, mine.source) == ("Theirs", "2009-04", "Paper")
    assert (mine.genre, mine.url, mine.speaker) == ("speech", "http://x.example", "KAZ")
    assert known["s/b.txt"].date is None
    assert known["s/d.txt"].title == "Short"
    assert known["d.txt"].title is None
    (warned,) = (r for r in results if isinstance(r, Article) and r.warnings)
    assert warned.id == "s/b.txt"
    assert "'04/05/2009'" in warned.warnings[0]


def test_metadata_of_files_that_are_not_there(read: Read) -> None:
    rows = ["a.txt,2001", "A.txt,2002", "s/b.txt,2003", f"{'x' * 300}.txt,2004", "\0,2005", ",2006"]
    results = read(
        {"metadata.csv": "\n".join(["file,date", *rows]), "a.txt": "Oman.", "s/b.txt": "Oman."}
    )
    rejection, article, _ = results
    assert isinstance(article, Article)
    assert article.metadata.date == "2001"
    assert isinstance(rejection, Rejection)
    assert rejection.reason == (
        "no file of its folder has the name in 5 of its rows, such as 'A.txt'"
    )


def test_metadata_without_a_file_column_is_reported_once(read: Read) -> None:
    results = read({"metadata.csv": "name,title\nx,y\n", "a.txt": "Oman.", "b.txt": "Iran."})
    assert ids(results) == ["metadata.csv", "a.txt", "b.txt"]
    assert codes(results) == [Code.D120]


def test_long_reason_is_cut_to_one_line(read: Read) -> None:
    (rejection,) = read({"a.csv": ",".join(f"column {number}" for number in range(200))})
    assert isinstance(rejection, Rejection)
    assert len(rejection.reason) == 300
    assert "\n" not in rejection.reason


@pytest.mark.parametrize(
    ("below", "expected"),
    [
        ("", ["a.txt", "b/c.txt"]),
        ("/b", ["c.txt"]),
        ("/b/c.txt", ["c.txt"]),
        ("/*.txt", ["a.txt"]),
        ("/**/*.txt", ["a.txt", "b/c.txt"]),
    ],
)
def test_articles_at_an_address(tmp_path: Path, below: str, expected: list[str]) -> None:
    (tmp_path / "b").mkdir()
    for name in ("a.txt", "b/c.txt", ".hidden.txt", "metadata.csv"):
        (tmp_path / name).write_text("Oman thanked Iran.")
    found = list(read_articles(f"{tmp_path.as_uri()}{below}", read_options()))
    assert ids(found) == expected
    assert all(isinstance(item, Article) for item in found)


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("file:///nowhere/at/all", "D102"),
        ("file:///nowhere/*.txt", "D103"),
        ("unheard-of://bucket", "D127"),
    ],
)
def test_address_of_nothing(address: str, code: str) -> None:
    with pytest.raises(DetenteError, match=code):
        read_articles(address, read_options())

import datetime
from collections.abc import Callable
from io import BytesIO

import pyarrow
import pyarrow.parquet
import pytest

from detente.article import Article
from detente.errors import Code
from detente.reading import Rejection

Read = Callable[..., list[Article | Rejection]]


def outcome(results: list[Article | Rejection]) -> list[tuple[str, object]]:
    """Id and text of articles, id and code of rejections."""
    return [
        (result.id, result.text) if isinstance(result, Article) else (result.article, result.code)
        for result in results
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            '{"id":"a1","text":"Talks\u2028Peru thanked Chile."}\n'
            '{"id":"a2","text":"Cuba\u0085met Fiji."}\n',
            [("a1", "Talks\u2028Peru thanked Chile."), ("a2", "Cuba\u0085met Fiji.")],
        ),
        ('\ufeff{"text":"Oman\\ufeff."}\r\n\n', [("f.jsonl#1", "Oman\ufeff.")]),
        (
            'broken\n[1]\n{"text":"Oman thanked Iran."}',
            [
                ("f.jsonl#1", Code.D119),
                ("f.jsonl#2", Code.D119),
                ("f.jsonl#3", "Oman thanked Iran."),
            ],
        ),
        (
            '{"id":1,"body":"x"}\n{"text":5}\n{"text":null}',
            [(f"f.jsonl#{n}", Code.D120) for n in (1, 2, 3)],
        ),
        ('{"id":7,"text":"Oman."}\n{"id":"7","text":"Iran."}', [("7", "Oman."), ("7", Code.D123)]),
        ('{"id":"e","text":" \\u00a0\\u200b"}', [("e", Code.D101)]),
        ('{"id":"s","text":"a\\ud800b\\u0000"}', [("s", "a\ufffdb\ufffd")]),
        ('{"id":"n","text":' + "[" * 100_000, [("f.jsonl#1", Code.D119)]),
    ],
)
def test_json_lines(read: Read, lines: str, expected: list[tuple[str, object]]) -> None:
    assert outcome(read({"f.jsonl": lines})) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            'id,text\n1,"Oman, too,\nthanked Iran."\n,Peru.\n',
            [("1", "Oman, too,\nthanked Iran."), ("f.csv#4", "Peru.")],
        ),
        ("\n\nid;text\n1;Oman, Iran.\n", [("1", "Oman, Iran.")]),
        ("a,b,c\ttext\nx\tOman.\n", [("f.csv#2", "Oman.")]),
        (
            "id,text\n1,Oman\n2,Oman, Iran\n3\n",
            [("1", "Oman"), ("f.csv#3", Code.D121), ("f.csv#4", Code.D120)],
        ),
        ("id,body\n1,Oman\n", [("f.csv", Code.D120)]),
        ("text\n" + "Oman thanked Iran. " * 20_000, [("f.csv#2", "Oman thanked Iran. " * 20_000)]),
        ("\n", [("f.csv", Code.D120)]),
    ],
)
def test_separated_values(read: Read, content: str, expected: list[tuple[str, object]]) -> None:
    assert outcome(read({"f.csv": content})) == expected


def test_article_that_is_left_out_is_named_with_its_file(read: Read) -> None:
    _, rejection = read({"a.csv": "id,text\n1,Oman.\n", "b.csv": "id,text\n1,Iran.\n"})
    assert isinstance(rejection, Rejection)
    assert (rejection.article, rejection.code) == ("1", Code.D123)
    assert rejection.reason == "an article of this id was read before: the one in b.csv is left out"


def test_missing_text_column_names_those_that_are_there(read: Read) -> None:
    (rejection,) = read({"f.csv": "id,body\n1,Oman\n"})
    assert isinstance(rejection, Rejection)
    assert rejection.reason == "it has no column 'text' with text, but these: id, body"


def test_columns_by_name(read: Read) -> None:
    row = '{"key":"k","body":"Oman.","headline":" A\\n title ","published":"13 Jan 2005","url":1}'
    (article,) = read(
        {"f.jsonl": row},
        text_column="body",
        id_column="key",
        columns={"title": "headline", "date": "published"},
    )
    assert isinstance(article, Article)
    assert (article.id, article.text, article.format) == ("k", "Oman.", "jsonl")
    known = article.metadata
    assert (known.title, known.date, known.url, known.genre) == ("A title", "2005-01-13", "1", None)


def test_rows_in_another_encoding(read: Read) -> None:
    rows = "id,text\n1,It wasn’t Oman.\n"
    for codec in ("cp1252", "utf-16"):
        assert outcome(read({"f.csv": rows.encode(codec)})) == [("1", "It wasn’t Oman.")]
    assert outcome(read({"f.csv": b"text\ncaf\xe9"}, encoding="utf-8")) == [("f.csv", Code.D108)]


def parquet(columns: dict[str, list[object]]) -> bytes:
    stream = BytesIO()
    pyarrow.parquet.write_table(pyarrow.table(columns), stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            parquet({"id": [7, None], "text": ["Oman.", "Peru."]}),
            [("7", "Oman."), ("f#2", "Peru.")],
        ),
        (parquet({"text": ["Oman.", None]}), [("f#1", "Oman."), ("f#2", Code.D120)]),
        (parquet({"body": ["Oman."]}), [("f", Code.D120)]),
        (parquet({"text": ["Oman."]})[:-9], [("f", Code.D117)]),
    ],
)
def test_parquet(read: Read, content: bytes, expected: list[tuple[str, object]]) -> None:
    assert outcome(read({"f": content})) == expected


def test_columns_of_parquet(read: Read) -> None:
    day = datetime.date(2009, 4, 17)
    (article,) = read(
        {"f.parquet": parquet({"text": ["Oman."], "day": [day], "more": [[1]]})},
        columns={"date": "day"},
    )
    assert isinstance(article, Article)
    assert (article.metadata.date, article.format) == ("2009-04-17", "parquet")

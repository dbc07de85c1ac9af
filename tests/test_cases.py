"""What made other tools fail, from the file to the records; the sentences are our own."""

from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from fpdf import FPDF
from spacy.language import Language

from detente.article import Article
from detente.nlp import annotate_article, as_doc, load
from detente.reading import Rejection, read_articles, read_options
from detente.records.schemas import DocumentRecord, StanceRecord

Found = tuple[str, int, int, str]


class Results(NamedTuple):
    documents: dict[str, DocumentRecord]
    stances: list[StanceRecord]
    rejected: dict[str, Rejection]
    articles: dict[str, Article]


Annotate = Callable[..., Results]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load()


@pytest.fixture
def annotate(nlp: Language, tmp_path: Path) -> Annotate:
    """Write files (name -> content), read their folder, and annotate what can be read."""

    def run(files: dict[str, str | bytes]) -> Results:
        for name, content in files.items():
            data = content if isinstance(content, bytes) else content.encode()
            (tmp_path / name).write_bytes(data)
        items = list(read_articles(str(tmp_path), read_options()))
        articles = [item for item in items if isinstance(item, Article)]
        annotated = [annotate_article(nlp, "model", article) for article in articles]
        return Results(
            {document.article: document for document, _ in annotated},
            [stance for _, stances in annotated for stance in stances],
            {item.article: item for item in items if isinstance(item, Rejection)},
            {article.id: article for article in articles},
        )

    return run


def mentions(document: DocumentRecord) -> list[Found]:
    return [(m.text, m.start, m.end, ",".join(m.actors)) for m in document.mentions]


def sentences(document: DocumentRecord) -> list[tuple[int, int]]:
    return [(sentence.start, sentence.end) for sentence in document.sentences]


def pairs(stances: Iterable[StanceRecord]) -> set[frozenset[str]]:
    return {frozenset((stance.a, stance.b)) for stance in stances}


@pytest.mark.parametrize(
    ("content", "found"),
    [
        pytest.param(
            "Turkmen-\nistan praised Latvia over a labour-\nintensive farm scheme.",
            [("Turkmen-\nistan", 0, 14, "TKM"), ("Latvia", 23, 29, "LVA")],
            id="word broken at a line's end",
        ),
        pytest.param(
            "The \ufb01rst team a\0rmed its ties with Tonga.",
            [("Tonga", 35, 40, "TON")],
            id="ligature and NUL",
        ),
        pytest.param(
            b"\xef\xbb\xbfQatar thanked Malta.",
            [("Qatar", 0, 5, "QAT"), ("Malta", 14, 19, "MLT")],
            id="byte order mark",
        ),
        pytest.param(
            "\U0001f1ef\U0001f1f5 Tokyo \U0001f91d\U0001f3fd praised Berlin.",
            [("Tokyo", 3, 8, "JPN"), ("Berlin", 20, 26, "DEU")],
            id="flag and emoji with a skin tone",
        ),
        pytest.param(
            "Chad saw a Chadian envoy; then Chad warned Togo.",
            [
                ("Chad", 0, 4, "TCD"),
                ("Chadian", 11, 18, "TCD"),
                ("Chad", 31, 35, "TCD"),
                ("Togo", 43, 47, "TGO"),
            ],
            id="the same name again",
        ),
        pytest.param(
            "\r\n  A U.S. agency warned Nepal.\r\n\t ",
            [("U.S.", 6, 10, "USA"), ("Nepal", 25, 30, "NPL")],
            id="white space around",
        ),
        pytest.param(
            "Lima, 3 June. Radio Andina reported that Bolivia had warned Paraguay, the Sur agency "
            "said.",
            [("Bolivia", 41, 48, "BOL"), ("Paraguay", 60, 68, "PRY")],
            id="outlets are no actors",
        ),
        pytest.param(
            "Men of the Democratic Republic of the Congo saw those of the Republic of the Congo.",
            [
                ("Democratic Republic of the Congo", 11, 43, "COD"),
                ("Republic of the Congo", 61, 82, "COG"),
            ],
            id="a name inside another",
        ),
        pytest.param(
            "Papua New Guinea and Guinea-Bissau praised Equatorial Guinea; Niger warned Nigeria.",
            [
                ("Papua New Guinea", 0, 16, "PNG"),
                ("Guinea-Bissau", 21, 34, "GNB"),
                ("Equatorial Guinea", 43, 60, "GNQ"),
                ("Niger", 62, 67, "NER"),
                ("Nigeria", 75, 82, "NGA"),
            ],
            id="names that share words",
        ),
        pytest.param(
            "Antigua and Barbuda praised Saint Kitts and Nevis and Cuba.",
            [
                ("Antigua and Barbuda", 0, 19, "ATG"),
                ("Saint Kitts and Nevis", 28, 49, "KNA"),
                ("Cuba", 54, 58, "CUB"),
            ],
            id="names with and",
        ),
        pytest.param(
            "Guests ate turkey from fine china while Turkey thanked Oman.",
            [("Turkey", 40, 46, "TUR"), ("Oman", 55, 59, "OMN")],
            id="common nouns",
        ),
        pytest.param(
            "Franco-German ties improved, and Sino-Indian talks went on.",
            [
                ("Franco", 0, 6, "FRA"),
                ("German", 7, 13, "DEU"),
                ("Sino", 33, 37, "CHN"),
                ("Indian", 38, 44, "IND"),
            ],
            id="compound adjectives",
        ),
        pytest.param(
            "Ships of the Republic of China followed one of the People's Republic of China, "
            "Taipei said.",
            [
                ("Republic of China", 13, 30, "TWN"),
                ("People's Republic of China", 51, 77, "CHN"),
                ("Taipei", 79, 85, "TWN"),
            ],
            id="two Chinas",
        ),
        pytest.param(
            "Michael Jordan greeted Chad Brown. In Amman, Jordan thanked Chad for the rescue.",
            [("Jordan", 45, 51, "JOR"), ("Chad", 60, 64, "TCD")],
            id="persons with names of states",
        ),
        pytest.param(
            "Georgia warned Turkey about the pipeline, Tbilisi said.",
            [
                ("Georgia", 0, 7, "GEO"),
                ("Turkey", 15, 21, "TUR"),
                ("Tbilisi", 42, 49, "GEO"),
            ],
            id="Georgia, the state",
        ),
    ],
)
def test_mentions(annotate: Annotate, content: str | bytes, found: list[Found]) -> None:
    (document,) = annotate({"a.txt": content}).documents.values()
    assert mentions(document) == found


def test_broken_words_are_mended_and_compounds_are_not(nlp: Language, annotate: Annotate) -> None:
    results = annotate({"a.txt": "Turkmen-\nistan sold Latvia a labour-\nintensive farm."})
    doc = nlp(as_doc(nlp, results.articles["a.txt"]))
    assert doc.text == "Turkmenistan sold Latvia a labour-intensive farm."


def test_undecodable_characters_are_replaced_and_counted(annotate: Annotate) -> None:
    document = annotate({"a.txt": "The \ufb01rst a\0rmed Tonga."}).documents["a.txt"]
    assert document.warnings == ["1 undecodable character replaced"]
    assert [sentence.text for sentence in document.sentences] == [
        "The \ufb01rst a\ufffdrmed Tonga."
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(
            "Croatia backs Albania in NATO vote\nZagreb rejected the draft on Friday.",
            [(0, 34), (35, 71)],
            id="headline",
        ),
        pytest.param(
            "Envoys of Croatia flew to Tirana to back Albania in\n"
            "a dispute over a dam, and they took the draft of the\n"
            "Balkan council with them. They came back.",
            [(0, 130), (131, 146)],
            id="wrapped line",
        ),
        pytest.param(
            "U.S. Gen. Ann Dale saw Mr. Roe in St. Petersburg, Sen. Poe Jr. wrote. They left.",
            [(0, 69), (70, 80)],
            id="abbreviations",
        ),
    ],
)
def test_sentences(annotate: Annotate, text: str, found: list[tuple[int, int]]) -> None:
    assert sentences(annotate({"a.txt": text}).documents["a.txt"]) == found


def test_lines_of_jsonl_end_in_line_feeds_alone(annotate: Annotate) -> None:
    lines = (
        '{"id":"x1","text":"Summit\u2028Kenya praised Ghana."}\n'
        '{"id":"x2",\n'
        '{"id":"x3","text":"Laos\u0085wrote to Iceland."}\n\n'
    )
    results = annotate({"a.jsonl": lines})
    assert {key: mentions(document) for key, document in results.documents.items()} == {
        "x1": [("Kenya", 7, 12, "KEN"), ("Ghana", 21, 26, "GHA")],
        "x3": [("Laos", 0, 4, "LAO"), ("Iceland", 14, 21, "ISL")],
    }
    assert list(results.rejected) == ["a.jsonl#2"]


def tracked_changes() -> bytes:
    document = Document()
    paragraph = document.add_paragraph("Kenya praised ")
    link = document.part.relate_to("https://x.example", RELATIONSHIP_TYPE.HYPERLINK, True)
    names = nsdecls("w", "r")
    for element in (
        f'<w:hyperlink {names} r:id="{link}"><w:r><w:t>Ghana</w:t></w:r></w:hyperlink>',
        f"<w:r {names}><w:t>.</w:t></w:r>",
        f'<w:ins {names} w:id="1" w:author="a"><w:r><w:t xml:space="preserve"> Togo protested.'
        "</w:t></w:r></w:ins>",
        f'<w:del {names} w:id="2" w:author="a"><w:r><w:delText xml:space="preserve"> Benin '
        "approved.</w:delText></w:r></w:del>",
    ):
        paragraph._p.append(parse_xml(element))
    document.add_table(1, 1).cell(0, 0).text = "Fiji praised Samoa."
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def test_changes_links_and_tables_of_docx(annotate: Annotate) -> None:
    document = annotate({"a.docx": tracked_changes()}).documents["a.docx"]
    assert [sentence.text for sentence in document.sentences] == [
        "Kenya praised Ghana.",
        "Togo protested.",
        "Fiji praised Samoa.",
    ]
    assert [codes for *_, codes in mentions(document)] == ["KEN", "GHA", "TGO", "FJI", "WSM"]


def scanned() -> bytes:
    document = FPDF()
    document.add_page()
    document.rect(10, 10, 50, 50, style="F")
    return bytes(document.output())


def encrypted() -> bytes:
    document = FPDF()
    document.set_font("helvetica", size=12)
    document.add_page()
    document.multi_cell(0, 6, "Kenya praised Ghana.")
    document.set_encryption(owner_password="owner", user_password="user")
    return bytes(document.output())


def test_what_holds_no_english_text_is_rejected_and_the_others_are_read(annotate: Annotate) -> None:
    long = "Ghana thanked Togo. " * 50_001
    results = annotate(
        {
            "a.txt": "Kenya praised Ghana.",
            "b.txt": "",
            "c.txt": "\r\n \u00a0",
            "d.pdf": scanned(),
            "e.pdf": encrypted(),
            "f.txt": "El gobierno del Perú agradeció a Chile su ayuda, y Londres no quiso hablar.",
            "g.txt": long,
            "h.txt": "Fiji praised Samoa.",
        }
    )
    assert list(results.documents) == ["a.txt", "h.txt"]
    assert {key: rejection.reason for key, rejection in results.rejected.items()} == {
        "b.txt": "there is no text in it",
        "c.txt": "there is no text in it",
        "d.pdf": "the PDF has no text layer (OCR needed)",
        "e.pdf": "the PDF is encrypted: save it without a password",
        "f.txt": "it is written in Spanish; only English is read",
        "g.txt": f"its text is too long: {len(long):,} characters, more than 1,000,000: split it",
    }


def test_a_sentence_that_names_no_other_actor_makes_no_pair(annotate: Annotate) -> None:
    results = annotate({"a.txt": "Georgia will sue Washington over the rule, Governor Fox wrote."})
    assert frozenset(("GEO", "USA")) not in pairs(results.stances)


@pytest.mark.parametrize(
    ("date", "leaders"),
    [
        ("2012-05-01", [("Stoltenberg", 0, 11, "NOR")]),
        ("2019-06-01", [("Stoltenberg", 0, 11, "NATO")]),
        ("2025-06-01", [("Stoltenberg", 0, 11, "NOR")]),
        ("", []),
    ],
)
def test_leaders_are_resolved_by_the_article_s_date(
    annotate: Annotate, date: str, leaders: list[Found]
) -> None:
    text = "Stoltenberg praised Lima for its help."
    results = annotate({"a.txt": text, "metadata.csv": f"file,date\na.txt,{date}\n"})
    assert mentions(results.documents["a.txt"]) == [*leaders, ("Lima", 20, 24, "PER")]


def test_vocabulary_does_not_grow_with_the_articles(nlp: Language, annotate: Annotate) -> None:
    def words(number: int) -> str:
        letters = "".join("abcdefghij"[int(digit)] for digit in str(number))
        return " ".join(f"q{letters}{'xyz'[i % 3]}{'uvw'[i // 3 % 3]}{i}" for i in range(50))

    annotate({"a.txt": "The envoys of Kenya praised Ghana, and then they left."})
    before = len(nlp.vocab.strings)
    annotate({f"{n}.txt": f"The envoys said that {words(n)} was there." for n in range(10)})
    assert len(nlp.vocab.strings) - before < 50

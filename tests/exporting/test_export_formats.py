"""What single formats say."""

import json
from pathlib import Path

import networkx as nx
import openpyxl
import pandas as pd
import pyarrow as pa
import pytest
from export_builders import FLAGS, FORMULA_ARTICLE, STANCES
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import Code, DetenteError
from detente.exporting import brat, doccano, graphml, label_studio, plover, xlsx
from detente.exporting.dyad_month import write as write_dyad_month
from detente.exporting.marks import marked_articles
from detente.exporting.plover import QUADS, event_category, event_words
from detente.exporting.reading_view import pieces
from detente.exporting.selection import Selection
from detente.exporting.table import write_csv
from detente.offsets import utf16_offsets
from detente.records.schemas import SpanRecord


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+49 30", "'+49 30"),
        ("-x", "'-x"),
        ("@sum", "'@sum"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("＝1", "'＝1"),
        ("x\n=1", "x\n=1"),
        ("'=1", "'=1"),
        ("1", "1"),
        ("\0", "\0"),
        ('say ""', 'say ""'),
    ],
)
def test_formulas_in_csv_are_neutralised(cell: str, written: str, tmp_path: Path) -> None:
    write_csv(pa.table({"n": [-1], "cell": [cell]}), tmp_path / "it.csv")
    frame = pd.read_csv(tmp_path / "it.csv", keep_default_na=False, na_values=[""], dtype=str)
    assert frame["n"].tolist() == ["-1"]
    raw = (tmp_path / "it.csv").read_bytes().decode()
    assert raw == f'"n","cell"\n-1,"{written.replace(chr(34), 2 * chr(34))}"\n'


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("a\fb", "a_x000C_b"),
        ("a\r\nb\tc", "a_x000D_\nb\tc"),
        ("_x000C_", "_x005F_x000C_"),
        ("snake_x_case", "snake_x_case"),
        ("=1+1", "=1+1"),
        ("#N/A", "#N/A"),
    ],
)
def test_cells_of_a_workbook(text: str, held: str, everything: Selection, tmp_path: Path) -> None:
    stance = STANCES[0].model_copy(update={"speaker": text})
    write_one(xlsx, everything, stance, tmp_path / "it.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "it.xlsx").active
    [cell] = [row[17] for row in sheet.iter_rows(min_row=2)]
    assert (sheet["R1"].value, cell.value, cell.data_type) == ("speaker", held, "s")


def test_a_text_that_no_cell_holds(everything: Selection, tmp_path: Path) -> None:
    stance = STANCES[0].model_copy(update={"speaker": "x" * 32_768})
    with pytest.raises(DetenteError) as caught:
        write_one(xlsx, everything, stance, tmp_path / "it.xlsx")
    assert caught.value.code is Code.D708
    assert caught.value.where == f"flags.txt, speaker of stance {stance.id}"


def write_one(format_: object, selection: Selection, stance: object, path: Path) -> None:
    one = Selection(
        (stance,), selection.documents, selection.clusters, selection.texts, selection.undated
    )
    format_.write(one, path)


def test_dyad_months(everything: Selection, tmp_path: Path) -> None:
    dated = tuple(stance for stance in everything.stances if stance.date is not None)
    selection = Selection(dated, everything.documents, everything.clusters, {}, 0)
    write_dyad_month(selection, tmp_path / "it.csv")
    frame = pd.read_csv(tmp_path / "it.csv").set_index(["a", "b", "month"])
    months = sorted(frame.index.get_level_values("month").unique())
    assert (months[0], months[-1], len(months)) == ("2009-04", "2010-01", 10)
    dyads = {("NOR", "CHL"), ("CHL", "NOR"), ("PER", "CUB"), ("GHA", "TGO"), ("TGO", "GHA")}
    assert {index[:2] for index in frame.index} == dyads
    assert len(frame) == len(dyads) * len(months)
    counts = ["cooperation", "divergence", "mutual", "articles", "balance", "mean_probability"]
    assert frame.loc[("NOR", "CHL", "2009-04"), counts].tolist() == [2, 0, 1, 1, 1.0, 0.65]
    assert frame.loc[("CHL", "NOR", "2009-04"), counts].tolist() == [1, 0, 1, 1, 1.0, 0.4]
    assert frame.loc[("PER", "CUB", "2009-06"), counts].tolist() == [1, 1, 0, 1, 0.0, 0.65]
    assert frame.loc[("TGO", "GHA", "2010-01"), counts].tolist() == [2, 0, 2, 2, 1.0, 0.95]
    assert frame.loc[("NOR", "CHL", "2009-05"), counts[:4]].tolist() == [0, 0, 0, 0]
    assert frame.loc[("NOR", "CHL", "2009-05")][counts[4:]].isna().all()
    shares = frame.loc[("NOR", "CHL", "2009-04")].filter(like="share_")
    assert shares[shares > 0].to_dict() == {"share_energy": 0.5, "share_diplomacy_political": 0.5}


def test_edges_of_the_graph(everything: Selection, tmp_path: Path) -> None:
    graphml.write(everything, tmp_path / "it.graphml")
    graph = nx.read_graphml(tmp_path / "it.graphml")
    cooperation, divergence = graph.get_edge_data("PER", "CUB").values()
    assert (cooperation["stance"], cooperation["sign"]) == ("cooperation", 1)
    assert divergence == {
        "stance": "divergence",
        "sign": -1,
        "weight": 1.0,
        "mutual": 0,
        "articles": 1,
        "mean_probability": 0.7,
        "start": "2009-06-01",
        "end": "2009-06-30",
    }
    [undated] = graph.get_edge_data("OMN", "IRN").values()
    assert undated.keys() == divergence.keys() - {"start", "end"}
    assert graph.nodes["PER"] == {"label": "PER"}


@pytest.mark.parametrize(
    ("stance", "cue", "event"),
    [
        ("cooperation", "thanked", "SUPPORT"),
        ("cooperation", "Met and discussed", "CONSULT"),
        ("cooperation", "met and praised", None),
        ("divergence", "thanked", None),
        ("divergence", "condemned the attack", "ACCUSE"),
        ("divergence", "expelled envoys of", "SANCTION"),
        ("cooperation", "stood by", None),
    ],
)
def test_plover_categories(stance: str, cue: str, event: str | None) -> None:
    span = SpanRecord(start=0, end=len(cue), text=cue)
    told = STANCES[0].model_copy(update={"stance": type(STANCES[0].stance)(stance), "cue": span})
    assert event_category(told) == event


def test_plover_words_name_categories_of_the_manual() -> None:
    assert set(event_words().values()) <= QUADS.keys()


def test_plover_records(everything: Selection, tmp_path: Path) -> None:
    plover.write(everything, tmp_path / "it.jsonl")
    records = [json.loads(line) for line in (tmp_path / "it.jsonl").read_text().splitlines()]
    thanked, treaty, sent = records[:3]
    assert (thanked["event"], thanked["quad_code"], thanked["date"]) == (
        ["SUPPORT"],
        1,
        "2009-04-17",
    )
    assert [actor["code"] for actor in thanked["source"] + thanked["recipient"]] == ["NOR", "CHL"]
    assert (treaty["recipient"], treaty["context"]) == (None, ["resource", "future"])
    assert [actor["code"] for actor in treaty["source"]] == ["CHL", "NOR"]
    assert (sent["has_event"], sent["event"], sent["quad_code"]) == (False, None, None)
    assert sent["date"] is None  # the manual demands a day
    assert {record["event_scale"] for record in records} == {None}


@pytest.mark.parametrize(
    ("code", "expected"), [("NATO", "IGO"), ("HAMAS", None), ("XKX", "XKX"), ("NO_SUCH", None)]
)
def test_plover_codes_of_actors(
    code: str, expected: str | None, everything: Selection, tmp_path: Path
) -> None:
    write_one(plover, everything, STANCES[0].model_copy(update={"a": code}), tmp_path / "it.jsonl")
    [record] = map(json.loads, (tmp_path / "it.jsonl").read_text().splitlines())
    assert record["source"][0] == {
        "code": expected,
        "actor_text": "Norway",
        "identifer_text": code,
    }


def test_doccano_relations(everything: Selection, tmp_path: Path) -> None:
    """A mention of both has an entity for each; an actor without words is found elsewhere."""
    doccano.write(everything, tmp_path / "it.jsonl")
    rows = {
        row["article"]: row
        for row in map(json.loads, (tmp_path / "it.jsonl").read_text().splitlines())
    }

    def relations(article: str) -> list[tuple[str, str, int, str, int]]:
        entities = {
            entity["id"]: (entity["label"], entity["start_offset"])
            for entity in rows[article]["entities"]
        }
        return [
            (relation["type"], *entities[relation["from_id"]], *entities[relation["to_id"]])
            for relation in rows[article]["relations"]
        ]

    assert relations("flags.txt") == [
        ("cooperation", "NOR", 5, "CHL", 20),
        ("↔ future cooperation", "CHL", 43, "NOR", 43),
    ]
    assert relations(FORMULA_ARTICLE)[1] == ("divergence", "PER", 40, "CUB", 34)
    assert rows["silent.txt"]["entities"] == []


def test_label_studio_directions(everything: Selection, tmp_path: Path) -> None:
    label_studio.write(everything, tmp_path / "it.json")
    [task] = [
        task
        for task in json.loads((tmp_path / "it.json").read_text())
        if task["data"]["article"] == "flags.txt"
    ]
    result = task["predictions"][0]["result"]
    words = {each["id"]: each["value"]["text"] for each in result if each["type"] == "labels"}
    assert [
        (words[each["from_id"]], words[each["to_id"]], each["direction"], each["labels"])
        for each in result
        if each["type"] == "relation"
    ] == [
        ("Norway", "Chile", "right", ["cooperation", "asserted", "diplomacy_political"]),
        ("Both of them", "plan to sign", "bi", ["cooperation", "prospective", "energy"]),
    ]


def test_labelling_config_of_the_documentation() -> None:
    page = Path(__file__).parents[2] / "docs" / "exports.md"
    assert label_studio.labelling_config() in page.read_text(encoding="utf-8")


def test_brat_lines(everything: Selection, tmp_path: Path) -> None:
    brat.write(everything, tmp_path / "it")
    names = json.loads((tmp_path / "it" / "articles.json").read_text())
    [name] = [name for name, article in names.items() if article == FORMULA_ARTICLE]
    assert name == "sub_formula_quoted_.txt"
    lines = (tmp_path / "it" / f"{name}.ann").read_bytes().decode().split("\n")
    assert "T5\tdivergence 45 54;56 60;61 65;66 71\tcondemned Cuba once again" in lines
    assert "E2\tdivergence:T5 Holder:T3 Target:T2" in lines
    flags = (tmp_path / "it" / "flags.txt.ann").read_text(encoding="utf-8").split("\n")
    assert "E2\tcooperation:T5 Party:T3 Party2:T3" in flags
    [note] = [line for line in flags if "AnnotatorNotes E2" in line]
    assert note.endswith("CHL mutual NOR, said by the papers of Oslo, 0.4")


def test_names_of_files_are_told_apart(everything: Selection, tmp_path: Path) -> None:
    articles = ["a/b.txt", "A b.txt", "../../etc", "x" * 300, "x" * 301, "é"]
    documents = {
        article: everything.documents["silent.txt"].model_copy(update={"article": article})
        for article in articles
    }
    texts = dict.fromkeys(articles, everything.texts["silent.txt"])
    brat.write(Selection((), documents, {}, texts, 0), tmp_path / "it")
    names = json.loads((tmp_path / "it" / "articles.json").read_text())
    assert list(names.values()) == articles
    assert len({name.casefold() for name in names}) == len(articles)
    assert all(len(name) < 110 and not name.startswith(".") for name in names)


def test_overlapping_marks_in_the_reading_view(everything: Selection) -> None:
    [article] = [
        each for each in marked_articles(everything) if each.document.article == FORMULA_ARTICLE
    ]
    found = {piece.text: (piece.classes, piece.title) for piece in pieces(article)}
    assert found["=HYPERLINK(1) was sent"] == ("cue cooperation", "PER → CUB cooperation, asserted")
    assert found["Peru"] == ("actor", "PER")
    assert found[" by "] == ("", "")


@settings(deadline=None, max_examples=50)
@given(st.text(st.sampled_from("aé🇳👩🏽‍🚀\n\r\u0301"), max_size=20), st.data())
def test_utf16_offsets(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    units, utf16 = utf16_offsets(text), text.encode("utf-16-le")
    assert utf16[2 * units[start] : 2 * units[end]].decode("utf-16-le") == text[start:end]


def test_offsets_of_a_flag() -> None:
    """A flag: two code points, four UTF-16 units, one grapheme."""
    text = FLAGS[0]
    assert (text.index("Norway"), utf16_offsets(text)[text.index("Norway")]) == (3, 5)

"""What every format promises: nothing is lost, spans stay in place, other tools can open it."""

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import igraph
import networkx as nx
import openpyxl
import pandas as pd
import pytest
from export_builders import ARTICLES, STANCES, UNFILTERED, articles_of

from detente.errors import Code, DetenteError
from detente.exporting import registry
from detente.exporting import run as export_run
from detente.exporting.label_studio import labelling_config
from detente.exporting.selection import Selection
from detente.exporting.table import SCHEMA, stance_table
from detente.reading import read_options


class Span(NamedTuple):
    """Words of an article, in code points."""

    article: str
    start: int
    end: int


class Held(NamedTuple):
    """What a reader finds in a file.

    Attributes
    ----------
    stances
        How many of each: cooperation, divergence.
    spans
        None where the format holds none.
    """

    stances: Counter[str]
    spans: set[Span] | None


POLARITIES = Counter(str(stance.stance) for stance in STANCES)
# Directed: a mutual stance counts in both directions.
DIRECTED = Counter(
    str(stance.stance) for stance in STANCES for _ in range(1 + (stance.direction == "mutual"))
)
SENTENCES = {Span(stance.article, stance.start, stance.end) for stance in STANCES}
CUES = {Span(stance.article, stance.cue.start, stance.cue.end) for stance in STANCES}
MENTIONS = {
    Span(stance.article, mention.start, mention.end)
    for stance in STANCES
    for mention in (*stance.a_mentions, *stance.b_mentions)
}


def unescaped(value: object) -> object:
    """Decode what ECMA-376 calls ST_Xstring, as spreadsheet programs do."""
    if not isinstance(value, str):
        return value
    return re.sub("_x([0-9A-F]{4})_", lambda match: chr(int(match[1], 16)), value)


def read_rows(rows: Iterable[dict[str, object]]) -> Held:
    rows = list(rows)
    spans = {
        Span(str(row["article"]), int(str(row[f"{name}_start"])), int(str(row[f"{name}_end"])))
        for row in rows
        for name in ("sentence", "cue")
    }
    return Held(Counter(str(row["stance"]) for row in rows), spans)


def read_csv(path: Path) -> Held:
    frame = pd.read_csv(
        path, dtype=str, keep_default_na=False, na_values=[""], encoding="utf-8", engine="python",
        on_bad_lines="error",
    )  # fmt: skip
    return read_rows(frame.to_dict("records"))


def read_parquet(path: Path) -> Held:
    return read_rows(pd.read_parquet(path).to_dict("records"))


def read_xlsx(path: Path) -> Held:
    header, *rows = openpyxl.load_workbook(path)["stances"].iter_rows()
    assert all(cell.data_type != "f" for row in rows for cell in row)
    names = [cell.value for cell in header]
    return read_rows(
        dict(zip(names, (unescaped(cell.value) for cell in row), strict=True)) for row in rows
    )


def read_dyad_month(path: Path) -> Held:
    frame = pd.read_csv(path)
    return Held(
        Counter({name: int(frame[name].sum()) for name in ("cooperation", "divergence")}), None
    )


def read_graph(graph: nx.MultiDiGraph) -> Held:
    count: Counter[str] = Counter()
    for _, _, edge in graph.edges(data=True):
        assert edge["sign"] == {"cooperation": 1, "divergence": -1}[edge["stance"]]
        count[edge["stance"]] += int(edge["weight"])
    return Held(count, None)


def read_gexf(path: Path) -> Held:
    return read_graph(nx.read_gexf(path))


def read_graphml(path: Path) -> Held:
    graph = igraph.Graph.Read_GraphML(str(path))
    assert graph.is_directed()
    held = read_graph(nx.read_graphml(path))
    weights: Counter[str] = Counter()
    for edge in graph.es:
        weights[edge["stance"]] += int(edge["weight"])
    assert weights == held.stances
    return held


def read_plover(path: Path) -> Held:
    records = [json.loads(line) for line in path.read_bytes().splitlines()]
    for record in records:
        assert {"id", "date", "source", "event"} <= record.keys()
        assert record["quad_code"] in {None, 1, 2, 3, 4}
    spans = {
        Span(record["cite_info"]["citation"], *record["text_info"].values()) for record in records
    }
    return Held(Counter(record["stance"] for record in records), spans)


def read_doccano(path: Path) -> Held:
    lines = path.read_text("ascii").splitlines()
    count: Counter[str] = Counter()
    spans = set()
    ids: Counter[int] = Counter()
    for row in map(json.loads, lines):
        assert row["text"] == ARTICLES[row["article"]].text
        units = row["text"].encode("utf-16-le")
        names = {}
        for entity in row["entities"]:
            ids[entity["id"]] += 1
            names[entity["id"]] = entity["label"]
            start, end = (
                len(units[: 2 * entity[edge]].decode("utf-16-le"))
                for edge in ("start_offset", "end_offset")
            )
            spans.add(Span(row["article"], start, end))
        for relation in row["relations"]:
            ids[relation["id"]] += 1
            assert {relation["from_id"], relation["to_id"]} <= names.keys()
            assert relation["from_id"] != relation["to_id"]
            count[relation["type"].split()[-1]] += 1
    assert set(ids.values()) == {1}
    return Held(count, spans)


def read_label_studio(path: Path) -> Held:
    interface = ElementTree.fromstring(labelling_config())
    names = {tag.get("name") for tag in interface.iter() if tag.get("name")}
    labels = {tag.get("value") for tag in interface.iter() if tag.tag in ("Label", "Relation")}
    count: Counter[str] = Counter()
    spans = set()
    for task in json.loads(path.read_text("ascii")):
        article, text = task["data"]["article"], task["data"]["text"]
        [prediction] = task["predictions"]
        regions = [each for each in prediction["result"] if each["type"] == "labels"]
        ids = [region["id"] for region in regions]
        assert len(ids) == len(set(ids))
        for region in regions:
            value = region["value"]
            assert {region["from_name"], region["to_name"]} <= names
            assert set(value["labels"]) <= labels
            assert "".join([*text][value["start"] : value["end"]]) == value["text"]
            spans.add(Span(article, value["start"], value["end"]))
        for relation in prediction["result"][len(regions) :]:
            assert relation["type"] == "relation"
            assert relation["direction"] in {"left", "right", "bi"}
            assert {relation["from_id"], relation["to_id"]} <= set(ids)
            assert relation["from_id"] != relation["to_id"]
            assert set(relation["labels"]) <= labels
            count[relation["labels"][0]] += 1
    return Held(count, spans)


def read_brat(path: Path) -> Held:
    names = json.loads((path / "articles.json").read_text())
    assert {file.stem for file in path.glob("*.ann")} == names.keys()
    assert {file.stem for file in path.glob("*.txt")} == names.keys()
    configuration = (path / "annotation.conf").read_text()
    assert re.findall(r"^\[(\w+)\]", configuration, re.MULTILINE) == [
        "entities", "relations", "events", "attributes",
    ]  # fmt: skip
    count: Counter[str] = Counter()
    spans = set()
    for name, article in names.items():
        text = (path / f"{name}.txt").read_bytes().decode("utf-8")
        assert text == ARTICLES[article].text
        lines = (path / f"{name}.ann").read_bytes().decode("utf-8")
        kinds: dict[str, str] = {}
        for line in lines.splitlines():
            id_, rest, *words = line.split("\t")
            assert id_ not in kinds
            kinds[id_] = rest.split()[0]
            match id_[0]:
                case "T":
                    fragments = [
                        tuple(map(int, fragment.split()))
                        for fragment in rest.split(maxsplit=1)[1].split(";")
                    ]
                    assert words == [" ".join(text[start:end] for start, end in fragments)]
                    assert [*fragments] == sorted(fragments)
                    spans.add(Span(article, fragments[0][0], fragments[-1][1]))
                case "E":
                    [trigger, *arguments] = [part.split(":") for part in rest.split()]
                    assert kinds[trigger[1]] == trigger[0]
                    assert all(kinds[target] == "actor" for _, target in arguments)
                    kinds[id_] = trigger[0]
                    count[trigger[0]] += 1
                case "A":
                    kind, event, value = rest.split()
                    assert kinds[event] in {"cooperation", "divergence"}
                    assert re.search(rf"^{kind}\t.*[:|]{value}\b", configuration, re.MULTILINE)
                case _:
                    assert id_[0] == "#"
    return Held(count, spans)


PLAIN_SPACY = """
import json, sys, spacy
from spacy.tokens import Doc, DocBin
Doc.set_extension("stances", default=[])
assert not any(name.startswith("detente") for name in sys.modules)
docs = DocBin().from_disk(sys.argv[1]).get_docs(spacy.blank("en").vocab)
print(json.dumps([
    [doc.user_data["article"], doc.text, doc._.stances,
     {name: [[s.start_char, s.end_char, s.kb_id_] for s in group]
      for name, group in doc.spans.items()}]
    for doc in docs
]))
"""


def read_spacy(path: Path) -> Held:
    done = subprocess.run(
        [sys.executable, "-c", PLAIN_SPACY, str(path)], capture_output=True, text=True, check=True
    )
    count: Counter[str] = Counter()
    spans = set()
    for article, text, stances, groups in json.loads(done.stdout):
        assert text == ARTICLES[article].text
        count.update(stance["stance"] for stance in stances)
        spans |= {
            Span(article, span["start"], span["end"])
            for stance in stances
            for span in (stance["cue"], *stance["a_mentions"], *stance["b_mentions"])
        }
        covered = {(start, end) for group in groups.values() for start, end, _ in group}
        for span in spans:
            if span.article == article:
                assert any(start <= span.start and span.end <= end for start, end in covered)
        assert groups.keys() == {"actors", "cues", "sentences"}
    return Held(count, spans)


def read_w3c(path: Path) -> Held:
    page = json.loads(path.read_text("ascii"))
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert len({item["id"] for item in page["items"]}) == len(page["items"])
    count: Counter[str] = Counter()
    spans = set()
    for item in page["items"]:
        record = json.loads(item["body"][-1]["value"])
        count[item["body"][0]["value"]] += 1
        for target in item["target"]:
            position, words = target["selector"]
            span = Span(record["article"], position["start"], position["end"])
            assert ARTICLES[span.article].text[span.start : span.end] == words["exact"]
            assert not re.search(r"[\s\"]", target["source"]["id"])
            spans.add(span)
    return Held(count, spans)


class ReadingView(HTMLParser):
    """The texts of the page, and what its tables say."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.stances: Counter[str] = Counter()
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "div" and values.get("class") == "text":
            self.inside = tag
            self.texts.append("")
        elif tag == "tbody":
            self.inside = tag
        elif tag == "span" and self.inside == "tbody":
            self.stances[str(values["class"])] += 1
        if values.get("href", "#")[:5] == "#cue-":
            self.links = [*getattr(self, "links", []), values["href"]]
        if values.get("id", "")[:4] == "cue-":
            self.anchors = [*getattr(self, "anchors", []), f"#{values['id']}"]

    def handle_endtag(self, tag: str) -> None:
        if tag == self.inside:
            self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside == "div":
            self.texts[-1] += data


def read_html(path: Path) -> Held:
    page = ReadingView()
    page.feed(path.read_bytes().decode("utf-8"))
    assert page.texts == [case.text for case in ARTICLES.values()]
    assert set(page.links) == set(page.anchors)
    return Held(page.stances, None)


READERS: dict[str, Callable[[Path], Held]] = {
    "csv": read_csv,
    "parquet": read_parquet,
    "xlsx": read_xlsx,
    "dyad-month": read_dyad_month,
    "gexf": read_gexf,
    "graphml": read_graphml,
    "plover": read_plover,
    "doccano": read_doccano,
    "label-studio": read_label_studio,
    "brat": read_brat,
    "spacy": read_spacy,
    "w3c": read_w3c,
    "html": read_html,
}
DATED = Counter(
    str(stance.stance)
    for stance in STANCES
    if stance.date
    for _ in range(1 + (stance.direction == "mutual"))
)
EXPECTED = {
    "csv": Held(POLARITIES, SENTENCES | CUES),
    "parquet": Held(POLARITIES, SENTENCES | CUES),
    "xlsx": Held(POLARITIES, SENTENCES | CUES),
    "dyad-month": Held(DATED, None),
    "gexf": Held(DIRECTED, None),
    "graphml": Held(DIRECTED, None),
    "plover": Held(POLARITIES, SENTENCES),
    "doccano": Held(POLARITIES, MENTIONS | CUES),
    "label-studio": Held(POLARITIES, MENTIONS | CUES),
    "brat": Held(POLARITIES, MENTIONS | CUES),
    "spacy": Held(POLARITIES, MENTIONS | CUES),
    "w3c": Held(POLARITIES, SENTENCES | CUES),
    "html": Held(POLARITIES, None),
}


def export(name: str, run: Path, out: Path) -> export_run.Exported:
    return export_run.export(name, run, out, UNFILTERED, str(articles_of(run)), read_options())


@pytest.mark.parametrize("name", registry.FORMATS)
def test_counts_and_spans_equal_the_source(name: str, run: Path, tmp_path: Path) -> None:
    out = tmp_path / "out" / registry.FORMATS[name].file
    done = export(name, run, out)
    assert READERS[name](out) == EXPECTED[name]
    assert done.stances == len(STANCES) - done.undated


@pytest.mark.parametrize("name", registry.FORMATS)
def test_an_export_that_breaks_leaves_everything_as_it_was(
    name: str, run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    format_ = registry.FORMATS[name]

    def write(selection: Selection, path: Path) -> None:
        format_.write(selection, path)
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(registry.FORMATS, name, format_._replace(write=write))
    out = tmp_path / "out" / "file"
    out.parent.mkdir()
    if name != "brat":
        out.write_text("what was there before")
    with pytest.raises(DetenteError) as caught:
        export(name, run, out)
    assert (caught.value.code, caught.value.where) == (Code.D505, str(out))
    assert [file.name for file in out.parent.iterdir()] == ["file"] * (name != "brat")
    assert name == "brat" or out.read_text() == "what was there before"


HOSTILE_IDS = (
    "../../x", "..", "/etc/passwd", "C:\\x", "\\\\server\\share", "con", "Nul.md", "com1", "a\0b",
    "x" * 5000, ".hidden", "a/b", "a_b", "A_B", "annotation", "articles", "line\nbreak", "\u212a",
)  # fmt: skip
WINDOWS_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


@pytest.mark.parametrize("name", registry.FORMATS)
def test_ids_lead_nowhere(name: str, everything: Selection, tmp_path: Path) -> None:
    [told] = [stance for stance in STANCES if stance.article == "wire.txt"]
    document, text = everything.documents["wire.txt"], everything.texts["wire.txt"]
    selection = replace(
        everything,
        stances=tuple(told.model_copy(update={"article": id_}) for id_ in HOSTILE_IDS),
        documents={id_: document.model_copy(update={"article": id_}) for id_ in HOSTILE_IDS},
        clusters={id_: id_ for id_ in HOSTILE_IDS},
        texts=dict.fromkeys(HOSTILE_IDS, text),
    )
    outer = tmp_path / "outer"
    out = outer / "inner" / registry.FORMATS[name].file
    out.parent.mkdir(parents=True)
    registry.FORMATS[name].write(selection, out)
    assert [path for path in outer.rglob("*") if out not in (path, path.parent)] == [out.parent]
    if name == "brat":
        names = json.loads((out / "articles.json").read_text())
        assert [*names.values()] == [*HOSTILE_IDS]
        files = {path.name for path in out.iterdir()}
        assert {f"{each}{suffix}" for each in names for suffix in (".txt", ".ann")} < files
        assert len({each.casefold() for each in files}) == 2 * len(HOSTILE_IDS) + 2
        assert not [each for each in files if WINDOWS_DEVICE.match(each)]


@pytest.mark.parametrize("name", sorted(registry.FORMATS.keys() - {"xlsx"}))  # it holds the time
def test_the_same_run_gives_the_same_bytes(name: str, run: Path, tmp_path: Path) -> None:
    def content(folder: str) -> dict[str, bytes]:
        export(name, run, tmp_path / folder / "out")
        files = (tmp_path / folder).rglob("*")
        return {file.name: file.read_bytes() for file in files if file.is_file()}

    assert content("first") == content("second")


def test_tables_hold_every_value(everything: Selection, run: Path, tmp_path: Path) -> None:
    expected = stance_table(everything).to_pylist()
    assert [row["sentence"] for row in expected] == [stance.sentence for stance in STANCES]
    assert {row["title"] for row in expected} == {None}

    export("parquet", run, tmp_path / "parquet")
    assert (
        pd.read_parquet(tmp_path / "parquet").replace({float("nan"): None}).to_dict("records")
        == expected
    )

    export("xlsx", run, tmp_path / "it.xlsx")
    header, *rows = openpyxl.load_workbook(tmp_path / "it.xlsx")["stances"].values
    assert [dict(zip(header, map(unescaped, row), strict=True)) for row in rows] == expected

    export("csv", run, tmp_path / "csv")
    frame = pd.read_csv(tmp_path / "csv", keep_default_na=False, na_values=[""], dtype=object)
    plain = frame.astype(object).where(frame.notna(), None).to_dict("records")
    for row, right in zip(plain, expected, strict=True):
        for column, value in right.items():
            found = row[column]
            if isinstance(value, str) and value.startswith("="):
                value = f"'{value}"
            assert (found if value is None or isinstance(value, str) else float(found)) == value


def test_names_of_columns_suit_r_and_stata() -> None:
    reserved = {"if", "in", "int", "long", "byte", "float", "double", "using", "with", "next"}
    for name in SCHEMA.names:
        assert re.fullmatch("[a-z][a-z0-9_]{0,31}", name)
        assert name not in reserved

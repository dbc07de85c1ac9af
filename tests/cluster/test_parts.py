"""Parts of a run: how they are split, named, written whole, and read back."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.article import Article, Metadata
from detente.cluster.format import Format
from detente.cluster.gather import gather
from detente.cluster.parts import LONGEST, Folder, Part, PartRecords, name_of, open_folder, split
from detente.errors import Code, DetenteError
from detente.reading import Rejection
from detente.records.schemas import DocumentRecord, RejectionRecord, SpanRecord, StanceRecord
from detente.store import FILES, open_store

NOTHING = Metadata(None, None, None, None, None, None)
LENGTH = 5
SPAN = {"start": 0, "end": 4, "text": "Oman"}
MENTION = {**SPAN, "actors": ["OMN"], "resolved": "name", "antecedent": None}


def article(id_: str, text: str = "Oman thanked Iran.") -> Article:
    return Article(id_, text, NOTHING, "text", (), ())


def records(*ids: str) -> PartRecords:
    known = {"date": None, "source": "a", "url": None}
    return PartRecords(
        stances=tuple(
            StanceRecord.model_validate(
                {
                    "schema": 1, "id": f"s{id_}", "article": id_, **known, "start": 0, "end": 18,
                    "sentence": "Oman thanked Iran.", "a": "OMN", "b": "IRN",
                    "direction": "a->b", "stance": "cooperation", "modality": "asserted",
                    "issue": "other", "speaker": "author", "cue": SPAN, "a_mentions": [MENTION],
                    "b_mentions": [{**MENTION, "antecedent": SPAN}], "probability": 0.8123,
                    "reviewed": None, "reviewer": None, "reviewed_at": None, "model": "m",
                }
            )
            for id_ in ids
        ),
        documents=tuple(
            DocumentRecord.model_validate(
                {
                    "schema": 1, "article": id_, "sha256": "0", "model": "m", "format": "text",
                    "title": None, **known, "genre": None, "speaker": None, "characters": 18,
                    "sentences": [SPAN], "mentions": [MENTION], "stances": 1, "no_stance": [],
                    "warnings": [],
                }
            )
            for id_ in ids
        ),
        rejected=(RejectionRecord(schema=1, article="x", code="D101", reason="empty"),),
    )  # fmt: skip


@given(st.lists(st.text(max_size=4), unique=True, max_size=60))
@settings(max_examples=40, deadline=None)
def test_split_keeps_all_in_order(ids: list[str]) -> None:
    items = [article(id_) if len(id_) % 3 else Rejection(id_, Code.D101, "") for id_ in ids]
    parts = list(split(items, LENGTH))
    assert [a.id for part in parts for a in part.articles] == [i for i in ids if len(i) % 3]
    assert sum(len(part.rejections) for part in parts) == sum(not len(i) % 3 for i in ids)
    assert all(0 < len(p.articles) + len(p.rejections) <= LONGEST * LENGTH for p in parts)


def test_article_more_changes_one_part() -> None:
    articles = [article(f"{number:03}.txt") for number in range(200)]
    before = {name_of(part, "m") for part in split(articles, LENGTH)}
    after = {name_of(part, "m") for part in split([article("new.txt"), *articles], LENGTH)}
    assert len(after - before) == 1
    assert len(before) > 20


@pytest.mark.parametrize(
    "other",
    [
        Part(articles=(article("b"),), rejections=()),
        Part(articles=(article("a", "Iran thanked Oman."),), rejections=()),
        Part(articles=(article("a"),), rejections=(Rejection("b", Code.D101, ""),)),
    ],
)
def test_name_depends_on_what_is_in_it(other: Part) -> None:
    part = Part(articles=(article("a"),), rejections=())
    assert name_of(part, "m") == name_of(part.model_copy(), "m")
    assert len({name_of(part, "m"), name_of(part, "n"), name_of(other, "m")}) == 3


@pytest.fixture(params=list(Format))
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Folder:
    return open_folder((tmp_path / "parts of it").as_uri().replace("%20", " "), request.param)


def test_part_comes_back_as_it_was(folder: Folder) -> None:
    assert folder.names() == frozenset()
    folder.write("p", records("a", "b"))
    assert folder.names() == {"p"}
    assert folder.read("p") == records("a", "b")
    mark = folder.mark("p")
    assert (mark.articles, mark.sentences, mark.stances) == (("a", "b"), 2, 2)
    assert mark.rejected == records().rejected


def test_empty_part_comes_back(folder: Folder) -> None:
    folder.write("p", records())
    assert folder.read("p") == records()


def test_parts_of_both_formats_are_told_apart(folder: Folder) -> None:
    folder.write("p", records("a"))
    (other,) = {*Format} - {folder.format}
    assert folder._replace(format=other).names() == frozenset()


def test_part_counts_only_when_its_last_file_is_there(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(DetenteError, match="No space left on device") as caught:
        folder.write("p", records("a"))
    assert caught.value.code is Code.D511
    assert folder.names() == frozenset()
    assert not [path for path in Path(folder.root).rglob("*") if path.is_file()]


def test_end_of_a_run_removes_parts_of_other_runs(folder: Folder) -> None:
    for name in ("p", "q"):
        folder.write(name, records(name))
    folder.finish("m", ["q"])
    left = {path.stem for path in Path(folder.root).rglob("*") if path.is_file()}
    assert left == {"q", "run"}


def test_gathered_files_are_those_of_the_store(folder: Folder, tmp_path: Path) -> None:
    folder.write("p", records("b", "c"))
    folder.write("q", records("a"))
    folder.finish("m", ["p", "q"])
    assert gather(folder.root, tmp_path / "gathered") == 0
    with open_store(tmp_path / "stored") as store:
        for id_ in "cab":
            (document,), stances = records(id_).documents, records(id_).stances
            store.add(document, list(stances))
        for rejection in (*records().rejected, *records().rejected):
            store.reject(rejection)
    for name in FILES:
        gathered, stored = tmp_path / "gathered" / name, tmp_path / "stored" / name
        assert gathered.read_bytes() == stored.read_bytes()


@pytest.mark.parametrize("damage", [lambda path: path.unlink(), lambda path: path.write_text("{")])
def test_damaged_part_is_named(folder: Folder, damage, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    folder.write("p", records("a"))
    folder.finish("m", ["p"])
    damage(Path(folder.root) / f"stances/p.{folder.format}")
    with pytest.raises(DetenteError, match=r"stances/p\..*D520"):
        gather(folder.root, tmp_path / "out")


def test_no_run_is_there(tmp_path: Path) -> None:
    with pytest.raises(DetenteError, match="D521"):
        gather(str(tmp_path), tmp_path / "out")


def test_spans_keep_their_numbers(folder: Folder) -> None:
    folder.write("p", records("a"))
    assert folder.read("p").stances[0].cue == SpanRecord(**SPAN)

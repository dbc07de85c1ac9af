"""Reviews beside the machine's records: versions, disputes, and what counts."""

from pathlib import Path

import jsonlines
import pytest
from review_builders import document, review, stance

from detente.errors import DetenteError
from detente.records.lines import to_json
from detente.records.schemas import ReviewRecord, StanceRecord
from detente.review.merge import (
    MAJORITY,
    adjudicate,
    effective_run,
    merge,
    read_reviewed,
    read_run,
    settle,
    sole_writer,
    write_reviewed,
)

ONE, TWO = "Oman thanked Qatar.", "Qatar sued Oman."
TEXT = f"{ONE} {TWO}"
THANKED, SUED = "OMN -> QAT cooperation", "QAT -> OMN divergence"


def said(claim: str, status: str | None = "accepted", text: str = TEXT) -> StanceRecord:
    sentence, cue = (ONE, "thanked") if "coop" in claim else (TWO, "sued")
    return stance(text, sentence, claim, cue, reviewed=status)


def version(reviewer: str, *stances: StanceRecord, **fields: object) -> ReviewRecord:
    return review(TEXT, ONE, stances, ["OMN", "QAT"], reviewer, **fields)


YES, NO = [said(THANKED)], [said(THANKED, "deleted")]


@pytest.mark.parametrize(
    ("versions", "settled"),
    [
        ([version("anna", *YES)], "anna"),
        ([version("anna", *YES), version("ben", *YES)], "anna"),
        ([version("anna", *YES), version("ben", *YES, reviewed_at="2026-04-01")], "ben"),
        ([version("anna", *YES), version("ben", *NO)], None),
        ([version("anna", *NO), version("ben")], "anna"),
        ([version("anna", *YES), version("ben", *NO), version("c", *NO, adjudicated=True)], "c"),
    ],
)
def test_settled(versions: list[ReviewRecord], settled: str | None) -> None:
    found = settle(versions)
    assert [r.reviewer for r in found.sentences.values()] == ([settled] if settled else [])
    assert bool(found.disputed) == (settled is None)


@pytest.mark.parametrize(
    ("votes", "rule", "chosen"),
    [
        ({"anna": YES, "ben": NO, "cem": NO}, MAJORITY, NO),
        ({"anna": YES, "ben": NO}, MAJORITY, None),
        ({"anna": YES, "ben": NO}, "anna", YES),
        ({"anna": YES, "ben": NO}, "dora", None),
    ],
)
def test_rules(
    votes: dict[str, list[StanceRecord]], rule: str, chosen: list[StanceRecord] | None
) -> None:
    reviews = [version(name, *stances) for name, stances in votes.items()]
    rulings = adjudicate(settle(reviews).disputed, rule)
    assert [ruling.stances for ruling in rulings] == ([] if chosen is None else [chosen])
    after = settle(merge(reviews, rulings))
    assert bool(after.sentences) == (chosen is not None)


def test_newer_version_of_a_reviewer_wins() -> None:
    old, new = version("anna", *YES), version("anna", *NO)
    other = version("ben", *YES)
    assert merge([old, other], [new]) == [new, other]


def run_folder(folder: Path, text: str, sentences: list[str], stances: list[StanceRecord]) -> None:
    with jsonlines.open(folder / "documents.jsonl", "w") as lines:
        lines.write(to_json(document(text, sentences, [], stances, [])))
    with jsonlines.open(folder / "stances.jsonl", "w") as lines:
        lines.write_all(map(to_json, stances))


def machine(text: str) -> list[StanceRecord]:
    return [said(THANKED, None, text), said(SUED, None, text)]


EDITED = stance(TEXT, ONE, "OMN -> QAT divergence", "thanked", reviewed="edited")


@pytest.mark.parametrize(
    ("reviews", "expected"),
    [
        ([], [(THANKED, None), (SUED, None)]),
        ([version("anna", *YES)], [(THANKED, "accepted"), (SUED, None)]),
        ([version("anna", *NO)], [(SUED, None)]),
        ([version("anna")], [(SUED, None)]),
        ([version("anna", EDITED)], [("OMN -> QAT divergence", "edited"), (SUED, None)]),
        ([version("anna", *YES), version("ben", *NO)], [(THANKED, None), (SUED, None)]),
    ],
)
def test_stances_that_count(
    tmp_path: Path, reviews: list[ReviewRecord], expected: list[tuple[str, str | None]]
) -> None:
    run_folder(tmp_path, TEXT, [ONE, TWO], machine(TEXT))
    if reviews:
        write_reviewed(tmp_path, reviews)
        assert read_reviewed(tmp_path) == reviews
    found = [(f"{s.a} -> {s.b} {s.stance}", s.reviewed) for s in effective_run(tmp_path).stances]
    assert found == expected


def test_review_moves_with_its_sentence(tmp_path: Path) -> None:
    text = f"A new first line. {TEXT}"
    run_folder(tmp_path, text, ["A new first line.", ONE, TWO], machine(text))
    write_reviewed(tmp_path, [version("anna", EDITED)])
    first = effective_run(tmp_path).stances[0]
    assert first.reviewed == "edited"
    assert text[first.start : first.end] == ONE
    assert text[first.cue.start : first.cue.end] == "thanked"
    assert first.id != EDITED.id


@pytest.mark.parametrize(
    ("text", "sentences"), [(TWO, [TWO]), (f"x {ONE} {TWO} {ONE}", [ONE, TWO])]
)
def test_sentence_that_is_gone_is_left_to_the_machine(
    tmp_path: Path, text: str, sentences: list[str]
) -> None:
    record = document(text, sentences, [], [said(SUED, None, text)], [])
    if text.count(ONE) == 2:
        again = record.sentences[0].model_copy(update={"start": text.rindex(ONE)})
        record = record.model_copy(update={"sentences": [*record.sentences, again]})
    run_folder(tmp_path, text, sentences, [said(SUED, None, text)])
    with jsonlines.open(tmp_path / "documents.jsonl", "w") as lines:
        lines.write(to_json(record))
    write_reviewed(tmp_path, [version("anna", EDITED)])
    assert [s.reviewed for s in effective_run(tmp_path).stances] == [None]


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    with sole_writer(tmp_path), pytest.raises(DetenteError, match="D510"), sole_writer(tmp_path):
        pass


def test_folder_without_a_run(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    with pytest.raises(DetenteError, match="D702"):
        read_run(tmp_path)
    with pytest.raises(DetenteError, match="D702"), sole_writer(nowhere):
        pass
    assert not nowhere.exists()

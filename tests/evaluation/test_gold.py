import json
from pathlib import Path

import pytest
from evaluation_builders import CUE, SENTENCE, gold_fields, gold_record, stance_record

from detente.errors import Code, DetenteError
from detente.evaluation.gold import check_gold, read_gold


def write(path: Path, *lines: object) -> Path:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text(text, encoding="utf-8")
    return path


def test_reads_gold_and_reviewed_stances_alike(tmp_path: Path) -> None:
    reviewed = stance_record().model_dump(mode="json", by_alias=True)
    path = write(tmp_path / "gold.jsonl", gold_fields(note="ignored"), "", reviewed, "")
    first, second = read_gold(path)
    assert first == second == gold_record()


def test_a_line_separator_inside_a_sentence_splits_no_record(tmp_path: Path) -> None:
    sentence = SENTENCE.replace("harbour ", "harbour\u2028")
    line = json.dumps(gold_fields(sentence=sentence), ensure_ascii=False)
    path = write(tmp_path / "gold.jsonl", "\ufeff" + line)
    assert [record.sentence for record in read_gold(path)] == [sentence]


def test_offsets_may_be_left_to_the_check(tmp_path: Path) -> None:
    bare = gold_fields(start=None, end=None, cue_start=None, cue_end=None)
    (record,) = read_gold(write(tmp_path / "gold.jsonl", bare))
    text = f"A heading\n\n{SENTENCE}"
    (checked,) = check_gold([record], {"one.txt": text})
    assert text[checked.start : checked.end] == SENTENCE
    assert text[checked.cue_start : checked.cue_end] == CUE


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "Invalid JSON"),
        ("[]", "object"),
        (gold_fields(stance="neutral"), "stance: Input should be 'cooperation' or 'divergence'"),
        (gold_fields(speaker=None), "speaker: Field required"),
        (gold_fields(b="NOR"), "both actors are NOR"),
        (gold_fields(end=5), "do not fit the length"),
        (gold_fields(cue_start=1), "the cue is not in the sentence"),
        (gold_fields(cue="praised", cue_start=None, cue_end=None), "the cue is not"),
        (gold_fields(start="first"), "start: Input should be"),
        (
            stance_record(reviewed=None).model_dump(mode="json", by_alias=True),
            "nobody has reviewed",
        ),
        ({"article": "one.txt", "reviewed": "added", "cue": "x"}, "cue must be an object"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: object, reason: str) -> None:
    path = write(tmp_path / "gold.jsonl", gold_fields(), line)
    with pytest.raises(DetenteError) as caught:
        read_gold(path)
    assert caught.value.code is Code.D622
    assert caught.value.where == f"{path}:2"
    assert reason in caught.value.reason
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "code"), [(None, Code.D621), (b"\xff\xfe\xff", Code.D621), (b"\n\n", Code.D623)]
)
def test_an_unreadable_or_empty_file_is_named(
    tmp_path: Path, content: bytes | None, code: Code
) -> None:
    path = tmp_path / "gold.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DetenteError) as caught:
        read_gold(path)
    assert caught.value.code is code
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        (SENTENCE, 0),
        (f"---\ntitle: T\n---\n{SENTENCE}", 17),
        (f"{SENTENCE} {SENTENCE}", 0),
    ],
)
def test_check_keeps_or_finds_the_place(text: str, start: int) -> None:
    (checked,) = check_gold([gold_record()], {"one.txt": text})
    assert checked.start == start
    assert text[checked.start : checked.end] == SENTENCE
    assert text[checked.cue_start : checked.cue_end] == CUE


def test_check_finds_the_article_by_its_file_name() -> None:
    (checked,) = check_gold([gold_record()], {"2009/one.txt": SENTENCE, "two.txt": ""})
    assert checked.doc == "2009/one.txt"


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ({"two.txt": SENTENCE}, Code.D624),
        ({"x/one.txt": SENTENCE, "y/one.txt": SENTENCE}, Code.D624),
        ({"one.txt": "Another text."}, Code.D625),
        ({"one.txt": f"Twice: {SENTENCE} {SENTENCE}"}, Code.D626),
    ],
)
def test_check_names_what_it_cannot_place(texts: dict[str, str], code: Code) -> None:
    with pytest.raises(DetenteError) as caught:
        check_gold([gold_record()], texts)
    assert caught.value.code is code
    assert "one.txt" in str(caught.value)

"""From sheet to doccano's rows and back, with what reviewers do in between."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from review_builders import document, mention, stance

from detente.errors import DetenteError
from detente.records.schemas import Issue
from detente.review import labels
from detente.review.answer import Drawing, Verdict, is_untouched, read_answer, read_drawing
from detente.review.push import make_row
from detente.review.sheet import Arrow, Item, Label, Sheet, lay_out, make_items, pack, unpack
from detente.stances.speaker import AUTHOR

FIRST = "Trade between the two had grown for years."
SECOND = "Then came April."
SENTENCE = "Despite close ties, Kazakhstan 🇰🇿 left\r\nthe Russian line, and Beijing thanked Astana."
TEXT = f"{FIRST} {SECOND}  {SENTENCE}"
VERDICT = Verdict("anna", "2026-03-01T10:00:00Z", adjudicated=False)
KNOWN = {"KAZ", "RUS", "CHN", "NOR"}


def make_item(**first_stance: Any) -> Item:
    mentions = [
        mention(TEXT, "Kazakhstan", "KAZ"),
        mention(TEXT, "Russian", "RUS"),
        mention(TEXT, "Beijing", "CHN"),
        mention(TEXT, "Astana", "KAZ"),
    ]
    stances = [
        stance(
            TEXT,
            SENTENCE,
            "KAZ -> RUS divergence",
            "left\r\nthe Russian line",
            a_mentions=mentions[:1],
            b_mentions=mentions[1:2],
            **first_stance,
        ),
        stance(TEXT, SENTENCE, "KAZ <-> RUS cooperation", "close ties"),
    ]
    record = document(
        TEXT, [FIRST, SECOND, SENTENCE], mentions, stances, [(SENTENCE, "CHN", "KAZ", 0.4)]
    )
    ((item, without),) = make_items([record], stances)
    assert len(without) == 1
    return item


@pytest.fixture
def sheet() -> Sheet:
    return lay_out(make_item())


def word(sheet: Sheet, words: str, name: str) -> Label:
    """Label words of the sentence or of the lines below it."""
    start = sheet.text.index(words, sheet.offset)
    return Label(start, start + len(words), name)


def code(sheet: Sheet, name: str) -> Label:
    return Label(*sheet.words[name], name)


def relabel(drawing: Drawing, old: Label, new: Label) -> Drawing:
    return Drawing([new if label == old else label for label in drawing.labels], drawing.arrows)


def drawing_of(sheet: Sheet) -> Drawing:
    return Drawing(sorted(sheet.labels), sorted(sheet.arrows))


def test_sheet(sheet: Sheet) -> None:
    assert sheet.text.split("\n", 1)[0] == f"{FIRST} {SECOND}"
    assert sheet.text.endswith(
        f"\n{SENTENCE}\nspeakers:    author\nactors:      KAZ   ·   RUS   ·   CHN"
    )
    assert {(sheet.text[a:b], name) for a, b, name in sheet.labels} == {
        ("Kazakhstan", "KAZ"),
        ("Astana", "KAZ"),
        ("Russian", "RUS"),
        ("Beijing", "CHN"),
        ("left\r\nthe Russian line", "cue: energy"),
        ("close ties", "cue: energy"),
        ("author", "speaker"),
        ("KAZ", "KAZ"),
        ("RUS", "RUS"),
        ("CHN", "CHN"),
    }
    assert sheet.arrows == {
        Arrow(code(sheet, "KAZ"), code(sheet, "RUS"), "divergence"),
        Arrow(code(sheet, "KAZ"), code(sheet, "RUS"), "↔ cooperation"),
    }


def test_metadata(sheet: Sheet) -> None:
    packed = pack(sheet.item)
    assert packed.isascii()
    assert " " not in packed
    assert unpack(packed) == sheet.item


@pytest.mark.parametrize("packed", [None, 3, "", "nothing", "é", "eJwDAAAAAAE="])
def test_foreign_metadata(packed: object) -> None:
    assert unpack(packed) is None


@pytest.mark.parametrize("graphemes", [False, True])
def test_row_and_back(sheet: Sheet, graphemes: bool) -> None:
    row = make_row(sheet, graphemes)
    assert is_untouched(read_drawing(row, sheet, graphemes), sheet)
    (beijing,) = [entity for entity in row["entities"] if entity["label"] == "CHN"][:1]
    start = sheet.text.index("Beijing")
    # The flag is 2 code points, 4 UTF-16 units and 1 grapheme; \r\n is 2, 2 and 1.
    assert beijing["start_offset"] == start + (-2 if graphemes else 2)


PIECES = ["🇰🇿", "👩‍👩‍👧", "e\u0301", "\r\n", "𝔸", "ü", " ", "KAZ", ".", "\u200d", "\ufe0f", "한"]


@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=12),
    st.lists(st.sampled_from(PIECES), max_size=6),
    st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_offsets_survive(before: list[str], after: list[str], graphemes: bool) -> None:
    text = f"Oslo {''.join(before)} Lima {''.join(after)} x"
    claim = stance(text, text, "NOR -> PER cooperation", "Lima")
    record = document(text, [text], [mention(text, "Lima", "PER")], [claim], [])
    ((item, _),) = make_items([record], [claim])
    sheet = lay_out(item)
    drawing = read_drawing(make_row(sheet, graphemes), sheet, graphemes)
    review, problems = read_answer(drawing, sheet, {"NOR", "PER"}, VERDICT)
    assert not problems
    assert review is not None
    (back,) = review.stances
    assert text[back.cue.start : back.cue.end] == "Lima"
    assert back.reviewed == "accepted"


Change = Callable[[Sheet, Drawing], Drawing]


def retype(old: str, new: str) -> Change:
    def change(sheet: Sheet, drawing: Drawing) -> Drawing:
        arrows = [a._replace(name=new) if a.name == old else a for a in drawing.arrows]
        return Drawing(drawing.labels, arrows)

    return change


def turn(sheet: Sheet, drawing: Drawing) -> Drawing:
    arrows = [
        Arrow(a.target, a.source, a.name) if a.name == "divergence" else a for a in drawing.arrows
    ]
    return Drawing(drawing.labels, arrows)


def drop(name: str) -> Change:
    return lambda sheet, drawing: Drawing(
        drawing.labels, [arrow for arrow in drawing.arrows if arrow.name != name]
    )


def change_issue(sheet: Sheet, drawing: Drawing) -> Drawing:
    old = word(sheet, "close ties", "cue: energy")
    return relabel(drawing, old, old._replace(name="Cue:  Trade_Economy "))


def move_cue(sheet: Sheet, drawing: Drawing) -> Drawing:
    old = word(sheet, "close ties", "cue: energy")
    return relabel(drawing, old, word(sheet, "ties", "cue: energy"))


def cite(sheet: Sheet, drawing: Drawing) -> Drawing:
    return relabel(drawing, code(sheet, "author")._replace(name="speaker"),
                   word(sheet, "Beijing", "speaker"))  # fmt: skip


def cite_words(sheet: Sheet, drawing: Drawing) -> Drawing:
    return relabel(drawing, code(sheet, "author")._replace(name="speaker"),
                   word(sheet, "line", "speaker"))  # fmt: skip


def add(name: str, *cues: str) -> Change:
    def change(sheet: Sheet, drawing: Drawing) -> Drawing:
        arrow = Arrow(word(sheet, "Beijing", "CHN"), word(sheet, "Astana", "KAZ"), name)
        labels = [word(sheet, cue, "cue: diplomacy_political") for cue in cues]
        return Drawing([*drawing.labels, *labels], [*drawing.arrows, arrow])

    return change


def rename(sheet: Sheet, drawing: Drawing) -> Drawing:
    return relabel(drawing, word(sheet, "Kazakhstan", "KAZ"), word(sheet, "Kazakhstan", "kaz "))


def keep(sheet: Sheet, drawing: Drawing) -> Drawing:
    return drawing


KEPT = "accepted KAZ a->b RUS divergence asserted energy author 'left\\r\\nthe Russian line'"
TIES = "accepted KAZ mutual RUS cooperation asserted energy author 'close ties'"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(keep, [TIES, KEPT], id="nothing"),
        pytest.param(rename, [TIES, KEPT], id="variant of a label"),
        pytest.param(
            retype("divergence", "if cooperation"),
            [TIES, KEPT.replace("accepted", "edited").replace("divergence asserted",
                                                              "cooperation hypothetical")],
            id="stance and modality",
        ),
        pytest.param(
            turn, [TIES, KEPT.replace("accepted KAZ a->b RUS", "edited RUS a->b KAZ")], id="turned"
        ),
        pytest.param(drop("divergence"), [TIES, KEPT.replace("accepted", "deleted")], id="deleted"),
        pytest.param(
            change_issue,
            [TIES.replace("accepted", "edited").replace("energy", "trade_economy"), KEPT],
            id="issue",
        ),
        pytest.param(
            move_cue,
            [TIES.replace("accepted", "edited").replace("close ties", "ties"), KEPT],
            id="cue",
        ),
        pytest.param(
            cite,
            [line.replace("accepted", "edited").replace("author", "CHN") for line in (TIES, KEPT)],
            id="speaker, an actor",
        ),
        pytest.param(
            cite_words,
            [line.replace("accepted", "edited").replace("author", "line") for line in (TIES, KEPT)],
            id="speaker, words",
        ),
        pytest.param(
            add("cooperation", "thanked"),
            [TIES, KEPT,
             "added CHN a->b KAZ cooperation asserted diplomacy_political author 'thanked'"],
            id="added",
        ),
        pytest.param(
            add("future cooperation"),
            [TIES, KEPT,
             "added CHN a->b KAZ cooperation prospective energy author 'close ties'"],
            id="added, on a cue that is there",
        ),
    ],
)  # fmt: skip
def test_changes(sheet: Sheet, change: Change, expected: list[str]) -> None:
    review, problems = read_answer(change(sheet, drawing_of(sheet)), sheet, KNOWN, VERDICT)
    assert not problems
    assert review is not None
    said = [
        f"{s.reviewed} {s.a} {s.direction} {s.b} {s.stance} {s.modality} {s.issue} {s.speaker} "
        f"{s.cue.text!r}"
        for s in review.stances
    ]
    assert sorted(said) == sorted(expected)
    assert all(TEXT[s.cue.start : s.cue.end] == s.cue.text for s in review.stances)
    assert {s.reviewer for s in review.stances} == {"anna"}


def test_unchanged_record_stays_as_it_was(sheet: Sheet) -> None:
    review, _ = read_answer(drawing_of(sheet), sheet, KNOWN, VERDICT)
    assert review is not None
    nobody = {"reviewed": None, "reviewer": None, "reviewed_at": None}
    back = [stance.model_copy(update=nobody) for stance in review.stances]
    assert sorted(back, key=str) == sorted(sheet.item.stances, key=str)


def test_changed_mention(sheet: Sheet) -> None:
    longer = relabel(
        drawing_of(sheet), word(sheet, "Russian", "RUS"), word(sheet, "Russian line", "RUS")
    )
    review, _ = read_answer(longer, sheet, KNOWN, VERDICT)
    assert review is not None
    edited = next(stance for stance in review.stances if stance.stance == "divergence")
    assert edited.reviewed == "edited"
    assert [(m.text, m.resolved) for m in edited.b_mentions] == [("Russian line", "reviewed")]


def put(label: Callable[[Sheet], Label]) -> Change:
    return lambda sheet, drawing: Drawing([*drawing.labels, label(sheet)], drawing.arrows)


def draw(source: str, target: str, name: str) -> Change:
    return lambda sheet, drawing: Drawing(
        drawing.labels,
        [*drawing.arrows, Arrow(code(sheet, source), code(sheet, target), name)],
    )


def without_cues(sheet: Sheet, drawing: Drawing) -> Drawing:
    labels = [label for label in drawing.labels if not label.name.startswith("cue")]
    return Drawing(labels, drawing.arrows)


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (put(lambda sheet: word(sheet, "azakh", "KAZ")), ["D822"]),
        (put(lambda sheet: word(sheet, "thanked", "coop")), ["D823"]),
        (put(lambda sheet: word(sheet, "thanked", "QQQ")), ["D823"]),
        (draw("KAZ", "author", "cooperation"), ["D824"]),
        (draw("CHN", "CHN", "cooperation"), ["D825"]),
        (without_cues, ["D826", "D826"]),
        (draw("KAZ", "RUS", "future divergence"), ["D827"]),
        (draw("CHN", "RUS", "coop"), ["D828"]),
    ],
)
def test_what_cannot_be_resolved_is_named(sheet: Sheet, change: Change, codes: list[str]) -> None:
    review, problems = read_answer(change(sheet, drawing_of(sheet)), sheet, KNOWN, VERDICT)
    assert review is None
    assert [problem.code.name for problem in problems] == codes
    assert all(str(problem).startswith(f"a.txt {sheet.item.start}-") for problem in problems)


def edit_text(row: dict[str, Any]) -> None:
    row["text"] = row["text"].replace("\r\n", "\n")


def past_the_end(row: dict[str, Any]) -> None:
    row["entities"][0]["end_offset"] = 999


def into_a_character(row: dict[str, Any]) -> None:
    row["entities"][0]["end_offset"] = row["text"].index("🇰🇿") + 1


def empty(row: dict[str, Any]) -> None:
    row["entities"][0]["end_offset"] = row["entities"][0]["start_offset"]


@pytest.mark.parametrize(
    ("damage", "code"),
    [(edit_text, "D820"), (past_the_end, "D821"), (into_a_character, "D821"), (empty, "D821")],
)
def test_damaged_examples(
    sheet: Sheet, damage: Callable[[dict[str, Any]], None], code: str
) -> None:
    row = make_row(sheet, graphemes=False)
    damage(row)
    with pytest.raises(DetenteError) as caught:
        read_drawing(row, sheet, graphemes=False)
    assert caught.value.code.name == code


def test_names_are_told_apart_by_what_doccano_shows_of_them() -> None:
    shown = [style.name[:12] for style in labels.relation_types()]
    assert len(set(shown)) == 12
    assert len({labels.cue_name(issue)[:12] for issue in Issue}) == len(Issue)
    assert labels.AUTHOR == AUTHOR

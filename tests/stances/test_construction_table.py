"""The table of constructions is itself in order; what the pipeline makes of it is a figure."""

from collections import Counter

import pytest
from construction_table import BETWEEN_SENTENCES, TABLE, Row, read_rows, read_stance, score

from detente.actors.knowledge import load_knowledge
from detente.evaluation.matching import Place, Statement
from detente.nlp import load
from detente.records.schemas import Direction, Issue, Modality, Polarity
from detente.stances.speaker import AUTHOR

LEAST_ROWS = 360
LEAST_PER_CONSTRUCTION = 4
LEAST_OF = {"third actor": 40, "wrong direction": 40}
MOST_PAIRS = 6
SHARE_WITHOUT_STANCE = (0.2, 0.3)
SHARE_OF_A_STANCE = 0.4  # at least, of all stances
LEAST_PER_ISSUE = 5


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return read_rows()


@pytest.fixture(scope="module")
def stances(rows: list[Row]) -> list[Statement]:
    return [stance for row in rows for stance in row.stances]


def test_table_is_clean_text() -> None:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    cells = [cell for line in lines if not line.startswith("#") for cell in line.split("\t")]
    assert {line.count("\t") for line in lines if not line.startswith("#")} == {2}
    assert [
        cell for cell in cells if cell != " ".join(cell.split()) or not cell.isprintable()
    ] == []


def test_there_are_rows_of_every_construction(rows: list[Row]) -> None:
    counts = Counter(row.construction for row in rows)
    assert len(rows) >= LEAST_ROWS
    assert {name for name, count in counts.items() if count < LEAST_PER_CONSTRUCTION} == set()
    assert {name for name, least in LEAST_OF.items() if counts[name] < least} == set()


def test_texts_are_unique(rows: list[Row]) -> None:
    counts = Counter(row.article.text.casefold() for row in rows)
    assert [text for text, count in counts.items() if count > 1] == []


def test_texts_have_at_most_a_sentence_of_context(rows: list[Row]) -> None:
    texts = [row.article.text for row in rows]
    assert [text for text in texts if len(BETWEEN_SENTENCES.split(text)) > 2] == []


def test_actors_are_known(stances: list[Statement]) -> None:
    known = load_knowledge(None).types
    assert {actor for s in stances for actor in (s.a, s.b)} - known.keys() == set()


def test_pairs_are_of_two_actors_and_mutual_ones_alphabetical(stances: list[Statement]) -> None:
    for stance in stances:
        assert stance.a != stance.b, stance
        assert stance.direction is Direction.FORWARD or stance.a < stance.b, stance


def test_speakers_are_the_author_actors_or_words_of_the_sentence(
    stances: list[Statement],
) -> None:
    known = {AUTHOR, *load_knowledge(None).types}
    for stance in stances:
        names = set(stance.speaker.split(" and "))
        assert stance.speaker in stance.sentence or names <= known, stance


def test_cues_are_words_of_the_sentence(rows: list[Row], stances: list[Statement]) -> None:
    texts = {row.article.id: row.article.text for row in rows}
    for stance in stances:
        text, cue = texts[stance.place.article], stance.cue
        assert stance.place.start <= cue.start < cue.end <= stance.place.end, stance
        around = text[cue.start - 1 : cue.start] + text[cue.end : cue.end + 1]
        assert not any(map(str.isalnum, around)), stance


def test_each_stance_of_a_pair_and_direction_stands_once(rows: list[Row]) -> None:
    for row in rows:
        keys = Counter((s.a, s.b, s.direction, s.stance) for s in row.stances)
        assert not keys or max(keys.values()) == 1, row.article.text
        assert len({frozenset((s.a, s.b)) for s in row.stances}) <= MOST_PAIRS, row.article.text


def test_labels_are_balanced(rows: list[Row], stances: list[Statement]) -> None:
    low, high = SHARE_WITHOUT_STANCE
    assert low <= sum(not row.stances for row in rows) / len(rows) <= high
    polarities = Counter(stance.stance for stance in stances)
    assert min(polarities[p] for p in Polarity) >= SHARE_OF_A_STANCE * len(stances)
    issues = Counter(stance.issue for stance in stances)
    assert {issue for issue in Issue if issues[issue] < LEAST_PER_ISSUE} == set()
    assert {stance.modality for stance in stances} == set(Modality)


def test_only_the_last_sentence_is_scored(rows: list[Row]) -> None:
    row = next(row for row in rows if row.article.text.startswith("Serbia asked Hungary"))
    start, end = row.place.start, row.place.end
    assert row.article.text[start:end] == "It got forty fire engines the next day."
    assert [(s.a, s.b, s.stance) for s in row.stances] == [("HUN", "SRB", Polarity.COOPERATION)]


@pytest.mark.parametrize(
    "written",
    [
        "",
        "none",
        'CHL>PER asserted energy author "refused"',
        'CHL-PER - asserted energy author "refused"',
        'CHL>PER - asserted fishing author "refused"',
        'CHL>PER - believed energy author "refused"',
        'CHL>PER - asserted energy author "declined"',
        'CHL>PER - asserted energy author "refused" energy',
    ],
)
def test_other_ways_to_write_a_stance_are_refused(written: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        read_stance(Place("one.txt", 0, 18), "Chile refused Peru.", written)


def test_score_adds_up_over_constructions(rows: list[Row]) -> None:
    few = [row for row in rows if row.construction in ("active", "metaphor")]
    result = score(few, load())
    active, metaphor = (result.by_construction[name] for name in ("active", "metaphor"))
    assert (metaphor.pair.gold, metaphor.pair.correct) == (0, 0)
    assert active.pair.gold == result.overall.pair.gold == sum(len(row.stances) for row in few)
    assert 0 < active.directed.correct <= active.pair.correct == result.overall.pair.correct
    for level in ("pair", "directed"):
        counts = [getattr(part, level).predicted for part in (active, metaphor)]
        assert getattr(result.overall, level).predicted == sum(counts)

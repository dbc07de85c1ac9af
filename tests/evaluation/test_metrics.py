from itertools import product
from random import Random

import pytest
from evaluation_builders import SENTENCE, document_record, gold_record, stance_record, statement
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import Code, DetenteError
from detente.evaluation import metrics
from detente.evaluation.matching import Level, Place, Statement, compare
from detente.evaluation.metrics import Found, Resampled
from detente.evaluation.report import evaluate
from detente.records.schemas import Modality, Polarity

# Two articles, worked by hand:       pair    directed
GOLD = [
    statement("A->B", place=(0, 100)),  # right   right
    statement("A=C", "divergence", place=(200, 300), issue="trade_economy"),  # right   wrong
    statement("B->C", place=(400, 500), modality="prospective"),  # missed  missed
    statement("D->E", "divergence", "two.txt", speaker="E"),  # right   right
    statement("D->E", "divergence", "two.txt", (400, 500), "hypothetical"),  # ignored
]
PREDICTED = [
    statement("A->B", place=(0, 100), issue="trade_economy", cue=(5, 15), probability=0.9),
    statement(
        "A->C",
        "divergence",
        place=(200, 300),
        modality="prospective",
        issue="trade_economy",
        probability=0.8,
    ),
    statement("D->E", "divergence", "two.txt", cue=(50, 60), probability=0.7),
    statement("D->E", "cooperation", "two.txt", (200, 300), probability=0.6),  # spurious
    statement("D->E", "divergence", "two.txt", (400, 500), probability=0.5),
]
GENRES = {"one.txt": "essay", "two.txt": None}
OUTCOMES = compare(GOLD, PREDICTED)
PAIR = OUTCOMES[Level.PAIR]


def numbers(score: metrics.Score) -> tuple[int, int, int]:
    return score.gold, score.predicted, score.correct


@pytest.mark.parametrize(
    ("level", "correct", "f1"), [(Level.PAIR, 3, 0.75), (Level.DIRECTED, 2, 0.5)]
)
def test_precision_recall_f1(level: Level, correct: int, f1: float) -> None:
    score = metrics.score(OUTCOMES[level])
    assert numbers(score) == (4, 4, correct)
    assert (score.precision, score.recall, score.f1) == (f1, f1, f1)


def test_by_stance_and_macro() -> None:
    by_stance = metrics.by_stance(PAIR)
    assert numbers(by_stance[Polarity.COOPERATION]) == (2, 2, 1)
    assert numbers(by_stance[Polarity.DIVERGENCE]) == (2, 2, 2)
    assert metrics.macro_f1(by_stance) == 0.75


@pytest.mark.parametrize(
    ("gold", "predicted", "filled"),
    [
        ([("A->B", "cooperation")], [("B->A", "cooperation")], {"cooperation cooperation": 1}),
        ([("A->B", "cooperation")], [("A=B", "divergence")], {"cooperation divergence": 1}),
        ([("A->B", "divergence")], [], {"divergence none": 1}),
        (
            [("A->B", "divergence")],
            [("A->C", "cooperation")],
            {"divergence none": 1, "none cooperation": 1},
        ),
        (
            [("A->B", "divergence")],
            [("A->B", "divergence"), ("A->B", "cooperation")],
            {"divergence divergence": 1, "none cooperation": 1},
        ),
        ([], [("A->B", "divergence")], {"none divergence": 1}),
        ([], [], {}),
    ],
)
def test_confusion(
    gold: list[tuple[str, str]], predicted: list[tuple[str, str]], filled: dict[str, int]
) -> None:
    outcome = compare(
        [statement(*one) for one in gold], [statement(*one, probability=0.5) for one in predicted]
    )[Level.PAIR]
    table = metrics.confusion(outcome)
    assert {
        f"{said} {called}": count
        for said, row in table.items()
        for called, count in row.items()
        if count
    } == filled


def test_macro_f1_counts_a_stance_that_the_gold_lacks() -> None:
    gold = [statement("A->B", place=(0, 100)), statement("A->B", place=(200, 300))]
    by_stance = metrics.by_stance(compare(gold, gold)[Level.PAIR])
    assert by_stance[Polarity.DIVERGENCE].gold == 0
    assert metrics.macro_f1(by_stance) == 0.5


def test_recall_by_modality() -> None:
    shares = metrics.recall_by_modality(PAIR, GOLD, PREDICTED)
    assert {modality: (share.count, share.of) for modality, share in shares.items()} == {
        Modality.ASSERTED: (3, 3),
        Modality.PROSPECTIVE: (0, 1),
        Modality.HYPOTHETICAL: (1, 1),
    }


@pytest.mark.parametrize(
    ("name", "accuracy", "balanced", "floor"),
    [
        ("modality", 2 / 3, 2 / 3, 1),
        ("issue", 2 / 3, 3 / 4, 2 / 3),
        ("speaker", 2 / 3, 1 / 2, 2 / 3),
    ],
)
def test_attributes(name: str, accuracy: float, balanced: float, floor: float) -> None:
    row = metrics.attributes(metrics.aligned(PAIR))[name]
    assert row.n == 3
    assert (row.accuracy, row.balanced, row.floor) == pytest.approx((accuracy, balanced, floor))


@pytest.mark.parametrize(
    ("gold", "predicted", "f1"),
    [
        ((0, 10), (0, 10), 1),
        ((0, 10), (5, 15), 0.5),
        ((0, 10), (0, 30), 0.5),
        ((0, 10), (10, 20), 0),
        ((0, 0), (0, 0), 0),
    ],
)
def test_cue_f1(gold: tuple[int, int], predicted: tuple[int, int], f1: float) -> None:
    assert metrics.cue_f1(statement("A->B", cue=gold), statement("A->B", cue=predicted)) == f1


def test_cue_overlap_is_the_mean() -> None:
    row = metrics.cue_overlap(metrics.aligned(PAIR))
    assert (row.n, row.f1) == (3, 0.5)


def test_attributes_are_compared_on_the_statement_with_the_same_direction() -> None:
    gold = [statement("A->B", issue="nuclear"), statement("B->A", issue="environment")]
    predicted = [statement("B->A", issue="environment")]
    ((one, other),) = metrics.aligned(compare(gold, predicted)[Level.PAIR])
    assert one.issue == other.issue


def test_calibration() -> None:
    row = metrics.calibration(PAIR, 0.65)
    assert row.n == 4
    assert row.expected_error == pytest.approx((0.1 + 0.2 + 0.3 + 0.6) / 4)
    assert (row.at_threshold.count, row.at_threshold.of) == (3, 3)
    assert [(b.low, b.n, b.precision) for b in row.bins] == [
        (0.6, 1, 0),
        (0.7, 1, 1),
        (0.8, 1, 1),
        (0.9, 1, 1),
    ]


def test_calibration_puts_certainty_in_the_last_bin() -> None:
    predicted = [statement("A->B", probability=1.0), statement("B->A", probability=0.2)]
    (row,) = metrics.calibration(compare(predicted, predicted)[Level.PAIR], 0.5).bins
    assert (row.low, row.n, row.probability) == (0.9, 1, 1.0)


def test_actor_share() -> None:
    found = {
        Place("one.txt", 0, 90): Found(frozenset("AB"), frozenset()),
        Place("one.txt", 200, 300): Found(frozenset("A"), frozenset("C")),
        Place("one.txt", 420, 500): Found(frozenset("B"), frozenset()),
        Place("two.txt", 60, 200): Found(frozenset("DE"), frozenset()),  # overlaps by 40 only
    }
    row = metrics.actor_share(GOLD, found)
    assert (row.sentence.count, row.mentioned.count, row.with_context.count) == (3, 1, 2)
    assert row.sentence.of == row.mentioned.of == row.with_context.of == 4


def test_found_actors_come_from_mentions_and_candidate_pairs() -> None:
    def mention(start: int, *actors: str) -> dict[str, object]:
        words = {"start": start, "end": start + 4, "text": "they"}
        return words | {"actors": list(actors), "resolved": "pair", "antecedent": None}

    document = document_record(
        sentences=[
            {"start": start, "end": start + len(SENTENCE), "text": SENTENCE} for start in (0, 50)
        ],
        mentions=[mention(0, "NOR"), mention(9, "NOR", "SUD"), mention(50, "WES")],
        no_stance=[
            {"start": 50, "end": 97, "a": "EST", "b": "WES"}
            | {"cooperation": 0.1, "divergence": 0.1, "reason": "low"}
        ],
    )
    stance = stance_record(start=0, a="NOR", b="ELM")
    assert metrics.found_actors([document], [stance]) == {
        Place("one.txt", 0, len(SENTENCE)): Found(frozenset({"NOR", "SUD"}), frozenset({"ELM"})),
        Place("one.txt", 50, 50 + len(SENTENCE)): Found(frozenset({"WES"}), frozenset({"EST"})),
    }


def test_bootstrap_resamples_articles_or_the_sentences_of_a_single_one() -> None:
    articles = metrics.bootstrap(OUTCOMES, GENRES)
    assert (articles.resampled, articles.n) == (Resampled.ARTICLES, 2)
    # One article with gold 3, predicted 2, correct 2, the other with 1, 2, 1: F1 of drawing one
    # twice is 4/5 or 2/3, of both 3/4.
    assert (articles.pair.low, articles.pair.high) == pytest.approx((2 / 3, 4 / 5))

    of_one = [[s for s in side if s.place.article == "one.txt"] for side in (GOLD, PREDICTED)]
    sentences = metrics.bootstrap(compare(*of_one), ["one.txt"])
    assert (sentences.resampled, sentences.n) == (Resampled.SENTENCES, 3)
    assert sentences.pair.low < 0.8 < sentences.pair.high


def test_bootstrap_of_nothing_is_zero() -> None:
    nothing = metrics.bootstrap(compare([], []), ["one.txt"])
    assert (nothing.n, nothing.pair.low, nothing.pair.high) == (0, 0, 0)


def test_a_paired_difference_is_surer_than_two_intervals() -> None:
    gold = [
        statement("A->B", stance, f"{article}.txt", (start, start + 100))
        for article, start, stance in product(range(12), (0, 100, 200), Polarity)
    ]
    # Articles differ in difficulty, and one system finds a little more in each of them.
    some = [s for i, s in enumerate(gold) if i % 7 < i // 12 + 1]
    more = [s for i, s in enumerate(gold) if i % 7 < i // 12 + 2]
    articles = {s.place.article for s in gold}
    before, now = compare(gold, some), compare(gold, more)
    gain, loss = (
        metrics.paired_bootstrap(*pair, articles) for pair in ((now, before), (before, now))
    )
    assert gain.n == 12
    assert 0 < gain.pair.low <= gain.pair.value <= gain.pair.high
    assert (loss.pair.value, loss.pair.low) == pytest.approx((-gain.pair.value, -gain.pair.high))
    alone = [metrics.bootstrap(outcomes, articles).pair for outcomes in (before, now)]
    assert gain.pair.high - gain.pair.low < max(one.high - one.low for one in alone)
    none = metrics.paired_bootstrap(now, now, articles)
    assert (none.pair.value, none.pair.low, none.directed.high) == (0, 0, 0)


def test_a_single_article_has_its_sentences_compared() -> None:
    gold = [statement("A->B", place=(start, start + 100)) for start in range(0, 500, 100)]
    beside = statement("A->B", place=(900, 1000))
    paired = metrics.paired_bootstrap(
        compare(gold, gold[:3]), compare(gold, [*gold[:2], beside]), ["one.txt"]
    )
    assert (paired.resampled, paired.n) == (Resampled.SENTENCES, 6)
    assert paired.pair.low <= paired.pair.value <= paired.pair.high


@pytest.mark.parametrize("every", [2, 3, 5])
def test_bootstrap_intervals_cover_the_estimates(every: int) -> None:
    gold = [
        statement("A->B", stance, f"{article}.txt", (start, start + 100))
        for article, start, stance in product(range(12), (0, 100, 200), Polarity)
    ]
    predicted = [s._replace(a="B", b="A") for i, s in enumerate(gold) if i % every]
    outcomes = compare(gold, predicted + gold[::7])
    intervals = metrics.bootstrap(outcomes, {s.place.article for s in gold})
    pair, directed = metrics.score(outcomes[Level.PAIR]), metrics.score(outcomes[Level.DIRECTED])
    macro = metrics.macro_f1(metrics.by_stance(outcomes[Level.PAIR]))
    assert intervals.pair.low <= pair.f1 <= intervals.pair.high
    assert intervals.directed.low <= directed.f1 <= intervals.directed.high
    assert intervals.macro_f1.low <= macro <= intervals.macro_f1.high
    assert intervals.directed.low < intervals.directed.high


STATEMENTS = st.lists(
    st.builds(
        statement,
        st.sampled_from(["A->B", "B->A", "A=B", "A->C", "C=B"]),
        st.sampled_from(["cooperation", "divergence"]),
        st.sampled_from(["one.txt", "two.txt"]),
        st.sampled_from([(0, 100), (0, 80), (100, 200)]),
        st.sampled_from(["asserted", "prospective", "hypothetical"]),
        probability=st.floats(0, 1),
    ),
    max_size=8,
)


def scores(gold: list[Statement], predicted: list[Statement]) -> list[metrics.Score]:
    return [metrics.score(outcome) for outcome in compare(gold, predicted).values()]


@settings(deadline=None, max_examples=60)
@given(STATEMENTS)
def test_perfect_predictions_score_one(gold: list[Statement]) -> None:
    real = [s for s in gold if s.modality is not Modality.HYPOTHETICAL]
    for score in scores(gold, real):
        assert score.correct == score.predicted == score.gold
        assert score.f1 == bool(real)


@settings(deadline=None, max_examples=60)
@given(STATEMENTS, STATEMENTS, st.randoms())
def test_the_order_of_records_does_not_matter(
    gold: list[Statement], predicted: list[Statement], random: Random
) -> None:
    shuffled = random.sample(gold, len(gold)), random.sample(predicted, len(predicted))
    assert compare(gold, predicted) == compare(*shuffled)


@settings(deadline=None, max_examples=60)
@given(STATEMENTS, STATEMENTS)
def test_a_false_positive_never_helps(gold: list[Statement], predicted: list[Statement]) -> None:
    wrong = statement("X->Y", probability=0.5)
    for before, after in zip(
        scores(gold, predicted), scores(gold, [*predicted, wrong]), strict=True
    ):
        assert after.precision <= before.precision
        assert after.recall == before.recall
        assert after.f1 <= before.f1


def test_evaluation_of_no_article_is_refused() -> None:
    with pytest.raises(DetenteError) as caught:
        evaluate([gold_record()], {"model": []}, {}, {}, 0.5)
    assert caught.value.code is Code.D628

import pytest

from detente.evaluation.baselines import Candidate, Word, lexicon, majority, read_lexicon
from detente.evaluation.matching import Level, Place, compare
from detente.records.schemas import Polarity

STANCES = {
    "praise": Polarity.COOPERATION,
    "talk": Polarity.COOPERATION,
    "accuse": Polarity.DIVERGENCE,
}
VERBS = {"praise", "accuse"}


def candidate(text: str, a: str | None = "NOR", b: str | None = "SUD") -> Candidate:
    """Make a candidate of lemmas; an actor stands where its code does, or nowhere."""
    words, start = [], 1000
    for lemma in text.split():
        words.append(Word(start, start + len(lemma), lemma.lower(), lemma in VERBS))
        start += len(lemma) + 1
    places = {lemma: 1000 + text.index(lemma) for lemma in text.split() if lemma.isupper()}
    place = Place("one.txt", 1000, start - 1)
    return Candidate(place, text, "NOR", "SUD", places.get(a or ""), places.get(b or ""), words)


@pytest.mark.parametrize(
    ("text", "expected", "cue"),
    [
        ("NOR praise SUD", ("NOR", "SUD", "a->b", "cooperation"), "praise"),
        ("SUD accuse NOR", ("SUD", "NOR", "a->b", "divergence"), "accuse"),
        ("NOR SUD talk", ("NOR", "SUD", "mutual", "cooperation"), "talk"),
        ("SUD talk NOR", ("NOR", "SUD", "mutual", "cooperation"), "talk"),  # no verb
        ("talk SUD praise NOR", ("SUD", "NOR", "a->b", "cooperation"), "praise"),
        ("praise NOR SUD", ("NOR", "SUD", "mutual", "cooperation"), "praise"),
        ("NOR accuse SUD praise talk", ("NOR", "SUD", "mutual", "cooperation"), "praise"),
        ("NOR accuse SUD talk", ("NOR", "SUD", "a->b", "divergence"), "accuse"),  # first of a tie
    ],
)
def test_lexicon(text: str, expected: tuple[str, ...], cue: str) -> None:
    (found,) = lexicon([candidate(text)], STANCES)
    assert (found.a, found.b, found.direction, found.stance) == expected
    assert text[found.cue.start - 1000 : found.cue.end - 1000] == cue


def test_lexicon_says_nothing_without_a_known_word() -> None:
    assert lexicon([candidate("NOR border SUD")], STANCES) == []


def test_lexicon_without_a_place_for_an_actor_is_mutual() -> None:
    (found,) = lexicon([candidate("praise SUD")], STANCES)
    assert (found.a, found.b, found.direction) == ("NOR", "SUD", "mutual")


def test_majority_is_mutual_cooperation() -> None:
    (found,) = majority([candidate("SUD accuse NOR")])
    assert (found.a, found.b, found.direction, found.stance) == (
        "NOR",
        "SUD",
        "mutual",
        "cooperation",
    )


def test_baselines_go_through_the_same_scorer() -> None:
    candidates = [candidate("NOR accuse SUD")]
    gold = lexicon(candidates, STANCES)
    assert len(compare(gold, majority(candidates))[Level.PAIR].agreed) == 0
    assert len(compare(gold, lexicon(candidates, STANCES))[Level.DIRECTED].agreed) == 1


@pytest.mark.parametrize(
    ("lemma", "stance"),
    [
        ("praise", Polarity.COOPERATION),
        ("treaty", Polarity.COOPERATION),
        ("condemn", Polarity.DIVERGENCE),
        ("rift", Polarity.DIVERGENCE),
        ("suspend", None),
        ("say", None),
    ],
)
def test_the_lexicon_of_the_baseline_holds_stances_only(
    lemma: str, stance: Polarity | None
) -> None:
    assert read_lexicon().get(lemma) == stance

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from detente.stances.candidates import CONTEXT_ACTORS, CONTEXT_PAIRS, MAX_ACTORS, candidates

MarkedDoc = Callable[[str], Doc]

CODES = [f"{a}{b}X" for a in "ABCD" for b in "ABCD"]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[Norway|NOR] thanked [Chile|CHL].", [("NOR", "CHL")]),
        ("[Chile|CHL] was thanked by [Norway|NOR].", [("CHL", "NOR")]),
        ("[Norway|NOR] spoke of [Norway|NOR].", []),
        ("[Both|CHL,NOR] agreed.", [("CHL", "NOR")]),
        ("Nobody came.", []),
        (
            "[Norway|NOR] thanked [Chile|CHL] and [Peru|PER].",
            [("NOR", "CHL"), ("NOR", "PER"), ("CHL", "PER")],
        ),
        # one actor in the sentence: the other comes from the sentences before
        ("[Norway|NOR] thanked [Chile|CHL]. [Chile|CHL] smiled.", [("NOR", "CHL"), ("CHL", "NOR")]),
        # none in the sentence: the most salient actors of the document
        ("[Norway|NOR] thanked [Chile|CHL]. Ships were stopped.", [("NOR", "CHL"), ("CHL", "NOR")]),
    ],
)
def test_candidates(marked_doc: MarkedDoc, marked: str, expected: list[tuple[str, str]]) -> None:
    found = candidates(marked_doc(marked))
    assert [(c.first, c.second) for c in found] == expected


def test_actor_from_context_has_no_mentions(marked_doc: MarkedDoc) -> None:
    last = list(candidates(marked_doc("[Norway|NOR] thanked [Chile|CHL]. [Chile|CHL] smiled.")))[-1]
    assert (len(last.first_mentions), last.second_mentions) == (1, ())


def test_long_lists_of_actors_are_cut(marked_doc: MarkedDoc) -> None:
    names = ", ".join(f"[Land{number}|{code}]" for number, code in enumerate(CODES))
    found = list(candidates(marked_doc(f"{names} signed the treaty.")))
    assert len(CODES) > MAX_ACTORS
    assert len({c.first for c in found} | {c.second for c in found}) <= MAX_ACTORS + 3


def test_speaker_is_paired_with_those_whom_a_sentence_names(marked_doc: MarkedDoc) -> None:
    doc = marked_doc("[Chile|CHL] sent ships.")
    doc._.speaker = "NOR"
    assert [(c.first, c.second) for c in candidates(doc)] == [("CHL", "NOR")]


@pytest.mark.parametrize(
    ("last", "named", "pairs"),
    [
        ("Ships were stopped.", 0, CONTEXT_PAIRS),
        ("[Norway|NOR] smiled.", 1, CONTEXT_ACTORS[1]),
        ("[Norway|NOR] met [Chile|CHL].", 2, 1 + 2 * CONTEXT_ACTORS[2]),
        ("[Norway|NOR] met [Chile|CHL] and [Peru|PER].", 3, 3 + 3 * CONTEXT_ACTORS[3]),
    ],
)
def test_the_more_a_sentence_names_the_less_context_adds(
    marked_doc: MarkedDoc, last: str, named: int, pairs: int
) -> None:
    crowd = " ".join(f"[Land{number}|{code}] left." for number, code in enumerate(CODES[:2]))
    crowd += " " + ", ".join(f"[Land|{code}]" for code in CODES[2:8]) + " signed the treaty."
    doc = marked_doc(f"{crowd} {last}")
    start = max(c.start for c in candidates(doc))
    found = [c for c in candidates(doc) if c.start == start]
    assert len(found) == pairs
    assert len({frozenset((c.first, c.second)) for c in found}) == pairs
    assert len({mention for c in found for mention in c.first_mentions}) <= named

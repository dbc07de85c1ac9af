import pytest

from detente.stances.candidates import MAX_ACTORS, candidates

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
        # none in the sentence: the two main actors of the document
        ("[Norway|NOR] thanked [Chile|CHL]. Ships were stopped.", [("NOR", "CHL"), ("NOR", "CHL")]),
    ],
)
def test_candidates(marked_doc, marked, expected):
    found = candidates(marked_doc(marked))
    assert [(c.first, c.second) for c in found] == expected


def test_actor_from_context_has_no_mentions(marked_doc):
    last = list(candidates(marked_doc("[Norway|NOR] thanked [Chile|CHL]. [Chile|CHL] smiled.")))[-1]
    assert (len(last.first_mentions), last.second_mentions) == (1, ())


def test_long_lists_of_actors_are_cut(marked_doc):
    names = ", ".join(f"[Land{number}|{code}]" for number, code in enumerate(CODES))
    found = list(candidates(marked_doc(f"{names} signed the treaty.")))
    assert len(CODES) > MAX_ACTORS
    assert len({c.first for c in found} | {c.second for c in found}) <= MAX_ACTORS + 3

import pytest

from detente.stances.speaker import speaker


@pytest.mark.parametrize(
    ("marked", "cue", "expected"),
    [
        ("[Norway|NOR] criticised [Chile|CHL].", "criticised", "author"),
        ("[Norway|NOR] said that [Chile|CHL] had broken the treaty.", "broken", "NOR"),
        ("[Norway|NOR] said [Chile|CHL] had broken the treaty.", "broken", "NOR"),
        ("Analysts say that [Norway|NOR] distrusts [Chile|CHL].", "distrusts", "Analysts"),
        ("According to [Peru|PER], [Norway|NOR] attacked [Chile|CHL].", "attacked", "PER"),
        ("[Norway|NOR] attacked [Chile|CHL], according to analysts.", "attacked", "analysts"),
        ("[Norway|NOR] attacked [Chile|CHL], [Peru|PER] said.", "attacked", "PER"),
        ("[Norway|NOR] hinted that [Chile|CHL] had broken the treaty.", "broken", "NOR"),
        ("[Norway|NOR] held that [Chile|CHL] had broken the treaty.", "broken", "NOR"),
        ("We say that [Norway|NOR] distrusts [Chile|CHL].", "distrusts", "author"),
        ("The country's press said that [Norway|NOR] had left.", "left", "country's press"),
        ("[Norway|NOR] stressed that it trusts [Chile|CHL].", "trusts", "NOR"),
        ("[Norway|NOR] told [Peru|PER] that [Chile|CHL] had attacked it.", "attacked", "NOR"),
        ("[Norway|NOR] signed a treaty with [Chile|CHL] and said nothing.", "signed", "author"),
    ],
)
def test_speaker(marked_doc, marked, cue, expected):
    doc = marked_doc(marked)
    token = next(t for t in doc if t.text == cue)
    assert speaker(doc, doc[:], (token.i, token.i + 1), "author") == expected


def test_statement_speaks_for_its_actor(marked_doc):
    doc = marked_doc("We thank [Chile|CHL].")
    assert speaker(doc, doc[:], (1, 2), "NOR") == "NOR"

"""Actors that a sentence leaves unsaid, on the word that opens the place for them."""

import pytest
from actor_tables import Annotate


@pytest.mark.parametrize(
    ("text", "speaker", "implied"),
    [
        # a sentence that names two actors leaves nothing open
        ("Rwanda accused Burundi.", None, []),
        # no word of a relation
        ("Rwanda accused Burundi. The sky was blue.", None, []),
        # one actor named: the other is the one just before
        ("Rwanda accused Burundi. Rwanda criticised the plan.", None, ["criticised BDI"]),
        # none named: the two of the sentence before
        ("Rwanda accused Burundi. The talks collapsed.", None, ["talks BDI+RWA"]),
        ("Rwanda accused Burundi. The supply of grain was halted.", None, ["supply BDI+RWA"]),
        # nobody is salient
        ("The talks collapsed.", None, []),
        ("Rwanda criticised the plan.", None, []),
        # the speaker of a statement
        ("Rwanda rejects the plan.", "BDI", ["rejects BDI"]),
    ],
)
def test_implied_actors(
    annotate: Annotate, text: str, speaker: str | None, implied: list[str]
) -> None:
    doc = annotate(text, None, speaker)
    assert [
        f"{doc[mention.start : mention.end].text} {'+'.join(mention.actors)}"
        for mention in doc._.implied
    ] == implied
    assert {mention.rule for mention in doc._.implied} <= {"implied"}
    assert not {m.start for m in doc._.implied} & {m.start for m in doc._.mentions}

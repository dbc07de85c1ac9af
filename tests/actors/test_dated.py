"""Mentions that hang on the date or the speaker of an article."""

import pytest
from actor_tables import Annotate, read_cases, show


@pytest.mark.parametrize(
    "row", read_cases("cases_dated.tsv"), ids=lambda row: f"{row['text']} {row['date']}"
)
def test_dated_mentions(row: dict[str, str], annotate: Annotate) -> None:
    doc = annotate(row["text"], row["date"] or None, row["speaker"] or None)
    assert show(doc) == row["mentions"]

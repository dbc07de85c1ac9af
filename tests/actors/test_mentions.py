"""Mentions in sentences, one construction a row."""

from itertools import pairwise

import pytest
from actor_tables import Annotate, read_cases, show
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

TABLES = (
    "actors",
    "names",
    "demonyms",
    "capitals",
    "persons",
    "plurals",
    "pronouns",
    "descriptions",
    "not_actors",
)
CASES = [row for table in TABLES for row in read_cases(f"cases_{table}.tsv")]


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["text"])
def test_mentions(row: dict[str, str], annotate: Annotate) -> None:
    assert show(annotate(row["text"], None, None)) == row["mentions"]


def test_offsets_count_code_points(annotate: Annotate) -> None:
    text = "🇷🇺 Moscow thanked Beijing."
    doc = annotate(text, None, None)
    spans = [doc[mention.start : mention.end] for mention in doc._.mentions]
    assert [(span.start_char, span.end_char) for span in spans] == [(3, 9), (18, 25)]


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from([row["text"] for row in CASES]), min_size=1, max_size=6))
def test_mentions_are_in_order_and_apart(annotate: Annotate, texts: list[str]) -> None:
    doc = annotate(" ".join(texts), None, None)
    mentions = doc._.mentions
    assert all(0 <= mention.start < mention.end <= len(doc) for mention in mentions)
    assert all(first.end <= second.start for first, second in pairwise(mentions))
    assert all(mention.actors == tuple(sorted(set(mention.actors))) for mention in mentions)


@pytest.mark.parametrize(
    ("text", "antecedent"),
    [
        ("Cuba cut the lines. It blamed Spain.", "Cuba"),
        ("Jordan asked Israel for water. The kingdom is dry.", "Jordan"),
        ("Nepal and India argued. Nepal blames its larger neighbour.", "India"),
        ("Chad and Niger signed. The two sides will reopen the road.", "Niger"),
        ("Chad and Niger share a border. The former wants a wall.", "Chad"),
        ("The Turkish prime minister landed. He thanked Qatar.", "Turkish prime minister"),
        ("Norwegian Foreign Minister Kari Solberg left. Solberg thanked Peru.", "Norwegian"),
    ],
)
def test_antecedent_is_the_mention_referred_to(
    annotate: Annotate, text: str, antecedent: str
) -> None:
    doc = annotate(text, None, None)
    start, end = next(mention.antecedent for mention in doc._.mentions if mention.antecedent)
    assert doc[start:end].text.startswith(antecedent)


@pytest.mark.parametrize(
    ("start", "end", "actors"),
    [(0, 1, ("KAZ",)), (0, 3, ("KAZ",)), (1, 2, ("KAZ",)), (2, 3, ())],
)
def test_span_actor(annotate: Annotate, start: int, end: int, actors: tuple[str, ...]) -> None:
    doc = annotate("Kazakh officials met.", None, None)
    assert doc[start:end]._.actor == actors


def test_a_doc_without_article(annotate: Annotate) -> None:
    doc = annotate("Kenya thanked Peru.", None, None)
    assert doc._.layout is None
    assert doc._.mentions

"""The cue: the words of a sentence that carry a stance."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc, Token

from detente.records.schemas import Polarity
from detente.stances.features import FIRST, SECOND, bucket, head, lemma, mask, nearest, path
from detente.stances.stance import Candidate

EDGE_PUNCTUATION = {"PUNCT", "SPACE"}
LENGTHENING = 1.0  # added to the log odds of each token; chosen on dev


def describe_tokens(doc: Doc, candidate: Candidate, polarity: Polarity) -> list[str]:
    """Describe each token of a candidate's sentence for the cue classifier.

    Returns
    -------
    list of str
        One string of feature tokens for each token of the sentence.
    """
    roles = mask(doc, candidate)
    first, second = nearest(candidate)
    heads = {FIRST: head(doc, first), SECOND: head(doc, second)}
    on_path = _on_path(heads[FIRST], heads[SECOND])
    anchors = [m.start for m in (first, second) if m is not None]
    return [
        " ".join(_describe(doc[i], candidate, roles, heads, on_path, anchors, polarity))
        for i in range(candidate.start, candidate.end)
    ]


def best_segment(scores: NDArray[np.float64]) -> tuple[int, int]:
    """Give the contiguous segment with the largest sum, at least one item long.

    Parameters
    ----------
    scores
        Log odds for each token, shape (n,), n >= 1.

    Returns
    -------
    tuple of int
        Start and end, end exclusive.
    """
    best, best_sum = (0, 1), float(scores[0])
    start, running = 0, 0.0
    for index, score in enumerate(scores):
        if running <= 0:
            start, running = index, 0.0
        running += float(score)
        if running > best_sum:
            best, best_sum = (start, index + 1), running
    return best


def trim(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int]:
    """Drop punctuation and white space from both ends, unless nothing else is there."""
    inner = [i for i in range(start, end) if tokens[i].pos_ not in EDGE_PUNCTUATION]
    return (inner[0], inner[-1] + 1) if inner else (start, end)


def _on_path(one: Token | None, other: Token | None) -> set[int]:
    if one is None or other is None or one.sent != other.sent:
        return set()
    up, down = path(one, other)
    return {token.i for token in [*up, *down]}


def _describe(
    token: Token,
    candidate: Candidate,
    roles: dict[int, str],
    heads: dict[str, Token | None],
    on_path: set[int],
    anchors: Sequence[int],
    polarity: Polarity,
) -> Iterator[str]:
    name = roles.get(token.i) or lemma(token)
    above = roles.get(token.head.i) or lemma(token.head)
    yield f"{polarity}={name}"
    yield f"lemma={name}"
    yield f"above={above}"
    yield f"pos={token.pos_}"
    yield f"tag={token.tag_}"
    yield f"dep={token.dep_}"
    yield f"role={roles.get(token.i, '')}"
    yield f"on_path={token.i in on_path}"
    yield f"above_on_path={token.head.i in on_path}"
    yield f"on_path_pos={token.i in on_path}_{token.pos_}"
    yield f"root={token.dep_ == 'ROOT'}"
    for role, mention_head in heads.items():
        if mention_head is not None:
            yield f"above_{role}={token == mention_head.head}"
            yield f"same_verb_{role}={token.head == mention_head.head}"
    for offset in (-1, 1, 2):
        neighbour = token.i + offset
        if candidate.start <= neighbour < candidate.end:
            yield f"next{offset}={roles.get(neighbour) or lemma(token.doc[neighbour])}"
            yield f"next_pos{offset}={token.doc[neighbour].pos_}"
    for anchor in anchors:
        side = "after" if token.i > anchor else "before"
        yield f"{side}={bucket(abs(token.i - anchor))}"
    if len(anchors) == 2:
        yield f"between={min(anchors) < token.i < max(anchors)}"
    yield f"position={10 * (token.i - candidate.start) // (candidate.end - candidate.start)}"

"""Reviewed sentences beside what the machine says of them: ``reviewed.jsonl`` and its use.

The file holds a line for each sentence and reviewer. Where reviewers disagree, nothing of the
sentence counts as reviewed until a rule or a person has adjudicated.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import filelock
import jsonlines

from detente.errors import Code, DetenteError
from detente.records.ids import stance_id
from detente.records.lines import read_documents, read_reviews, read_stances, to_json
from detente.records.schemas import (
    DocumentRecord,
    MentionRecord,
    ReviewRecord,
    SpanRecord,
    StanceRecord,
)
from detente.review.sheet import Place
from detente.store import DOCUMENTS, LOCK, STANCES
from detente.whole import whole

REVIEWED = "reviewed.jsonl"
DELETED = "deleted"
MAJORITY = "majority"

Judgement = frozenset[tuple[str, ...]]


class Run(NamedTuple):
    """What a run's folder holds, in the order of its files."""

    documents: list[DocumentRecord]
    stances: list[StanceRecord]


class Settled(NamedTuple):
    """What the reviews of a folder come to.

    Attributes
    ----------
    sentences
        One version for each sentence on which its reviewers agree, or that was adjudicated.
    disputed
        All versions of each sentence that is neither.
    """

    sentences: dict[Place, ReviewRecord]
    disputed: dict[Place, list[ReviewRecord]]


def place_of(record: ReviewRecord | StanceRecord) -> Place:
    """Say where a record's sentence is."""
    return Place(record.article, record.start, record.end)


def held(review: ReviewRecord) -> list[StanceRecord]:
    """Give the stances of a sentence that its reviewer lets stand."""
    return [stance for stance in review.stances if stance.reviewed != DELETED]


def judgement(review: ReviewRecord) -> Judgement:
    """Give what reviewers have to agree on: pair, direction, stance, modality and issue."""
    return frozenset(
        (stance.a, stance.b, stance.direction, stance.stance, stance.modality, stance.issue)
        for stance in held(review)
    )


def by_sentence(reviews: Iterable[ReviewRecord]) -> dict[Place, list[ReviewRecord]]:
    """Group the versions of each sentence."""
    versions: dict[Place, list[ReviewRecord]] = defaultdict(list)
    for review in reviews:
        versions[place_of(review)].append(review)
    return versions


def settle(reviews: Iterable[ReviewRecord]) -> Settled:
    """Bring the versions of each sentence down to one, where they agree or were adjudicated."""
    sentences: dict[Place, ReviewRecord] = {}
    disputed: dict[Place, list[ReviewRecord]] = {}
    for place, versions in by_sentence(reviews).items():
        final = [version for version in versions if version.adjudicated] or versions
        if len({judgement(version) for version in final}) == 1:
            sentences[place] = max(final, key=lambda version: version.reviewed_at)
        else:
            disputed[place] = versions
    return Settled(sentences, disputed)


def adjudicate(disputed: Mapping[Place, Sequence[ReviewRecord]], rule: str) -> list[ReviewRecord]:
    """Settle disagreements by a rule.

    Parameters
    ----------
    rule
        ``majority``: the version of more than half of its reviewers; else the name of the reviewer
        who is right.

    Returns
    -------
    list of ReviewRecord
        The settling versions; a sentence that the rule doesn't settle has none.
    """
    settled = []
    for versions in disputed.values():
        if rule == MAJORITY:
            votes = Counter(map(judgement, versions))
            chosen, count = votes.most_common(1)[0]
            right = [v for v in versions if judgement(v) == chosen and 2 * count > len(versions)]
        else:
            right = [version for version in versions if version.reviewer == rule]
        if right:
            newest = max(right, key=lambda version: version.reviewed_at)
            settled.append(newest.model_copy(update={"adjudicated": True}))
    return settled


def merge(before: Iterable[ReviewRecord], new: Iterable[ReviewRecord]) -> list[ReviewRecord]:
    """Put new versions in the place of older ones of the same sentence and reviewer, in order."""
    versions = {
        (
            place_of(review),
            review.adjudicated,
            "" if review.adjudicated else review.reviewer,
        ): review
        for review in (*before, *new)
    }
    return [versions[key] for key in sorted(versions)]


def read_run(folder: Path) -> Run:
    """Read what ``detente extract`` wrote.

    Raises
    ------
    DetenteError
        D702 when no run is there, D501 to D504 when it can't be read.
    """
    if not (folder / DOCUMENTS).is_file() or not (folder / STANCES).is_file():
        raise DetenteError(Code.D702, folder)
    return Run(list(read_documents(folder / DOCUMENTS)), list(read_stances(folder / STANCES)))


def read_reviewed(folder: Path) -> list[ReviewRecord]:
    """Read the reviews of a run's folder; none where there is no file of them.

    Raises
    ------
    DetenteError
        At the first line that is no review (D501 to D504).
    """
    path = folder / REVIEWED
    return list(read_reviews(path)) if path.exists() else []


def write_reviewed(folder: Path, reviews: Iterable[ReviewRecord]) -> None:
    """Write the reviews of a run's folder, whole or not at all."""
    with whole(folder / REVIEWED) as part, jsonlines.open(part, "w") as lines:
        lines.write_all(map(to_json, reviews))


@contextmanager
def sole_writer(folder: Path) -> Iterator[None]:
    """Keep others from writing to a run's folder.

    Raises
    ------
    DetenteError
        D510 when another one does, D702 when there is no such folder.
    """
    if not folder.is_dir():
        raise DetenteError(Code.D702, folder)
    try:
        with filelock.FileLock(folder / LOCK, timeout=0):
            yield
    except filelock.Timeout as error:
        raise DetenteError(Code.D510, folder) from error


def effective_run(folder: Path) -> Run:
    """Read a run with the stances that count: the machine's, with the reviewed applied.

    A reviewed sentence has the stances that its reviewer let stand, and no others. It is found
    again in a new run by its words, also where the text before it has changed; a sentence that is
    no longer there, or there several times, is left to the machine.

    Raises
    ------
    DetenteError
        D702 when no run is there, D501 to D504 when it can't be read.
    """
    run = read_run(folder)
    settled = settle(read_reviewed(folder)).sentences
    if not settled:
        return run
    reviews = relocate(settled.values(), run.documents)
    return run._replace(stances=apply_reviews(run.stances, reviews))


def apply_reviews(
    stances: Iterable[StanceRecord], reviews: Mapping[Place, ReviewRecord]
) -> list[StanceRecord]:
    """Put the stances of reviewed sentences in the place of the machine's."""
    kept = [stance for stance in stances if place_of(stance) not in reviews]
    kept += [stance for review in reviews.values() for stance in held(review)]
    return sorted(kept, key=lambda stance: (stance.article, stance.start))


def relocate(
    reviews: Iterable[ReviewRecord], documents: Iterable[DocumentRecord]
) -> dict[Place, ReviewRecord]:
    """Find reviewed sentences again in the articles of a run."""
    by_article: dict[str, list[ReviewRecord]] = defaultdict(list)
    for review in reviews:
        by_article[review.article].append(review)
    found: dict[Place, ReviewRecord] = {}
    for document in documents:
        places: dict[str, list[int]] = defaultdict(list)
        for sentence in document.sentences:
            places[sentence.text].append(sentence.start)
        for review in by_article[document.article]:
            starts = places[review.sentence]
            if review.start in starts:
                found[place_of(review)] = review
            elif len(starts) == 1:
                moved = move(review, starts[0] - review.start)
                found[place_of(moved)] = moved
    return found


def move(review: ReviewRecord, shift: int) -> ReviewRecord:
    """Move a reviewed sentence by a number of code points."""
    return review.model_copy(
        update={
            "start": review.start + shift,
            "end": review.end + shift,
            "stances": [_move_stance(stance, shift) for stance in review.stances],
        }
    )


def _move_stance(stance: StanceRecord, shift: int) -> StanceRecord:
    start, end = stance.start + shift, stance.end + shift
    return stance.model_copy(
        update={
            "id": stance_id(
                stance.article, start, end, stance.a, stance.b, stance.direction, stance.stance
            ),
            "start": start,
            "end": end,
            "cue": _move_span(stance.cue, shift),
            "a_mentions": [_move_mention(mention, shift) for mention in stance.a_mentions],
            "b_mentions": [_move_mention(mention, shift) for mention in stance.b_mentions],
        }
    )


def _move_mention(mention: MentionRecord, shift: int) -> MentionRecord:
    antecedent = mention.antecedent
    return mention.model_copy(
        update={
            "start": mention.start + shift,
            "end": mention.end + shift,
            "antecedent": None if antecedent is None else _move_span(antecedent, shift),
        }
    )


def _move_span(span: SpanRecord, shift: int) -> SpanRecord:
    return span.model_copy(update={"start": span.start + shift, "end": span.end + shift})

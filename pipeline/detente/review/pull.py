"""Pull: what reviewers made of the sentences comes back as records."""

from collections import Counter
from collections.abc import Collection
from datetime import UTC, datetime
from typing import NamedTuple

from detente.errors import Code, DetenteError
from detente.records.schemas import ReviewRecord
from detente.review.answer import Verdict, read_answer, read_drawing
from detente.review.doccano import Doccano, Project
from detente.review.labels import standard_name
from detente.review.push import Known, as_sent, examples_by_place
from detente.review.sheet import lay_out


class Pulled(NamedTuple):
    """What a pull brought.

    Attributes
    ----------
    reviews
    problems
        Sentences that could not be taken, and why.
    statuses
        How many stances were accepted, edited, added and deleted.
    variants
        Names of types that a reviewer made, and those that they were taken for.
    """

    reviews: list[ReviewRecord]
    problems: list[DetenteError]
    statuses: Counter[str]
    variants: dict[str, str]


class Progress(NamedTuple):
    """How far a project is.

    Attributes
    ----------
    sent
        Sentences.
    ticked
        By reviewer.
    changed
        Without a check mark, but no longer as they were sent.
    """

    sent: int
    ticked: Counter[str]
    changed: int


def get_project(server: Doccano, name: str) -> Project:
    """Find a project that has to be there.

    Raises
    ------
    DetenteError
        D813.
    """
    project = server.find_project(name)
    if project is None:
        raise DetenteError(Code.D813, "review", name=name)
    return project


def pull(
    server: Doccano,
    name: str,
    known: Collection[str],
    unticked_by: str | None,
    adjudicated: bool,
) -> Pulled:
    """Take reviewed sentences from a project.

    Parameters
    ----------
    known
        Codes of all actors that are known.
    unticked_by
        To whom changed sentences without a check mark are put down; None to leave them there.
    adjudicated
        Whether the reviews settle disagreements.

    Raises
    ------
    DetenteError
        D814 when no sentence has a check mark, and whatever
        the server can raise.
    """
    project = get_project(server, name)
    problems: list[DetenteError] = []
    ticked: list[Known] = []
    changed: list[Known] = []
    for place, examples in sorted(examples_by_place(server, project).items()):
        worked_on = [each for each in examples if each.ticked or not as_sent(each, project)]
        if len(worked_on) > 1:
            problems.append(DetenteError(Code.D831, place))
        elif worked_on:
            (ticked if worked_on[0].ticked else changed).append(worked_on[0])
    if not ticked and unticked_by is None:
        raise DetenteError(Code.D814, name, count=len(changed))
    marks = server.check_marks(project, [each.id for each in ticked])
    taken = [
        (each, Verdict(mark.reviewer, mark.time, adjudicated))
        for each in ticked
        for mark in marks[each.id][:1]
    ]
    if unticked_by is not None:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        taken += [(each, Verdict(unticked_by, now, adjudicated)) for each in changed]
    reviews: list[ReviewRecord] = []
    variants: dict[str, str] = {}
    for each, verdict in taken:
        sheet = lay_out(each.item)
        try:
            drawing = read_drawing(each.row, sheet, project.graphemes)
        except DetenteError as error:
            problems.append(error)
            continue
        review, unresolved = read_answer(drawing, sheet, known, verdict)
        problems += unresolved
        if review is not None:
            reviews.append(review)
            names = {label.name for label in drawing.labels}
            names |= {arrow.name for arrow in drawing.arrows}
            variants |= {name: meant for name in names if (meant := standard_name(name)) != name}
    statuses = Counter(str(stance.reviewed) for review in reviews for stance in review.stances)
    return Pulled(reviews, problems, statuses, variants)


def progress(server: Doccano, name: str) -> Progress:
    """Count how far a project is; see `pull` for what is raised."""
    project = get_project(server, name)
    examples = [known for found in examples_by_place(server, project).values() for known in found]
    marks = server.check_marks(project, [known.id for known in examples if known.ticked])
    return Progress(
        sent=len(examples),
        ticked=Counter(mark.reviewer for found in marks.values() for mark in found[:1]),
        changed=sum(not known.ticked and not as_sent(known, project) for known in examples),
    )

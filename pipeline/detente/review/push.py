"""Push: sentences go to a doccano project, each once, and are read back."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from typing import Any, NamedTuple

from detente.errors import Code, DetenteError
from detente.review.answer import is_untouched, read_drawing
from detente.review.doccano import Doccano, Project
from detente.review.labels import relation_types, span_types
from detente.review.sheet import Item, Place, Sheet, lay_out, pack, unpack
from detente.review.units import make_ruler

BATCH = 500
DESCRIPTION = "Stances between states, found by Detente: correct them and tick each sentence."
STATE = "detente"  # the key of the metadata that holds the item
UNSENDABLE = {"\0", *map(chr, range(0xD800, 0xE000))}  # what databases refuse


class Sent(NamedTuple):
    """What a push did.

    Attributes
    ----------
    project
        Where they are.
    new
        Sentences sent.
    there
        Sentences that were there already.
    changed
        Those of them that the run reads differently now; what the server has stays.
    refused
        Sentences that doccano can't keep.
    doubles
        Examples removed that a broken push had left twice.
    """

    project: Project
    new: int
    there: int
    changed: list[Place]
    refused: list[DetenteError]
    doubles: int


class Known(NamedTuple):
    """An example of the server that Detente sent."""

    id: int
    item: Item
    row: Mapping[str, Any]
    ticked: bool


def push(server: Doccano, name: str, items: Sequence[Item], limit: int | None) -> Sent:
    """Send sentences to a project, which is made unless it is there.

    What is there is not sent again, and neither is a sentence that has only moved, because the
    text before it was changed.

    Parameters
    ----------
    items
        In the order of review.
    limit
        How many are sent at most, those that are there not counted.

    Raises
    ------
    DetenteError
        D811 when what was sent reads back differently, and whatever the server can raise.
    """
    project = server.find_project(name)
    if project is None:
        guidelines = files("detente.review") / "data" / "guidelines.md"
        project = server.create_project(name, DESCRIPTION, guidelines.read_text("utf-8"))
    there, doubles = _tidy(server, project)
    hashes: dict[tuple[str, str], set[str]] = defaultdict(set)
    for known in there.values():
        hashes[known.item.article, known.item.sentence].add(known.item.sha256)
    wanted = [
        item
        for item in items
        if item.place not in there and not hashes[item.article, item.sentence] - {item.sha256}
    ]
    sendable = [item for item in wanted if UNSENDABLE.isdisjoint(lay_out(item).text)]
    refused = [
        DetenteError(Code.D829, item.place)
        for item in wanted
        if not UNSENDABLE.isdisjoint(lay_out(item).text)
    ]
    chosen = sendable[:limit]
    actors = sorted({code for item in chosen for code in item.actors})
    server.set_types(project, span_types(actors), relation_types())
    for start in range(0, len(chosen), BATCH):
        sheets = map(lay_out, chosen[start : start + BATCH])
        server.upload(project, [make_row(sheet, project.graphemes) for sheet in sheets])
    if chosen:
        now, more = _tidy(server, project)
        doubles += more
        _check(server, project, chosen, now)
    return Sent(
        project=project,
        new=len(chosen),
        there=len(there),
        changed=[
            item.place
            for item in items
            if item.place in there and lay_out(item)[1:] != lay_out(there[item.place].item)[1:]
        ],
        refused=refused,
        doubles=doubles,
    )


def make_row(sheet: Sheet, graphemes: bool) -> dict[str, Any]:
    """Write a sheet as a line of doccano's import format, with offsets as the project counts."""
    units = make_ruler(sheet.text, graphemes).units
    labels = sorted(sheet.labels)
    numbers = {label: number for number, label in enumerate(labels, start=1)}
    item = sheet.item
    return {
        "text": sheet.text,
        "entities": [
            {
                "id": numbers[label],
                "label": label.name,
                "start_offset": units[label.start],
                "end_offset": units[label.end],
            }
            for label in labels
        ],
        "relations": [
            {
                "id": number,
                "from_id": numbers[arrow.source],
                "to_id": numbers[arrow.target],
                "type": arrow.name,
            }
            for number, arrow in enumerate(sorted(sheet.arrows), start=1)
        ],
        "article": item.article,
        "date": item.date or "",
        "place": f"{item.start}-{item.end}",
        "probability": "; ".join(
            f"{s.a} {'<->' if s.direction == 'mutual' else '->'} {s.b} {s.probability:.2f}"
            for s in item.stances
        ),
        "model": item.model,
        "sha256": item.sha256,
        STATE: pack(item),
    }


def examples_by_place(server: Doccano, project: Project) -> dict[Place, list[Known]]:
    """Give the examples of a project that Detente sent; others are left alone.

    Raises
    ------
    DetenteError
        D830 for one that another version has sent.
    """
    rows = server.export(project)
    found: dict[Place, list[Known]] = defaultdict(list)
    for example in server.examples(project):
        packed = example["meta"].get(STATE)
        if packed is None or example["id"] not in rows:
            continue
        item = unpack(packed)
        if item is None:
            raise DetenteError(Code.D830, project.name, example=example["id"])
        known = Known(example["id"], item, rows[example["id"]], example["is_confirmed"])
        found[item.place].append(known)
    return found


def as_sent(known: Known, project: Project) -> bool:
    """Tell whether an example is as it was sent."""
    sheet = lay_out(known.item)
    try:
        return is_untouched(read_drawing(known.row, sheet, project.graphemes), sheet)
    except DetenteError:
        return False


def _tidy(server: Doccano, project: Project) -> tuple[dict[Place, Known], int]:
    """Remove examples that stand twice, as a broken push can leave them, unless worked on.

    Returns
    -------
    dict
        The example of each sentence that the project has.
    int
        How many were removed.
    """
    kept: dict[Place, Known] = {}
    surplus: list[int] = []
    for place, examples in examples_by_place(server, project).items():
        idle = [known for known in examples if not known.ticked and as_sent(known, project)]
        spare = idle if len(idle) < len(examples) else idle[1:]
        surplus += [known.id for known in spare]
        kept[place] = next(known for known in examples if known not in spare)
    server.delete(project, surplus)
    return kept, len(surplus)


def _check(
    server: Doccano, project: Project, sent: Iterable[Item], there: Mapping[Place, Known]
) -> None:
    """Compare what came back with what was sent; what came back otherwise is removed."""
    wrong = [
        item.place
        for item in sent
        if item.place not in there
        or there[item.place].item != item
        or not as_sent(there[item.place], project)
    ]
    if wrong:
        server.delete(project, [there[place].id for place in wrong if place in there])
        raise DetenteError(Code.D811, project.name, count=len(wrong), first=wrong[0])

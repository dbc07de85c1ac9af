"""Names of span and relation types in doccano.

doccano shows the first twelve characters of a name on the text, so what tells two names apart
comes first.
"""

import re
from itertools import product
from typing import NamedTuple

from detente.records.schemas import Direction, Issue, Modality, Polarity

SPEAKER, AUTHOR = "speaker", "author"
CUE = "cue: "
MUTUAL = "↔ "
MODALITIES = {Modality.ASSERTED: "", Modality.PROSPECTIVE: "future ", Modality.HYPOTHETICAL: "if "}
CODE = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")
CUE_COLOUR, SPEAKER_COLOUR = "#ffb300", "#757575"
RELATION_COLOURS = {Polarity.COOPERATION: "#2e7d32", Polarity.DIVERGENCE: "#c62828"}
ACTOR_COLOURS = ("#1565c0", "#6a1b9a", "#00838f", "#4e342e", "#283593", "#ad1457", "#37474f")


class RelationType(NamedTuple):
    """What an arrow says."""

    stance: Polarity
    direction: Direction
    modality: Modality


class TypeStyle(NamedTuple):
    """A span or relation type as doccano shows it."""

    name: str
    colour: str


def relation_name(relation: RelationType) -> str:
    """Name a relation type: ``divergence``, ``↔ future cooperation``."""
    mark = MUTUAL if relation.direction is Direction.MUTUAL else ""
    return f"{mark}{MODALITIES[relation.modality]}{relation.stance}"


def cue_name(issue: Issue) -> str:
    """Name the span type of a cue."""
    return f"{CUE}{issue}"


def plain(name: str) -> str:
    """Take blanks and case out of a name, so that variants made by hand count as one."""
    return " ".join(name.split()).casefold()


_RELATIONS = {
    plain(relation_name(relation)): relation
    for relation in (RelationType(*parts) for parts in product(Polarity, Direction, Modality))
}
_ISSUES = {plain(cue_name(issue)): issue for issue in Issue}


def read_relation(name: str) -> RelationType | None:
    """Read the name of a relation type; None where it is unknown."""
    return _RELATIONS.get(plain(name))


def read_cue(name: str) -> Issue | None:
    """Read the name of a cue's span type; None for other span types."""
    return _ISSUES.get(plain(name))


def is_speaker(name: str) -> bool:
    """Tell whether a span type is that of speakers."""
    return plain(name) == SPEAKER


def read_actor(name: str) -> str:
    """Give the code that the name of an actor's span type stands for."""
    return plain(name).upper()


def standard_name(name: str) -> str:
    """Give the name that a variant made by hand stands for: ``KAZ`` for ``"kaz "``."""
    relation, issue = read_relation(name), read_cue(name)
    if relation is not None:
        return relation_name(relation)
    if issue is not None:
        return cue_name(issue)
    return SPEAKER if is_speaker(name) else read_actor(name)


def span_types(actors: list[str]) -> list[TypeStyle]:
    """Give the span types of a project: speaker, cues and actors."""
    return [
        TypeStyle(SPEAKER, SPEAKER_COLOUR),
        *(TypeStyle(cue_name(issue), CUE_COLOUR) for issue in Issue),
        *(TypeStyle(actor, ACTOR_COLOURS[sum(actor.encode()) % len(ACTOR_COLOURS)])
          for actor in actors),
    ]  # fmt: skip


def relation_types() -> list[TypeStyle]:
    """Give the relation types of a project."""
    return [
        TypeStyle(relation_name(relation), RELATION_COLOURS[relation.stance])
        for relation in _RELATIONS.values()
    ]

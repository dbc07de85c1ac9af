"""Format ``doccano``: articles for the import of a relation extraction project."""

import json
from collections import defaultdict
from itertools import count
from pathlib import Path
from typing import Any

from detente.exporting.marks import Label, MarkedArticle, marked_articles
from detente.exporting.selection import Selection
from detente.offsets import utf16_offsets
from detente.review.labels import RelationType, cue_name, relation_name


def write(selection: Selection, path: Path) -> None:
    """Write JSON Lines, pure ASCII, since doccano guesses encodings; one article a line.

    Labels are named as in a project that ``detente review`` makes. Offsets count UTF-16 code
    units, as doccano does unless a project counts grapheme clusters.
    """
    ids = count(1)
    with path.open("w", encoding="ascii", newline="\n") as lines:
        for article in marked_articles(selection):
            lines.write(json.dumps(_row(article, ids), ensure_ascii=True) + "\n")


def _row(article: MarkedArticle, ids: "count[int]") -> dict[str, Any]:
    names: dict[int, set[str]] = defaultdict(set)
    for number, mark in enumerate(article.marks):
        names[number] |= set(mark.actors)
    for arrow in article.arrows:
        names[arrow.cue].add(cue_name(arrow.stance.issue))
    entities = {
        (number, name): next(ids) for number in sorted(names) for name in sorted(names[number])
    }
    relations, stances = [], []
    for arrow in article.arrows:
        stance = arrow.stance
        cue = cue_name(stance.issue)
        from_id, to_id = (
            entities[end, code if article.marks[end].label is Label.ACTOR else cue]
            for end, code in ((arrow.source, stance.a), (arrow.target, stance.b))
        )
        kind = RelationType(stance.stance, stance.direction, stance.modality)
        relation = next(ids)
        relations.append(
            {"id": relation, "from_id": from_id, "to_id": to_id, "type": relation_name(kind)}
        )
        stances.append(
            {
                "relation": relation,
                "cue": entities[arrow.cue, cue],
                "id": stance.id,
                "a": stance.a,
                "b": stance.b,
                "speaker": stance.speaker,
                "probability": stance.probability,
            }
        )
    units = utf16_offsets(article.text)
    return {
        "text": article.text,
        "entities": [
            {
                "id": id_,
                "label": name,
                "start_offset": units[article.marks[number].start],
                "end_offset": units[article.marks[number].end],
            }
            for (number, name), id_ in entities.items()
        ],
        "relations": relations,
        "article": article.document.article,
        "sha256": article.document.sha256,
        "date": article.document.date,
        "stances": stances,
    }

"""Format ``label-studio``: tasks with predictions."""

import json
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from detente.exporting.marks import Arrow, Label, MarkedArticle, marked_articles
from detente.exporting.selection import Selection
from detente.records.schemas import Direction, Issue, Modality, Polarity

MARKS, TEXT = "marks", "text"  # names of the tags in the labelling interface
DIRECTIONS = {Direction.FORWARD: "right", Direction.MUTUAL: "bi"}


def write(selection: Selection, path: Path) -> None:
    """Write a JSON list, one article a task; `labelling_config` is the interface to import into.

    Offsets count code points, as Label Studio does (its frontend splits text by ``[...text]``).
    """
    tasks = [_task(article) for article in marked_articles(selection)]
    path.write_text(json.dumps(tasks, ensure_ascii=True, indent=1) + "\n", encoding="ascii")


def labelling_config() -> str:
    """Give the labelling interface that the predictions fit."""
    relations = [*Polarity, *Modality, *Issue]
    return "\n".join(
        [
            "<View>",
            '  <Relations choice="multiple">',
            *(f"    <Relation value={quoteattr(word)}/>" for word in relations),
            "  </Relations>",
            f"  <Labels name={quoteattr(MARKS)} toName={quoteattr(TEXT)}>",
            *(f"    <Label value={quoteattr(label)}/>" for label in Label),
            "  </Labels>",
            f'  <Text name={quoteattr(TEXT)} value="$text"/>',
            "</View>",
        ]
    )


def _target(arrow: Arrow) -> int:
    """Point at the cue where one mark stands for both actors: no relation joins it to itself."""
    return arrow.cue if arrow.target == arrow.source else arrow.target


def _task(article: MarkedArticle) -> dict[str, Any]:
    document = article.document
    spans = [
        {
            "id": f"m{number}",
            "from_name": MARKS,
            "to_name": TEXT,
            "type": "labels",
            "value": {
                "start": mark.start,
                "end": mark.end,
                "text": article.text[mark.start : mark.end],
                "labels": [mark.label],
            },
            "meta": {"text": list(mark.actors)},
        }
        for number, mark in enumerate(article.marks)
    ]
    relations = [
        {
            "type": "relation",
            "from_id": spans[arrow.source]["id"],
            "to_id": spans[_target(arrow)]["id"],
            "direction": DIRECTIONS[arrow.stance.direction],
            "labels": [arrow.stance.stance, arrow.stance.modality, arrow.stance.issue],
        }
        for arrow in article.arrows
    ]
    return {
        "data": {
            "text": article.text,
            "article": document.article,
            "sha256": document.sha256,
            "title": document.title,
            "date": document.date,
            "source": document.source,
            "stances": [
                {
                    "id": arrow.stance.id,
                    "from_id": spans[arrow.source]["id"],
                    "to_id": spans[_target(arrow)]["id"],
                    "a": arrow.stance.a,
                    "b": arrow.stance.b,
                    "cue": spans[arrow.cue]["id"],
                    "speaker": arrow.stance.speaker,
                    "probability": arrow.stance.probability,
                }
                for arrow in article.arrows
            ],
        },
        "predictions": [{"model_version": document.model, "result": [*spans, *relations]}],
    }

"""Format ``w3c``: Web Annotations (W3C Recommendation, 2017), one for each stance."""

import json
import uuid
from pathlib import Path
from typing import Any
from urllib.parse import quote

from detente.exporting.selection import Selection
from detente.records.lines import to_json
from detente.records.schemas import SpanRecord, StanceRecord

CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def write(selection: Selection, path: Path) -> None:
    """Write an annotation page as JSON-LD.

    Positions count code points of the raw text, as the Recommendation demands; they would not fit
    the page on the Web, so the source is the article's id, relative to the annotation page.
    """
    page = {
        "@context": CONTEXT,
        "type": "AnnotationPage",
        "items": [_annotation(stance) for stance in selection.stances],
    }
    path.write_text(json.dumps(page, ensure_ascii=True, indent=1) + "\n", encoding="ascii")


def _annotation(stance: StanceRecord) -> dict[str, Any]:
    sentence = SpanRecord(start=stance.start, end=stance.end, text=stance.sentence)
    return {
        "id": uuid.uuid5(uuid.NAMESPACE_OID, stance.id).urn,
        "type": "Annotation",
        "motivation": "classifying",
        "generator": {"type": "Software", "name": stance.model},
        "body": [
            {"type": "TextualBody", "purpose": "classifying", "value": stance.stance},
            *(
                {"type": "TextualBody", "purpose": "tagging", "value": value}
                for value in (stance.a, stance.b, stance.modality, stance.issue)
            ),
            {
                "type": "TextualBody",
                "purpose": "describing",
                "format": "application/json",
                "value": json.dumps(to_json(stance), ensure_ascii=True),
            },
        ],
        "target": [_target(stance, span) for span in (sentence, stance.cue)],
    }


def _target(stance: StanceRecord, span: SpanRecord) -> dict[str, Any]:
    return {
        "type": "SpecificResource",
        "source": {"id": quote(stance.article), "type": "Text", "format": "text/plain"},
        "selector": [
            {"type": "TextPositionSelector", "start": span.start, "end": span.end},
            {"type": "TextQuoteSelector", "exact": span.text},
        ],
    }

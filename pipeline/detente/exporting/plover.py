"""Format ``plover``: event records with the fields of the PLOVER manual (OEDA, 2023 draft)."""

import csv
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from detente.actors.knowledge import ActorType, load_knowledge
from detente.exporting.selection import Selection, days
from detente.records.schemas import (
    Direction,
    Issue,
    MentionRecord,
    Modality,
    Polarity,
    StanceRecord,
)

# Quad classes, as the manual's section on each category gives them.
VERBAL_COOPERATION, MATERIAL_COOPERATION, VERBAL_CONFLICT, MATERIAL_CONFLICT = 1, 2, 3, 4
QUADS = {
    "AGREE": VERBAL_COOPERATION,
    "CONSULT": VERBAL_COOPERATION,
    "SUPPORT": VERBAL_COOPERATION,
    "CONCEDE": VERBAL_COOPERATION,
    "COOPERATE": MATERIAL_COOPERATION,
    "AID": MATERIAL_COOPERATION,
    "RETREAT": MATERIAL_COOPERATION,
    "DEMAND": VERBAL_CONFLICT,
    "ACCUSE": VERBAL_CONFLICT,
    "REJECT": VERBAL_CONFLICT,
    "THREATEN": VERBAL_CONFLICT,
    "PROTEST": MATERIAL_CONFLICT,
    "SANCTION": MATERIAL_CONFLICT,
    "MOBILIZE": MATERIAL_CONFLICT,
    "COERCE": MATERIAL_CONFLICT,
    "ASSAULT": MATERIAL_CONFLICT,
}
SIDES = {
    Polarity.COOPERATION: {VERBAL_COOPERATION, MATERIAL_COOPERATION},
    Polarity.DIVERGENCE: {VERBAL_CONFLICT, MATERIAL_CONFLICT},
}
# The manual's general contexts, where one says what the issue says.
CONTEXTS = {
    Issue.ENERGY: "resource",
    Issue.TRADE_ECONOMY: "economic",
    Issue.BORDER_TERRITORY: "resource",
    Issue.SECURITY_MILITARY: "military",
    Issue.DIPLOMACY_POLITICAL: "diplomatic",
    Issue.MIGRATION_SOCIETY: "migration",
    Issue.HUMAN_RIGHTS_DOMESTIC: "human_rights",
    Issue.ENVIRONMENT: "enviro_disaster",
}
TIMES = {Modality.PROSPECTIVE: "future", Modality.HYPOTHETICAL: "hypothetical"}
CODES = {ActorType.ORGANISATION: "IGO"}
WORD = re.compile(r"[^\W\d_]+")


def write(selection: Selection, path: Path) -> None:
    """Write JSON Lines, one stance a line.

    ``event`` and ``quad_code`` are null unless all words of the cue that `event_words` knows mean
    one category on the stance's side. ``event_scale`` is null, since a stance gives no ground for
    a value, and ``text``, which the manual leaves to those who hold the rights.
    """
    with path.open("w", encoding="ascii", newline="\n") as lines:
        for stance in selection.stances:
            lines.write(json.dumps(_record(stance, selection), ensure_ascii=True) + "\n")


@cache
def event_words() -> Mapping[str, str]:
    """Read the words that mean one event category: word -> category."""
    text = (files("detente.exporting") / "data" / "plover.tsv").read_text(encoding="utf-8")
    return {row["word"]: row["event"] for row in csv.DictReader(text.splitlines(), delimiter="\t")}


def event_category(stance: StanceRecord) -> str | None:
    """Give the PLOVER category that a stance's cue supports, or None."""
    words = event_words()
    found = {words[word] for word in WORD.findall(stance.cue.text.lower()) if word in words}
    supported = [event for event in found if QUADS[event] in SIDES[stance.stance]]
    return supported[0] if len(found) == len(supported) == 1 else None


def _record(stance: StanceRecord, selection: Selection) -> dict[str, Any]:
    document = selection.documents.get(stance.article)
    event = event_category(stance)
    period = days(stance.date)
    exact = period is not None and period.start == period.end
    a = _actor(stance.a, stance.a_mentions)
    b = _actor(stance.b, stance.b_mentions)
    mutual = stance.direction is Direction.MUTUAL
    context = [CONTEXTS.get(stance.issue), TIMES.get(stance.modality)]
    return {
        "id": stance.id,
        "has_event": event is not None,
        "date": stance.date if exact else None,
        "source": [a, b] if mutual else [a],
        "recipient": None if mutual else [b],
        "event": None if event is None else [event],
        "event_text": [stance.cue.text],
        "quad_code": None if event is None else QUADS[event],
        "event_scale": None,
        "mode": None,
        "context": [name for name in context if name is not None] or None,
        "text": None,
        "text_info": {"start": stance.start, "end": stance.end},
        "cite_info": {
            "citation": stance.article,
            "url": stance.url,
            "title": None if document is None else document.title,
            "publication": stance.source,
            "language": "en",
            "coder": stance.model,
        },
        "coder": stance.reviewer or stance.model,
        "coded_date": None if stance.reviewed_at is None else stance.reviewed_at[:10],
        "stance": stance.stance,
        "modality": stance.modality,
        "issue": stance.issue,
        "speaker": stance.speaker,
        "probability": stance.probability,
    }


def _actor(code: str, mentions: Sequence[MentionRecord]) -> dict[str, str | None]:
    kind = load_knowledge(None).types.get(code)
    return {
        "code": code if kind is ActorType.STATE else CODES.get(kind) if kind else None,
        "actor_text": mentions[0].text if mentions else None,
        "identifer_text": code,  # spelt as in the manual
    }

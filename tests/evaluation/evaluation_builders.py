"""Short ways to write gold and predictions."""

from detente.article import Offsets
from detente.evaluation.gold import GoldRecord
from detente.evaluation.matching import Place, Statement
from detente.records.schemas import (
    Direction,
    DocumentRecord,
    Issue,
    Modality,
    Polarity,
    StanceRecord,
)

SENTENCE = "Norland criticised Sudria in the harbour talks."
CUE = "criticised"


def statement(
    arrow: str,
    stance: str = "cooperation",
    article: str = "one.txt",
    place: tuple[int, int] = (0, 100),
    modality: str = "asserted",
    issue: str = "energy",
    speaker: str = "author",
    cue: tuple[int, int] = (0, 10),
    probability: float | None = None,
) -> Statement:
    """Write ``A->B`` or, for mutual, ``A=B``."""
    direction = Direction.FORWARD if "->" in arrow else Direction.MUTUAL
    a, b = arrow.split("->" if "->" in arrow else "=")
    return Statement(
        Place(article, *place),
        f"sentence at {place}",
        a,
        b,
        direction,
        Polarity(stance),
        Modality(modality),
        Issue(issue),
        speaker,
        Offsets(*cue),
        probability,
    )


def gold_fields(**changes: object) -> dict[str, object]:
    """Fields of a right gold record, with changes; None drops a field."""
    cue_start = SENTENCE.index(CUE)
    fields: dict[str, object] = {
        "doc": "one.txt",
        "sentence": SENTENCE,
        "a": "NOR",
        "b": "SUD",
        "direction": "a->b",
        "stance": "divergence",
        "modality": "asserted",
        "issue": "energy",
        "speaker": "author",
        "cue": CUE,
        "start": 0,
        "end": len(SENTENCE),
        "cue_start": cue_start,
        "cue_end": cue_start + len(CUE),
    }
    return {name: value for name, value in (fields | changes).items() if value is not None}


def gold_record(**changes: object) -> GoldRecord:
    return GoldRecord.model_validate(gold_fields(**changes))


def stance_record(**changes: object) -> StanceRecord:
    cue_start = SENTENCE.index(CUE)
    fields = {
        "schema": 1,
        "id": "0",
        "article": "one.txt",
        "date": None,
        "source": None,
        "url": None,
        "start": 0,
        "end": len(SENTENCE),
        "sentence": SENTENCE,
        "a": "NOR",
        "b": "SUD",
        "direction": "a->b",
        "stance": "divergence",
        "modality": "asserted",
        "issue": "energy",
        "speaker": "author",
        "cue": {"start": cue_start, "end": cue_start + len(CUE), "text": CUE},
        "a_mentions": [],
        "b_mentions": [],
        "probability": 0.9,
        "reviewed": "accepted",
        "reviewer": "ann",
        "reviewed_at": "2026-01-01T00:00:00Z",
        "model": "m",
    }
    return StanceRecord.model_validate(fields | changes)


def document_record(**changes: object) -> DocumentRecord:
    fields = {
        "schema": 1,
        "article": "one.txt",
        "sha256": "0",
        "model": "m",
        "format": "text",
        "title": None,
        "date": None,
        "source": None,
        "url": None,
        "genre": None,
        "speaker": None,
        "characters": 1000,
        "sentences": [],
        "mentions": [],
        "stances": 0,
        "no_stance": [],
        "implied": [],
        "warnings": [],
    }
    return DocumentRecord.model_validate(fields | changes)

"""Stances as a table, one a row, and tables as CSV."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from detente.exporting.selection import Selection
from detente.records.schemas import StanceRecord

# Names that R and Stata take: at most 32 characters, no dots, no reserved words.
SCHEMA = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("article", pa.string(), nullable=False),
        pa.field("cluster", pa.string(), nullable=False),
        pa.field("date", pa.string()),
        pa.field("source", pa.string()),
        pa.field("url", pa.string()),
        pa.field("title", pa.string()),
        pa.field("genre", pa.string()),
        pa.field("sentence_start", pa.int64(), nullable=False),
        pa.field("sentence_end", pa.int64(), nullable=False),
        pa.field("sentence", pa.string(), nullable=False),
        pa.field("a", pa.string(), nullable=False),
        pa.field("b", pa.string(), nullable=False),
        pa.field("direction", pa.string(), nullable=False),
        pa.field("stance", pa.string(), nullable=False),
        pa.field("modality", pa.string(), nullable=False),
        pa.field("issue", pa.string(), nullable=False),
        pa.field("speaker", pa.string(), nullable=False),
        pa.field("cue_start", pa.int64(), nullable=False),
        pa.field("cue_end", pa.int64(), nullable=False),
        pa.field("cue", pa.string(), nullable=False),
        pa.field("a_mentions", pa.string()),
        pa.field("a_resolved", pa.string()),
        pa.field("b_mentions", pa.string()),
        pa.field("b_resolved", pa.string()),
        pa.field("probability", pa.float64(), nullable=False),
        pa.field("reviewed", pa.string()),
        pa.field("reviewer", pa.string()),
        pa.field("reviewed_at", pa.string()),
        pa.field("model", pa.string(), nullable=False),
    ]
)
SEPARATOR = " | "  # between the mentions of one actor
# What spreadsheet programs take for the start of a formula (OWASP, CSV injection).
FORMULA = "^([=+\\-@\t\r\n＝＋－＠])"


def stance_table(selection: Selection) -> pa.Table:
    """Make the tidy table: columns of `SCHEMA`, rows in the order of the selection."""
    rows = [_row(stance, selection) for stance in selection.stances]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def write_csv(table: pa.Table, path: Path) -> None:
    """Write UTF-8 with every text quoted, missing values empty, and formulas neutralised.

    A text that a spreadsheet program would take for a formula gets an apostrophe before it.
    """
    for number, field in enumerate(table.schema):
        if pa.types.is_string(field.type):
            column = pc.replace_substring_regex(table[number], FORMULA, r"'\1")
            table = table.set_column(number, field, column)
    csv.write_csv(table, path)


def _row(stance: StanceRecord, selection: Selection) -> dict[str, str | int | float | None]:
    document = selection.documents.get(stance.article)
    return {
        "id": stance.id,
        "article": stance.article,
        "cluster": selection.clusters[stance.article],
        "date": stance.date,
        "source": stance.source,
        "url": stance.url,
        "title": None if document is None else document.title,
        "genre": None if document is None else document.genre,
        "sentence_start": stance.start,
        "sentence_end": stance.end,
        "sentence": stance.sentence,
        "a": stance.a,
        "b": stance.b,
        "direction": stance.direction,
        "stance": stance.stance,
        "modality": stance.modality,
        "issue": stance.issue,
        "speaker": stance.speaker,
        "cue_start": stance.cue.start,
        "cue_end": stance.cue.end,
        "cue": stance.cue.text,
        "a_mentions": _joined([mention.text for mention in stance.a_mentions]),
        "a_resolved": _joined([mention.resolved for mention in stance.a_mentions]),
        "b_mentions": _joined([mention.text for mention in stance.b_mentions]),
        "b_resolved": _joined([mention.resolved for mention in stance.b_mentions]),
        "probability": stance.probability,
        "reviewed": stance.reviewed,
        "reviewer": stance.reviewer,
        "reviewed_at": stance.reviewed_at,
        "model": stance.model,
    }


def _joined(words: Sequence[str]) -> str | None:
    return SEPARATOR.join(words) or None

"""Gold stances: read from JSON Lines, and their places checked against the articles' texts."""

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from detente.errors import Code, DetenteError
from detente.records.schemas import Direction, Issue, Modality, Polarity

Place = Annotated[int, Field(ge=0)]
Words = Annotated[str, Field(min_length=1)]


class GoldRecord(BaseModel):
    """One hand-labelled or reviewed stance.

    Reads the gold format and the records of ``stances.jsonl`` alike; other fields are ignored.
    Where the gold gives no offsets, the sentence stands at 0 until `check_gold` finds it.

    Attributes
    ----------
    doc
        The article's id, or its file name.
    start, end, cue_start, cue_end
        Code points of the article's raw text, ends exclusive.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    doc: Words
    sentence: Words
    a: Words
    b: Words
    direction: Direction
    stance: Polarity
    modality: Modality
    issue: Issue
    speaker: Words
    cue: Words
    start: Place
    end: Place
    cue_start: Place
    cue_end: Place

    @model_validator(mode="before")
    @classmethod
    def _from_either_format(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        if "article" in data:
            return _gold_fields(data)
        sentence, cue, start = data.get("sentence"), data.get("cue"), data.get("start", 0)
        if not (isinstance(sentence, str) and isinstance(cue, str) and isinstance(start, int)):
            return data
        cue_start = start + max(0, sentence.find(cue))
        places = {"start": start, "end": start + len(sentence)}
        return places | {"cue_start": cue_start, "cue_end": cue_start + len(cue)} | data

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.a == self.b:
            raise ValueError(f"both actors are {self.a}")
        if self.end - self.start != len(self.sentence):
            raise ValueError("start and end do not fit the length of the sentence")
        cue_start, cue_end = self.cue_start - self.start, self.cue_end - self.start
        if cue_start < 0 or self.sentence[cue_start:cue_end] != self.cue:
            raise ValueError("the cue is not in the sentence at cue_start and cue_end")
        return self


def _gold_fields(stance: dict[str, Any]) -> dict[str, Any]:
    """Rename the fields of a reviewed line of ``stances.jsonl``."""
    if stance.get("reviewed") is None:
        raise ValueError("nobody has reviewed this stance, so it is no gold; review it first")
    cue = stance.get("cue")
    if not isinstance(cue, dict):
        raise ValueError("cue must be an object with start, end and text")
    return stance | {
        "doc": stance["article"],
        "cue": cue.get("text"),
        "cue_start": cue.get("start"),
        "cue_end": cue.get("end"),
    }


def read_gold(path: Path) -> list[GoldRecord]:
    """Read a JSON Lines file of gold or reviewed stances; blank lines are skipped.

    Raises
    ------
    DetenteError
        The file cannot be read (D621), a line is no gold record (D622), or it has none (D623).
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise DetenteError(Code.D621, path, reason=error) from error
    records = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            records.append(GoldRecord.model_validate_json(line))
        except ValidationError as error:
            first = error.errors()[0]
            reason = ": ".join([*map(str, first["loc"]), first["msg"]])
            raise DetenteError(Code.D622, f"{path}:{number}", reason=reason) from error
    if not records:
        raise DetenteError(Code.D623, path)
    return records


def check_gold(gold: Iterable[GoldRecord], texts: Mapping[str, str]) -> list[GoldRecord]:
    """Return the gold with article ids for `doc` and with offsets that fit the articles' texts.

    A sentence that is not verbatim at its offsets is looked for in the text, and its record
    moved there: offsets differ when a file gains or loses its front matter.

    Parameters
    ----------
    texts
        Raw text by article id.

    Raises
    ------
    DetenteError
        The article is unknown or its file name ambiguous (D624), or the sentence does not occur
        (D625) or occurs several times, and not at its offsets (D626).
    """
    articles: dict[str, list[str]] = {}
    for article in texts:
        articles.setdefault(PurePosixPath(article).name, []).append(article)
    checked = []
    for record in gold:
        same_name = [record.doc] if record.doc in texts else articles.get(record.doc, [])
        if len(same_name) != 1:
            raise DetenteError(Code.D624, record.doc, count=len(same_name))
        article = same_name[0]
        shift = _start(record, texts[article]) - record.start
        places = {
            name: getattr(record, name) + shift for name in ("start", "end", "cue_start", "cue_end")
        }
        checked.append(record.model_copy(update={"doc": article} | places))
    return checked


def _start(record: GoldRecord, text: str) -> int:
    """Where the sentence starts in the text."""
    if text.startswith(record.sentence, record.start):
        return record.start
    start = text.find(record.sentence)
    if start < 0:
        raise DetenteError(Code.D625, record.doc, sentence=record.sentence)
    if text.find(record.sentence, start + 1) >= 0:
        raise DetenteError(Code.D626, record.doc, start=record.start, sentence=record.sentence)
    return start

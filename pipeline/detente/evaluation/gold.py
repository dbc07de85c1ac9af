"""Gold stances: read from JSON Lines, and their places checked against the articles' texts.

Gold labels whole articles, or, where it is a ``reviewed.jsonl``, the sentences that were reviewed:
a sentence without a line in it is unknown then, not free of stances.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, NamedTuple, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from detente.errors import Code, DetenteError
from detente.records.lines import read_reviews, to_json
from detente.records.schemas import Direction, Issue, Modality, Polarity, ReviewRecord
from detente.review.merge import held, settle

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


class GoldSentence(NamedTuple):
    """A sentence that was reviewed in full; what stands in no gold record of it is no stance."""

    doc: str
    sentence: str
    start: int
    end: int


Located = TypeVar("Located", GoldRecord, GoldSentence)


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

    Of a ``reviewed.jsonl``, the sentences that are settled count.

    Raises
    ------
    DetenteError
        The file cannot be read (D621), a line is no gold record (D622), or it has none (D623).
    """
    lines = _read_lines(path)
    if _holds_reviews(lines):
        return [
            GoldRecord.model_validate(to_json(stance))
            for review in _settled(path)
            for stance in held(review)
        ]
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


def read_gold_sentences(path: Path) -> list[GoldSentence] | None:
    """Read which sentences a gold file labels; None where it labels whole articles.

    See `read_gold` for what is raised.
    """
    if not _holds_reviews(_read_lines(path)):
        return None
    return [
        GoldSentence(review.article, review.sentence, review.start, review.end)
        for review in _settled(path)
    ]


def _read_lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise DetenteError(Code.D621, path, reason=error) from error


def _holds_reviews(lines: Iterable[str]) -> bool:
    try:
        first = json.loads(next((line for line in lines if line.strip()), "null"))
    except ValueError:
        return False
    return isinstance(first, dict) and "stances" in first


def _settled(path: Path) -> list[ReviewRecord]:
    reviews = list(settle(read_reviews(path)).sentences.values())
    if not reviews:
        raise DetenteError(Code.D623, path)
    return reviews


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
    checked = []
    for record, article, shift in _located(gold, texts):
        places = {
            name: getattr(record, name) + shift for name in ("start", "end", "cue_start", "cue_end")
        }
        checked.append(record.model_copy(update={"doc": article} | places))
    return checked


def check_gold_sentences(
    sentences: Iterable[GoldSentence], texts: Mapping[str, str]
) -> list[GoldSentence]:
    """Do to sentences what `check_gold` does to records."""
    return [
        GoldSentence(article, sentence.sentence, sentence.start + shift, sentence.end + shift)
        for sentence, article, shift in _located(sentences, texts)
    ]


def _located(
    records: Iterable[Located], texts: Mapping[str, str]
) -> Iterator[tuple[Located, str, int]]:
    """Give each record with the id of its article, and by how much its sentence has moved."""
    articles: dict[str, list[str]] = {}
    for article in texts:
        articles.setdefault(PurePosixPath(article).name, []).append(article)
    for record in records:
        same_name = [record.doc] if record.doc in texts else articles.get(record.doc, [])
        if len(same_name) != 1:
            raise DetenteError(Code.D624, record.doc, count=len(same_name))
        article = same_name[0]
        yield record, article, _start(record, texts[article]) - record.start


def _start(record: GoldRecord | GoldSentence, text: str) -> int:
    """Where the sentence starts in the text."""
    if text.startswith(record.sentence, record.start):
        return record.start
    start = text.find(record.sentence)
    if start < 0:
        raise DetenteError(Code.D625, record.doc, sentence=record.sentence)
    if text.find(record.sentence, start + 1) >= 0:
        raise DetenteError(Code.D626, record.doc, start=record.start, sentence=record.sentence)
    return start

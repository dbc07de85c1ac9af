"""The record format, version 1: what the files of a run and its review hold, one record a line."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_VERSION = 1

ActorCode = Annotated[
    str, Field(description="ISO 3166-1 alpha-3, organisation acronym, or group name")
]
Probability = Annotated[float, Field(ge=0, le=1)]


class Polarity(StrEnum):
    """The two stances."""

    COOPERATION = "cooperation"
    DIVERGENCE = "divergence"


class Direction(StrEnum):
    """Who holds the stance: a towards b, or each towards the other."""

    FORWARD = "a->b"
    MUTUAL = "mutual"


class Modality(StrEnum):
    """Told as a fact, as still to come, or as only possible."""

    ASSERTED = "asserted"
    PROSPECTIVE = "prospective"
    HYPOTHETICAL = "hypothetical"


class Issue(StrEnum):
    """What a stance is about."""

    ENERGY = "energy"
    TRADE_ECONOMY = "trade_economy"
    BORDER_TERRITORY = "border_territory"
    SECURITY_MILITARY = "security_military"
    DIPLOMACY_POLITICAL = "diplomacy_political"
    MULTILATERAL_INTEGRATION = "multilateral_integration"
    NUCLEAR = "nuclear"
    SPACE_SCIENCE_TECH = "space_science_tech"
    MIGRATION_SOCIETY = "migration_society"
    HUMAN_RIGHTS_DOMESTIC = "human_rights_domestic"
    ENVIRONMENT = "environment"
    OTHER = "other"


class Record(BaseModel):
    """What all records share."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SpanRecord(Record):
    """Words of the raw text: ``raw[start:end] == text``, in code points."""

    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]
    text: str


class MentionRecord(SpanRecord):
    """Words that stand for actors, and how they were resolved."""

    actors: list[ActorCode]
    resolved: str
    antecedent: SpanRecord | None


class StanceRecord(Record):
    """One stance: a line of ``stances.jsonl``."""

    schema_version: Literal[1] = Field(alias="schema")
    id: str
    article: str
    date: str | None
    source: str | None
    url: str | None
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]
    sentence: str
    a: ActorCode
    b: ActorCode
    direction: Direction
    stance: Polarity
    modality: Modality
    issue: Issue
    speaker: Annotated[str, Field(description="author, an actor code, or the words of the source")]
    cue: SpanRecord
    a_mentions: list[MentionRecord]
    b_mentions: list[MentionRecord]
    probability: Probability
    reviewed: Literal["accepted", "edited", "added", "deleted"] | None
    reviewer: str | None
    reviewed_at: str | None
    model: str


class PairRecord(Record):
    """A candidate pair that got no stance, and why."""

    start: int
    end: int
    a: ActorCode
    b: ActorCode
    cooperation: Probability
    divergence: Probability
    reason: str


class DocumentRecord(Record):
    """One article: a line of ``documents.jsonl``.

    Attributes
    ----------
    implied
        Words that leave an actor unsaid: "Kigali denied it" denies it to somebody. Files of early
        runs lack it.
    """

    schema_version: Literal[1] = Field(alias="schema")
    article: str
    sha256: str
    model: str
    format: str
    title: str | None
    date: str | None
    source: str | None
    url: str | None
    genre: str | None
    speaker: str | None
    characters: int
    sentences: list[SpanRecord]
    mentions: list[MentionRecord]
    implied: list[MentionRecord] = Field(default_factory=list)
    stances: int
    no_stance: list[PairRecord]
    warnings: list[str]


class ReviewRecord(Record):
    """One sentence that a person has reviewed in full: a line of ``reviewed.jsonl``.

    A sentence in which the reviewer found no stance has a line as well.

    Attributes
    ----------
    stances
        What holds now, and what the reviewer deleted.
    actors
        Codes of the actors between whom a stance was looked for.
    adjudicated
        Whether this version settles a disagreement between reviewers.
    """

    schema_version: Literal[1] = Field(alias="schema")
    article: str
    sha256: str
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]
    sentence: str
    stances: list[StanceRecord]
    actors: list[ActorCode]
    reviewer: str
    reviewed_at: str
    adjudicated: bool
    model: str


class RejectionRecord(Record):
    """One article that could not be read: a line of ``rejected.jsonl``."""

    schema_version: Literal[1] = Field(alias="schema")
    article: str
    code: str
    reason: str

"""What a reviewer made of a sheet, read back into records."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from detente.errors import Code, DetenteError
from detente.records.ids import stance_id
from detente.records.schemas import (
    SCHEMA_VERSION,
    Direction,
    Issue,
    MentionRecord,
    ReviewRecord,
    SpanRecord,
    StanceRecord,
)
from detente.review.labels import (
    AUTHOR,
    RelationType,
    is_speaker,
    read_actor,
    read_cue,
    read_relation,
)
from detente.review.sheet import JOINED, Arrow, Label, Sheet
from detente.review.units import Ruler, make_ruler

REVIEWED = "reviewed"  # how a reviewer's mention was resolved


class Verdict(NamedTuple):
    """Who reviewed, and when (ISO 8601, UTC)."""

    reviewer: str
    time: str
    adjudicated: bool


class Drawing(NamedTuple):
    """The labels and arrows of an example, in code points of its text."""

    labels: list[Label]
    arrows: list[Arrow]


class _Claim(NamedTuple):
    """A stance that an arrow draws, before its cue is known."""

    a: str
    b: str
    relation: RelationType
    name: str


class _Cue(NamedTuple):
    start: int
    end: int
    issue: Issue


def read_drawing(example: Mapping[str, Any], sheet: Sheet, graphemes: bool) -> Drawing:
    """Read the labels and arrows that the server gives for an example.

    Parameters
    ----------
    example
        A row of doccano's export: ``text``, ``entities``, ``relations``.
    graphemes
        Whether the project counts grapheme clusters.

    Raises
    ------
    DetenteError
        D820 when the text isn't the sheet's, D821 when a label has no place in it.
    """
    place = sheet.item.place
    if example["text"] != sheet.text:
        raise DetenteError(Code.D820, place)
    ruler = make_ruler(sheet.text, graphemes)
    labels = {entity["id"]: _label(entity, ruler, sheet) for entity in example["entities"]}
    arrows = [
        Arrow(labels[relation["from_id"]], labels[relation["to_id"]], relation["type"])
        for relation in example["relations"]
    ]
    return Drawing(list(labels.values()), arrows)


def _label(entity: Mapping[str, Any], ruler: Ruler, sheet: Sheet) -> Label:
    name, start, end = entity["label"], entity["start_offset"], entity["end_offset"]
    if start not in ruler.points or end not in ruler.points or start >= end:
        raise DetenteError(Code.D821, sheet.item.place, name=name, start=start, end=end)
    return Label(ruler.points[start], ruler.points[end], name)


def is_untouched(drawing: Drawing, sheet: Sheet) -> bool:
    """Tell whether an example is as it was sent."""
    return Counter(drawing.labels) == Counter(sheet.labels) and Counter(drawing.arrows) == Counter(
        sheet.arrows
    )


def read_answer(
    drawing: Drawing, sheet: Sheet, known: Collection[str], verdict: Verdict
) -> tuple[ReviewRecord | None, list[DetenteError]]:
    """Turn a drawing into the record of a reviewed sentence.

    Parameters
    ----------
    known
        Codes of all actors that are known; other labels are mistakes, unless the sheet had them.

    Returns
    -------
    ReviewRecord or None
        None where something can't be resolved: the sentence counts as not reviewed then.
    list of DetenteError
        What can't be resolved: D822, D823, D824 to D828.
    """
    return _Reading(drawing, sheet, known, verdict).record()


class _Reading:
    """One drawing being read."""

    def __init__(
        self, drawing: Drawing, sheet: Sheet, known: Collection[str], verdict: Verdict
    ) -> None:
        self._sheet, self._item = sheet, sheet.item
        self._arrows, self._verdict = drawing.arrows, verdict
        self._problems: list[DetenteError] = []
        self._shift = sheet.item.start - sheet.offset
        self._actors: dict[str, set[tuple[int, int]]] = defaultdict(set)
        self._cues: set[_Cue] = set()
        self._speakers: set[tuple[int, int]] = set()
        for label in sorted(set(drawing.labels)):
            self._read_label(label, known)

    def record(self) -> tuple[ReviewRecord | None, list[DetenteError]]:
        """Give the record, or what stands against it."""
        claims = list(self._claims())
        pairs = _match(claims, self._item.stances)
        cues = self._assign(pairs)
        stances = [
            self._stance(claim, base, cues[number])
            for number, (claim, base) in enumerate(pairs)
            if cues[number] is not None
        ]
        kept = {id(base) for _, base in pairs}
        stances += [
            self._reviewed(base, "deleted") for base in self._item.stances if id(base) not in kept
        ]
        if self._problems:
            return None, self._problems
        return self._sentence(stances), []

    def _sentence(self, stances: Sequence[StanceRecord]) -> ReviewRecord:
        item = self._item
        return ReviewRecord(
            schema=SCHEMA_VERSION,
            article=item.article,
            sha256=item.sha256,
            start=item.start,
            end=item.end,
            sentence=item.sentence,
            stances=sorted(stances, key=lambda stance: (stance.cue.start, stance.id)),
            actors=sorted({*item.actors, *self._actors}),
            reviewer=self._verdict.reviewer,
            reviewed_at=self._verdict.time,
            adjudicated=self._verdict.adjudicated,
            model=item.model,
        )

    def _problem(self, code: Code, **fields: object) -> None:
        self._problems.append(DetenteError(code, self._item.place, **fields))

    def _read_label(self, label: Label, known: Collection[str]) -> None:
        if label not in self._sheet.labels and _cuts_word(self._sheet.text, label):
            words = self._sheet.text[label.start : label.end]
            self._problem(Code.D822, name=label.name, words=words)
            return
        issue = read_cue(label.name)
        if is_speaker(label.name):
            self._speakers.add((label.start, label.end))
        elif issue is None:
            code = read_actor(label.name)
            if code in known or code in self._item.actors:
                self._actors[code].add((label.start, label.end))
            else:
                self._problem(Code.D823, name=label.name)
        elif self._is_in_sentence(label.start, label.end):
            self._cues.add(_Cue(label.start + self._shift, label.end + self._shift, issue))

    def _is_in_sentence(self, start: int, end: int) -> bool:
        offset = self._sheet.offset
        return offset <= start and end <= offset + len(self._item.sentence)

    def _claims(self) -> Iterator[_Claim]:
        found: dict[tuple[str, str, Direction, str], _Claim] = {}
        for arrow in self._arrows:
            relation = read_relation(arrow.name)
            a, b = read_actor(arrow.source.name), read_actor(arrow.target.name)
            if relation is None:
                self._problem(Code.D828, name=arrow.name)
            elif a not in self._actors or b not in self._actors:
                ends = f"{arrow.source.name!r} and {arrow.target.name!r}"
                self._problem(Code.D824, name=arrow.name, ends=ends)
            elif a == b:
                self._problem(Code.D825, name=arrow.name, actor=a)
            else:
                if relation.direction is Direction.MUTUAL:
                    a, b = sorted((a, b))
                claim = _Claim(a, b, relation, arrow.name)
                key = (a, b, relation.direction, str(relation.stance))
                if found.setdefault(key, claim) != claim:
                    self._problem(Code.D827, a=a, b=b, stance=relation.stance)
        yield from found.values()

    def _assign(self, pairs: Sequence[tuple[_Claim, StanceRecord | None]]) -> list[_Cue | None]:
        """Give each claim its cue: the one that it had, else the nearest that no other has."""
        chosen: list[_Cue | None] = []
        for _, base in pairs:
            here = [
                cue
                for cue in self._cues
                if base is not None and (cue.start, cue.end) == (base.cue.start, base.cue.end)
            ]
            chosen.append(
                min(here, key=lambda cue: (base is None or cue.issue != base.issue, cue.issue))
                if here
                else None
            )
        for number, (claim, base) in enumerate(pairs):
            if chosen[number] is None:
                free = self._cues - set(chosen) or self._cues
                anchors = self._anchors(claim, base)
                chosen[number] = min(free, key=lambda cue: _distance(cue, anchors), default=None)
                if not free:
                    self._problem(Code.D826, name=claim.name, a=claim.a, b=claim.b)
        return chosen

    def _anchors(self, claim: _Claim, base: StanceRecord | None) -> list[int]:
        """Say near which offsets of the raw text the cue of a claim should be."""
        if base is not None:
            return [base.cue.start]
        return [
            start + self._shift
            for code in (claim.a, claim.b)
            for start, end in self._actors[code]
            if self._is_in_sentence(start, end)
        ] or [self._item.start]

    def _stance(self, claim: _Claim, base: StanceRecord | None, cue: _Cue | None) -> StanceRecord:
        item = self._item
        assert cue is not None
        relation = claim.relation
        fields: dict[str, Any] = {
            "id": stance_id(
                item.article,
                item.start,
                item.end,
                claim.a,
                claim.b,
                relation.direction,
                relation.stance,
            ),
            "a": claim.a,
            "b": claim.b,
            "direction": relation.direction,
            "stance": relation.stance,
            "modality": relation.modality,
            "issue": cue.issue,
            "speaker": self._speaker(base, cue),
            "cue": self._span(cue.start, cue.end),
            "a_mentions": self._mentions(claim.a, base),
            "b_mentions": self._mentions(claim.b, base),
        }
        if base is None:
            added = StanceRecord(
                schema=SCHEMA_VERSION,
                article=item.article,
                date=item.date,
                source=item.source,
                url=item.url,
                start=item.start,
                end=item.end,
                sentence=item.sentence,
                probability=1.0,
                reviewed=None,
                reviewer=None,
                reviewed_at=None,
                model=item.model,
                **fields,
            )
            return self._reviewed(added, "added")
        edited = base.model_copy(update=fields)
        return self._reviewed(edited, "accepted" if edited == base else "edited")

    def _reviewed(self, stance: StanceRecord, status: str) -> StanceRecord:
        return stance.model_copy(
            update={
                "reviewed": status,
                "reviewer": self._verdict.reviewer,
                "reviewed_at": self._verdict.time,
            }
        )

    def _span(self, start: int, end: int) -> SpanRecord:
        item = self._item
        text = item.sentence[start - item.start : end - item.start]
        return SpanRecord(start=start, end=end, text=text)

    def _mentions(self, code: str, base: StanceRecord | None) -> list[MentionRecord]:
        """Give the words for an actor: as they were, unless its labels have changed."""
        here = {span for span in self._actors[code] if self._is_in_sentence(*span)}
        sent = {
            (label.start, label.end)
            for label in self._sheet.labels
            if label.name == code and self._is_in_sentence(label.start, label.end)
        }
        if base is not None and here == sent:
            if code == base.a:
                return base.a_mentions
            if code == base.b:
                return base.b_mentions
        return [self._mention(start, end) for start, end in sorted(here)]

    def _mention(self, start: int, end: int) -> MentionRecord:
        codes = sorted(code for code, spans in self._actors.items() if (start, end) in spans)
        span = self._span(start + self._shift, end + self._shift)
        for mention in self._item.mentions:
            if (mention.start, mention.end) == (span.start, span.end) and codes == sorted(
                mention.actors
            ):
                return mention
        return MentionRecord(
            start=span.start,
            end=span.end,
            text=span.text,
            actors=codes,
            resolved=REVIEWED,
            antecedent=None,
        )

    def _speaker(self, base: StanceRecord | None, cue: _Cue) -> str:
        """Say who speaks: as it was, unless the labels of speakers have changed."""
        sent = {(label.start, label.end) for label in self._sheet.labels if is_speaker(label.name)}
        if self._speakers != sent:
            names = {name for span in self._speakers for name in self._names(*span)}
            return JOINED.join(sorted(names)) or AUTHOR
        if base is not None:
            return base.speaker
        near = min(
            self._item.stances,
            key=lambda stance: abs(stance.cue.start - cue.start),
            default=None,
        )
        return AUTHOR if near is None else near.speaker

    def _names(self, start: int, end: int) -> list[str]:
        """Name the speaker whom a label marks: a word of the last lines, an actor, or the words."""
        for name, place in self._sheet.words.items():
            if place == (start, end):
                return [name]
        codes = [
            code
            for code, spans in self._actors.items()
            if any(start < other_end and other < end for other, other_end in spans)
        ]
        return codes or [" ".join(self._sheet.text[start:end].split())]


def _cuts_word(text: str, label: Label) -> bool:
    return any(
        0 < edge < len(text) and text[edge - 1].isalnum() and text[edge].isalnum()
        for edge in (label.start, label.end)
    )


def _match(
    claims: Sequence[_Claim], stances: Sequence[StanceRecord]
) -> list[tuple[_Claim, StanceRecord | None]]:
    """Say which claim goes back to which stance of the sheet: the most alike first."""
    likeness = sorted(
        (
            (_likeness(claim, stance), number, other)
            for number, claim in enumerate(claims)
            for other, stance in enumerate(stances)
            if {claim.a, claim.b} == {stance.a, stance.b}
        ),
        key=lambda triple: (-triple[0], *triple[1:]),
    )
    matched: dict[int, int] = {}
    for _, number, other in likeness:
        if number not in matched and other not in matched.values():
            matched[number] = other
    return [
        (claim, stances[matched[number]] if number in matched else None)
        for number, claim in enumerate(claims)
    ]


def _likeness(claim: _Claim, stance: StanceRecord) -> int:
    relation = claim.relation
    same_direction = (claim.a, claim.b, relation.direction) == (
        stance.a,
        stance.b,
        stance.direction,
    )
    return (
        4 * (relation.stance is stance.stance)
        + 2 * same_direction
        + (relation.modality is stance.modality)
    )


def _distance(cue: _Cue, anchors: Sequence[int]) -> tuple[int, int, int]:
    return min(abs(cue.start - anchor) for anchor in anchors), cue.start, cue.end

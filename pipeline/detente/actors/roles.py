"""Persons who speak for actors: by the office that the text gives them, else by the tables."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from spacy.tokens import Doc, Span, Token

from detente.actors.folding import fold
from detente.actors.knowledge import Kind, KnowledgeBase, Leader, OfficeKind, Period
from detente.actors.matcher import Match, doc_token
from detente.actors.mention import Mention, Rule
from detente.actors.phrases import (
    PhraseFinder,
    atoms_of,
    compile_phrases,
    exactly,
    in_lower_case,
    label_of,
)
from detente.actors.words import WORDS

PARTICLES = WORDS["particles"]
SUFFIXES = WORDS["suffixes"]
FAMILY_NAME_FIRST = WORDS["family_name_first"]
LINKS_TO_STATE = WORDS["links_to_state"]
BREAKS = frozenset(',;:()".—–\n')
_LONGEST_NAME = 6
_LONGEST_TITLE = 9
_YEARS_AROUND_OFFICE = 1


class Person(NamedTuple):
    """Someone the text names; ``actors`` is empty for those who speak for nobody."""

    names: frozenset[str]
    actors: tuple[str, ...]
    start: int
    end: int


class Roles(NamedTuple):
    """What the roles in a Doc yield.

    Attributes
    ----------
    mentions
        Named mentions, in order, none overlapping.
    strangers
        Tokens of persons who speak for no actor: antecedents of "he" that are no mentions.
    """

    mentions: list[Mention]
    strangers: list[tuple[int, int]]


class _Tables(NamedTuple):
    offices: PhraseFinder
    kinds: dict[str, frozenset[OfficeKind]]
    owners: dict[str, str]
    names: PhraseFinder
    leaders: dict[str, list[Leader]]
    surnames: dict[str, list[Leader]]


RoleFinder = Callable[[Doc, Sequence[Match], Period | None], Roles]


def compile_roles(knowledge: KnowledgeBase) -> RoleFinder:
    """Compile the tables of offices and leaders to a function from matches to mentions."""
    kinds: dict[str, set[OfficeKind]] = {}
    owners: dict[str, str] = {}
    for office in knowledge.offices:
        kinds.setdefault(office.text, set()).add(office.kind)
        if office.actor:
            owners[office.text] = office.actor
    leaders: dict[str, list[Leader]] = {}
    surnames: dict[str, list[Leader]] = {}
    for leader in knowledge.leaders:
        for name in leader.names:
            leaders.setdefault(" ".join(fold(word) for word in name.split()), []).append(leader)
        for name in {surname_of(name.split(), leader.actor) for name in leader.names}:
            surnames.setdefault(name, []).append(leader)
    find_names = compile_phrases([atoms_of(name) for name in leaders if " " in name], (), exactly)
    find_offices = compile_phrases([atoms_of(text) for text in kinds], (), in_lower_case)
    tables = _Tables(
        find_offices,
        {label_of(atoms_of(text)): frozenset(values) for text, values in kinds.items()},
        {label_of(atoms_of(text)): actor for text, actor in owners.items()},
        find_names,
        leaders,
        surnames,
    )
    return lambda doc, matches, period: find_roles(doc, matches, period, tables)


def surname_of(words: Sequence[str], actor: str) -> str:
    """Part of a name by which its bearer goes in later mentions, folded."""
    plain = [fold(word) for word in words if word not in SUFFIXES]
    return plain[0] if actor in FAMILY_NAME_FIRST else plain[-1]


def find_roles(doc: Doc, matches: Sequence[Match], period: Period | None, tables: _Tables) -> Roles:
    """Join matches with the offices, names and heads around them."""
    at = {index: match for match in matches for index in range(match.start, match.end)}
    offices = tables.offices(doc)
    office_at = {index: span for span in offices for index in range(span.start, span.end)}
    persons: list[Person] = []
    found: list[Mention] = []
    dropped: set[int] = set()
    for office in offices:
        office_kinds = tables.kinds[office.label_]
        before = _match_before(office, at)
        name = _name_around(office, at, office_at, tables)
        if OfficeKind.PRIVATE in office_kinds or OfficeKind.PEOPLE in office_kinds:
            if before is not None and before.form.kind is Kind.DEMONYM:
                dropped.add(before.start)
            if name is not None and OfficeKind.PRIVATE in office_kinds:
                persons.append(Person(_names(name), (), name.start, name.end))
            continue
        if name is None:
            if (
                OfficeKind.BODY in office_kinds
                and before is not None
                and before.form.kind is Kind.DEMONYM
                and before.end <= office.start
            ):
                found.append(
                    Mention(before.start, office.end, before.form.actors, Rule.OFFICE, None)
                )
            continue
        start = min(office.start, name.start)
        end = max(office.end, name.end)
        owner = before or _match_after(office, name, at)
        if before is not None:
            start = min(start, before.start)
        leader = _leader(name, period, tables, True)
        if owner is not None and OfficeKind.OFFICE in office_kinds:
            end = max(end, owner.end)
            actors, rule = owner.form.actors, Rule.OFFICE
        elif leader is not None:
            actors, rule = (leader,), Rule.LEADER
        elif office.label_ in tables.owners:
            actors, rule = (tables.owners[office.label_],), Rule.OFFICE
        else:
            continue
        found.append(Mention(start, end, actors, rule, None))
        persons.append(Person(_names(name), actors, start, end))
    taken = {index for mention in found for index in range(mention.start, mention.end)}
    for span in tables.names(doc):
        if taken.isdisjoint(range(span.start, span.end)):
            name = doc[span.start : span.end]
            leader = _leader(name, period, tables, False)
            if leader is not None:
                found.append(Mention(name.start, name.end, (leader,), Rule.LEADER, None))
                persons.append(Person(_names(name), (leader,), name.start, name.end))
                taken.update(range(name.start, name.end))
    found += _later_mentions(doc, persons, taken, at, office_at, period, tables)
    named = [
        Mention(match.start, match.end, match.form.actors, Rule(match.form.kind), None)
        for match in matches
        if match.start not in dropped
    ]
    mentions = without_overlaps([*found, *named])
    covered = {index for mention in mentions for index in range(mention.start, mention.end)}
    strangers = [
        (ent.start, ent.end)
        for ent in doc.ents
        if ent.label_ == "PERSON" and covered.isdisjoint(range(ent.start, ent.end))
    ]
    return Roles(mentions, strangers)


def without_overlaps(mentions: Iterable[Mention]) -> list[Mention]:
    """Keep the longest of mentions that overlap; the result is in order."""
    kept: list[Mention] = []
    taken: set[int] = set()
    for mention in sorted(mentions, key=lambda item: (item.start - item.end, item.start)):
        if taken.isdisjoint(range(mention.start, mention.end)):
            kept.append(mention)
            taken.update(range(mention.start, mention.end))
    return sorted(kept, key=lambda item: item.start)


def _match_before(office: Span, at: dict[int, Match]) -> Match | None:
    """Match in the modifiers of an office: "Russian Industry and Energy Minister"."""
    doc = office.doc
    for index in range(
        office.start - 1, max(office.sent.start, office.start - _LONGEST_TITLE) - 1, -1
    ):
        if index in at:
            following = doc[at[index].end]
            if following.lower_ in {"and", ","} and at[index].form.kind is not Kind.DEMONYM:
                return None
            return at[index]
        token = doc[index]
        if token.pos_ not in {"ADJ", "NOUN", "PROPN", "CCONJ", "PUNCT", "PART", "ADV", "NUM"}:
            return None
        if token.text in BREAKS:
            return None
        if token.ent_type_ == "PERSON" and token.tag_ != "POS":
            return None
    return None


def _match_after(office: Span, name: Span, at: dict[int, Match]) -> Match | None:
    """Match behind an office or the name with it: "President Putin of Russia"."""
    return _match_linked(office, at) or _match_linked(name, at)


def _match_linked(span: Span, at: dict[int, Match]) -> Match | None:
    """Match that a preposition links to words: "of the Netherlands"."""
    doc = span.doc
    token = doc_token(doc, span.end)
    if token is None or token.lower_ not in LINKS_TO_STATE:
        return None
    index = span.end + 1
    while index < len(doc) and doc[index].pos_ == "DET":
        index += 1
    return at.get(index)


def _name_around(
    office: Span, at: dict[int, Match], office_at: dict[int, Span], tables: _Tables
) -> Span | None:
    doc = office.doc
    owner = _match_linked(office, at)
    right = office.end if owner is None else owner.end
    token = doc_token(doc, right)
    comma = token is not None and token.text == ","
    if comma:
        right += 1
    while right in office_at and OfficeKind.TITLE in tables.kinds[office_at[right].label_]:
        right = office_at[right].end
    name = name_run(doc, right, at, office_at)
    if name is not None and (not comma or name[0].ent_type_ == "PERSON"):
        return name
    index = office.start - 1
    while index > office.sent.start and (
        index in at or doc[index].pos_ in {"DET", "ADJ", "NOUN", "PROPN", "PART", "ADV"}
    ):
        if doc[index].ent_type_ == "PERSON":
            return None
        index -= 1
    if doc[index].text == "," and index and doc[index - 1].ent_type_ == "PERSON":
        start = index - 1
        while start > office.sent.start and doc[start - 1].ent_type_ == "PERSON":
            start -= 1
        while start - 1 in office_at and office_at[start - 1].sent.start <= start - 1:
            start = office_at[start - 1].start
        return doc[start:index]
    return None


def name_run(doc: Doc, start: int, at: dict[int, Match], office_at: dict[int, Span]) -> Span | None:
    """Longest stretch of tokens from ``start`` that looks like a person's name."""
    index = start
    while index < min(len(doc), start + _LONGEST_NAME):
        token = doc[index]
        if index in at and token.ent_type_ != "PERSON":
            break
        if index in office_at and index > start and token.ent_type_ != "PERSON":
            break
        is_particle = index > start and fold(token.lower_) in PARTICLES
        is_join = index > start and fold(token.text) == "-"
        is_name = token.text[:1].isupper() and token.pos_ in {"PROPN", "NOUN", "ADJ", "X"}
        if not (is_name or (is_particle or is_join)):
            break
        if token.ent_type_ in {"DATE", "CARDINAL"}:
            break
        index += 1
    while index > start and not doc[index - 1].text[:1].isupper():
        index -= 1
    return doc[start:index] if index > start else None


def _names(name: Span) -> frozenset[str]:
    """Parts of a name by which its bearer may go later."""
    words = [fold(token.text) for token in name if token.text not in SUFFIXES]
    words = [word for word in words if len(word) > 1 and word[0].isupper() and "." not in word]
    return frozenset({words[-1], words[0]} if words else ())


def _leader(name: Span, period: Period | None, tables: _Tables, titled: bool) -> str | None:
    """Actor of a leader of that name, where the time, or the name alone, leaves one."""
    words = [fold(token.text) for token in name]
    full = " ".join(words).replace(" - ", "-")
    candidates = tables.leaders.get(full) or tables.leaders.get(" ".join(words))
    if candidates is None:
        if len(words) > 1:
            return None
        return _by_surname(words[0], period, tables, titled)
    actors = {leader.actor for leader in candidates}
    if len(actors) > 1 and period is not None:
        distances = [leader.period.distance(period) for leader in candidates]
        nearest = min(distances)
        actors = {
            leader.actor
            for leader, far in zip(candidates, distances, strict=True)
            if far == nearest
        }
    return actors.pop() if len(actors) == 1 else None


def _by_surname(surname: str, period: Period | None, tables: _Tables, titled: bool) -> str | None:
    candidates = tables.surnames.get(surname, [])
    if period is not None:
        in_office = [leader for leader in candidates if leader.period.overlaps(period)]
        candidates = in_office or [
            leader
            for leader in candidates
            if leader.period.distance(period) <= _YEARS_AROUND_OFFICE
        ]
    elif not titled:
        return None
    actors = {leader.actor for leader in candidates}
    return actors.pop() if len(actors) == 1 else None


def _later_mentions(
    doc: Doc,
    persons: Sequence[Person],
    taken: set[int],
    at: dict[int, Match],
    office_at: dict[int, Span],
    period: Period | None,
    tables: _Tables,
) -> Iterator[Mention]:
    """Names of persons met already, and surnames of leaders in office."""
    known: dict[str, list[Person]] = {}
    for person in persons:
        for part in person.names:
            known.setdefault(part, []).append(person)
    index = 0
    while index < len(doc):
        token = doc[index]
        if index in taken or index in at or not _may_be_surname(token):
            index += 1
            continue
        name = name_run(doc, index, at, office_at)
        if name is None:
            index += 1
            continue
        index = name.end
        last = fold(name[-1].text)
        first = fold(name[0].text)
        bearers = known.get(last) or (known.get(first, []) if len(name) == 1 else [])
        bearer = _nearest(bearers, name)
        if bearer is not None and (len(name) == 1 or first in bearer.names):
            if bearer.actors:
                yield Mention(
                    name.start, name.end, bearer.actors, Rule.SURNAME, (bearer.start, bearer.end)
                )
            continue
        if len(name) == 1 and token.ent_type_ not in {"DATE", "FAC", "EVENT", "WORK_OF_ART", "LAW"}:
            actor = _by_surname(last, period, tables, False)
            if actor is not None:
                yield Mention(name.start, name.end, (actor,), Rule.LEADER, None)


def _nearest(persons: Sequence[Person], name: Span) -> Person | None:
    earlier = [person for person in persons if person.start < name.start]
    if earlier:
        return max(earlier, key=lambda person: person.start)
    return persons[0] if persons else None


def _may_be_surname(token: Token) -> bool:
    return token.pos_ == "PROPN" and token.text[:1].isupper() and len(token) > 1

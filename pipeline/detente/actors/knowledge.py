"""The knowledge base: the forms by which actors go, and when; their leaders; words for offices."""

import csv
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import pycountry

from detente.actors.folding import fold_text
from detente.actors.words import WORDS
from detente.errors import Code, DetenteError


class Kind(StrEnum):
    """What a form is to its actor."""

    NAME = "name"
    OFFICIAL = "official"
    ALIAS = "alias"
    ACRONYM = "acronym"
    DEMONYM = "demonym"
    CAPITAL = "capital"
    SEAT = "seat"
    INSTITUTION = "institution"
    COMPANY = "company"
    COMPOUND = "compound"
    COLLECTIVE = "collective"
    NOT_ACTOR = "not_actor"


class ActorType(StrEnum):
    """What an actor is."""

    STATE = "state"
    ORGANISATION = "organisation"
    GROUP = "group"


class OfficeKind(StrEnum):
    """What a noun says about the one who bears it."""

    OFFICE = "office"  # speaks for its state: "foreign minister"
    TITLE = "title"  # stands before a name: "Sheikh"
    BODY = "body"  # acts for its state as a whole: "government"
    PRIVATE = "private"  # speaks for nobody but itself: "analyst"
    PEOPLE = "people"  # a people as such: "minority"


class Period(NamedTuple):
    """A stretch of time: ISO 8601 days, both included."""

    start: str
    end: str

    def overlaps(self, other: "Period") -> bool:
        """Tell whether a day belongs to both."""
        return self.start <= other.end and other.start <= self.end

    def distance(self, other: "Period") -> int:
        """Years that lie between the two; -1 where they overlap."""
        if self.overlaps(other):
            return -1
        gap = max(
            int(self.start[:4]) - int(other.end[:4]), int(other.start[:4]) - int(self.end[:4])
        )
        return max(gap, 0)


JOINT = "+"
ALWAYS = Period("0001-01-01", "9999-12-31")
PRESENT = Period(ALWAYS.end, ALWAYS.end)
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


class Form(NamedTuple):
    """Words for an actor, in a period.

    Attributes
    ----------
    actor
        Code; several joined by ``+`` ("Baltic states"), empty where the words are no actor.
    """

    actor: str
    text: str
    kind: Kind
    period: Period

    @property
    def actors(self) -> tuple[str, ...]:
        """Codes, in alphabetical order."""
        return tuple(sorted(filter(None, self.actor.split(JOINT))))


class Leader(NamedTuple):
    """A person who held an office of an actor in a period."""

    actor: str
    names: tuple[str, ...]
    office: str
    period: Period


class Office(NamedTuple):
    """A noun for an office, title or body; ``actor`` where only one actor has it."""

    text: str
    kind: OfficeKind
    actor: str


class Membership(NamedTuple):
    """A state's membership in an organisation."""

    organisation: str
    state: str
    period: Period


class Context(NamedTuple):
    """Words nearby that tell which actor, or none, an ambiguous form means."""

    text: str
    actor: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnowledgeBase:
    """What is known of actors.

    Attributes
    ----------
    forms, leaders, offices, memberships, contexts
    types
        What each actor code is.
    fingerprint
        Hash of the content: part of a model's id.
    """

    forms: tuple[Form, ...]
    leaders: tuple[Leader, ...]
    offices: tuple[Office, ...]
    memberships: tuple[Membership, ...]
    contexts: tuple[Context, ...]
    types: Mapping[str, ActorType]
    fingerprint: str


_FORM_TABLES = {
    "states.tsv": ActorType.STATE,
    "historic.tsv": ActorType.STATE,
    "organisations.tsv": ActorType.ORGANISATION,
    "groups.tsv": ActorType.GROUP,
    "substates.tsv": ActorType.GROUP,
    "not_actors.tsv": ActorType.GROUP,
    "collectives.tsv": ActorType.STATE,
}
_LEADER_TABLES = ("leaders.tsv", "leaders_added.tsv")
_FORM_COLUMNS = ("actor", "form", "kind", "from", "to")
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
_GROUP_CODE = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")
_ISO_LENGTH = 3
_FINGERPRINT = 12  # hexadecimal digits
_INVERTED = re.compile(r"(?P<name>[^,]+), (?P<head>.+ (?:of|the))")


class _Row(NamedTuple):
    where: str
    cells: Mapping[str, str]


def parse_period(start: str, end: str, where: str) -> Period:
    """Read a period from two dates, whole, partial or empty.

    Raises
    ------
    DetenteError
        D303 where a date is not ISO 8601, D306 where the end comes before the start.
    """
    for date in (start, end):
        if date and not _DATE.fullmatch(date):
            raise DetenteError(Code.D303, where, date=date)
    first = (start + "-01-01"[len(start) - 4 :] if start else ALWAYS.start)[:10]
    last = (end + "-12-31"[len(end) - 4 :] if end else ALWAYS.end)[:10]
    if last < first:
        raise DetenteError(Code.D306, where, start=start, end=end)
    return Period(first, last)


def read_form(row: _Row) -> Form:
    """Turn a row of a table of forms into a form.

    Raises
    ------
    DetenteError
        D302 for an unknown kind, D303 and D306 for its dates, D307 for an empty form, D308 where
        kind and actor don't fit.
    """
    cells = row.cells
    text = " ".join(_UNSEEN.sub("", cells["form"]).split())
    if not text:
        raise DetenteError(Code.D307, row.where)
    if cells["kind"] not in set(Kind):
        raise DetenteError(Code.D302, row.where, kind=cells["kind"], kinds=", ".join(Kind))
    kind = Kind(cells["kind"])
    if (kind is Kind.NOT_ACTOR) != (cells["actor"] == ""):
        raise DetenteError(Code.D308, row.where)
    period = parse_period(cells["from"], cells["to"], row.where)
    return Form(cells["actor"], text, kind, period)


def country_forms(codes: Iterable[str]) -> list[Form]:
    """Names that ISO 3166-1 gives to states, in natural order ("Republic of Korea")."""
    forms = []
    for code in codes:
        country = pycountry.countries.get(alpha_3=code)
        if country is None:
            continue
        for field, kind in (
            ("name", Kind.NAME),
            ("official_name", Kind.OFFICIAL),
            ("common_name", Kind.NAME),
        ):
            name = getattr(country, field, "")
            inverted = _INVERTED.fullmatch(name)
            if inverted:
                name = f"{inverted['head']} {inverted['name']}"
            if name and "," not in name and "(" not in name:
                forms.append(Form(code, name, kind, ALWAYS))
    return forms


def load_knowledge(user_table: Path | None) -> KnowledgeBase:
    """Read the package's tables, ISO 3166-1, and a table of the user's own.

    Parameters
    ----------
    user_table
        Tab-separated, ``actor form kind from to``; its forms win over the package's.

    Raises
    ------
    DetenteError
        D301 to D309: what is wrong in a table, and on which line.
    """
    packaged = _packaged_knowledge()
    return packaged if user_table is None else _with_user_table(packaged, user_table)


def _with_user_table(packaged: KnowledgeBase, path: Path) -> KnowledgeBase:
    own = read_user_table(path, packaged.types)
    replaced = {fold_text(form.text) for form in own}
    kept = (form for form in packaged.forms if fold_text(form.text) not in replaced)
    types = {actor: _type_of(actor) for form in own for actor in form.actors}
    digest = hashlib.sha256((packaged.fingerprint + repr(own)).encode())
    return replace(
        packaged,
        forms=(*kept, *own),
        types={**types, **packaged.types},
        fingerprint=digest.hexdigest()[:_FINGERPRINT],
    )


@cache
def _packaged_knowledge() -> KnowledgeBase:
    digest = hashlib.sha256(version("pycountry").encode())
    data = files("detente.actors") / "data"

    def rows(name: str, columns: tuple[str, ...]) -> list[_Row]:
        text = (data / name).read_text(encoding="utf-8")
        digest.update(text.encode())
        return read_table(text, name, columns)

    forms: list[Form] = []
    types: dict[str, ActorType] = {}
    for name, actor_type in _FORM_TABLES.items():
        for row in rows(name, _FORM_COLUMNS):
            form = read_form(row)
            forms.append(form)
            for actor in form.actors:
                types.setdefault(actor, actor_type)
    known = {form.text for form in forms}
    states = sorted(code for code, kind in types.items() if kind is ActorType.STATE)
    forms += [form for form in country_forms(states) if form.text not in known]
    leaders = [
        Leader(
            row.cells["actor"],
            (row.cells["name"], *filter(None, row.cells["aliases"].split("|"))),
            row.cells["office"],
            parse_period(row.cells["from"], row.cells["to"], row.where),
        )
        for name in _LEADER_TABLES
        for row in rows(name, ("actor", "name", "aliases", "office", "from", "to"))
    ]
    for leader in leaders:
        types.setdefault(leader.actor, _type_of(leader.actor))
    offices = [
        Office(row.cells["form"], OfficeKind(row.cells["kind"]), row.cells["actor"])
        for row in rows("offices.tsv", ("form", "kind", "actor"))
    ]
    memberships = [
        Membership(
            row.cells["organisation"],
            row.cells["state"],
            parse_period(row.cells["from"], row.cells["to"], row.where),
        )
        for row in rows("organisation_members.tsv", ("organisation", "state", "from", "to"))
    ]
    contexts = [
        Context(row.cells["form"], row.cells["actor"], tuple(row.cells["evidence"].split("|")))
        for row in rows("contexts.tsv", ("form", "actor", "evidence"))
    ]
    return KnowledgeBase(
        tuple(forms),
        tuple(leaders),
        tuple(offices),
        tuple(memberships),
        tuple(contexts),
        types,
        digest.hexdigest()[:_FINGERPRINT],
    )


def read_table(text: str, name: str, columns: tuple[str, ...]) -> list[_Row]:
    """Split a tab-separated table with a header into rows that know their line.

    Raises
    ------
    DetenteError
        D301 where the header or the number of cells is wrong.
    """
    lines = csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    header = tuple(next(lines, ()))
    if header != columns:
        raise DetenteError(Code.D301, f"{name}:1", columns=" ".join(columns))
    rows = []
    for number, cells in enumerate(lines, start=2):
        if len(cells) != len(columns):
            raise DetenteError(Code.D301, f"{name}:{number}", columns=" ".join(columns))
        stripped = (cell.strip() for cell in cells)
        rows.append(_Row(f"{name}:{number}", dict(zip(columns, stripped, strict=True))))
    return rows


def read_user_table(path: Path, types: Mapping[str, ActorType]) -> list[Form]:
    """Read and check a user's own table of forms.

    Raises
    ------
    DetenteError
        Among others D304 for a three-letter code that ISO 3166-1 and the package lack,
        D305 where one form has two actors at the same time, D309 where the file is unreadable.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        problem = getattr(error, "strerror", None) or error
        raise DetenteError(Code.D309, path, error=problem) from error
    forms: list[Form] = []
    seen: dict[str, list[Form]] = {}
    for row in read_table(text, path.name, _FORM_COLUMNS):
        form = read_form(row)
        for actor in form.actors:
            if not _is_code(actor, types):
                raise DetenteError(Code.D304, row.where, actor=actor)
        others = seen.setdefault(fold_text(form.text), [])
        for other in others:
            if other.actor != form.actor and other.period.overlaps(form.period):
                raise DetenteError(
                    Code.D305, row.where, form=form.text, actor=form.actor, other=other.actor
                )
        others.append(form)
        forms.append(form)
    return forms


def _is_code(actor: str, types: Mapping[str, ActorType]) -> bool:
    if actor in types or pycountry.countries.get(alpha_3=actor) is not None:
        return True
    return len(actor) != _ISO_LENGTH and _GROUP_CODE.fullmatch(actor) is not None


def _type_of(actor: str) -> ActorType:
    is_state = pycountry.countries.get(alpha_3=actor) is not None
    return ActorType.STATE if is_state else ActorType.GROUP


def constitutions(forms: Iterable[Form]) -> dict[str, frozenset[str]]:
    """Codes of the states whose official name says what they are: kingdom, republic ..."""
    bearers: dict[str, set[str]] = {word: set() for word in WORDS["constitutions"]}
    for form in forms:
        if form.kind in {Kind.OFFICIAL, Kind.NAME, Kind.ALIAS}:
            for word in form.text.lower().split():
                if word in bearers:
                    bearers[word].add(form.actor)
    return {word: frozenset(codes) for word, codes in bearers.items()}

"""A mention: words that stand for one or several actors."""

from bisect import bisect_left
from collections.abc import Sequence
from enum import StrEnum
from operator import attrgetter
from typing import NamedTuple


class Rule(StrEnum):
    """How a mention was resolved."""

    NAME = "name"
    OFFICIAL = "official"
    ALIAS = "alias"
    ACRONYM = "acronym"
    DEMONYM = "demonym"
    CAPITAL = "capital"
    SEAT = "seat"
    INSTITUTION = "institution"
    COMPANY = "company"
    COMPOUND = "compound"  # "Russo-" in "Russo-Kazakh"
    COLLECTIVE = "collective"  # a name of several: "the Baltic states"
    OFFICE = "office"  # an office in the text: "Kazakh Foreign Minister Kasymzhomart Tokayev"
    LEADER = "leader"  # an office in the dated table of leaders
    SURNAME = "surname"  # "Tokayev", after the full name
    PAIR = "pair"  # "the two countries", "both sides", "bilateral"
    COREFERENCE = "coreference"  # "he", "its"
    FIRST_PERSON = "first_person"  # "we", in a statement whose speaker is known
    IMPLIED = "implied"  # a word that opens a place for an actor: "Kigali denied it"
    CONTEXT = "context"  # no words in the sentence: the discourse supplies the actor


class Mention(NamedTuple):
    """Tokens that stand for actors.

    Attributes
    ----------
    start, end
        Tokens of the Doc, end exclusive.
    actors
        Codes; more than one for "the two countries".
    rule
        How it was resolved.
    antecedent
        Tokens (start, end) of the mention that it refers to, or None.
    """

    start: int
    end: int
    actors: tuple[str, ...]
    rule: Rule
    antecedent: tuple[int, int] | None


def mentions_in(mentions: Sequence[Mention], start: int, end: int) -> Sequence[Mention]:
    """Give those of mentions in text order that start in a stretch of tokens."""
    first, last = (bisect_left(mentions, edge, key=attrgetter("start")) for edge in (start, end))
    return mentions[first:last]

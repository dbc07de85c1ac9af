"""What the page calls an actor."""

from dataclasses import dataclass

import pycountry

from detente.actors.knowledge import Kind, KnowledgeBase

_REGIONS_OUTSIDE_ISO = {"XKX": "XK"}


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor.

    Attributes
    ----------
    code
    name
        As the knowledge base writes a group's code ("Hezbollah"), else the code.
    region
        The alpha-2 code of a state, from which every browser knows its name in English, or None.
    """

    code: str
    name: str
    region: str | None


def describe_actors(codes: list[str], knowledge: KnowledgeBase) -> list[Actor]:
    """Describe actors, one for each code."""
    names = {
        (form.actor, form.text.upper().replace(" ", "_").replace("-", "_")): form.text
        for form in knowledge.forms
        if form.kind is Kind.NAME
    }
    return [
        Actor(code, names.get((code, code)) or _old_name(code), _region(code)) for code in codes
    ]


def _region(code: str) -> str | None:
    country = pycountry.countries.get(alpha_3=code)
    return country.alpha_2 if country else _REGIONS_OUTSIDE_ISO.get(code)


def _old_name(code: str) -> str:
    """Name a state that is no more ("USSR"), else give the code."""
    country = pycountry.historic_countries.get(alpha_3=code)
    return country.name.partition(",")[0] if country else code

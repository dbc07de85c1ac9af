"""Offsets as doccano counts them: UTF-16 units, or grapheme clusters where a project says so."""

from collections.abc import Mapping
from typing import NamedTuple

import regex

from detente.offsets import utf16_offsets

CLUSTER = regex.compile(r"\X")


class Ruler(NamedTuple):
    """The two ways to count a text; what lies inside a character has no counterpart.

    Attributes
    ----------
    units
        doccano's offset by code point.
    points
        Code point by doccano's offset.
    """

    units: Mapping[int, int]
    points: Mapping[int, int]


def make_ruler(text: str, graphemes: bool) -> Ruler:
    """Measure a text.

    Parameters
    ----------
    graphemes
        Whether the project counts grapheme clusters.
    """
    if graphemes:
        starts = [match.start() for match in CLUSTER.finditer(text)]
        units = {point: unit for unit, point in enumerate([*starts, len(text)])}
    else:
        units = dict(enumerate(utf16_offsets(text)))
    return Ruler(units, {unit: point for point, unit in units.items()})

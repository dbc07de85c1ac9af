"""Dates in ISO 8601."""

import re
from datetime import date, datetime

from dateutil import parser  # type: ignore[import-untyped]

_ISO = re.compile(r"(\d{4})(?:([-/.]?)(\d{1,2})(?:\2(\d{1,2}))?)?(?:[T ]\d\d?:\d\d.*)?")
_FIRST, _SECOND = datetime(1904, 1, 1), datetime(1908, 2, 2)  # stand in for what isn't said
_LONGEST = 100  # characters; dateutil takes its time over longer ones


def iso_date(value: str) -> str | None:
    """Write a date as ``2009-04-17``, ``2009-04`` or ``2009``, as exactly as it is given.

    Returns
    -------
    str | None
        None where it can't be read, or could be read in two ways (``04/05/2009``).
    """
    value = value.strip()
    if len(value) > _LONGEST:
        return None
    match = _ISO.fullmatch(value)
    return _from_numbers(match) if match else _from_words(value)


def _from_numbers(match: re.Match[str]) -> str | None:
    year, separator, month, day = match.groups()
    if month and not day and not separator:  # 200904 could be 20-09-04
        return None
    parts = [int(part) for part in (year, month, day) if part]
    try:
        date(*parts, *[1] * (3 - len(parts)))
    except ValueError:
        return None
    return "-".join([year, *(f"{part:02}" for part in parts[1:])])


def _from_words(value: str) -> str | None:
    """Read a date with what isn't said filled in in two ways, and with either order of numbers."""
    try:
        readings: set[datetime] = {
            parser.parse(value, default=default, dayfirst=day_first, ignoretz=True)
            for default in (_FIRST, _SECOND)
            for day_first in (False, True)
        }
    except (ValueError, OverflowError, TypeError):
        return None
    dates = sorted({reading.date() for reading in readings})
    if len(dates) == 1:
        return dates[0].isoformat()
    if [day.day for day in dates] != [_FIRST.day, _SECOND.day]:
        return None
    if len({day.year for day in dates}) > 1:
        return None
    months = {day.month for day in dates}
    return dates[0].strftime("%Y-%m" if len(months) == 1 else "%Y")

"""Second step of the layout: lines. Says what each is, and drops page furniture."""

import re
from collections import Counter
from collections.abc import Iterator
from enum import IntEnum, StrEnum
from typing import NamedTuple

from detente.layout.words import WORDS


class Gap(IntEnum):
    """What stands before a line, from the least to the most."""

    WRAP = 0  # one line break
    BLANK = 1  # at least one blank line, or the start of the text
    PAGE = 2  # a page break


class Sign(StrEnum):
    """What the sign at the start of a line says."""

    NONE = ""
    HEADING = "heading"
    ITEM = "item"
    CELL = "cell"


class Line(NamedTuple):
    """A line without its sign and outer blanks.

    Attributes
    ----------
    start, end
        Code points of the cleaned text.
    text
    gap
        What stands before it.
    sign
    """

    start: int
    end: int
    text: str
    gap: Gap
    sign: Sign


_LINE = re.compile(r"[^\n\f]+")
_QUOTED = re.compile(r"(?:> ?)+")
_HEADING = re.compile(r"#{1,6} ")
_BULLET = re.compile(r"[•‣◦▪●·*+] (?=\S)")
_DASH_OR_NUMBER = re.compile(r"(?:[-–—]|\(?\d{1,2}[.)]|\([a-z]\)|[a-z]\)) (?=\S)")
_CELL = re.compile(r"[^|]+")
_ALNUM = re.compile(r"[^\W_]")
_SYMBOL = r"(?:[A-Z\d]+(?:[/.–-][A-Z\d]+)+|\d{1,4})"  # "A/70/PV.21", "17/28", "30/09/2015"
_PAGE_NUMBER = re.compile(
    r"\W*(?:\d{1,3}|(?i:page|p\.) ?\d{1,4}(?: ?(?:of|/) ?\d{1,4})?)\W*"
    rf"|{_SYMBOL}(?: {_SYMBOL})+"
)
_DIGITS = re.compile(r"\d+")
_LONGEST_RUNNING_HEAD = 80
_FINAL = re.compile(r"[.!?…:;][\"'”’»)\]*\d]{0,4}$")
_NAME_STOP = re.compile(r"(?:^|[^\w.])(?:[A-Z]\.|(?:[A-Z]\.){2,}|([A-Za-z]+)\.)$")


def split_lines(text: str) -> list[Line]:
    """Cut cleaned text into lines that hold a letter or a digit, page furniture left out."""
    return _without_furniture(list(_lines(text)))


def is_final(text: str) -> bool:
    """Whether a sentence can end with ``text``, as its punctuation says."""
    return _FINAL.search(text[-8:]) is not None and not ends_in_abbreviation(text)


def ends_in_abbreviation(text: str) -> bool:
    """Whether ``text`` ends with an abbreviation that something follows ("Gen.", "J.")."""
    stop = _NAME_STOP.search(text[-16:])
    if stop is None:
        return False
    return stop[1] is None or (stop[1].lower() in WORDS["abbreviation"] and stop[1] != "no")


def starts_lower(text: str) -> bool:
    """Whether the first letter or digit of ``text`` is a lower-case letter."""
    first = _ALNUM.search(text)
    return first is not None and first[0].islower()


def _lines(text: str) -> Iterator[Line]:
    position, gap, listed, previous = 0, Gap.BLANK, False, ""
    for match in _LINE.finditer(text):
        gap = max(gap, _gap(text, position, match.start()))
        position = match.end()
        listed = listed and gap is Gap.WRAP
        for start, end, sign in _parts(match, listed or gap > Gap.WRAP or is_final(previous)):
            stretch = text[start:end]
            stripped = stretch.strip()
            if _ALNUM.search(stripped) is None:
                gap = max(gap, Gap.BLANK)
                continue
            start += len(stretch) - len(stretch.lstrip())
            yield Line(start, start + len(stripped), stripped, gap, sign)
            listed, previous = listed or sign is Sign.ITEM, stripped
            gap = Gap.BLANK if sign is Sign.CELL else Gap.WRAP


def _gap(text: str, start: int, end: int) -> Gap:
    if text.find("\f", start, end) >= 0:
        return Gap.PAGE
    return Gap.BLANK if text.count("\n", start, end) > 1 else Gap.WRAP


def _parts(match: re.Match[str], any_item: bool) -> Iterator[tuple[int, int, Sign]]:
    """Cut a line into cells, or its sign off; a dash or number is one if ``any_item``."""
    line, offset = match.group(), match.start()
    start = len(line) - len(line.lstrip())
    if quoted := _QUOTED.match(line, start):
        start = quoted.end()
    if line.startswith("|", start) or line.count(" | ") > 1:
        for cell in _CELL.finditer(line, start):
            yield offset + cell.start(), offset + cell.end(), Sign.CELL
        return
    if heading := _HEADING.match(line, start):
        yield offset + heading.end(), match.end(), Sign.HEADING
        return
    sign = _BULLET.match(line, start)
    if sign is None and any_item:
        sign = _DASH_OR_NUMBER.match(line, start)
    if sign is None:
        yield offset + start, match.end(), Sign.NONE
    else:
        yield offset + sign.end(), match.end(), Sign.ITEM


def _without_furniture(lines: list[Line]) -> list[Line]:
    heads = _running_heads(lines)
    kept: list[Line] = []
    gap = Gap.WRAP
    for index, line in enumerate(lines):
        numbered = _PAGE_NUMBER.fullmatch(line.text) is not None and _at_edge(lines, index)
        if numbered or index in heads:
            gap = max(gap, line.gap, Gap.BLANK)
        else:
            kept.append(line._replace(gap=max(gap, line.gap)))
            gap = Gap.WRAP
    return kept


def _at_edge(lines: list[Line], index: int) -> bool:
    """Whether a line stands alone, or first or last on its page."""
    before = lines[index].gap
    after = lines[index + 1].gap if index + 1 < len(lines) else Gap.BLANK
    unmarked = lines[index].sign in (Sign.NONE, Sign.ITEM)
    return unmarked and (Gap.PAGE in (before, after) or Gap.WRAP not in (before, after))


def _running_heads(lines: list[Line]) -> set[int]:
    """Lines that come back at page edges, or alone and in the middle of a sentence."""
    candidates = {
        index: _DIGITS.sub("0", line.text)
        for index, line in enumerate(lines)
        if index > 0
        and len(line.text) <= _LONGEST_RUNNING_HEAD
        and not is_final(line.text)
        and _at_edge(lines, index)
    }
    counts = Counter(candidates.values())
    pages = any(line.gap is Gap.PAGE for line in lines)
    heads = {
        text
        for index, text in candidates.items()
        if counts[text] > 1
        and (_next_to_page(lines, index) if pages else _cuts_sentence(lines, index))
    }
    return {index for index, text in candidates.items() if text in heads}


def _next_to_page(lines: list[Line], index: int) -> bool:
    return lines[index].gap is Gap.PAGE or (
        index + 1 < len(lines) and lines[index + 1].gap is Gap.PAGE
    )


def _cuts_sentence(lines: list[Line], index: int) -> bool:
    return (
        index + 1 < len(lines)
        and not is_final(lines[index - 1].text)
        and starts_lower(lines[index + 1].text)
    )

"""First step of the layout: characters. Drops what is no text, keeps where each came from."""

import re
from array import array
from collections.abc import Iterator

from detente.article import Offsets
from detente.layout.offsets import INTEGERS

LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
REPLACEMENT = "\ufffd"
SYMBOL_BULLET = "\uf0b7"  # a word processor's bullet, in the private-use area
BULLET = "•"

_ODD_SPACES = r"\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_SPACES = rf" {_ODD_SPACES}"
_SPECIAL = re.compile(
    rf"""
    (?P<hyphen>     [\x02\ufffe]\s? )                  # pdfium's sign for a line-end hyphen
  | (?P<soft>       \u00ad(?:[{_SPACES}]*(?:\r\n|[\r\n])[{_SPACES}]*)? )
  | (?P<line>       \r\n? | [\x0b\x85\u2028] )
  | (?P<page>       [\f\u2029] )
  | (?P<space>      [{_SPACES}]{{2,}} | [{_ODD_SPACES}] )
  | (?P<ligature>   [\ufb00-\ufb06] )
  | (?P<bullet>     {SYMBOL_BULLET} )
  | (?P<unknown>    [\x00\ue000-\uf8ff\ud800-\udfff] )
  | (?P<nothing>    [\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]
                  | (?<![^\x00-\u024f])[\u200c\u200d](?![^\x00-\u024f])  # in Latin
                  | [\x01\x03-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]
                  | \*{{2,}} | (?<!\w)\*(?=[^\s*]) | (?<=[^\s*])\*(?!\w)  # emphasis left in a text,
                  | \\(?=[\[\]*_\#.-])               # escapes
                  | </?[a-zA-Z]{{1,10}}\d?\ ?/?> )      # and tags
    """,
    re.VERBOSE,
)
_CANDIDATE = re.compile(  # what a special character starts with: cheap to look for
    r"[\x00-\x09\x0b-\x1f*\\<\x7f-\xa0\xad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000"
    r"\ud800-\uf8ff\ufb00-\ufb06\ufeff\ufffe]|  "
)
_LINE_SIGN = re.compile(r"[ \t]*(?:#{1,6}[ \t]|>|[-*+][ \t]|\d{1,3}[.)][ \t])[ \t]*")
_CELL_SIGN = "|"
_INDENT = 12  # how far from the line's start its sign is looked for
_COMMENT = ("<!--", "-->")


class Characters:
    """Readable characters with the raw stretch behind each.

    Attributes
    ----------
    text
        White space is a single blank, a line break or (for a page break) a form feed.
    starts, ends
        See `Layout`.
    """

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._last = ""
        self.starts = array(INTEGERS)
        self.ends = array(INTEGERS)

    @property
    def text(self) -> str:
        """The characters so far."""
        return "".join(self._pieces)

    def keep(self, raw: str, start: int, end: int) -> None:
        """Append ``raw[start:end]`` as it is."""
        if start < end and raw[start] == " " == self._last:
            self.ends[-1] = start + 1
            start += 1
        if start < end:
            self._append(raw[start:end])
            self.starts.extend(range(start, end))
            self.ends.extend(range(start + 1, end + 1))

    def put(self, text: str, start: int, end: int) -> None:
        """Append ``text`` for the raw stretch from ``start`` to ``end``."""
        if text == " " == self._last:
            self.ends[-1] = end
        elif text:
            self._append(text)
            self.starts.extend([start] * len(text))
            self.ends.extend([end] * len(text))

    def _append(self, text: str) -> None:
        self._pieces.append(text)
        self._last = text[-1]


def clean(raw: str, markup: tuple[Offsets, ...]) -> Characters:
    """Drop markup and characters that are no text; expand, replace and fold the rest.

    Parameters
    ----------
    raw
    markup
        Stretches to drop, in order, not overlapping. Signs that say what a line is (heading,
        list item, quotation, table cell) are kept for the next step.

    Returns
    -------
    Characters
    """
    characters = Characters()
    position = 0
    for start, end in _dropped(raw, markup):
        _clean_stretch(raw, position, start, characters)
        breaks = raw.count("\n", start, end)
        characters.put("\n" * min(breaks, 2), start, end)
        position = end
    _clean_stretch(raw, position, len(raw), characters)
    return characters


def _dropped(raw: str, markup: tuple[Offsets, ...]) -> Iterator[Offsets]:
    position = 0
    for start, end in sorted([*markup, *_comments(raw)]):
        start = max(start, position)
        if start < end and not _is_sign(raw, start, end):
            yield Offsets(start, end)
            position = end


def _is_sign(raw: str, start: int, end: int) -> bool:
    if raw[start:end].strip() == _CELL_SIGN:
        return True
    before = raw[max(0, start - _INDENT) : start].rpartition("\n")
    at_line_start = (start <= _INDENT or before[1]) and not before[2].strip(" \t>")
    sign = _LINE_SIGN.match(raw, start) if at_line_start else None
    return sign is not None and sign.end() >= end


def _comments(raw: str) -> Iterator[Offsets]:
    opening, closing = _COMMENT
    start = raw.find(opening)
    while start >= 0:
        end = raw.find(closing, start)
        if end < 0:
            return
        yield Offsets(start, end + len(closing))
        start = raw.find(opening, end)


def _clean_stretch(raw: str, start: int, end: int, characters: Characters) -> None:
    position = start
    for candidate in _CANDIDATE.finditer(raw, start, end):
        if candidate.start() < position:
            continue
        if match := _SPECIAL.match(raw, candidate.start(), end):
            characters.keep(raw, position, match.start())
            characters.put(_replacement(match), *match.span())
            position = match.end()
    characters.keep(raw, position, end)


def _replacement(match: re.Match[str]) -> str:
    match match.lastgroup:
        case "hyphen":
            return "-\n"
        case "line":
            return "\n"
        case "page":
            return "\f"
        case "space":
            return " "
        case "ligature":
            return LIGATURES[match.group()]
        case "bullet":
            return BULLET
        case "unknown":
            return REPLACEMENT
        case _:
            return ""

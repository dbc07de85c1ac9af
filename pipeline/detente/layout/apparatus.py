"""Fourth step of the layout: headings, prose, and what is neither."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from detente.layout.blocks import Draft
from detente.layout.lines import Sign, is_final, starts_lower
from detente.layout.offsets import BlockKind
from detente.layout.words import WORDS

_LONGEST_HEADING = 120
_LONGEST_LABELLED = 240
_LONGEST_DATELINE = 90


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


_MONTH = rf"(?:{_alternatives(WORDS['month'])})\.?"
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?\b"
_DATE = rf"(?:{_WEEKDAY}(?:{_DAY} {_MONTH}|{_MONTH} {_DAY})(?:,? \d{{4}})?|\d{{4}}-\d\d-\d\d)"
_CAPITALISED = r"[A-ZÀ-Þ][\w.'’-]*"
_PLACE = rf"{_CAPITALISED}(?: {_CAPITALISED}){{0,3}}"
_PLACES = rf"{_PLACE}(?:, {_PLACE}|, D\.C\.){{0,2}}"
_AGENCY = rf"(?:{_alternatives(WORDS['agency'])})"
_SOURCE = rf"\((?:{_AGENCY}|[A-Z][\w/.& -]{{1,30}})\)"

_LABEL = re.compile(rf"(?:{_alternatives(WORDS['label'])}) ?[:|]", re.IGNORECASE)
_PARTICLE = r"(?:bin|bint|ibn|al|el|de|da|di|van|von|der|den|and|&|\||in|for|of|the)"
_BYLINE = re.compile(
    rf"(?:By|BY|by) (?:[A-Z]\. ?)*{_CAPITALISED}(?: {_PARTICLE})* (?:al-|el-|d['’])?{_CAPITALISED}"
    rf"(?:[,;]?(?: {_PARTICLE})* \(?{_CAPITALISED}\)?)*"
)
_COPYRIGHT = re.compile(r"(?:©|\(c\) |copyright\b)|.{0,120}\ball rights reserved\b", re.IGNORECASE)
_CREDIT = re.compile(
    r"[(\[](?:(?:additional )?reporting|editing|photo|photograph|image|picture|translated)\b.*[)\]]"
    r"|(?:AP|AFP|EPA|Reuters|Getty)(?: Images)?(?: Photo)? ?/.{0,60}",
    re.IGNORECASE,
)
_TIME = re.compile(r"\d{1,2}[:.]\d\d ?(?:[AP]\.?M\.?|GMT|UTC)?(?: [A-Z]{2,4})?", re.IGNORECASE)
_DATELINE_ONLY = re.compile(
    rf"(?i:{_MONTH},? \d{{4}})|(?:{_PLACES},? )?(?i:{_DATE})(?: ?{_SOURCE})?[.:]?"
    rf"|{_PLACES} {_SOURCE}|[A-Z][\w .]+, D\.?C\.?"
)
_DATELINE = re.compile(
    rf"{_PLACES},? (?i:{_DATE})(?: {_SOURCE})?(?: ?[-–—]{{1,2}}|[.:]) "
    rf"|{_PLACES} {_SOURCE} ?[-–—:]{{1,2}} "
)
_BARE_DATELINE = re.compile(
    r"[A-ZÀ-Þ][A-ZÀ-Þ.'’-]{2,}(?: [A-ZÀ-Þ][A-ZÀ-Þ.'’-]+){0,3}"
    r"(?:, [A-Z][\w.]+(?: [A-Z][\w.]+)?)? (?:[—–]|--?) (?=[A-Z\"“‘'])"
)
_SECOND_DASH = re.compile(r"[^.!?]{0,200} [—–-]{1,2} ")
_NUMBERING = re.compile(r"(?:\d{1,2}|[IVX]{1,4})[.)] ")
_CITATION = re.compile(r"\d|https?:|[\"“,;*()]")


class Cut(NamedTuple):
    """A block before it is written.

    Attributes
    ----------
    draft
    text
        Its readable text; a line break stands after a dateline.
    kind
        What it is, a dateline at its start aside.
    dateline
        Length of the dateline, or 0.
    """

    draft: Draft
    text: str
    kind: BlockKind
    dateline: int


def classify(drafts: list[Draft]) -> Iterator[Cut]:
    """Say of each block what it is.

    A section such as "Further reading" is apparatus up to the next heading that prose follows.
    """
    texts = [draft.text for draft in drafts]
    in_section = False
    for index, (draft, text) in enumerate(zip(drafts, texts, strict=True)):
        heading = _is_heading(draft, text)
        if heading and _names_section(text):
            in_section = True
        elif in_section and heading and _resumes(draft, text, texts[index + 1 :][:1]):
            in_section = False
        if in_section or _is_apparatus(text):
            yield Cut(draft, text, BlockKind.APPARATUS, 0)
        elif heading:
            yield Cut(draft, text, BlockKind.HEADING, 0)
        elif dateline := _dateline(text):
            parted = f"{text[:dateline]}\n{text[dateline + 1 :]}"
            yield Cut(draft, parted, BlockKind.PARAGRAPH, dateline)
        else:
            yield Cut(draft, text, BlockKind.PARAGRAPH, 0)


def _is_heading(draft: Draft, text: str) -> bool:
    sign = draft.lines[0].sign
    if sign is not Sign.NONE:
        return sign is Sign.HEADING
    short = len(text) <= _LONGEST_HEADING and not text[0].islower()
    return short and text[-1] not in ",;" and not is_final(text)


def _names_section(text: str) -> bool:
    name = text[_end(_NUMBERING.match(text)) :].strip(" :*_").casefold()
    return name.replace("’", "'") in WORDS["section"]


def _resumes(draft: Draft, text: str, following: list[str]) -> bool:
    if draft.lines[0].sign is Sign.HEADING:
        return True
    prose = bool(following) and is_final(following[0]) and len(following[0]) > _LONGEST_HEADING
    return prose and _CITATION.search(text) is None


def _is_apparatus(text: str) -> bool:
    if len(text) > _LONGEST_LABELLED:
        return False
    if _LABEL.match(text) or _COPYRIGHT.match(text) or _CREDIT.fullmatch(text):
        return True
    whole = (_BYLINE, _TIME, _DATELINE_ONLY)
    return len(text) <= _LONGEST_DATELINE and any(pattern.fullmatch(text) for pattern in whole)


def _dateline(text: str) -> int:
    """Length of the dateline that a paragraph starts with, or 0."""
    head = text[: 2 * _LONGEST_DATELINE]
    if (dated := _DATELINE.match(head)) and not starts_lower(head[dated.end() :]):
        return dated.end() - 1
    bare = _BARE_DATELINE.match(head)
    if bare is None or _SECOND_DASH.match(head, bare.end()):
        return 0
    return bare.end() - 1


def _end(match: re.Match[str] | None) -> int:
    return 0 if match is None else match.end()

"""Third step of the layout: which lines make one block."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from detente.layout.hyphens import KEPT_HYPHEN, SPACE, Evidence, Glue, broken_word
from detente.layout.lines import (
    Gap,
    Line,
    Sign,
    ends_in_abbreviation,
    is_final,
    starts_lower,
)
from detente.layout.words import WORDS

_WRAPPED_SHARE = 0.25  # of line breaks that cut a sentence, from which a text is hard-wrapped
_WIDEST = 140  # longer lines are paragraphs
_FULL = 0.66  # of the width: shorter lines were not cut by it, in ragged print either
_OVERFULL = 1.1  # of the width: a line was not cut by it whose last word starts after it
_PROSE = 120  # characters that no heading has
_COLUMN_PERCENTILE = 0.9

_INNER_STOP = re.compile(r"[a-z)\"”’][.!?][\"”’]? [A-Z\"“]")
_LAST_WORD = re.compile(r"([^\W\d_]+)$")
_OPEN_END = re.compile(r"[,(\[“‘/&]$")
_DASH_START = re.compile(r"[-–—] ")
_DASH_END = re.compile(r" [-–—]$")
_TITLE_WORD = re.compile(r"[^\W_]{4,}")


class Draft(NamedTuple):
    """Lines that make one block, and what stands between them.

    Attributes
    ----------
    lines
    glues
        One fewer than lines.
    """

    lines: list[Line]
    glues: list[Glue]

    @property
    def text(self) -> str:
        """The readable text of the block."""
        pieces = []
        for line, glue in zip(self.lines, [*self.glues, KEPT_HYPHEN], strict=True):
            pieces.append(line.text[: len(line.text) - glue.cut] + glue.text)
        return "".join(pieces)


def gather(lines: list[Line], evidence: Evidence) -> Iterator[Draft]:
    """Join lines that were cut by the width of a page, by its end, or by what stood there.

    Parameters
    ----------
    lines
    evidence
        For broken words.

    Yields
    ------
    Draft
    """
    width = _wrap_width(lines)
    draft = Draft([], [])
    for index, line in enumerate(lines):
        glue = None
        if draft.lines:
            heads = _looks_like_heading(lines, index)
            glue = _between(draft, line, width, heads, evidence)
            if glue is None:
                yield draft
                draft = Draft([], [])
            else:
                draft.glues.append(glue)
        draft.lines.append(line)
    if draft.lines:
        yield draft


def _wrap_width(lines: list[Line]) -> float | None:
    """Width at which the lines were cut, or None where each line is a paragraph."""
    pairs = [
        (line, following)
        for line, following in pairwise(lines)
        if following.gap is Gap.WRAP and line.sign is not Sign.CELL and len(line.text) <= _WIDEST
    ]
    cut = sorted(
        len(line.text)
        for line, following in pairs
        if starts_lower(following.text) and not is_final(line.text)
    )
    if not cut or len(cut) < _WRAPPED_SHARE * len(pairs):
        return None
    return cut[int(_COLUMN_PERCENTILE * (len(cut) - 1))]


def _between(
    draft: Draft, line: Line, width: float | None, heads: bool, evidence: Evidence
) -> Glue | None:
    """Decide what joins the draft and the line after it; None starts a new block."""
    last = draft.lines[-1]
    if line.sign is not Sign.NONE or last.sign in (Sign.HEADING, Sign.CELL):
        return None
    lower = starts_lower(line.text)
    if (lower or line.gap is Gap.WRAP) and (decide := broken_word(last.text, line.text)):
        return decide(evidence)
    if line.gap is Gap.WRAP:
        dash = _DASH_START.match(line.text) is not None
        joined = lower or dash or _is_wrapped(draft, line, width)
    elif lower:
        joined = not is_final(last.text)
    else:
        joined = not heads and _is_cut(draft)
    return SPACE if joined else None


def _is_wrapped(draft: Draft, line: Line, width: float | None) -> bool:
    """Whether the width of the page cut the line before one that starts upper-case."""
    last = draft.lines[-1].text
    if _must_go_on(last) or ends_in_abbreviation(last):
        return True
    if width is None or last.rfind(" ") > _OVERFULL * width:
        return False
    needed = len(last) + 1 + len(line.text.partition(" ")[0])
    if not is_final(last) and (len(draft.lines) > 1 or needed > width):
        return True
    return needed > _FULL * width and not _is_title(last)


def _is_cut(draft: Draft) -> bool:
    """Whether a block breaks off in a sentence, before one that starts upper-case."""
    last = draft.lines[-1].text
    size = draft.lines[-1].end - draft.lines[0].start
    if draft.lines[0].sign is Sign.ITEM or size < _PROSE / 2:
        return False
    if _must_go_on(last):
        return True
    prose = size > _PROSE or _INNER_STOP.search(draft.text) is not None
    return prose and _LAST_WORD.search(last[-40:]) is not None


def _must_go_on(text: str) -> bool:
    """Whether no sentence ends like ``text``: "of", "the", a comma, an open bracket."""
    word = _LAST_WORD.search(text[-40:])
    if word is not None:
        return word[1] in WORDS["no_sentence_end"]
    return _OPEN_END.search(text) is not None or _DASH_END.search(text) is not None


def _is_title(text: str) -> bool:
    """Whether all longer words are capitalised, and there are some."""
    words = _TITLE_WORD.findall(text)
    return len(words) > 1 and all(word[0].isupper() for word in words)


def _looks_like_heading(lines: list[Line], index: int) -> bool:
    """Whether a line stands alone and is short and without a full stop."""
    line = lines[index]
    alone = index + 1 == len(lines) or lines[index + 1].gap is not Gap.WRAP
    return alone and len(line.text) < _PROSE and not is_final(line.text)

"""Raw text to readable text with an offset map and blocks."""

from array import array

from detente.article import Offsets
from detente.layout.apparatus import classify
from detente.layout.blocks import gather
from detente.layout.characters import clean
from detente.layout.hyphens import KEPT_HYPHEN, Evidence
from detente.layout.lines import split_lines
from detente.layout.offsets import INTEGERS, Block, BlockKind, Layout


def lay_out(raw: str, markup: tuple[Offsets, ...], known_words: frozenset[str]) -> Layout:
    """Make raw text readable: whole words, whole paragraphs, nothing that is no text.

    Parameters
    ----------
    raw
        The article's raw text, of any length; the time taken is proportional to it.
    markup
        Stretches of ``raw`` to leave out, in order, not overlapping.
    known_words
        Words that exist, in lower case: evidence for mending words broken at a line's end.

    Returns
    -------
    Layout
        Empty text and no blocks where ``raw`` holds no letter and no digit.
    """
    source = clean(raw, markup)
    text = source.text
    drafts = list(gather(split_lines(text), Evidence(text, known_words)))
    pieces: list[str] = []
    starts, ends = array(INTEGERS), array(INTEGERS)
    blocks: list[Block] = []
    for cut in classify(drafts):
        between = "\n" if blocks else ""
        start = len(starts) + len(between)
        pieces.append(between + cut.text)
        for line, glue in zip(cut.draft.lines, [*cut.draft.glues, KEPT_HYPHEN], strict=True):
            if between:
                following = source.starts[line.start]
                starts.append(min(ends[-1], following - 1))
                ends.append(following)
            starts.extend(source.starts[line.start : line.end - glue.cut])
            ends.extend(source.ends[line.start : line.end - glue.cut])
            between = glue.text
        if cut.dateline:
            blocks.append(Block(start, start + cut.dateline, BlockKind.APPARATUS))
            start += cut.dateline + 1
        blocks.append(Block(start, len(starts), cut.kind))
    return Layout(raw, "".join(pieces), starts, ends, tuple(blocks))

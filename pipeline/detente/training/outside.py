"""Examples from public data sets in which the pair is given: PLV and DSE.

Sources: Zero-Shot-PLOVER (Hu et al., ACL 2024) and Directed Sentiment Extraction (Park et al.,
ACL 2021), read where the user keeps them.
"""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TextIO

from spacy.language import Language
from spacy.tokens import Doc

from detente.actors.mention import Mention, Rule
from detente.errors import Code, DetenteError
from detente.records.schemas import Polarity
from detente.stances.classifier import BACKWARD, FORWARD
from detente.stances.features import descriptions
from detente.stances.stance import Candidate
from detente.training.examples import Detail, Example

PLV_FILE = "plover/plv-train.tsv"
DSE_FILE = "stance/dse-train.tsv"
PLV_COOPERATION = {"1", "2"}
DSE_LABELS = {
    "0": None,
    "1": (Polarity.COOPERATION, FORWARD),
    "2": (Polarity.COOPERATION, BACKWARD),
    "3": (Polarity.DIVERGENCE, FORWARD),
    "4": (Polarity.DIVERGENCE, BACKWARD),
}
SOURCE, TARGET = "SOURCE", "TARGET"


class GivenPair(NamedTuple):
    """A sentence with a marked pair.

    Attributes
    ----------
    source, target
        Code points (start, end) in the text.
    label
        The stance and its direction from source to target, or None.
    """

    text: str
    source: tuple[int, int]
    target: tuple[int, int]
    label: tuple[Polarity, str] | None


def outside_examples(nlp: Language, folder: Path, weight: float) -> list[Example]:
    """Read the data sets in a folder as examples.

    Parameters
    ----------
    nlp
        A spaCy pipeline with tagger, parser and lemmatizer.
    folder
        Holds ``plover/plv-train.tsv`` and ``stance/dse-train.tsv``.
    weight
        How much one of these examples counts.
    """
    pairs = [*read_plv(folder / PLV_FILE), *read_dse(folder / DSE_FILE)]
    docs = nlp.pipe(pair.text for pair in pairs)
    return [
        _example(doc, pair, f"outside-{index}", weight)
        for index, (doc, pair) in enumerate(zip(docs, pairs, strict=True))
    ]


def read_plv(path: Path) -> Iterator[GivenPair]:
    """Read the PLV sentences: each has a stance from source to target."""
    for row in _rows(path):
        text, spans = unmark(row["marked_sentence"], r"<(s|t)>(.*?)</\1>", 2)
        polarity = (
            Polarity.COOPERATION if row["gold_penta"] in PLV_COOPERATION else Polarity.DIVERGENCE
        )
        if len(spans) == 2:
            in_order = row["marked_sentence"].index("<s>") < row["marked_sentence"].index("<t>")
            source, target = spans if in_order else spans[::-1]
            yield GivenPair(text, source, target, (polarity, FORWARD))


def read_dse(path: Path) -> Iterator[GivenPair]:
    """Read the DSE sentences: two bracketed entities, a stance in one direction or none."""
    with _open(path) as lines:
        for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            text, spans = unmark(row[0], r"(\[)(.*?)\]", 2)
            if len(spans) == 2:
                source, target = spans
                yield GivenPair(text, source, target, DSE_LABELS[row[3]])


def unmark(marked: str, pattern: str, group: int) -> tuple[str, list[tuple[int, int]]]:
    """Take the marks out of a sentence and say where the marked words stand."""
    text, spans, done = "", [], 0
    for match in re.finditer(pattern, marked):
        text += marked[done : match.start()]
        spans.append((len(text), len(text) + len(match[group])))
        text += match[group]
        done = match.end()
    return text + marked[done:], spans


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with _open(path) as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _open(path: Path) -> TextIO:
    try:
        return path.open(encoding="utf-8", newline="")
    except OSError as error:
        raise DetenteError(Code.D601, path, problem=error.strerror) from error


def _example(doc: Doc, pair: GivenPair, group: str, weight: float) -> Example:
    """Make an example of a sentence in which the pair is given; it says nothing of cue or issue."""
    spans = [
        (doc.char_span(*offsets, alignment_mode="expand"), actor)
        for offsets, actor in ((pair.source, SOURCE), (pair.target, TARGET))
    ]
    mentions = sorted(
        Mention(span.start, span.end, (actor,), Rule.NAME, None)
        for span, actor in spans
        if span is not None
    )
    doc._.mentions = mentions
    candidate = Candidate(
        0, len(doc), mentions[0].actors[0], mentions[-1].actors[0], (mentions[0],), (mentions[-1],)
    )
    details: tuple[Detail, ...] = ()
    if pair.label is not None:
        polarity, direction = pair.label
        if candidate.first == TARGET:
            direction = BACKWARD if direction == FORWARD else FORWARD
        details = (Detail(polarity, direction, None, None, (), ()),)
    return Example(group, descriptions(doc, [candidate])[0], details, weight)

"""Examples from public data sets in which the pair is given: PLV and DSE.

Sources: Zero-Shot-PLOVER (Hu et al., ACL 2024) and Directed Sentiment Extraction (Park et al.,
ACL 2021), read where the user keeps them.
"""

import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TextIO

from spacy.language import Language
from spacy.tokens import Doc

from detente.actors.mention import Mention, Rule
from detente.errors import Code, DetenteError
from detente.nlp import ACTORS, LAYOUT, REFERENCES
from detente.records.schemas import Polarity
from detente.stances.classifier import BACKWARD, FORWARD
from detente.stances.features import FIRST, SECOND, descriptions
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


class GivenPair(NamedTuple):
    """A sentence with a marked pair.

    Attributes
    ----------
    first, second
        Code points (start, end) in the text; first stands before second.
    label
        The stance and its direction, or None.
    """

    text: str
    first: tuple[int, int]
    second: tuple[int, int]
    label: tuple[Polarity, str] | None


def outside_examples(nlp: Language, folder: Path) -> list[Example]:
    """Read the data sets of a folder as examples.

    Parameters
    ----------
    nlp
        The pipeline up to the references; its own stages rest, as the pairs are given.
    folder
        Holds ``plover/plv-train.tsv`` and ``stance/dse-train.tsv``.

    Raises
    ------
    DetenteError
        D601 when one of them is missing, or isn't that data set.
    """
    pairs = [*read_plv(folder / PLV_FILE), *read_dse(folder / DSE_FILE)]
    with nlp.select_pipes(disable=[LAYOUT, ACTORS, REFERENCES]):
        docs = nlp.pipe(pair.text for pair in pairs)
        return [
            _example(doc, pair, f"outside-{index}")
            for index, (doc, pair) in enumerate(zip(docs, pairs, strict=True))
        ]


def read_plv(path: Path) -> Iterator[GivenPair]:
    """Read the PLV sentences: each has a stance from source to target."""
    with _reading(path) as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            marked = row["marked_sentence"]
            text, spans = unmark(marked, r"<(s|t)>(?P<words>.*?)</\1>")
            if len(spans) == 2:
                cooperation = row["gold_penta"] in PLV_COOPERATION
                polarity = Polarity.COOPERATION if cooperation else Polarity.DIVERGENCE
                source_first = marked.index("<s>") < marked.index("<t>")
                direction = FORWARD if source_first else BACKWARD
                yield GivenPair(text, spans[0], spans[1], (polarity, direction))


def read_dse(path: Path) -> Iterator[GivenPair]:
    """Read the DSE sentences: two bracketed entities, a stance in one direction or none."""
    with _reading(path) as lines:
        for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            text, spans = unmark(row[0], r"\[(?P<words>.*?)\]")
            if len(spans) == 2:
                yield GivenPair(text, spans[0], spans[1], DSE_LABELS[row[3]])


def unmark(marked: str, pattern: str) -> tuple[str, list[tuple[int, int]]]:
    """Take the marks out of a sentence and say where the marked words stand."""
    text, done = "", 0
    spans: list[tuple[int, int]] = []
    for match in re.finditer(pattern, marked):
        text += marked[done : match.start()]
        spans.append((len(text), len(text) + len(match["words"])))
        text += match["words"]
        done = match.end()
    return text + marked[done:], spans


@contextmanager
def _reading(path: Path) -> Iterator[TextIO]:
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            yield lines
    except OSError as error:
        raise DetenteError(Code.D601, path, problem=error.strerror or error) from error
    except (LookupError, ValueError) as error:
        raise DetenteError(Code.D601, path, problem=f"other columns: {error}") from error


def _example(doc: Doc, pair: GivenPair, group: str) -> Example:
    mentions = [
        Mention(span.start, span.end, (actor,), Rule.NAME, None)
        for actor, offsets in ((FIRST, pair.first), (SECOND, pair.second))
        if (span := doc.char_span(*offsets, alignment_mode="expand")) is not None
    ]
    doc._.mentions = mentions
    candidate = Candidate(0, len(doc), FIRST, SECOND, (mentions[0],), (mentions[-1],))
    details = () if pair.label is None else (Detail(*pair.label, None, None, (), ()),)
    return Example(group, candidate, descriptions(doc, [candidate])[0], details)

"""Sentences of public data sets in which the pair is given: PLV and DSE.

Sources: Zero-Shot-PLOVER (Hu et al., ACL 2024) and Directed Sentiment Extraction (Park et al.,
ACL 2021), read where the user keeps them.
"""

import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TextIO

from detente.errors import Code, DetenteError
from detente.records.schemas import Polarity
from detente.stances.classifier import BACKWARD, FORWARD

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

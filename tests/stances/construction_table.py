"""The table of constructions: sentences with the stances they hold, and how a pipeline does."""

import csv
import re
from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from spacy.language import Language

from detente.article import Article, Metadata, Offsets
from detente.evaluation import metrics
from detente.evaluation.matching import (
    Level,
    Outcome,
    Place,
    Statement,
    Unit,
    compare,
    overlap,
    predicted_statements,
)
from detente.evaluation.report import Levels
from detente.nlp import annotate_articles
from detente.records.schemas import Direction, Issue, Modality, Polarity

TABLE = Path(__file__).parent / "constructions.tsv"
NONE = "none"
BETWEEN_SENTENCES = re.compile(r"(?<=[.?!]) (?=[A-Z])")
STANCE = re.compile(
    r"(?P<a>\w+)(?P<arrow>[>=])(?P<b>\w+) (?P<sign>[+-]) (?P<modality>\w+) (?P<issue>\w+) "
    r'(?P<speaker>[^"]+) "(?P<cue>[^"]+)"'
)
DIRECTIONS = {">": Direction.FORWARD, "=": Direction.MUTUAL}
POLARITIES = {"+": Polarity.COOPERATION, "-": Polarity.DIVERGENCE}
UNKNOWN = Metadata(None, None, None, None, None, None)


class Row(NamedTuple):
    """A text of the table and the stances of its last sentence."""

    article: Article
    construction: str
    place: Place
    stances: tuple[Statement, ...]


class TableScore(NamedTuple):
    """Scores of the whole table and of each construction; an article is a row."""

    overall: Levels
    by_construction: dict[str, Levels]


def read_rows() -> list[Row]:
    """Read the table; a row's article is named after its line, counted without comments."""
    with TABLE.open(encoding="utf-8", newline="") as table:
        lines = (line for line in table if not line.startswith("#"))
        cells = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True)
        return [
            _read_row(f"{number}.txt", row["construction"], row["text"], row["expected"])
            for number, row in enumerate(cells, start=2)
        ]


def _read_row(name: str, construction: str, text: str, expected: str) -> Row:
    *_, last = BETWEEN_SENTENCES.split(text)
    place = Place(name, len(text) - len(last), len(text))
    article = Article(name, text, UNKNOWN, "text", (), ())
    if expected == NONE:
        return Row(article, construction, place, ())
    read = partial(read_stance, place, last)
    return Row(article, construction, place, tuple(map(read, expected.split("; "))))


def read_stance(place: Place, sentence: str, written: str) -> Statement:
    """Read a stance such as ``CHL>PER - asserted energy author "refused"``.

    Raises
    ------
    ValueError
        It's written otherwise, or the sentence lacks the cue.
    """
    match = STANCE.fullmatch(written)
    if match is None:
        raise ValueError(f"{place.article}: not a stance: {written}")
    cue = place.start + sentence.index(match["cue"])
    return Statement(
        place,
        sentence,
        match["a"],
        match["b"],
        DIRECTIONS[match["arrow"]],
        POLARITIES[match["sign"]],
        Modality(match["modality"]),
        Issue(match["issue"]),
        match["speaker"],
        Offsets(cue, cue + len(match["cue"])),
        None,
    )


def outcomes(rows: Sequence[Row], nlp: Language) -> dict[Level, Outcome]:
    """Compare what a pipeline calls in the last sentences with what the table expects."""
    records = [
        record
        for _, stances in annotate_articles(nlp, (row.article for row in rows), processes=1)
        for record in stances
    ]
    places = {row.article.id: row.place for row in rows}
    gold = [stance for row in rows for stance in row.stances]
    predicted = [
        statement
        for statement in predicted_statements(records)
        if overlap(statement.place, places[statement.place.article])
    ]
    return compare(gold, predicted)


def score(rows: Sequence[Row], nlp: Language) -> TableScore:
    """Score a pipeline on the table; hypothetical stances are in no score."""
    found = outcomes(rows, nlp)
    articles = defaultdict(set)
    for row in rows:
        articles[row.construction].add(row.article.id)
    return TableScore(
        _levels(found, {row.article.id for row in rows}),
        {construction: _levels(found, names) for construction, names in articles.items()},
    )


def _levels(found: dict[Level, Outcome], articles: set[str]) -> Levels:
    def inside(unit: Unit) -> bool:
        return unit.place.article in articles

    return Levels(
        articles=len(articles),
        pair=metrics.score(metrics.restrict(found[Level.PAIR], inside)),
        directed=metrics.score(metrics.restrict(found[Level.DIRECTED], inside)),
    )

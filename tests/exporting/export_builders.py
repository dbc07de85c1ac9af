"""A run with what breaks exports: emoji, line breaks, control characters, formulas, nothing."""

import json
from pathlib import Path
from typing import NamedTuple

from detente.exporting.selection import Filters, Selection, make_filters, read_run, select
from detente.exporting.texts import read_texts
from detente.reading import read_options
from detente.records.ids import stance_id
from detente.records.lines import to_json
from detente.records.schemas import (
    SCHEMA_VERSION,
    DocumentRecord,
    MentionRecord,
    SpanRecord,
    StanceRecord,
)

MODEL = "fake-1"
WIRE = (
    "Ghana and Togo agreed on Monday to open the bridge over the river by the end of the year, "
    "after months of talks on who would pay for the repairs."
)


class Case(NamedTuple):
    """An article: sentences in order, and the date."""

    date: str | None
    text: str
    sentences: tuple[str, ...]


class Told(NamedTuple):
    """A stance of an article; mentions as words of the sentence, each at its first place."""

    article: str
    sentence: str
    a: str
    b: str
    direction: str
    stance: str
    modality: str
    issue: str
    speaker: str
    cue: str
    a_mentions: tuple[str, ...]
    b_mentions: tuple[str, ...]
    probability: float


FLAGS = ("🇳🇴 Norway thanked Chile for its help.", "Both of them 👩🏽‍🚀 plan to sign a treaty.")
BOTH = ("Both of them",)
FORMULA = ("=HYPERLINK(1) was sent by Peru to Cuba.", "Peru\fcondemned\r\nCuba\u2028once\tagain.")
SILENT = ("Nobody said a word about it.",)
UNDATED = ("Oman <b>visited</b> Iran & stayed, the paper says.",)
ARTICLES = {
    "flags.txt": Case("2009-04-17", "\r\n\r\n".join(FLAGS), FLAGS),
    "sub/formula, \"quoted\".txt": Case("2009-06", "\n".join(FORMULA), FORMULA),
    "undated.txt": Case(None, UNDATED[0], UNDATED),
    "wire.txt": Case("2010-01-02", WIRE, (WIRE,)),
    "a reprint.txt": Case("2010-01-03", WIRE.lower(), (WIRE.lower(),)),
    "silent.txt": Case("2009-05-01", SILENT[0], SILENT),
}  # fmt: skip
FORMULA_ARTICLE = "sub/formula, \"quoted\".txt"  # fmt: skip
TOLD = (
    Told("flags.txt", FLAGS[0], "NOR", "CHL", "a->b", "cooperation", "asserted",
         "diplomacy_political", "author", "thanked", ("Norway",), ("Chile",), 0.9),
    Told("flags.txt", FLAGS[1], "CHL", "NOR", "mutual", "cooperation", "prospective",
         "energy", "the papers\nof Oslo", "plan to sign", BOTH, BOTH, 0.4),
    Told(FORMULA_ARTICLE, FORMULA[0], "PER", "CUB", "a->b", "cooperation", "asserted",
         "other", "author", "=HYPERLINK(1) was sent", ("Peru",), ("Cuba",), 0.6),
    Told(FORMULA_ARTICLE, FORMULA[1], "PER", "CUB", "a->b", "divergence", "asserted",
         "nuclear", "PER", "condemned\r\nCuba\u2028once\tagain", ("Peru",), (), 0.7),
    Told("undated.txt", UNDATED[0], "OMN", "IRN", "a->b", "cooperation", "asserted",
         "trade_economy", "author", "visited", ("Oman",), ("Iran",), 0.8),
    Told("wire.txt", WIRE, "GHA", "TGO", "mutual", "cooperation", "asserted",
         "border_territory", "author", "agreed", ("Ghana",), ("Togo",), 0.95),
    Told("a reprint.txt", WIRE.lower(), "GHA", "TGO", "mutual", "cooperation", "asserted",
         "border_territory", "author", "agreed", ("ghana",), ("togo",), 0.95),
)  # fmt: skip
UNFILTERED = make_filters(None, None, [], [], [], None, reviewed=False, once=False)


def write_run(folder: Path) -> Path:
    """Write ``run/`` and, beside it, the articles that it was made from."""
    run = folder / "run"
    run.mkdir()
    stances = [told_record(told) for told in TOLD]
    documents = [document_record(article, stances) for article in ARTICLES]
    for name, records in (("stances.jsonl", stances), ("documents.jsonl", documents)):
        lines = "".join(json.dumps(to_json(record)) + "\n" for record in records)
        (run / name).write_text(lines)
    (run / "rejected.jsonl").write_text("")
    papers = [{"id": name, "text": case.text, "date": case.date} for name, case in ARTICLES.items()]
    articles_of(run).write_text("".join(json.dumps(paper) + "\n" for paper in papers))
    return run


def articles_of(run: Path) -> Path:
    return run.parent / "papers.jsonl"


def selection_of(run: Path, filters: Filters) -> Selection:
    selection = select(read_run(run), filters)
    texts = read_texts(str(articles_of(run)), read_options(), selection)
    return Selection(
        selection.stances, selection.documents, selection.clusters, texts, selection.undated
    )


def told_record(told: Told) -> StanceRecord:
    case = ARTICLES[told.article]
    start = case.text.index(told.sentence)
    end = start + len(told.sentence)
    return StanceRecord(
        schema=SCHEMA_VERSION,
        id=stance_id(told.article, start, end, told.a, told.b, told.direction, told.stance),
        article=told.article,
        date=case.date,
        source=None,
        url=None,
        start=start,
        end=end,
        sentence=told.sentence,
        a=told.a,
        b=told.b,
        direction=told.direction,
        stance=told.stance,
        modality=told.modality,
        issue=told.issue,
        speaker=told.speaker,
        cue=_span(case.text, told.cue, start),
        a_mentions=[_mention(case.text, words, start, told.a) for words in told.a_mentions],
        b_mentions=[_mention(case.text, words, start, told.b) for words in told.b_mentions],
        probability=told.probability,
        reviewed=None,
        reviewer=None,
        reviewed_at=None,
        model=MODEL,
    )


def document_record(article: str, stances: list[StanceRecord]) -> DocumentRecord:
    case = ARTICLES[article]
    mine = [stance for stance in stances if stance.article == article]
    mentions = {
        (mention.start, mention.end): mention
        for stance in mine
        for mention in (*stance.a_mentions, *stance.b_mentions)
    }
    return DocumentRecord(
        schema=SCHEMA_VERSION,
        article=article,
        sha256="0" * 64,
        model=MODEL,
        format="jsonl",
        title=None,
        date=case.date,
        source=None,
        url=None,
        genre=None,
        speaker=None,
        characters=len(case.text),
        sentences=[_span(case.text, sentence, 0) for sentence in case.sentences],
        mentions=list(mentions.values()),
        stances=len(mine),
        no_stance=[],
        implied=[],
        warnings=[],
    )


def _span(text: str, words: str, start: int) -> SpanRecord:
    start = text.index(words, start)
    return SpanRecord(start=start, end=start + len(words), text=words)


def _mention(text: str, words: str, start: int, actor: str) -> MentionRecord:
    span = _span(text, words, start)
    return MentionRecord(
        start=span.start,
        end=span.end,
        text=span.text,
        actors=[actor],
        resolved="name",
        antecedent=None,
    )


STANCES = [told_record(told) for told in TOLD]

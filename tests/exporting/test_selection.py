import json
from pathlib import Path

import pytest
from export_builders import FORMULA_ARTICLE, STANCES, UNFILTERED, articles_of

from detente.errors import Code, DetenteError
from detente.exporting.selection import days, make_filters, read_run, select
from detente.exporting.texts import read_texts
from detente.reading import read_options
from detente.records.lines import to_json
from detente.records.schemas import SCHEMA_VERSION, ReviewRecord

ALL = {
    "since": None,
    "until": None,
    "actors": [],
    "issues": [],
    "stances": [],
    "min_probability": None,
    "reviewed": False,
    "once": False,
}


@pytest.mark.parametrize(
    ("filters", "expected", "undated"),
    [
        ({}, [0, 1, 2, 3, 4, 5, 6], 0),
        ({"since": "2010"}, [5, 6], 1),
        ({"since": "2009-04-17", "until": "2009-04-17"}, [0, 1], 1),
        ({"until": "2009"}, [0, 1, 2, 3], 1),
        ({"since": "2009-06-01"}, [2, 3, 5, 6], 1),
        ({"since": "2009-06-02"}, [5, 6], 3),  # "2009-06" may be June 1
        ({"actors": ["NOR"]}, [0, 1], 0),
        ({"actors": ["nor", "CHL"]}, [0, 1], 0),
        ({"actors": ["PER", "CUB", "NOR"]}, [2, 3], 0),
        ({"issues": ["nuclear", "energy"]}, [1, 3], 0),
        ({"stances": ["divergence"]}, [3], 0),
        ({"stances": ["divergence", "cooperation"], "min_probability": 0.9}, [0, 5, 6], 0),
        ({"once": True}, [0, 1, 2, 3, 4, 5], 0),
        ({"once": True, "since": "2010"}, [5], 1),
    ],
)
def test_filters(run: Path, filters: dict[str, object], expected: list[int], undated: int) -> None:
    selection = select(read_run(run), make_filters(**ALL | filters))
    assert [STANCES.index(stance) for stance in selection.stances] == expected
    assert selection.undated == undated
    everything = len(expected) == len(STANCES)
    assert ("silent.txt" in selection.documents) == everything


def test_clusters_are_named_by_their_first_article(run: Path) -> None:
    clusters = select(read_run(run), UNFILTERED).clusters
    assert clusters["a reprint.txt"] == clusters["wire.txt"] == "wire.txt"
    others = clusters.keys() - {"a reprint.txt"}
    assert all(clusters[article] == article for article in others)


@pytest.mark.parametrize(
    ("filters", "code", "says"),
    [
        ({"since": "17/04/2009"}, Code.D303, "'17/04/2009' is no date"),
        ({"since": "2010", "until": "2009"}, Code.D306, "ends (2009) before it starts (2010)"),
        ({"issues": ["weather"]}, Code.D703, "'weather' is unknown: use one of energy,"),
        ({"stances": ["neutral"]}, Code.D703, "use one of cooperation, divergence"),
        ({"actors": ["ZZZ", "NOR"]}, Code.D704, "actor 'ZZZ'"),
        ({"min_probability": 0.99}, Code.D705, "none of the 7 stances"),
        ({"reviewed": True}, Code.D705, "none of the 7 stances"),
    ],
)
def test_filters_that_make_no_sense(
    run: Path, filters: dict[str, object], code: Code, says: str
) -> None:
    with pytest.raises(DetenteError) as caught:
        select(read_run(run), make_filters(**ALL | filters))
    assert caught.value.code is code
    assert says in caught.value.reason


def test_reviewed_records_win(run: Path) -> None:
    thanked, _, sent, *_ = STANCES
    accepted = sent.model_copy(
        update={"reviewed": "accepted", "reviewer": "ana", "reviewed_at": "2026-01-01T00:00:00Z"}
    )
    deleted = thanked.model_copy(update={"reviewed": "deleted"})
    reviews = [
        ReviewRecord(
            schema=SCHEMA_VERSION,
            article=stance.article,
            sha256="0" * 64,
            start=stance.start,
            end=stance.end,
            sentence=stance.sentence,
            stances=[stance],
            actors=[stance.a, stance.b],
            reviewer="ana",
            reviewed_at="2026-01-01T00:00:00Z",
            adjudicated=False,
            model=stance.model,
        )
        for stance in (accepted, deleted)
    ]
    lines = "".join(json.dumps(to_json(review)) + "\n" for review in reviews)
    (run / "reviewed.jsonl").write_text(lines)
    ids = {stance.id for stance in select(read_run(run), UNFILTERED).stances}
    assert thanked.id not in ids
    only = make_filters(**ALL | {"reviewed": True, "min_probability": 0.99})
    assert select(read_run(run), only).stances == (accepted,)


def test_folder_without_a_run(tmp_path: Path) -> None:
    with pytest.raises(DetenteError) as caught:
        read_run(tmp_path)
    assert caught.value.code is Code.D702


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        (None, None),
        ("", None),
        ("yesterday", None),
        ("2009", ("2009-01-01", "2009-12-31")),
        ("2008-02", ("2008-02-01", "2008-02-29")),
        ("2009-04-17", ("2009-04-17", "2009-04-17")),
    ],
)
def test_days(date: str | None, expected: tuple[str, str] | None) -> None:
    assert days(date) == expected


@pytest.mark.parametrize(
    ("article", "text", "code", "says"),
    [
        ("flags.txt", None, Code.D706, "the article isn't in"),
        (FORMULA_ARTICLE, "Peru has gone to another page.", Code.D707, "at 0 it doesn't say"),
        (
            "flags.txt",
            "🇳🇴 Norway thanked Chile for its help.",
            Code.D707,
            "(at 41 it doesn't say 'Both of them ",
        ),
    ],
)
def test_texts_that_are_not_those_annotated(
    run: Path, article: str, text: str | None, code: Code, says: str
) -> None:
    papers = [json.loads(line) for line in articles_of(run).read_text().splitlines()]
    changed = [
        paper | ({"text": text} if paper["id"] == article else {})
        for paper in papers
        if paper["id"] != article or text is not None
    ]
    articles_of(run).write_text("".join(json.dumps(paper) + "\n" for paper in changed))
    with pytest.raises(DetenteError) as caught:
        read_texts(str(articles_of(run)), read_options(), select(read_run(run), UNFILTERED))
    assert (caught.value.code, caught.value.where) == (code, article)
    assert says in caught.value.reason

"""What the page gets to know of a run."""

import pytest
from report_builders import document, mention, mistake, span, stance

from detente.actors.knowledge import load_knowledge
from detente.evaluation.mistakes import Mistake
from detente.records.schemas import DocumentRecord, StanceRecord
from detente.report.data import ReportData, collect

TEXT = "Norway thanked Chile."
FLAGS = "\U0001f1f3\U0001f1f4 Norway thanked Chile."


def collected(
    documents: list[DocumentRecord],
    stances: list[StanceRecord],
    texts: dict[str, str],
    mistakes: list[Mistake],
) -> ReportData:
    return collect(documents, stances, None, mistakes, texts, load_knowledge(None))


def columns(text: str, **changes: object) -> dict[str, object]:
    """Give the only row of the columns of a stance."""
    data = collected(
        [document("a", text)], [stance("a", text, "NOR", "CHL", "thanked", **changes)],
        {"a": text}, [],
    )  # fmt: skip
    found = data.core.stances
    return {name: getattr(found, name)[0] for name in found.__slots__}


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({}, "mutual", 0),
        ({"direction": "mutual"}, "mutual", 1),
        ({"stance": "divergence"}, "stance", 1),
        ({"modality": "prospective"}, "modality", 1),
        ({"issue": "trade_economy"}, "issue", 1),
        ({"probability": 0.25}, "probability", 0.25),
        ({"reviewed": "edited"}, "reviewed", "edited"),
        ({"speaker": "CHL"}, "speaker", 0),
        ({}, "cue", (7, 14)),
        ({"a_mentions": [mention(TEXT, "Norway", "NOR")]}, "a_mentions", [(0, 6)]),
    ],
)
def test_a_stance(changes: dict[str, object], field: str, value: object) -> None:
    assert columns(TEXT, **changes)[field] == value


@pytest.mark.parametrize(("text", "shift"), [(TEXT, 0), (FLAGS, 5), ("\u05e9 " + TEXT, 2)])
def test_offsets_count_utf_16_units(text: str, shift: int) -> None:
    row = columns(text)
    assert (row["start"], row["end"], row["cue"]) == (
        0, len(TEXT) + shift, (7 + shift, 14 + shift),
    )  # fmt: skip
    units = text.encode("utf-16-le")
    start, end = row["cue"]
    assert units[2 * start : 2 * end].decode("utf-16-le") == "thanked"


def test_actors_come_by_how_often_they_take_part() -> None:
    documents = [document("a", TEXT, mentions=[mention(TEXT, "Chile", "EU")])]
    stances = [
        stance("a", TEXT, "NOR", "CHL", "thanked"),
        stance("a", TEXT, "PER", "NOR", "thanked"),
        stance("elsewhere", TEXT, "ZMB", "ZWE", "thanked"),
    ]
    core = collected(documents, stances, {"a": TEXT}, []).core
    assert [actor.code for actor in core.actors] == ["NOR", "CHL", "PER", "EU"]
    assert [place is not None for place in core.places] == [True, True, True, False]
    assert (core.stances.a, core.stances.b) == ([0, 2], [1, 0])


@pytest.mark.parametrize(
    ("code", "name", "region"),
    [
        ("NOR", "NOR", "NO"),
        ("XKX", "XKX", "XK"),
        ("SUN", "USSR", None),
        ("HEZBOLLAH", "Hezbollah", None),
        ("NATO", "NATO", None),
        ("WHO KNOWS", "WHO KNOWS", None),
    ],
)
def test_what_an_actor_is_called(code: str, name: str, region: str | None) -> None:
    stances = [stance("a", TEXT, code, "CHL", "thanked")]
    actors = {a.code: a for a in collected([document("a", TEXT)], stances, {}, []).core.actors}
    assert (actors[code].name, actors[code].region) == (name, region)


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://example.org/a?b=<c>", True),
        ("HTTP://EXAMPLE.ORG", True),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)//https://example.org", False),
        ("data:text/html,<script>", False),
        ("vbscript:x", False),
        ("file:///etc/passwd", False),
        ("//example.org/a", False),
        ("http://[broken", False),
        ("", False),
        (None, False),
    ],
)
def test_only_links_to_the_web_are_kept(url: str | None, linked: bool) -> None:
    [article] = collected([document("a", TEXT, url=url)], [], {}, []).core.articles
    assert article.url == (url if linked else None)


@pytest.mark.parametrize(
    ("now", "original"),
    [
        ({"a": TEXT}, True),
        ({"a": TEXT + " More."}, True),
        ({"a": " " + TEXT}, False),
        ({}, False),
    ],
)
def test_the_text_is_the_raw_one_while_it_fits(now: dict[str, str], original: bool) -> None:
    data = collected([document("a", TEXT)], [], now, [])
    assert data.core.articles[0].original is original
    assert data.texts[0].text == (now["a"] if original else TEXT)


def test_pairs_without_a_stance() -> None:
    pair = {"start": 0, "end": 21, "a": "NOR", "b": "CHL", "cooperation": 0.25, "divergence": 0.125}
    documents = [
        document("a", TEXT, no_stance=[pair | {"reason": "below 0.3"}]),
        document(
            "b", FLAGS, no_stance=[pair | {"reason": "rivals"}, pair | {"reason": "below 0.3"}]
        ),
    ]
    pairs = collected(documents, [], {"a": TEXT, "b": FLAGS}, []).pairs
    assert pairs.article == [0, 1, 1]
    assert pairs.end == [21, 23, 23]
    assert [pairs.reasons[number] for number in pairs.reason] == [
        "below 0.3",
        "rivals",
        "below 0.3",
    ]
    assert (pairs.cooperation[0], pairs.divergence[0]) == (0.25, 0.125)


def test_mistakes_have_a_place_where_the_run_has_the_article() -> None:
    mistakes = [mistake("a", TEXT), mistake("gone", TEXT)]
    quality = collected([document("a", TEXT)], [], {"a": TEXT}, mistakes).quality
    assert [one.place for one in quality.mistakes] == [(0, 0, len(TEXT)), None]


def test_mentions() -> None:
    both = mention(TEXT, "Chile", "CHL", "PER")
    data = collected([document("a", TEXT, mentions=[both])], [], {"a": TEXT}, [])
    assert data.texts[0].mentions == [(15, 20, [0, 1], "name", None)]


def test_what_a_reference_stands_for() -> None:
    it = mention(TEXT, "Chile", "NOR") | {"antecedent": span(TEXT, "Norway")}
    data = collected([document("a", TEXT, mentions=[it])], [], {"a": TEXT}, [])
    assert data.texts[0].mentions == [(15, 20, [0], "name", (0, 6))]


@pytest.mark.parametrize(
    ("mentioned", "in_sentence", "source"),
    [
        (("Oslo", "Norwegian", "Norway"), (), (8, 17)),
        (("Norway",), (), (37, 43)),
        (("Norwegian", "it"), ("it",), None),
        ((), (), None),
    ],
)
def test_where_an_actor_without_words_in_the_sentence_comes_from(
    mentioned: tuple[str, ...], in_sentence: tuple[str, ...], source: tuple[int, int] | None
) -> None:
    text = "Oslo, a Norwegian city. But it left. Norway."
    sentence = "But it left."
    start = text.index(sentence)
    found = [mention(text, words, "NOR") for words in mentioned]
    told = stance(
        "a", text, "NOR", "CHL", "left", start=start, end=start + len(sentence), sentence=sentence,
        a_mentions=[mention(text, words, "NOR") for words in in_sentence],
    )  # fmt: skip
    core = collected([document("a", text, mentions=found)], [told], {"a": text}, []).core
    assert (core.stances.a_source, core.stances.b_source) == ([source], [None])


def test_words_that_leave_an_actor_unsaid() -> None:
    implied = mention(TEXT, "thanked", "PER") | {"resolved": "implied"}
    data = collected([document("a", TEXT, implied=[implied])], [], {"a": TEXT}, [])
    assert data.texts[0].implied == [(7, 14, [0])]

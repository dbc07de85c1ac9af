"""What stands first on the page."""

from report_builders import document, small_evaluation, stance

from detente.records.schemas import RejectionRecord
from detente.report.overview import Overview, survey, weak_points

TEXT = "Norway thanked Chile."


def test_counts() -> None:
    documents = [
        document("a", TEXT, date="2010"),
        document("b", TEXT, date="2009-04-17", model="other"),
        document("c", TEXT),
    ]
    stances = [
        stance("a", TEXT, "NOR", "CHL", "thanked"),
        stance("b", TEXT, "PER", "CHL", "thanked", stance="divergence", reviewed="added"),
        stance("b", TEXT, "CHL", "PER", "thanked", direction="mutual", reviewed="accepted"),
    ]
    rejections = [RejectionRecord(schema=1, article="d", code="D101", reason="empty")]
    assert survey(documents, stances, rejections) == Overview(
        articles=3, rejected=1, undated=1, first="2009-04-17", last="2010", actors=3, stances=3,
        cooperation=2, divergence=1, reviewed=2, models=["fake-1", "other"],
    )  # fmt: skip


def test_nothing() -> None:
    empty = survey([], [], [])
    assert (empty.articles, empty.stances, empty.first, empty.models) == (0, 0, None, [])


def test_weak_points_name_the_genres_below_the_mean() -> None:
    points = weak_points(small_evaluation())
    assert points[0] == (
        "Who holds the stance towards whom is right as well in about 8 of 10 (directed F1 0.77)."
    )
    assert points[-1] == "Genre “speech <script>”: F1 0.40 (1 article)."
    assert not any("essay" in point for point in points)

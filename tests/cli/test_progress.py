"""Progress where there is no terminal."""

import io

import pytest

from detente.cli.progress import plain_lines, show_progress
from detente.extract import Outcome
from detente.records.schemas import RejectionRecord

DONE = Outcome("a.txt", kept=False, rejection=None)
REJECTED = Outcome(
    "b.txt",
    kept=False,
    rejection=RejectionRecord(schema=1, article="b.txt", code="D101", reason="the file is empty"),
)


@pytest.mark.parametrize(
    ("seconds", "articles", "shown"),
    [
        (0.0, 49, []),
        (0.0, 120, ["50 articles done", "100 articles done"]),
        (4.0, 6, ["3 articles done", "6 articles done"]),
    ],
)
def test_lines(
    capsys: pytest.CaptureFixture[str], seconds: float, articles: int, shown: list[str]
) -> None:
    now = 0.0

    def clock() -> float:
        nonlocal now
        now += seconds
        return now - seconds

    report = plain_lines(clock)
    for _ in range(articles):
        report(DONE)
    assert capsys.readouterr().err.splitlines() == shown


def test_rejected_article(capsys: pytest.CaptureFixture[str]) -> None:
    plain_lines(lambda: 0.0)(REJECTED)
    assert capsys.readouterr().err == "b.txt: the file is empty [D101]\n"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    with show_progress(2) as report:
        report(DONE)
        report(REJECTED)
    assert "b.txt: the file is empty [D101]\n" in terminal.getvalue()
    assert "2/2 [" in terminal.getvalue()

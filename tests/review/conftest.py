"""A doccano server for the tests, its interface, and the command line."""

from collections.abc import Callable, Iterator
from pathlib import Path

import jsonlines
import pytest
from doccano_reviewer import (
    FIRST,
    OLD,
    PASSWORD,
    SECOND,
    TEXT,
    THIRD,
    USER,
    Api,
    Outcome,
    free_port,
)
from review_builders import document, mention, stance

from detente.cli import main
from detente.records.lines import to_json
from detente.review.doccano import Credentials
from detente.review.server import Served, serve


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    credentials = {"DOCCANO_USERNAME": USER, "DOCCANO_PASSWORD": PASSWORD}
    folder = tmp_path_factory.mktemp("doccano")
    with serve(folder, free_port(), credentials) as served:
        assert served.credentials == Credentials(USER, PASSWORD)
        yield served


@pytest.fixture
def api(server: Served) -> Api:
    return Api(server.url)


@pytest.fixture
def review_run(
    server: Served, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Outcome]:
    """Run ``detente review`` against the server."""
    monkeypatch.setenv("DOCCANO_URL", server.url)
    monkeypatch.setenv("DOCCANO_USERNAME", USER)
    monkeypatch.setenv("DOCCANO_PASSWORD", PASSWORD)

    def run(*args: object) -> Outcome:
        monkeypatch.setattr("sys.argv", ["detente", "review", *map(str, args)])
        with pytest.raises(SystemExit) as caught:
            main()
        return Outcome(int(caught.value.code or 0), *capsys.readouterr())

    return run


@pytest.fixture
def run_folder(tmp_path: Path) -> Path:
    """Write the folder of a run: three sentences to review, in one article."""
    kazakhstan = mention(TEXT, "Kazakhstan", "KAZ")
    russian = mention(TEXT, "Russian", "RUS")
    stances = [
        stance(
            TEXT,
            FIRST,
            "KAZ -> RUS divergence",
            "left\r\nthe Russian line",
            a_mentions=[kazakhstan],
            b_mentions=[russian],
        ),
        stance(TEXT, FIRST, "CHN -> KAZ cooperation", "thanked", speaker="analysts"),
        stance(TEXT, SECOND, "NOR -> CHL divergence", "sued", probability=0.95),
    ]
    mentions = [kazakhstan, russian, mention(TEXT, "Be\u0301ijing", "CHN")]
    record = document(
        TEXT, [OLD, FIRST, SECOND, THIRD], mentions, stances, [(THIRD, "CHL", "NOR", 0.4)]
    )
    folder = tmp_path / "annotations"
    folder.mkdir()
    with jsonlines.open(folder / "documents.jsonl", "w") as lines:
        lines.write(to_json(record))
    with jsonlines.open(folder / "stances.jsonl", "w") as lines:
        lines.write_all(map(to_json, stances))
    return folder

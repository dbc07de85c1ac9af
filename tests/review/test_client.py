"""The client against servers that misbehave, and where it finds its password."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest

from detente.errors import Code, DetenteError
from detente.review import environments
from detente.review.doccano import Credentials, Project, connect, find_credentials

SECRET = "swordfish-swordfish"
PROJECT = Project(1, "p", graphemes=False)
CSRF_PAGE = "<html><style>b {}</style><h1>Forbidden</h1> CSRF verification failed.</html>"


class Reply(NamedTuple):
    status: int
    kind: str
    content: str


def as_json(content: object) -> Reply:
    return Reply(200, "application/json", json.dumps(content))


LOGGED_IN = as_json({"key": "k"})
Answer = Callable[[str, dict[str, str]], Reply]


@pytest.fixture
def stub() -> Iterator[Callable[[Answer], str]]:
    """Start a server that answers each request with what a function makes of its path."""
    servers = []

    def start(answer: Answer) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                reply = answer(parts.path, query)
                self.rfile.read(int(self.headers.get("content-length", 0)))
                self.send_response(reply.status)
                self.send_header("content-type", reply.kind)
                self.end_headers()
                self.wfile.write(reply.content.encode())

            def do_POST(self) -> None:
                self.do_GET()

            def log_message(self, *args: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def after_login(reply: Reply) -> Answer:
    return lambda path, query: LOGGED_IN if path.endswith("/login/") else reply


def always(reply: Reply) -> Answer:
    return lambda path, query: reply


def slowly(path: str, query: dict[str, str]) -> Reply:
    time.sleep(3)
    return LOGGED_IN


@pytest.mark.parametrize(
    ("answer", "code", "words"),
    [
        (
            always(Reply(400, "application/json", '{"non_field_errors": ["no"]}')),
            Code.D803,
            "refuses the password of user 'anna'",
        ),
        (always(Reply(403, "text/html", CSRF_PAGE)), Code.D807, "Forbidden CSRF verification"),
        (
            after_login(Reply(403, "text/html", CSRF_PAGE)),
            Code.D807,
            "(403; login, rights or CSRF)",
        ),
        (after_login(Reply(500, "text/html", "<h1>Oops</h1>")), Code.D806, "(500)"),
        (always(Reply(502, "text/html", "Bad gateway")), Code.D806, "(502)"),
        (always(Reply(404, "text/html", "Not found")), Code.D808, "Not found"),
        (after_login(Reply(200, "text/html", "<p>Welcome!</p>")), Code.D808, "it sends no JSON"),
        (after_login(as_json({"detail": "hm"})), Code.D808, "KeyError"),
        (slowly, Code.D805, "no answer within 1 s"),
    ],
)
def test_failures_are_one_line(
    stub: Callable[[Answer], str],
    capfd: pytest.CaptureFixture[str],
    answer: Answer,
    code: Code,
    words: str,
) -> None:
    url = stub(answer)
    with (
        connect(url, Credentials("anna", SECRET), 1) as server,
        pytest.raises(DetenteError) as caught,
    ):
        server.find_project("p")
    message = str(caught.value)
    assert caught.value.code is code
    assert words in message
    assert len(message.splitlines()) == 1
    assert SECRET not in message + "".join(capfd.readouterr())


@pytest.mark.parametrize("url", ["http://127.0.0.1:{port}", "http://no-such-host.invalid"])
def test_server_that_is_not_there(url: str) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (
        connect(url.format(port=port), Credentials("anna", SECRET), 5) as server,
        pytest.raises(DetenteError, match="D804"),
    ):
        server.find_project("p")


@pytest.mark.parametrize(
    "url",
    ["127.0.0.1:8000", "localhost", "ftp://a", "http://", "", "http://[", f"http://u:{SECRET}@a"],
)
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(DetenteError, match="D818") as caught:
        find_credentials(url, {"DOCCANO_PASSWORD": "x"})
    assert SECRET not in str(caught.value)


def in_pages(rows: list[dict[str, int]]) -> Answer:
    def answer(path: str, query: dict[str, str]) -> Reply:
        if not path.endswith("/examples"):
            return LOGGED_IN
        start = int(query["offset"])
        page = rows[start : start + int(query["limit"])]
        elsewhere = "http://backend:8000/v1/projects/1/examples?limit=10&offset=10"
        return as_json({"count": len(rows), "next": elsewhere, "results": page})

    return answer


def test_pages_come_from_the_server_that_was_asked(stub: Callable[[Answer], str]) -> None:
    rows = [{"id": number} for number in range(1203)]
    with connect(stub(in_pages(rows)), Credentials("anna", SECRET), 5) as server:
        assert server.examples(PROJECT) == rows


def test_pages_that_overlap_are_not_taken_for_the_whole(stub: Callable[[Answer], str]) -> None:
    rows = [{"id": number} for number in (*range(600), *range(590, 900))]
    with (
        connect(stub(in_pages(rows)), Credentials("anna", SECRET), 5) as server,
        pytest.raises(DetenteError, match="D817"),
    ):
        server.examples(PROJECT)


@pytest.mark.parametrize(
    ("task", "code", "words"),
    [
        ({"ready": False}, Code.D809, "still pending after 1 s"),
        (
            {"ready": True, "result": {"error": [{"line": 2, "message": "Invalid data"}]}},
            Code.D810,
            "Invalid data",
        ),
        ({"ready": True, "result": None, "error": {"text": "KeyError"}}, Code.D810, "KeyError"),
    ],
)
def test_tasks(
    stub: Callable[[Answer], str], task: dict[str, object], code: Code, words: str
) -> None:
    def answer(path: str, query: dict[str, str]) -> Reply:
        return as_json(task if "/tasks/" in path else {"task_id": "t1"})

    with (
        connect(stub(answer), Credentials("anna", SECRET), 1) as server,
        pytest.raises(DetenteError, match=words) as caught,
    ):
        server.upload(PROJECT, [{"text": "x"}])
    assert caught.value.code is code


NETRC = "machine review.example.org login ben password from-netrc\n"


@pytest.mark.parametrize(
    ("variables", "url", "found"),
    [
        ({"DOCCANO_USERNAME": "anna", "DOCCANO_PASSWORD": "x"}, "http://a", ("anna", "x")),
        ({"DOCCANO_PASSWORD": "x"}, "http://a", ("admin", "x")),
        ({}, "https://review.example.org:8443/doccano", ("ben", "from-netrc")),
        ({"DOCCANO_USERNAME": "anna"}, "https://review.example.org", ("ben", "from-netrc")),
        ({}, "https://elsewhere.example.org", None),
    ],
)
def test_credentials(
    tmp_path: Path, variables: dict[str, str], url: str, found: tuple[str, str] | None
) -> None:
    path = tmp_path / "netrc"
    path.write_text(NETRC)
    environment = {**variables, "NETRC": str(path)}
    if found is None:
        with pytest.raises(DetenteError, match="D802"):
            find_credentials(url, environment)
    else:
        assert find_credentials(url, environment) == found


def test_environment_that_cannot_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    locks = tmp_path / "requirements"
    locks.mkdir()
    (locks / "review.txt").write_text("pip==1.0 --hash=sha256:00\n")
    monkeypatch.setattr(environments, "locks_folder", lambda: locks)
    monkeypatch.setattr(environments, "environments_folder", lambda: tmp_path)
    with pytest.raises(DetenteError, match="D801"):
        environments.python_of("review")
    assert not list(tmp_path.glob(".venv-review/made-from-*"))


def test_password_is_in_no_command_line(stub: Callable[[Answer], str]) -> None:
    with connect(stub(in_pages([])), Credentials("anna", SECRET), 5) as server:
        assert server.examples(PROJECT) == []
        shown = b""
        for process in Path("/proc").glob("[0-9]*/cmdline"):
            with suppress(OSError):
                shown += process.read_bytes()
    assert b"client_process.py" in shown
    assert SECRET.encode() not in shown

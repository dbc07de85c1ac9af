"""doccano-client behind a pipe: requests on standard input, answers on standard output.

This file runs in an environment of its own (doccano-client needs pydantic 1 and urllib3 1) and
imports nothing of Detente. A request is a line of JSON, ``{"do": NAME, "with": {...}}``; so is
the answer, ``{"ok": RESULT}`` or ``{"error": KIND, "status": N, "detail": TEXT}``. User and
password come through the environment.
"""

import io
import json
import os
import re
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from doccano_client.exceptions import DoccanoAPIError
from doccano_client.repositories.base import BaseRepository
from doccano_client.repositories.data_upload import DataUploadRepository
from doccano_client.repositories.example import ExampleRepository
from doccano_client.repositories.label_type import RelationTypeRepository, SpanTypeRepository
from doccano_client.repositories.member import MemberRepository
from doccano_client.repositories.task_status import TaskStatusRepository

URL, USER, PASSWORD, SECONDS = (
    "DETENTE_DOCCANO_URL",
    "DETENTE_DOCCANO_USER",
    "DETENTE_DOCCANO_PASSWORD",
    "DETENTE_DOCCANO_SECONDS",
)
PAGE = 500
POLL_SECONDS = 0.25
DETAIL_LENGTH = 200
TAG = re.compile(r"<(script|style).*?</\1>|<[^>]*>", re.DOTALL)

Result = Any


class ServerError(Exception):
    """Something that the other side puts into words."""

    def __init__(self, kind: str, status: int, detail: str) -> None:
        super().__init__(kind)
        self.answer = {"error": kind, "status": status, "detail": detail[:DETAIL_LENGTH]}


class Client:
    """A session with a server."""

    def __init__(self, url: str, user: str, password: str, seconds: float) -> None:
        self._seconds = seconds
        self._server = BaseRepository(url)
        session = self._server._session
        session.request = partial(session.request, timeout=seconds)
        session.trust_env = "localhost" not in url and "127.0.0.1" not in url
        try:
            self._server.login(user, password)
        except DoccanoAPIError as error:
            if error.response.status_code in (400, 401) and _is_json(error.response):
                raise ServerError("credentials", error.response.status_code, "") from error
            raise

    def project(self, name: str) -> Result:
        """Find a project; None where there is none of this name."""
        found = [p for p in self._pages("projects", {"q": name}) if p["name"] == name]
        return found[0] if found else None

    def create_project(self, fields: dict[str, Any]) -> Result:
        """Create a project."""
        return self._server.post("projects", json=fields).json()

    def set_types(self, project: int, spans: list[Any], relations: list[Any]) -> Result:
        """Create the span and relation types that are missing."""
        for repository, wanted in (
            (SpanTypeRepository(self._server), spans),
            (RelationTypeRepository(self._server), relations),
        ):
            there = {str(known.text) for known in repository.list(project)}
            missing = [
                {"text": name, "background_color": colour}
                for name, colour in wanted
                if name not in there
            ]
            if missing:
                with _file("types.json", json.dumps(missing)) as path:
                    repository.upload(project, path)

    def upload(self, project: int, rows: list[Any]) -> Result:
        """Import examples with spans and relations; done when the server's worker is done."""
        repository = DataUploadRepository(self._server)
        with _file("detente.jsonl", "".join(json.dumps(row) + "\n" for row in rows)) as path:
            upload = repository.upload(path)
        task = repository.ingest(project, [upload], "RelationExtraction", "JSONL", encoding="ascii")
        result = self._wait(task)
        errors = result["error"] if isinstance(result, dict) else result
        if errors:
            raise ServerError("import", 0, json.dumps(errors))

    def examples(self, project: int) -> Result:
        """List all examples, with metadata and check mark."""
        return self._pages(f"projects/{project}/examples", {})

    def export(self, project: int) -> Result:
        """Give all examples with their spans and relations."""
        start = self._server.post(
            f"projects/{project}/download", json={"format": "JSONL", "exportApproved": False}
        )
        task = start.json()["task_id"]
        self._wait(task)
        answer = self._server.get(
            f"projects/{project}/download", params={"taskId": task}, headers={"accept": "*/*"}
        )
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            content = b"\n".join(archive.read(name) for name in archive.namelist())
        return [json.loads(line) for line in content.split(b"\n") if line.strip()]

    def check_marks(self, project: int, examples: list[int]) -> Result:
        """Say who ticked each of several examples, and when."""
        members = MemberRepository(self._server).list(project)
        names = {member.user: member.username for member in members}
        marks = {}
        for example in examples:
            states = self._server.get(f"projects/{project}/examples/{example}/states").json()
            marks[example] = [
                (names.get(state["confirmed_by"], f"user {state['confirmed_by']}"),
                 state["confirmed_at"])
                for state in states["results"]
            ]  # fmt: skip
        return marks

    def delete(self, project: int, examples: list[int]) -> Result:
        """Delete examples."""
        if examples:  # an empty list would delete them all
            ExampleRepository(self._server).bulk_delete(project, examples)

    def _pages(self, resource: str, params: dict[str, Any]) -> list[Any]:
        """Page through a list by offset; the server's own links may name a host behind a proxy."""
        rows: dict[int, Any] = {}
        offset, count = 0, 1
        while offset < count:
            page = self._server.get(resource, params={**params, "limit": PAGE, "offset": offset})
            answer = page.json()
            count = answer["count"]
            rows |= {row["id"]: row for row in answer["results"]}
            offset += PAGE
        if len(rows) != count:
            raise ServerError("changed", 0, "")
        return list(rows.values())

    def _wait(self, task: str) -> Result:
        """Wait for a task of the worker; the clock runs anew for each."""
        repository, end = TaskStatusRepository(self._server), time.monotonic() + self._seconds
        while True:
            status = repository.get(task)
            if status.ready:
                break
            if time.monotonic() > end:
                raise ServerError("pending", 0, task)
            time.sleep(POLL_SECONDS)
        if status.error:
            raise ServerError("import", 0, str(status.error))
        return status.result


@contextmanager
def _file(name: str, content: str) -> Iterator[str]:
    """Write what is to be uploaded; pure ASCII, since the server guesses encodings."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(content, encoding="ascii")
        yield str(path)


def _is_json(response: requests.Response) -> bool:
    return "json" in response.headers.get("content-type", "")


def failure(error: Exception) -> dict[str, Any]:
    """Say what kind of failure an exception is."""
    if isinstance(error, ServerError):
        return error.answer
    if isinstance(error, DoccanoAPIError):
        response = error.response
        status = response.status_code
        detail = " ".join(TAG.sub(" ", response.text).split())
        kind = "server" if status >= 500 else "foreign" if status == 404 else "refused"
        return ServerError(kind, status, detail).answer
    if isinstance(error, requests.Timeout):
        return ServerError("timeout", 0, "").answer
    if isinstance(error, requests.exceptions.InvalidJSONError):
        return ServerError("foreign", 0, "it sends no JSON").answer
    if isinstance(error, requests.RequestException):
        return ServerError("unreachable", 0, _short(error)).answer
    return ServerError("foreign", 0, f"{type(error).__name__}: {error}").answer


def _short(error: requests.RequestException) -> str:
    text = str(error)
    reason = re.search(r"\[Errno -?\d+\] ([\w ]+)|(certificate verify failed)", text)
    host = urlsplit(os.environ[URL]).netloc
    return f"{host}: {reason[0] if reason else type(error).__name__}"


def main() -> None:
    """Answer requests until standard input ends."""
    answers, sys.stdout = sys.stdout, sys.stderr
    client = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if client is None:
                client = Client(
                    os.environ[URL],
                    os.environ[USER],
                    os.environ[PASSWORD],
                    float(os.environ[SECONDS]),
                )
            answer = {"ok": getattr(client, request["do"])(**request["with"])}
        except Exception as error:
            answer = failure(error)
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()

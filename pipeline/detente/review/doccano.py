"""A doccano server, through doccano-client in a process of its own."""

import json
import netrc
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from detente.errors import Code, DetenteError
from detente.review.environments import CLIENT, python_of
from detente.review.labels import TypeStyle

USER, PASSWORD = "DOCCANO_USERNAME", "DOCCANO_PASSWORD"
DEFAULT_USER = "admin"
_SCRIPT = Path(__file__).with_name("client_process.py")
_NEEDED = {
    "collaborative_annotation": "sharing mode",
    "allow_overlapping": "overlapping spans",
    "use_relation": "relations",
}
_PROJECT: dict[str, Any] = {
    "project_type": "SequenceLabeling",
    "resourcetype": "SequenceLabelingProject",
    "random_order": False,
    "collaborative_annotation": True,
    "single_class_classification": False,
    "allow_member_to_create_label_type": True,
    "allow_overlapping": True,
    "grapheme_mode": False,
    "use_relation": True,
    "tags": [],
}


class Credentials(NamedTuple):
    """User and password; never printed."""

    user: str
    password: str


class Project(NamedTuple):
    """A project of the server, and how it counts characters."""

    id: int
    name: str
    graphemes: bool


class Mark(NamedTuple):
    """A check mark: who set it, and when (ISO 8601, UTC)."""

    reviewer: str
    time: str


def find_credentials(url: str, environment: Mapping[str, str]) -> Credentials:
    """Find user and password: in the environment, else in the netrc file.

    Raises
    ------
    DetenteError
        D802 when they are not known, D818 when this is no address.
    """
    if not _is_address(url):
        raise DetenteError(Code.D818, "--url or DOCCANO_URL")
    password = environment.get(PASSWORD)
    if password:
        return Credentials(environment.get(USER) or DEFAULT_USER, password)
    host = urlsplit(url).hostname or url
    try:
        found = netrc.netrc(environment.get("NETRC")).authenticators(host)
    except (OSError, netrc.NetrcParseError):
        found = None
    if found is None or not found[2]:
        raise DetenteError(Code.D802, url, host=host)
    return Credentials(found[0], found[2])


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc


class Doccano:
    """A session with a server; `connect` makes one."""

    def __init__(self, url: str, user: str, seconds: float, process: subprocess.Popen[str]) -> None:
        self._url, self._user, self._seconds = url, user, seconds
        self._process = process

    def find_project(self, name: str) -> Project | None:
        """Find a project of this name.

        Raises
        ------
        DetenteError
            D812 when its settings don't fit, and all that the server or the way to it can raise:
            D803 to D810, D816.
        """
        found = self._ask("project", name=name)
        if found is None:
            return None
        missing = [words for setting, words in _NEEDED.items() if not found.get(setting)]
        if missing:
            raise DetenteError(Code.D812, self._url, name=name, missing=", ".join(missing))
        return Project(found["id"], name, found["grapheme_mode"])

    def create_project(self, name: str, description: str, guidelines: str) -> Project:
        """Create a project; see `find_project` for what is raised."""
        texts = {"name": name, "description": description, "guideline": guidelines}
        made = self._ask("create_project", fields={**_PROJECT, **texts})
        return Project(made["id"], name, made["grapheme_mode"])

    def set_types(
        self, project: Project, spans: Sequence[TypeStyle], relations: Sequence[TypeStyle]
    ) -> None:
        """Create the label types that are missing."""
        self._ask("set_types", project=project.id, spans=spans, relations=relations)

    def upload(self, project: Project, rows: Sequence[Mapping[str, Any]]) -> None:
        """Import examples, and wait until they are there."""
        self._ask("upload", project=project.id, rows=rows)

    def examples(self, project: Project) -> list[dict[str, Any]]:
        """List all examples: ``id``, ``text``, ``meta``, ``is_confirmed``."""
        examples: list[dict[str, Any]] = self._ask("examples", project=project.id)
        return examples

    def export(self, project: Project) -> dict[int, dict[str, Any]]:
        """Give all examples by id: ``text``, ``entities``, ``relations``, and the metadata."""
        return {row["id"]: row for row in self._ask("export", project=project.id)}

    def check_marks(self, project: Project, examples: Sequence[int]) -> dict[int, list[Mark]]:
        """Say who ticked each of several examples."""
        found = self._ask("check_marks", project=project.id, examples=examples)
        return {int(example): [Mark(*mark) for mark in marks] for example, marks in found.items()}

    def delete(self, project: Project, examples: Sequence[int]) -> None:
        """Delete examples."""
        self._ask("delete", project=project.id, examples=examples)

    def address(self, project: Project) -> str:
        """Give the page of a project."""
        return f"{self._url.rstrip('/')}/projects/{project.id}"

    def _ask(self, verb: str, /, **arguments: Any) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps({"do": verb, "with": arguments}) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except OSError as error:
            raise DetenteError(Code.D816, self._url, problem=error.strerror or error) from error
        if not line:
            raise DetenteError(Code.D816, self._url, problem=f"status {self._process.wait()}")
        answer = json.loads(line)
        if "error" in answer:
            raise self._failure(**answer)
        return answer["ok"]

    def _failure(self, error: str, status: int, detail: str) -> DetenteError:
        code = _CODES[error]
        return DetenteError(
            code,
            self._url,
            user=self._user,
            seconds=self._seconds,
            status=status,
            detail=detail or f"status {status}",
            problem=detail,
            task=detail,
        )


_CODES = {
    "credentials": Code.D803,
    "unreachable": Code.D804,
    "timeout": Code.D805,
    "server": Code.D806,
    "refused": Code.D807,
    "foreign": Code.D808,
    "pending": Code.D809,
    "import": Code.D810,
    "changed": Code.D817,
}


@contextmanager
def connect(url: str, credentials: Credentials, seconds: float) -> Iterator[Doccano]:
    """Open a session with a server.

    Parameters
    ----------
    seconds
        How long to wait for an answer, and for a task of the server's worker.
    """
    environment = {
        **os.environ,
        "DETENTE_DOCCANO_URL": url,
        "DETENTE_DOCCANO_USER": credentials.user,
        "DETENTE_DOCCANO_PASSWORD": credentials.password,
        "DETENTE_DOCCANO_SECONDS": str(seconds),
    }
    process = subprocess.Popen(
        [str(python_of(CLIENT)), "-I", str(_SCRIPT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environment,
        start_new_session=True,  # Ctrl-C is for this process alone
    )
    with process:
        try:
            yield Doccano(url, credentials.user, seconds, process)
        finally:
            process.terminate()

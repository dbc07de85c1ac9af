"""A local doccano server: SQLite, on the loopback interface, with its task worker."""

import os
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from detente.errors import Code, DetenteError
from detente.review.doccano import DEFAULT_USER, PASSWORD, USER, Credentials
from detente.review.environments import SERVER, python_of

HOST = "127.0.0.1"
DATABASE, SECRET = "db.sqlite3", "secret_key"
PASSWORD_BYTES = 12
START_SECONDS = 60.0
STOP_SECONDS = 10.0
POLL_SECONDS = 0.2
WEB_WORKERS = 2
_SET_PASSWORD = """
import os
from django.contrib.auth import get_user_model
user, _ = get_user_model().objects.get_or_create(
    username=os.environ["DETENTE_USER"], defaults={"is_staff": True, "is_superuser": True}
)
user.set_password(os.environ["DETENTE_PASSWORD"])
user.save()
"""


class Served(NamedTuple):
    """A server that runs.

    Attributes
    ----------
    credentials
        None where neither was given and the folder has a user from before.
    generated
        Whether the password was made up.
    processes
        Web server and worker.
    """

    url: str
    credentials: Credentials | None
    generated: bool
    processes: dict[str, subprocess.Popen[bytes]]

    def wait(self) -> None:
        """Wait until one of its processes ends.

        Raises
        ------
        DetenteError
            D832.
        """
        while True:
            for name, process in self.processes.items():
                if process.poll() is not None:
                    raise DetenteError(Code.D832, self.url, name=name, status=process.returncode)
            time.sleep(POLL_SECONDS)


@contextmanager
def serve(folder: Path, port: int, environment: Mapping[str, str]) -> Iterator[Served]:
    """Run a server until the context ends.

    Parameters
    ----------
    folder
        Where it keeps its database and logs; made if it isn't there.
    environment
        May hold user and password; a password is made up for a new folder otherwise.

    Raises
    ------
    DetenteError
        D801 when its environment can't be made, D505 when the folder can't, D832 to D834 when it
        doesn't start.
    """
    _check_port(port)
    python = python_of(SERVER)
    folder = folder.resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
    except OSError as error:
        raise DetenteError(Code.D505, folder, problem=error.strerror or error) from error
    is_new = not (folder / DATABASE).exists()
    credentials, generated = _credentials(environment, is_new)
    settings = _settings(folder, python)
    backend = _backend(python)
    manage = [str(python), "manage.py"]
    with (folder / "server.log").open("ab") as log, ExitStack() as stack:
        for command in (["migrate", "--noinput"], ["create_roles"]):
            _run([*manage, *command], backend, settings)
        if credentials is not None:
            names = {"DETENTE_USER": credentials.user, "DETENTE_PASSWORD": credentials.password}
            _run([*manage, "shell", "-c", _SET_PASSWORD], backend, {**settings, **names})
        url = f"http://{HOST}:{port}"
        web = [str(python), "-m", "gunicorn", "--bind", f"{HOST}:{port}", "--workers"]
        web += [str(WEB_WORKERS), "--timeout", "120", "config.wsgi"]
        task = [str(python), "-m", "celery", "--app=config", "worker", "--concurrency=1"]
        processes = {
            name: stack.enter_context(_process(command, backend, settings, log))
            for name, command in (("web server", web), ("worker", task))
        }
        served = Served(url, credentials, generated, processes)
        _await_start(served)
        yield served


def _credentials(environment: Mapping[str, str], is_new: bool) -> tuple[Credentials | None, bool]:
    user, password = environment.get(USER) or DEFAULT_USER, environment.get(PASSWORD)
    if password:
        return Credentials(user, password), False
    if is_new:
        return Credentials(user, secrets.token_urlsafe(PASSWORD_BYTES)), True
    return None, False


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise DetenteError(Code.D834, HOST, port=port, problem=error.strerror) from error


def _settings(folder: Path, python: Path) -> dict[str, str]:
    secret = folder / SECRET
    if not secret.exists():
        secret.touch(mode=0o600)
        secret.write_text(secrets.token_urlsafe(50), encoding="ascii")
    kept = {key: value for key, value in os.environ.items() if key not in (USER, PASSWORD)}
    return {
        **kept,
        "PATH": f"{python.parent}:{os.environ.get('PATH', '')}",
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "STANDALONE": "True",
        "DEBUG": "False",
        "SECRET_KEY": secret.read_text(encoding="ascii"),
        "DATABASE_URL": f"sqlite:///{folder / DATABASE}",
        "MEDIA_ROOT": str(folder / "media"),
    }


def _backend(python: Path) -> str:
    find = "import importlib.util as u; print(u.find_spec('backend').submodule_search_locations[0])"
    run = subprocess.run([str(python), "-c", find], capture_output=True, text=True, check=True)
    return run.stdout.strip()


def _run(command: list[str], backend: str, settings: Mapping[str, str]) -> None:
    run = subprocess.run(
        command, cwd=backend, env=dict(settings), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, check=False,
    )  # fmt: skip
    if run.returncode:
        last = (run.stdout.strip().splitlines() or ["no reason given"])[-1]
        raise DetenteError(Code.D833, "doccano", command=command[2], problem=last)


@contextmanager
def _process(
    command: list[str], backend: str, settings: Mapping[str, str], log: BinaryIO
) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        command,
        cwd=backend,
        env=dict(settings),
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _await_start(served: Served) -> None:
    opener, end = build_opener(ProxyHandler({})), time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        for name, process in served.processes.items():
            if process.poll() is not None:
                raise DetenteError(Code.D832, served.url, name=name, status=process.returncode)
        try:
            with opener.open(served.url, timeout=POLL_SECONDS * 10):
                return
        except (URLError, OSError):
            time.sleep(POLL_SECONDS)
    raise DetenteError(Code.D832, served.url, name="web server", status="none")

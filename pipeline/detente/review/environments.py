"""Environments of their own for doccano and its client, made from their locks when first used."""

import os
import subprocess
import sys
import zlib
from pathlib import Path
from shutil import rmtree

import filelock

from detente.errors import Code, DetenteError

CLIENT, SERVER = "review", "doccano"
_PACKAGE = Path(__file__).parents[1]


def locks_folder() -> Path:
    """Give the folder of the locks: in an installed wheel, or beside it in a checkout."""
    installed = _PACKAGE / "requirements"
    return installed if installed.is_dir() else _PACKAGE.parents[1] / "requirements"


def environments_folder() -> Path:
    """Give the folder that holds the environments: the one that Detente's own lies in."""
    return Path(sys.prefix).parent


def python_of(name: str) -> Path:
    """Give the Python of an environment, which is made unless it is there.

    Parameters
    ----------
    name
        Of a lock: ``review``, ``doccano``; in tests also ``label-studio``.

    Raises
    ------
    DetenteError
        D801.
    """
    lock = locks_folder() / f"{name}.txt"
    folder = environments_folder() / f".venv-{name}"
    python = folder / "bin" / "python"
    stamp = folder / f"made-from-{zlib.crc32(lock.read_bytes()):08x}"
    with filelock.FileLock(folder.with_suffix(".lock")):
        if not stamp.exists():
            rmtree(folder, ignore_errors=True)
            _run([sys.executable, "-m", "venv", str(folder)], name)
            pip = ["-m", "pip", "--quiet", "--disable-pip-version-check", "install", "--no-deps"]
            _run([str(python), *pip, "--require-hashes", "-r", str(lock)], name)
            stamp.touch()
    return python


def _run(command: list[str], name: str) -> None:
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    run = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if run.returncode:
        lines = run.stderr.strip().splitlines() or ["no reason given"]
        errors = [line for line in lines if line.startswith("ERROR")] or lines
        raise DetenteError(Code.D801, f".venv-{name}", name=name, problem=errors[-1])

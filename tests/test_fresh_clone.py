"""From ``git clone`` to annotations, and from a wheel: slow, as everything is set up anew."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from detente.records.lines import read_documents, read_rejections, read_stances
from detente.store import DOCUMENTS, FILES, REJECTED, STANCES

ROOT = Path(__file__).parents[1]
SENTENCE = "On Friday Norway condemned the blockade that Chile had announced."
ANNOTATE = f"""
import detente.nlp
doc = detente.nlp.annotate({SENTENCE!r})
print(detente.__file__)
print(sorted(code for mention in doc._.mentions for code in mention.actors))
"""

Command = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fresh clone") / "detente"
    subprocess.run(["git", "clone", "--quiet", ROOT, folder], check=True)
    return folder


@pytest.fixture(scope="module")
def run(clone: Path) -> Command:
    """Run a command in the clone, without what this run's make and Python have set."""
    leave = {"MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "PYTHONPATH", "VIRTUAL_ENV"}
    environment = {name: value for name, value in os.environ.items() if name not in leave}

    def start(*command: str | Path) -> "subprocess.CompletedProcess[str]":
        done = subprocess.run(
            command, cwd=clone, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done

    return start


@pytest.fixture(scope="module")
def annotations(clone: Path, run: Command) -> Path:
    run("make", "extract")
    return clone / "annotations"


def test_all_articles_are_annotated(clone: Path, annotations: Path) -> None:
    articles = {path.name for path in (clone / "corpus").glob("*.md")}
    assert articles
    assert {d.article for d in read_documents(annotations / DOCUMENTS)} == articles
    assert list(read_rejections(annotations / REJECTED)) == []
    assert {s.article for s in read_stances(annotations / STANCES)} <= articles


def test_offsets_hold_in_the_files(clone: Path, annotations: Path) -> None:
    stances = list(read_stances(annotations / STANCES))
    assert stances
    for stance in stances:
        raw = (clone / "corpus" / stance.article).read_bytes().decode("utf-8")
        for span in (stance.cue, *stance.a_mentions, *stance.b_mentions):
            assert raw[span.start : span.end] == span.text
        assert raw[stance.start : stance.end] == stance.sentence


def test_second_run_does_nothing(clone: Path, annotations: Path, run: Command) -> None:
    def state() -> list[tuple[str, int]]:
        paths = [*(annotations / name for name in FILES), *(clone / ".venv").iterdir()]
        return [(path.name, path.stat().st_mtime_ns) for path in paths]

    before = state()
    done = run("make", "extract")
    assert done.stdout.startswith("articles   0 new, ")
    assert state() == before


def test_odd_paths(clone: Path, annotations: Path, run: Command) -> None:
    folder = clone / "my 'papers' for $5"
    folder.mkdir()
    shutil.copy(min((clone / "corpus").glob("*.md")), folder / "-o.md")
    run("make", "extract", f"ARTICLES={folder}", "OUT=-my out")
    assert [d.article for d in read_documents(clone / "-my out" / DOCUMENTS)] == ["-o.md"]
    run("make", "extract", f"ARTICLES={folder}/-*.md", "OUT=-my out")
    assert [d.article for d in read_documents(clone / "-my out" / DOCUMENTS)] == ["-o.md"]


def test_wheel(clone: Path, annotations: Path, run: Command) -> None:
    python = clone / ".venv/bin/python"
    pip = (python, "-m", "pip", "--quiet", "--disable-pip-version-check")
    run(*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", "dist", ".")
    run(python, "-m", "venv", "--without-pip", "other")
    (packages,) = (clone / "other/lib").glob("python*/site-packages")
    (dependencies,) = (clone / ".venv/lib").glob("python*/site-packages")
    (packages / "dependencies.pth").write_text(f"{dependencies}\n")
    (wheel,) = (clone / "dist").glob("*.whl")
    run(*pip, "--python", clone / "other", "install", "--no-deps", "--ignore-installed", wheel)
    where, actors = run(clone / "other/bin/python", "-c", ANNOTATE).stdout.splitlines()
    assert Path(where).is_relative_to(packages)
    assert actors == "['CHL', 'NOR']"

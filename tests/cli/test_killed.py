"""Runs that are killed at random moments, and taken up again.

``KILLS=100 pytest tests/cli/test_killed.py`` kills a hundred.
"""

import os
import random
import signal
import sys
import time
from itertools import cycle
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import fake_detente
import pytest

import detente.nlp
from detente.cli import main
from detente.reading.language import load_identifier
from detente.records.lines import read_documents, read_rejections, read_stances
from detente.store import DOCUMENTS, FILES, JOURNAL, REJECTED, STANCES

KILLS = int(os.environ.get("KILLS", "9"))
KILLS_A_RUN = 3
PAUSE = 0.03  # seconds for an article
SURFACE = ((DOCUMENTS, read_documents), (STANCES, read_stances), (REJECTED, read_rejections))
UNREADABLE = ("", "\0" * 99)


def annotate_in_time(*args: Any) -> Any:
    time.sleep(PAUSE)
    return fake_detente.annotate_article(*args)


def extract(papers: Path, out: Path, processes: int, log: Path) -> None:
    """Run ``detente extract``, as its process."""
    descriptor = os.open(log, os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    sys.stdout, sys.stderr = open(1, "w"), open(2, "w")  # noqa: SIM115
    sys.argv = ["detente", "extract", str(papers), "-o", str(out), "--processes", str(processes)]
    main()


def write_papers(folder: Path, turn: int) -> None:
    """Write articles of which some are new, some changed and some as the turn before had them."""
    folder.mkdir(exist_ok=True)
    for number in range(turn, turn + 20):
        text = f"Norway thanked Chile for the {number * turn % 3} ships that it had sent on Monday."
        content = UNREADABLE[number % 2] if number % 7 == 3 else text
        (folder / f"{number % 23}.txt").write_text(content)


def size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def contents(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in FILES}


def test_killed_at_random_moments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for replaced in fake_detente.REPLACED:
        monkeypatch.setattr(*replaced)
    monkeypatch.setattr(detente.nlp, "annotate_article", annotate_in_time)
    moments, processes, fork = random.Random(7), cycle((1, 2, 3)), get_context("fork")
    papers, out, log = tmp_path / "papers", tmp_path / "out", tmp_path / "log"
    journal = out / JOURNAL
    killed = at_work = 0
    load_identifier()  # as every run would have to

    def start(out: Path) -> Any:
        run = fork.Process(target=extract, args=(papers, out, next(processes), log))
        run.start()
        return run

    def finish(out: Path) -> dict[str, bytes]:
        run = start(out)
        run.join()
        assert run.exitcode == 1, log.read_text()  # some articles are rejected
        return contents(out)

    for turn in range(0, KILLS, KILLS_A_RUN):
        write_papers(papers, turn)
        began = time.monotonic()
        undisturbed = finish(tmp_path / f"undisturbed-{turn}")
        duration = time.monotonic() - began
        for kill in range(KILLS_A_RUN):
            before = size(journal)
            run = start(out)
            if kill:  # the first at any moment, the others where articles are written
                while run.is_alive() and size(journal) == before:
                    time.sleep(PAUSE / 5)
            time.sleep(moments.uniform(0, 5 * PAUSE if kill else duration))
            run.kill()
            run.join()
            killed += run.exitcode == -signal.SIGKILL
            at_work += size(journal) > 0
            for name, read in SURFACE:
                if (out / name).exists():
                    list(read(out / name))
        assert finish(out) == undisturbed
        assert {path.name for path in out.iterdir()} == {*FILES, ".lock"}
    assert killed
    assert at_work
    assert "Traceback" not in log.read_text()

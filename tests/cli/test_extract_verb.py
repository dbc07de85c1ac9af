"""The verb ``extract``, with a fake annotator."""

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import fake_detente
import pytest

import detente.extract
from detente.article import Article
from detente.reading import ReadOptions, Rejection
from detente.reading.articles import read_file
from detente.reading.language import load_identifier
from detente.reading.metadata import Fields
from detente.reading.sources import Source
from detente.records.lines import read_documents, read_rejections
from detente.store import FILES, JOURNAL, REJECTED, open_store

Detente = Callable[..., Any]

DETENTE = [sys.executable, "-m", "detente"]
SUMMARY = """\
articles   3 new, 0 kept, 0 rejected, 0 dropped
sentences  3
stances    3

dyad       cooperation  divergence  balance
CHL - NOR            2           1    +0.33

out/stances.jsonl
out/documents.jsonl
out/rejected.jsonl
"""


def test_summary(papers: Path, detente_run: Detente) -> None:
    run = detente_run("extract", papers, "-o", "out")
    assert (run.status, run.output) == (0, SUMMARY)


def test_second_run_keeps_and_drops(papers: Path, detente_run: Detente) -> None:
    detente_run("extract", papers, "-o", "out")
    (papers / "a.txt").unlink()
    run = detente_run("extract", papers, "-o", "out")
    assert run.status == 0
    assert run.output.startswith("articles   0 new, 2 kept, 0 rejected, 1 dropped\n")


def test_rejected_articles_are_named(papers: Path, detente_run: Detente, tmp_path: Path) -> None:
    (papers / "empty.txt").write_text("")
    run = detente_run("extract", papers, "-o", "out")
    assert run.status == 1
    assert run.errors.startswith("empty.txt: ")
    assert run.errors.endswith("[D101]\n")
    rejected = [record.article for record in read_rejections(tmp_path / "out/rejected.jsonl")]
    assert rejected == ["empty.txt"]
    assert "3 new, 0 kept, 1 rejected" in run.output


def test_nothing_but_rejected_articles(papers: Path, detente_run: Detente) -> None:
    for path in papers.iterdir():
        path.write_text("")
    assert detente_run("extract", papers, "-o", "out").status == 2


@pytest.mark.parametrize("out", ["my papers", "my papers/annotations"])
def test_output_in_the_input(papers: Path, detente_run: Detente, out: str) -> None:
    run = detente_run("extract", papers, "-o", out)
    assert run.status == 2
    assert run.errors.startswith(f"{out}: the output folder lies in the input folder")
    assert len(run.errors.splitlines()) == 1


def test_pattern_that_takes_in_the_output(papers: Path, detente_run: Detente) -> None:
    run = detente_run("extract", f"{papers}/**/*", "-o", "my papers/out")
    assert run.status == 0
    run = detente_run("extract", f"{papers}/**/*", "-o", "my papers/out")
    assert run.status == 2
    assert run.errors.startswith("out/documents.jsonl: the input takes in what a run wrote")
    assert detente_run("extract", papers / "*.txt", "-o", "my papers/out").status == 0


def test_mistaken_input_leaves_what_is_there(
    papers: Path, detente_run: Detente, tmp_path: Path
) -> None:
    detente_run("extract", papers, "-o", "out")
    (tmp_path / "empty").mkdir()
    for mistaken in ("empty", "missing"):
        run = detente_run("extract", mistaken, "-o", "out")
        assert run.status == 2
        assert len(run.errors.splitlines()) == 1
        assert len(list(read_documents(tmp_path / "out/documents.jsonl"))) == 3


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopped_run_goes_on(
    papers: Path, detente_run: Detente, tmp_path: Path, number: int
) -> None:
    (papers / "b.txt").write_text(fake_detente.SLOW + (papers / "b.txt").read_text())
    command = [sys.executable, fake_detente.__file__, "extract", papers, "-o", tmp_path / "out"]
    process = subprocess.Popen(command, text=True, stderr=subprocess.PIPE)
    journal = tmp_path / "out" / JOURNAL
    while not (journal.exists() and journal.stat().st_size):
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(number)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 130
    assert errors == "stopped; the next run goes on from here\n"
    assert [d.article for d in read_documents(tmp_path / "out/documents.jsonl")] == ["a.txt"]
    (papers / "b.txt").write_text((papers / "b.txt").read_text().removeprefix(fake_detente.SLOW))
    run = detente_run("extract", papers, "-o", "out")
    assert run.output.startswith("articles   2 new, 1 kept, 0 rejected, 0 dropped\n")


def test_second_run_at_once_is_refused(papers: Path, detente_run: Detente, tmp_path: Path) -> None:
    with open_store(tmp_path / "out"):
        run = detente_run("extract", papers, "-o", "out")
    assert run.status == 2
    assert run.errors.startswith("out: another run writes to this folder")


@pytest.mark.parametrize("processes", [1, 2])
def test_articles_that_end_their_process_take_no_other_with_them(
    papers: Path, detente_run: Detente, tmp_path: Path, processes: int
) -> None:
    text = (papers / "b.txt").read_text()
    (papers / "a.txt").write_text(fake_detente.SLOW + text)
    (papers / "b.txt").write_text(fake_detente.FATAL + text)
    (papers / "d.txt").write_text(text)
    options = ("--timeout", "1", "--processes", processes)
    run = detente_run("extract", papers, "-o", "out", *options)
    assert run.status == 1
    assert run.output.startswith("articles   2 new, 0 kept, 2 rejected, 0 dropped\n")
    assert run.errors == (
        "a.txt: annotating it took more than 1 s: split it, or allow more with --timeout [D224]\n"
        "b.txt: the process annotating it was ended (SIGKILL), perhaps for want of memory: try "
        "fewer --processes [D222]\n"
    )
    rejected = {
        record.article: record.code for record in read_rejections(tmp_path / "out" / REJECTED)
    }
    assert rejected == {"a.txt": "D224", "b.txt": "D222"}
    (papers / "a.txt").write_text(text)
    (papers / "b.txt").write_text(text)
    assert detente_run("extract", papers, "-o", "out", *options).output.startswith(
        "articles   2 new, 2 kept, 0 rejected, 0 dropped\n"
    )


def test_a_file_whose_reading_ends_the_process_takes_no_other_with_it(
    papers: Path, detente_run: Detente, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(source: Source, beside: Fields, options: ReadOptions) -> Iterator[Article | Rejection]:
        if source.id == "b.txt":
            os._exit(7)
        return read_file(source, beside, options)

    monkeypatch.setattr(detente.extract, "read_file", read)
    run = detente_run("extract", papers, "-o", "out")
    assert run.status == 1
    assert run.output.startswith("articles   2 new, 0 kept, 1 rejected, 0 dropped\n")
    assert run.errors.startswith("b.txt: the process reading it was ended (status 7)")


@pytest.mark.parametrize("name", FILES)
def test_half_written_output_is_refused_and_left(
    papers: Path, detente_run: Detente, tmp_path: Path, name: str
) -> None:
    (papers / "empty.txt").write_text("")
    detente_run("extract", papers, "-o", "out")
    half = (tmp_path / "out" / name).read_bytes()[:-9]
    (tmp_path / "out" / name).write_bytes(half)
    run = detente_run("extract", papers, "-o", "out")
    assert run.status == 2
    line = half.count(b"\n") + 1
    assert run.errors.startswith(f"out/{name} line {line}: ")
    assert len(run.errors.splitlines()) == 1
    assert (tmp_path / "out" / name).read_bytes() == half


@pytest.mark.parametrize("out", ["/proc/self/out", "/dev/full/out"])
def test_folder_that_cannot_be_written(papers: Path, detente_run: Detente, out: str) -> None:
    run = detente_run("extract", papers, "-o", out)
    assert run.status == 2
    assert run.errors.startswith(f"{out}: can't be written: ")
    assert run.errors.endswith("[D511]\n")
    assert len(run.errors.splitlines()) == 1


def test_full_disk(papers: Path, detente_run: Detente, tmp_path: Path) -> None:
    load_identifier()  # unpacks it into a file
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1500, hard))
    try:
        run = detente_run("extract", papers, "-o", "out")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert run.status == 2
    assert run.errors == (
        "out: can't be written: File too large (what was there before is whole) [D511]\n"
    )
    assert detente_run("extract", papers, "-o", "out").output.endswith(SUMMARY.partition("\n")[2])
    assert {path.name for path in (tmp_path / "out").iterdir()} == {*FILES, ".lock"}


def test_missing_model(papers: Path, tmp_path: Path) -> None:
    run = subprocess.run(
        [*DETENTE, "extract", papers, "-o", tmp_path / "out", "--model", "no_such_model"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 2
    assert run.stderr.startswith("no_such_model: ")
    assert len(run.stderr.splitlines()) == 1

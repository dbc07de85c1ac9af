"""The output folder of a run."""

import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import store_fakes
from store_fakes import MODEL, UNREADABLE, rejection, run

from detente.errors import Code, DetenteError
from detente.records.lines import read_documents, read_rejections, read_stances
from detente.store import DOCUMENTS, FILES, JOURNAL, LOCK, REJECTED, STANCES, Version, open_store

ARTICLES = {"b.txt": "1", "aa.txt": "1", "c.txt": UNREADABLE, "Ä.txt": "1", "dd/d.txt": "1"}
READABLE = ["b.txt", "aa.txt", "Ä.txt", "dd/d.txt"]


def contents(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in FILES}


def start(articles: dict[str, str], out: Path, pause: float, **env: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, store_fakes.__file__, json.dumps(articles), str(out), str(pause)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **env},
    )


def stopped_run(out: Path, stop: type[BaseException]) -> None:
    with open_store(out) as store:
        store.add(*store_fakes.annotated("b.txt", "2", MODEL))
        store.reject(rejection("aa.txt"))
        raise stop


@contextmanager
def full_disk(size: int) -> Iterator[None]:
    """Let no file grow beyond this size, in bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_files_are_in_order_and_in_utf8(tmp_path: Path) -> None:
    run(ARTICLES, tmp_path, MODEL, 0)
    documents = [document.article for document in read_documents(tmp_path / DOCUMENTS)]
    assert documents == ["aa.txt", "b.txt", "dd/d.txt", "Ä.txt"]
    places = [(stance.article, stance.start) for stance in read_stances(tmp_path / STANCES)]
    assert places == sorted(places)
    assert len(places) == sum(document.stances for document in read_documents(tmp_path / DOCUMENTS))
    assert list(read_rejections(tmp_path / REJECTED)) == [rejection("c.txt")]
    assert "– “1”" in (tmp_path / STANCES).read_text(encoding="utf-8")


def test_only_the_three_files_stay(tmp_path: Path) -> None:
    run(ARTICLES, tmp_path / "new" / "folder", MODEL, 0)
    assert {path.name for path in (tmp_path / "new" / "folder").iterdir()} == {*FILES, LOCK}


@pytest.mark.parametrize(
    ("articles", "model", "work", "dropped"),
    [
        (ARTICLES, MODEL, [], 0),
        (dict(reversed(ARTICLES.items())), MODEL, [], 0),
        (ARTICLES | {"b.txt": "2"}, MODEL, ["b.txt"], 0),
        (ARTICLES | {"e.txt": "1"}, MODEL, ["e.txt"], 0),
        (ARTICLES | {"c.txt": "1"}, MODEL, ["c.txt"], 0),
        (ARTICLES | {"b.txt": UNREADABLE}, MODEL, [], 0),
        (ARTICLES, "fake-2", READABLE, 0),
        ({"b.txt": "1"}, MODEL, [], 4),
    ],
)
def test_second_run(
    tmp_path: Path, articles: dict[str, str], model: str, work: list[str], dropped: int
) -> None:
    run(ARTICLES, tmp_path / "out", MODEL, 0)
    assert run(articles, tmp_path / "out", model, 0) == (work, dropped)
    run(articles, tmp_path / "fresh", model, 0)
    assert contents(tmp_path / "out") == contents(tmp_path / "fresh")


def test_a_run_without_news_leaves_the_files_alone(tmp_path: Path) -> None:
    run(ARTICLES, tmp_path, MODEL, 0)
    before = [(tmp_path / name).stat().st_ino for name in FILES]
    run(ARTICLES, tmp_path, MODEL, 0)
    assert [(tmp_path / name).stat().st_ino for name in FILES] == before


def test_lost_stances_are_made_again(tmp_path: Path) -> None:
    run(ARTICLES, tmp_path, MODEL, 0)
    before = contents(tmp_path)
    (tmp_path / STANCES).write_bytes(before[STANCES].split(b"\n", 1)[1])
    assert len(run(ARTICLES, tmp_path, MODEL, 0).work) == 1
    assert contents(tmp_path) == before


@pytest.mark.parametrize("stop", [KeyboardInterrupt, RuntimeError, SystemExit])
def test_stopped_run_keeps_what_it_has_and_what_it_has_not_reached(
    tmp_path: Path, stop: type[BaseException]
) -> None:
    run(ARTICLES, tmp_path, MODEL, 0)
    with pytest.raises(stop):
        stopped_run(tmp_path, stop)
    hashes = {d.article: d.sha256 for d in read_documents(tmp_path / DOCUMENTS)}
    assert hashes == {"b.txt": "2", "dd/d.txt": "1", "Ä.txt": "1"}
    assert [r.article for r in read_rejections(tmp_path / REJECTED)] == ["aa.txt", "c.txt"]
    assert not (tmp_path / JOURNAL).exists()
    assert run(ARTICLES | {"b.txt": "2"}, tmp_path, MODEL, 0).work == ["aa.txt"]


def test_a_run_that_fails_at_once_makes_no_files(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), open_store(tmp_path):
        raise RuntimeError
    assert [path.name for path in tmp_path.iterdir()] == [LOCK]


def test_a_killed_run_is_taken_up(tmp_path: Path) -> None:
    articles = {f"{number}.txt": f"{number}" for number in range(5)}
    process = start(articles, tmp_path, 0, DIE_AT="2")
    process.communicate()
    assert process.returncode == 9
    with (tmp_path / JOURNAL).open("ab") as journal:
        journal.write(b'{"document": {"schema": 1, "arti')
    changed = articles | {"0.txt": "changed"}
    assert run(changed, tmp_path, MODEL, 0).work == ["0.txt", "3.txt", "4.txt"]
    run(changed, tmp_path / "fresh", MODEL, 0)
    assert contents(tmp_path) == contents(tmp_path / "fresh")


def test_a_file_that_outranks_the_journal(tmp_path: Path) -> None:
    run({"a.txt": "1"}, tmp_path, MODEL, 0)
    process = start({"a.txt": "2"}, tmp_path, 0, DIE_AT="2")
    process.communicate()
    assert run({"a.txt": "1"}, tmp_path, MODEL, 0).work == []
    assert [d.sha256 for d in read_documents(tmp_path / DOCUMENTS)] == ["1"]


def test_killed_at_random_moments(tmp_path: Path) -> None:
    moments = random.Random(20)
    out, killed = tmp_path / "out", 0
    for turn in range(20):
        articles = {
            f"{number % 7}/{number}.txt": UNREADABLE if number % 11 == 3 else f"{number * turn % 5}"
            for number in range(turn, turn + 60)
        }
        process = start(articles, out, 0.001)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(moments.uniform(0, 0.15))
        process.kill()
        process.communicate()
        killed += process.returncode == -signal.SIGKILL
        for name, read in ((DOCUMENTS, read_documents), (STANCES, read_stances)):
            assert not (out / name).exists() or list(read(out / name))
        run(articles, out, MODEL, 0)
        run(articles, tmp_path / f"fresh-{turn}", MODEL, 0)
        assert contents(out) == contents(tmp_path / f"fresh-{turn}")
    assert killed


def test_two_runs_at_once(tmp_path: Path) -> None:
    with open_store(tmp_path), pytest.raises(DetenteError) as caught, open_store(tmp_path):
        pass
    assert caught.value.code is Code.D510
    assert str(tmp_path) in str(caught.value)


def test_disk_full_at_work(tmp_path: Path) -> None:
    articles = {f"{number}.txt": "1" for number in range(50)}
    run({"a.txt": "1"}, tmp_path, MODEL, 0)
    with full_disk(4096), pytest.raises(DetenteError) as caught:
        run(articles, tmp_path, MODEL, 0)
    assert caught.value.code is Code.D511
    assert "a.txt" in {document.article for document in read_documents(tmp_path / DOCUMENTS)}
    assert not list(tmp_path.glob(".*.part"))
    run(articles, tmp_path, MODEL, 0)
    run(articles, tmp_path / "fresh", MODEL, 0)
    assert contents(tmp_path) == contents(tmp_path / "fresh")


def test_disk_full_at_the_end(tmp_path: Path) -> None:
    articles = {f"{number}.txt": "1" for number in range(50)}
    run(articles, tmp_path, MODEL, 0)
    before = contents(tmp_path)
    with full_disk(4096), pytest.raises(DetenteError) as caught:
        run(articles | {"1.txt": "2"}, tmp_path, MODEL, 0)
    assert caught.value.code is Code.D511
    assert contents(tmp_path) == before
    assert not list(tmp_path.glob(".*.part"))
    assert run(articles | {"1.txt": "2"}, tmp_path, MODEL, 0).work == []


def test_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DetenteError) as caught, open_store(tmp_path / "file" / "out"):
        pass
    assert caught.value.code is Code.D511


@pytest.mark.parametrize("name", FILES)
def test_files_that_are_no_records_are_refused_and_left(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("notes of my own\n")
    with pytest.raises(DetenteError) as caught, open_store(tmp_path):
        pass
    assert str(caught.value).startswith(f"{tmp_path / name} line 1: ")
    assert (tmp_path / name).read_text() == "notes of my own\n"


def test_an_edited_last_line_without_line_break(tmp_path: Path) -> None:
    run(ARTICLES, tmp_path, MODEL, 0)
    before = contents(tmp_path)
    for name in FILES:
        (tmp_path / name).write_bytes(before[name].rstrip(b"\n"))
    run(ARTICLES | {"e.txt": "1"}, tmp_path, MODEL, 0)
    run(ARTICLES, tmp_path, MODEL, 0)
    assert contents(tmp_path) == before


def test_a_rejected_article_of_the_same_id_takes_nothing_away(tmp_path: Path) -> None:
    for _ in range(2):
        with open_store(tmp_path) as store:
            if not store.keep("a.txt", Version("1", MODEL)):
                store.add(*store_fakes.annotated("a.txt", "1", MODEL))
            store.reject(rejection("a.txt"))
            store.reject(rejection("a.txt"))
        assert [d.article for d in read_documents(tmp_path / DOCUMENTS)] == ["a.txt"]
        assert len(list(read_rejections(tmp_path / REJECTED))) == 2


def test_keep_needs_the_same_version(tmp_path: Path) -> None:
    run({"a.txt": "1"}, tmp_path, MODEL, 0)
    with open_store(tmp_path) as store:
        assert not store.keep("a.txt", Version("1", "other"))
        assert not store.keep("a.txt", Version("2", MODEL))
        assert not store.keep("b.txt", Version("1", MODEL))
        assert store.keep("a.txt", Version("1", MODEL))

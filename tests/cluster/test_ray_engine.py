"""Runs on a real Ray cluster of several nodes on this machine, of which parts are killed."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from ray.cluster_utils import Cluster

from detente.article import Article
from detente.bench.articles import vary
from detente.reading import read_articles, read_options
from detente.store import FILES

CORPUS = Path(__file__).parents[2] / "corpus"
SMALL_PARTS = Path(__file__).with_name("small_parts.py")
ARTICLES = 30
NODE = {"object_store_memory": 100_000_000}
ACTOR = "ray::MapWorker"
PATIENCE = 300.0  # seconds for what should take a few

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture(scope="module")
def nodes() -> Iterator[tuple[Cluster, list[Any]]]:
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    head = {"num_cpus": 0, "include_dashboard": False, **NODE}
    cluster = Cluster(initialize_head=True, head_node_args=head)
    nodes = [cluster.add_node(num_cpus=1, **NODE) for _ in range(2)]
    yield cluster, nodes
    cluster.shutdown()


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two files of articles, with a broken line and an article that is there twice."""
    folder = tmp_path_factory.mktemp("cluster") / "papers"
    folder.mkdir()
    found = [a for a in read_articles(str(CORPUS), read_options()) if isinstance(a, Article)]
    lines = [
        json.dumps({"id": article.id, "text": article.text, "date": "2009-04-17"})
        for article in vary(found, ARTICLES)
    ]
    (folder / "a.jsonl").write_text("\n".join([*lines[:20], "broken"]))
    (folder / "b.jsonl").write_text("\n".join([lines[3], *lines[20:]]))
    return folder


@pytest.fixture(scope="module")
def local(papers: Path) -> dict[str, bytes]:
    """What a run on this machine alone makes of them."""
    out = papers.parent / "local"
    command = [sys.executable, "-m", "detente", "extract", papers, "-o", out, "--fast"]
    assert subprocess.run(command, check=False).returncode == 1
    return contents(out)


@pytest.fixture
def start(nodes: tuple[Cluster, list[Any]], papers: Path) -> Iterator[Start]:
    """Start a run on the cluster."""
    runs = []

    def run(*options: object) -> "subprocess.Popen[str]":
        command = [sys.executable, SMALL_PARTS, "extract", papers, "--fast", "--engine", "ray"]
        started = subprocess.Popen(
            [*map(str, command), *map(str, options)],
            env=os.environ | {"RAY_ADDRESS": nodes[0].address},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        runs.append(started)
        return started

    yield run
    for started in runs:
        started.kill()
        started.communicate()


def contents(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in FILES}


def wait_for_parts(out: Path, number: int, run: "subprocess.Popen[str]") -> None:
    """Wait until so many parts are there, and the run still goes on."""
    end = time.monotonic() + PATIENCE
    while len(list(out.glob("parts/*.json"))) < number:
        assert run.poll() is None, run.communicate()
        assert time.monotonic() < end
        time.sleep(0.05)
    assert run.poll() is None


def actors() -> list[int]:
    return [
        int(path.parent.name)
        for path in Path("/proc").glob("[0-9]*/cmdline")
        if path.read_bytes().startswith(ACTOR.encode())
    ]


def test_driver_is_killed(start: Start, local: dict[str, bytes], tmp_path: Path) -> None:
    out = tmp_path / "out"
    options = ("-o", out.as_uri(), "--format", "parquet")
    killed = start(*options)
    wait_for_parts(out, 2, killed)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    there = {path.name: path.stat().st_mtime_ns for path in out.glob("parts/*.json")}
    again = start(*options)
    output, errors = again.communicate(timeout=PATIENCE)
    assert again.returncode == 1, errors
    kept = int(output.split(" new, ")[1].split(" kept")[0])
    assert 0 < kept < ARTICLES
    assert there.items() <= {p.name: p.stat().st_mtime_ns for p in out.glob("parts/*.json")}.items()
    gather = [sys.executable, "-m", "detente", "gather", out.as_uri(), "-o", tmp_path / "files"]
    subprocess.run(gather, check=True)
    assert contents(tmp_path / "files") == local


def test_worker_and_node_are_killed(
    start: Start, nodes: tuple[Cluster, list[Any]], local: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    run = start("-o", out)
    wait_for_parts(out, 1, run)
    os.kill(actors()[0], signal.SIGKILL)
    wait_for_parts(out, 3, run)
    cluster, (node, _) = nodes
    cluster.remove_node(node, allow_graceful=False)
    output, errors = run.communicate(timeout=PATIENCE)
    assert run.returncode == 1, errors
    assert f"{ARTICLES} new, 0 kept, 2 rejected, 0 dropped" in output
    assert contents(out) == local

"""What the command line says where --engine ray can't be."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import detente.cluster.run

Detente = Callable[..., Any]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["-o", "s3://bucket/out"], "s3://bucket/out: an address is written to by --engine ray"),
        (["-o", "out", "--format", "parquet"], "extract: --format needs --engine ray"),
        (["-o", "my papers/out", "--engine", "ray"], "the output folder lies in the input folder"),
        (["-o", "out", "--engine", "ray"], "extract: --engine ray needs Ray: install it with"),
    ],
)
def test_one_line_says_it(
    papers: Path,
    detente_run: Detente,
    monkeypatch: pytest.MonkeyPatch,
    options: list[str],
    message: str,
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    for name in ("load", "model_id"):
        monkeypatch.setattr(detente.cluster.run, name, lambda *_, **__: "model")
    run = detente_run("extract", papers, *options)
    assert run.status == 2
    assert message in run.errors
    assert len(run.errors.splitlines()) == 1


def test_no_cluster_at_the_address(
    papers: Path, detente_run: Detente, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAY_ADDRESS", "127.0.0.1:9")
    for name in ("load", "model_id"):
        monkeypatch.setattr(detente.cluster.run, name, lambda *_, **__: "model")
    run = detente_run("extract", papers, "-o", "out", "--engine", "ray")
    assert run.status == 2
    assert run.errors.startswith("127.0.0.1:9: no Ray cluster can be reached")


def test_standard_input(detente_run: Detente) -> None:
    run = detente_run("extract", "-", "-o", "out", "--engine", "ray")
    assert run.errors == "-: a cluster can't read standard input: name files [D234]\n"

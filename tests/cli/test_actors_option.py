"""The option ``--actors``: a table of the user's own, good or bad."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import detente.extract

Detente = Callable[..., Any]
HEADER = "actor\tform\tkind\tfrom\tto\n"


def test_explain_reads_the_table(detente_run: Detente, tmp_path: Path) -> None:
    (tmp_path / "own.tsv").write_text(f"{HEADER}PRK\tZedland\tname\t\t\n", encoding="utf-8")
    run = detente_run("explain", "Zedland thanked China.", "--actors", "own.tsv", "--fast")
    assert run.status == 0
    assert "Zedland = PRK (name)" in run.output


def test_extract_passes_the_table_on(
    papers: Path, detente_run: Detente, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = []
    monkeypatch.setattr(
        detente.extract, "load", lambda model, threshold, actors, *, fast: given.append(actors)
    )
    monkeypatch.setenv("HOME", str(tmp_path))
    for option in ([], ["--actors", "own.tsv"], ["--actors", "~/own.tsv"]):
        detente_run("extract", papers, "-o", "out", *option)
    assert given == [None, Path("own.tsv"), tmp_path / "own.tsv"]


@pytest.mark.parametrize("verb", [["explain", "Peru left."], ["extract", "papers", "-o", "out"]])
@pytest.mark.parametrize(
    ("content", "where", "code"),
    [
        (None, "own.tsv", "D309"),
        (b"\xff\xfe", "own.tsv", "D309"),
        (b"", "own.tsv:1", "D301"),
        (b"actor,form,kind,from,to\n", "own.tsv:1", "D301"),
        (f"{HEADER}PER\tLima\n".encode(), "own.tsv:2", "D301"),
        (f"{HEADER}PER\tLima\tcapital\t\t\nPER\tCusco\ttown\t\t\n".encode(), "own.tsv:3", "D302"),
        (f"{HEADER}PER\tLima\tcapital\tMay\t\n".encode(), "own.tsv:2", "D303"),
        (f"{HEADER}ROM\tRome\tcapital\t\t\n".encode(), "own.tsv:2", "D304"),
        (f"{HEADER}PER\tLima\tname\t\t\nCHL\tLima\tname\t\t\n".encode(), "own.tsv:3", "D305"),
        (f"{HEADER}PER\tLima\tcapital\t2000\t1990\n".encode(), "own.tsv:2", "D306"),
        (f"{HEADER}PER\t\tcapital\t\t\n".encode(), "own.tsv:2", "D307"),
        (f"{HEADER}PER\tLima\tnot_actor\t\t\n".encode(), "own.tsv:2", "D308"),
    ],
)
def test_a_bad_table_is_one_line(
    detente_run: Detente,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    verb: list[str],
    content: bytes | None,
    where: str,
    code: str,
) -> None:
    monkeypatch.setattr(detente.extract, "load", detente.nlp.load)
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "a.txt").write_text("Peru left.")
    if content is not None:
        (tmp_path / "own.tsv").write_bytes(content)
    run = detente_run(*verb, "--actors", "own.tsv")
    assert (run.status, run.output) == (2, "")
    assert run.errors.startswith(f"{where}: ")
    assert run.errors.endswith(f"[{code}]\n")
    assert len(run.errors.splitlines()) == 1

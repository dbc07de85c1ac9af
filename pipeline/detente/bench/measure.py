"""The measurements, each in a process of its own, so that none finds what another left behind.

Processor time includes that of child processes. Memory is read from Linux's /proc.
"""

import os
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple, ParamSpec, TypeVar, cast

import spacy
from pydantic import BaseModel, ConfigDict, ValidationError

from detente.article import Article
from detente.bench.articles import vary
from detente.errors import Code, DetenteError
from detente.nlp import (
    ACTORS,
    DEFAULT_MODEL,
    LAYOUT,
    REFERENCES,
    STANCES,
    annotate_articles,
    as_doc,
    load,
    model_id,
)
from detente.records.build import build_records
from detente.stances.classifier import StanceModel, TwoLooks
from detente.stances.component import StanceComponent
from detente.stances.encoder import Encoder

SENTENCE = "Despite close ties, Kazakhstan deviated from the Russian line."
STARTS = 3  # cold starts, of which the quickest counts
SPACY = "spaCy alone"
FIRST_LOOK, ENCODER, SECOND_LOOK, DETAILS, CANDIDATES, RECORDS = (
    "stances: first look",
    "stances: encoder",
    "stances: second look",
    "stances: direction, modality, issue, cue",
    "stances: candidates and features",
    "records",
)
PARTS_OF_STANCES = (FIRST_LOOK, ENCODER, SECOND_LOOK, DETAILS)
STAGES = {LAYOUT: "layout", ACTORS: "actors", REFERENCES: "references", STANCES: CANDIDATES}

P = ParamSpec("P")
Result = TypeVar("Result")


class Cost(BaseModel):
    """Processor time and time by the clock, in seconds."""

    model_config = ConfigDict(frozen=True)

    cpu: float
    wall: float


class Memory(BaseModel):
    """Memory of all processes together, in MB, after an early article and after the last."""

    model_config = ConfigDict(frozen=True)

    early_article: int
    early: float
    last_article: int
    last: float
    highest: float


class Measurements(BaseModel):
    """What a version costs on a machine.

    Attributes
    ----------
    articles, words
        What each run annotated.
    runs
        Run -> its cost, from models loaded to the last record.
    stages
        Stage -> seconds of processor time, in one process with the encoder.
    start
        Cost of ``detente explain`` on one sentence.
    memory
    """

    model_config = ConfigDict(frozen=True)

    articles: int
    words: int
    runs: dict[str, Cost]
    stages: dict[str, float]
    start: Cost
    memory: Memory


class Run(NamedTuple):
    """A way to annotate."""

    fast: bool
    processes: int


RUNS = {
    "fast": Run(fast=True, processes=1),
    "fast, 2 processes": Run(fast=True, processes=2),
    "whole": Run(fast=False, processes=1),
    "whole, 2 processes": Run(fast=False, processes=2),
}


def measure(
    corpus: Sequence[Article], number: int, number_for_memory: int, tell: Callable[[str], None]
) -> Measurements:
    """Measure everything.

    Parameters
    ----------
    corpus
        Articles to repeat.
    number
        How many articles each run annotates.
    number_for_memory
        The same for the run whose memory is watched.
    tell
        Called with what is measured next.
    """
    articles = vary(corpus, number)
    runs = {}
    tell(SPACY)
    runs[SPACY] = _apart(_spacy_alone, articles)
    for name, run in RUNS.items():
        tell(name)
        runs[name] = _apart(_annotate, articles, run)
    tell("stages")
    stages = _apart(_stages, articles)
    tell("start")
    start = _start()
    tell("memory")
    return Measurements(
        articles=number,
        words=sum(len(article.text.split()) for article in articles),
        runs=runs,
        stages=stages,
        start=start,
        memory=_apart(_memory, corpus, number_for_memory),
    )


def read_measurements(path: Path) -> Measurements:
    """Read what an earlier run saved.

    Raises
    ------
    DetenteError
        D504, D640.
    """
    try:
        return Measurements.model_validate_json(path.read_bytes())
    except OSError as error:
        raise DetenteError(Code.D504, path, problem=error.strerror or error) from error
    except ValidationError as error:
        raise DetenteError(Code.D640, path, problem=error.errors()[0]["msg"]) from error


def _apart(work: Callable[P, Result], *args: P.args, **kwargs: P.kwargs) -> Result:
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) as executor:
        return executor.submit(work, *args, **kwargs).result()


def _cpu() -> float:
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    usages = [resource.getrusage(kind) for kind in kinds]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def _cost(work: Callable[[], object]) -> Cost:
    cpu, wall = _cpu(), time.perf_counter()
    work()
    return Cost(cpu=_cpu() - cpu, wall=time.perf_counter() - wall)


def _spacy_alone(articles: Sequence[Article]) -> Cost:
    nlp = spacy.load(DEFAULT_MODEL)
    nlp(SENTENCE)

    def run() -> None:
        for _ in nlp.pipe(article.text for article in articles):
            pass

    return _cost(run)


def _annotate(articles: Sequence[Article], run: Run) -> Cost:
    nlp = load(fast=run.fast)
    nlp(SENTENCE)
    return _cost(lambda: list(annotate_articles(nlp, articles, run.processes)))


@dataclass(frozen=True, slots=True)
class _Timed:
    """A part of the stance model whose methods are timed under a name."""

    part: Any
    name: str
    seconds: dict[str, float]

    def __getattr__(self, method: str) -> Callable[..., Any]:
        return _timed(getattr(self.part, method), self.name, self.seconds)


def _timed(
    function: Callable[P, Result], name: str, seconds: dict[str, float]
) -> Callable[P, Result]:
    def timed(*args: P.args, **kwargs: P.kwargs) -> Result:
        start = time.process_time()
        try:
            return function(*args, **kwargs)
        finally:
            seconds[name] += time.process_time() - start

    return timed


def _stages(articles: Sequence[Article]) -> dict[str, float]:
    nlp = load()
    nlp(SENTENCE)
    seconds: dict[str, float] = defaultdict(float)
    stances = cast(StanceComponent, nlp.get_pipe(STANCES))
    model = _with_timed_parts(stances.trained.model, seconds)
    stances.trained = replace(stances.trained, model=model)
    name = model_id(nlp)
    make = _timed(as_doc, STAGES[LAYOUT], seconds)
    stages = [
        _timed(stage, STAGES.get(stage_name, f"spaCy: {stage_name}"), seconds)
        for stage_name, stage in nlp.pipeline
    ]
    build = _timed(build_records, RECORDS, seconds)
    for article in articles:
        with nlp.memory_zone():
            doc = make(nlp, article)
            for stage in stages:
                doc = stage(doc)
            build(doc, name)
    seconds[CANDIDATES] -= sum(seconds[part] for part in PARTS_OF_STANCES)
    return dict(seconds)


def _with_timed_parts(model: StanceModel, seconds: dict[str, float]) -> StanceModel:
    def timed(looks: TwoLooks, first: str, second: str) -> TwoLooks:
        return TwoLooks(_Timed(looks.first, first, seconds), _Timed(looks.second, second, seconds))

    return replace(
        model,
        stance={p: timed(looks, FIRST_LOOK, SECOND_LOOK) for p, looks in model.stance.items()},
        direction=timed(model.direction, DETAILS, DETAILS),
        modality=timed(model.modality, DETAILS, DETAILS),
        issue=timed(model.issue, DETAILS, DETAILS),
        cue=timed(model.cue, DETAILS, DETAILS),
        encoder=cast(Encoder, _Timed(model.encoder, ENCODER, seconds)),
    )


def _start() -> Cost:
    command = [sys.executable, "-m", "detente", "explain", SENTENCE]
    costs = [
        _cost(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))
        for _ in range(STARTS)
    ]
    return min(costs, key=lambda cost: cost.cpu)


def _memory(corpus: Sequence[Article], number: int) -> Memory:
    early_article = max(1, number // 20)
    done = annotate_articles(load(), iter(vary(corpus, number)), 1)
    early = highest = 0.0
    for index, _ in enumerate(done, start=1):
        now = _resident()
        highest = max(highest, now)
        if index == early_article:
            early = now
    return Memory(
        early_article=early_article, early=early, last_article=number, last=now, highest=highest
    )


def _resident() -> float:
    """Memory of this process and its children in MB; what they share counts once."""
    tasks = Path("/proc/self/task").glob("*/children")
    processes = [str(os.getpid()), *(p for task in tasks for p in task.read_text().split())]
    rollups = [Path(f"/proc/{process}/smaps_rollup").read_text() for process in processes]
    lines = [line.split() for rollup in rollups for line in rollup.splitlines()]
    return sum(int(line[1]) for line in lines if line[0] == "Pss:") / 1024

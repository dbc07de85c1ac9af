"""The extraction run on Ray Data: read, annotate and write, part by part.

The articles are read in order by one task on the machine that starts the run, so that ids, folder
metadata and rejections are those of a run on one machine. Actors, each with the models loaded
once, annotate the parts. A folder is written to on the machine that starts the run, an object
store from wherever a part is done.
"""

import logging
import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from os.path import abspath, expanduser
from pathlib import Path
from socket import create_connection
from tempfile import TemporaryDirectory
from typing import Any

from detente.cluster.format import Format
from detente.cluster.gather import gather
from detente.cluster.parts import (
    Folder,
    Mark,
    Part,
    PartRecords,
    name_of,
    open_folder,
    split,
)
from detente.errors import Code, DetenteError
from detente.extract import (
    Dyad,
    Outcome,
    Settings,
    Summary,
    as_record,
    check_apart,
    reading_apart,
    survey,
)
from detente.nlp import annotate_articles, load, model_id
from detente.reading import Rejection, read_articles
from detente.reading.sources import STANDARD_INPUT, find_sources, is_url

PART = 128  # articles, on average: about a minute of work, which is what a death can cost
ENVIRONMENT = {
    "RAY_USAGE_STATS_ENABLED": "0",  # no telemetry
    "RAY_BACKEND_LOG_LEVEL": "fatal",  # what matters is raised as well
}
ADDRESS = "RAY_ADDRESS"
SECONDS_TO_CONNECT = 10
NODE = "ray.io/node-id"

Batch = dict[str, Any]
"""Columns, each of one value: Ray Data hands out one part at a time."""


def extract_on_cluster(
    source: str,
    out: str,
    settings: Settings,
    format_: Format,
    progress: Callable[[Outcome], None],
) -> Summary:
    """Annotate articles on the Ray cluster that is there, or on one that is started here.

    Parameters
    ----------
    source
        What `read_articles` reads, but for standard input.
    out
        Output folder, or the address of one.
    settings
        ``processes`` are actors; None for as many as the cluster has processors.
    format_
        How the parts are written.
    progress
        Called once for each article.

    Raises
    ------
    DetenteError
        When nothing can be done, as in `detente.extract.extract`; D230 to D234.
    """
    if source == STANDARD_INPUT:
        raise DetenteError(Code.D234, source)
    source, out = _absolute(source), _absolute(out)
    if not is_url(out):
        check_apart(source, Path(out))
    find_sources(source)
    model = model_id(_load(settings, settings.actors))
    outcomes: Counter[str] = Counter()
    parts: list[str] = []
    marks: list[Mark] = []
    folder = open_folder(out, format_)
    for name, kept, mark in _run(source, folder, settings, model):
        parts.append(name)
        marks.append(mark)
        for outcome in _outcomes(mark, kept):
            outcomes["kept" if kept else "new"] += outcome.rejection is None
            outcomes["rejected"] += outcome.rejection is not None
            progress(outcome)
    if not outcomes:
        raise DetenteError(Code.D513, source)
    folder.finish(model, parts)
    dropped = 0
    dyads: tuple[Dyad, ...] = ()
    if not is_url(out):
        dropped = gather(out, Path(out))
        _, _, dyads = survey(Path(out))
    return Summary(
        new=outcomes["new"],
        kept=outcomes["kept"],
        rejected=outcomes["rejected"],
        dropped=dropped,
        sentences=sum(mark.sentences for mark in marks),
        stances=sum(mark.stances for mark in marks),
        dyads=dyads,
    )


def _absolute(name: str) -> str:
    return name if is_url(name) else abspath(expanduser(name))


def _outcomes(mark: Mark, kept: bool) -> Iterator[Outcome]:
    for article in mark.articles:
        yield Outcome(article, kept=kept, rejection=None)
    for rejection in mark.rejected:
        yield Outcome(rejection.article, kept=False, rejection=rejection)


def _run(
    source: str, folder: Folder, settings: Settings, model: str
) -> Iterator[tuple[str, bool, Mark]]:
    """Yield each part when it is written: its name, whether it was there before, what it holds."""
    _connect()
    import ray.data
    from ray.exceptions import RayError

    logging.getLogger("ray.data").setLevel(logging.CRITICAL)
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.target_max_block_size = 1  # bytes: a block for each part, handed on when it is made
    here = {NODE: ray.get_runtime_context().get_node_id()}
    actors = settings.processes or int(ray.cluster_resources().get("CPU", 1))
    table = None if settings.actors is None else settings.actors.read_text(encoding="utf-8-sig")
    parts = (
        ray.data.from_items([source])
        .map_batches(
            read,
            fn_args=(replace(settings, actors=None), folder, model, PART),
            num_cpus=0,
            label_selector=here,
        )
        .map_batches(
            Annotator,
            fn_constructor_args=(replace(settings, actors=None), table, model),
            batch_size=1,
            num_cpus=1,
            compute=ray.data.ActorPoolStrategy(size=actors),
        )
        .map_batches(
            write,
            fn_args=(folder,),
            batch_size=1,
            num_cpus=0,
            label_selector=here if folder.is_local else None,
        )
    )
    try:
        for row in parts.iter_rows():
            yield row["name"], bool(row["kept"]), Mark.model_validate_json(row["mark"])
    except RayError as error:
        raise _as_ours(error) from error


def _connect() -> None:
    """Connect to the cluster that RAY_ADDRESS names; without one, start Ray on this machine.

    Raises
    ------
    DetenteError
        D230, D231.
    """
    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    try:
        import ray
    except ImportError as error:
        raise DetenteError(Code.D230, "extract") from error
    if ray.is_initialized():
        return
    address = os.environ.get(ADDRESS) or "local"
    host, _, port = address.rpartition(":")
    try:
        if host and port.isdecimal() and "/" not in host:  # Ray itself would try for minutes
            create_connection((host, int(port)), SECONDS_TO_CONNECT).close()
        ray.init(
            address,
            log_to_driver=False,
            logging_level=logging.ERROR,
            include_dashboard=False,
        )
    except (ConnectionError, ValueError, RuntimeError, OSError) as error:
        raise DetenteError(Code.D231, address, problem=error) from error


def read(
    sources: Batch, settings: Settings, folder: Folder, model: str, length: int
) -> Iterator[Batch]:
    """Read an input, and send on the parts that are to be annotated; the others but by name."""
    there = folder.names()
    (source,) = sources["item"]
    with reading_apart(settings) as reader:
        for part in split(read_articles(str(source), settings.reading, reader), length):
            name = name_of(part, model)
            kept = name in there
            content = "" if kept else part.model_dump_json()
            yield {"name": [name], "kept": [kept], "part": [content]}


class Annotator:
    """Annotates parts with models that it loads once.

    Parameters
    ----------
    settings
    table
        The user's own table of actors, as a text, or None.
    model
        Id of the models that the run was started with.
    """

    def __init__(self, settings: Settings, table: str | None, model: str) -> None:
        with TemporaryDirectory() as folder:
            path = None
            if table is not None:
                path = Path(folder) / "actors.tsv"
                path.write_text(table, encoding="utf-8")
            self._nlp = _load(settings, path)
        self._timeout = settings.timeout
        self._model = model_id(self._nlp)
        if self._model != model:
            raise DetenteError(Code.D232, "extract", found=self._model, wanted=model)

    def __call__(self, batch: Batch) -> Batch:
        """Annotate one part."""
        (kept,) = batch["kept"]
        records = "" if kept else self._annotate(Part.model_validate_json(batch["part"][0]))
        return {"name": batch["name"], "kept": batch["kept"], "records": [records]}

    def _annotate(self, part: Part) -> str:
        results = list(annotate_articles(self._nlp, part.articles, 1, self._timeout))
        failed = [result for result in results if isinstance(result, Rejection)]
        done = [result for result in results if not isinstance(result, Rejection)]
        return PartRecords(
            stances=tuple(stance for _, stances in done for stance in stances),
            documents=tuple(document for document, _ in done),
            rejected=tuple(map(as_record, (*part.rejections, *failed))),
        ).model_dump_json(by_alias=True)


def write(batch: Batch, folder: Folder) -> Batch:
    """Write one part, unless it is there, and say what it holds."""
    (name,), (kept,) = batch["name"], batch["kept"]
    if not kept:
        folder.write(name, PartRecords.model_validate_json(batch["records"][0]))
    mark = folder.mark(name)
    return {"name": [name], "kept": [kept], "mark": [mark.model_dump_json(by_alias=True)]}


def _load(settings: Settings, actors: Path | None) -> Any:
    return load(settings.model, settings.min_probability, actors, fast=settings.fast)


def _as_ours(error: BaseException) -> DetenteError:
    """Find what one of our own tasks raised; else take the last line of what Ray says."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, DetenteError):
            return cause
        cause = getattr(cause, "cause", None) or cause.__cause__
    return DetenteError(Code.D233, "extract", problem=str(error).strip().splitlines()[-1])

"""The page: template, styles, scripts and data in one file that may load nothing else."""

import base64
import gzip
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from pydantic_core import to_json

from detente.actors.knowledge import KnowledgeBase
from detente.evaluation.mistakes import Mistake
from detente.evaluation.report import Evaluation
from detente.records.schemas import DocumentRecord, RejectionRecord, StanceRecord
from detente.report.data import collect
from detente.report.overview import survey, weak_points

TEMPLATE = "report.html"
STYLES = ("theme.css", "page.css", "reading.css", "print.css")
VENDORED = "vendor/echarts/echarts.min.js"
NOTICES = (
    "vendor/echarts/NOTICE",
    "vendor/echarts/LICENSE-d3",
    "vendor/echarts/LICENSE-zrender",
)
# In the order in which they run: each hangs one part on the object `detente`.
SCRIPTS = (
    "dom.js",
    "model.js",
    "filter.js",
    "parts.js",
    "counts.js",
    "theme.js",
    "chart.js",
    "table.js",
    "overview.js",
    "network.js",
    "dyads.js",
    "matrix.js",
    "sentence.js",
    "reading.js",
    "unfound.js",
    "quality.js",
    "main.js",
)
_FASTEST_GOOD_LEVEL = 6


@dataclass(frozen=True, slots=True)
class Run:
    """The records of a run."""

    documents: Sequence[DocumentRecord]
    stances: Sequence[StanceRecord]
    rejections: Sequence[RejectionRecord]


@dataclass(frozen=True, slots=True)
class Quality:
    """What an evaluation measured."""

    evaluation: Evaluation
    mistakes: Sequence[Mistake]


def build_report(
    run: Run, texts: Mapping[str, str], quality: Quality | None, knowledge: KnowledgeBase
) -> str:
    """Make the page of a run.

    The page runs only its own scripts, by their hashes, and can load nothing: its Content
    Security Policy says so. What comes from articles reaches it as escaped text, or as data that
    its scripts show as text.

    Parameters
    ----------
    texts
        Raw texts by article id. Where one is missing or has changed since the run, the page shows
        the sentences that the records hold.
    quality
        None where nothing was measured.
    knowledge
        Where the names of actors come from.

    Returns
    -------
    str
        HTML, whole; to be written as UTF-8.
    """
    evaluation = quality.evaluation if quality else None
    mistakes = quality.mistakes if quality else ()
    data = collect(run.documents, run.stances, evaluation, mistakes, texts, knowledge)
    styles, scripts = _styles(), _scripts()
    return (
        _template_environment()
        .get_template(TEMPLATE)
        .render(
            policy=_policy(styles, scripts),
            styles=styles,
            scripts=scripts,
            blocks={
                "core": pack(data.core),
                "texts": pack(data.texts),
                "pairs": pack(data.pairs),
                "quality": pack(data.quality),
            },
            overview=survey(run.documents, run.stances, run.rejections),
            pairs=len(data.pairs.start),
            rejections=run.rejections,
            evaluation=evaluation,
            mistakes=len(mistakes),
            weak=weak_points(evaluation) if evaluation else [],
            notices=[_read(name) for name in NOTICES],
            version=version("detente"),
        )
    )


def pack(data: object) -> str:
    """Compress data: JSON, gzip, base64, which holds no character that HTML could mistake."""
    return base64.b64encode(
        gzip.compress(to_json(data), compresslevel=_FASTEST_GOOD_LEVEL, mtime=0)
    ).decode("ascii")


def _policy(styles: Iterable[str], scripts: Iterable[str]) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(map(_source_hash, scripts))}",
            f"style-src {' '.join(map(_source_hash, styles))}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _source_hash(content: str) -> str:
    digest = hashlib.sha256(content.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


@cache
def _styles() -> tuple[Markup, ...]:
    return tuple(_own_file(f"static/{name}") for name in STYLES)


@cache
def _scripts() -> tuple[Markup, ...]:
    return (_own_file(VENDORED), *(_own_file(f"static/{name}") for name in SCRIPTS))


def _own_file(path: str) -> Markup:
    return Markup(_read(path))


def _read(path: str) -> str:
    return files("detente.report").joinpath(path).read_text(encoding="utf-8")


@cache
def _template_environment() -> Environment:
    return Environment(
        loader=PackageLoader("detente.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

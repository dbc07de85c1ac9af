"""The stance model on disk: one skops file, read with an explicit list of trusted types."""

import hashlib
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile

import skops.io
from sklearn.feature_extraction.text import CountVectorizer

from detente.errors import Code, DetenteError
from detente.records.schemas import Polarity
from detente.stances.classifier import StanceModel

FORMAT = 1
FILE_NAME = "stances.skops"
FIRST_LOOK, SECOND_LOOK = "first look: ", "second look: "
TRUSTED: list[str] = []  # beside what skops trusts anyway: plain types, numpy, scikit-learn
UNREADABLE = (BadZipFile, KeyError, ValueError, TypeError, AttributeError, ImportError)
_PACKAGE = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class TrainedModel:
    """A stance model with what is known of its making.

    Attributes
    ----------
    model
    articles
        Hashes of the texts of the articles it was trained on: figures on them are not its quality.
    fingerprint
        Hash of the file it came from.
    """

    model: StanceModel
    articles: frozenset[str]
    fingerprint: str


def models_folder() -> Path:
    """Give the folder of the trained models: in an installed wheel, or beside it in a checkout."""
    installed = _PACKAGE / "models"
    return installed if installed.is_dir() else _PACKAGE.parents[1] / "models"


def text_hash(text: str) -> str:
    """Hash a text as `TrainedModel.articles` keeps it."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def save_model(model: StanceModel, articles: frozenset[str], path: Path) -> None:
    """Write a model, whole or not at all."""
    pipelines = deepcopy(_pipelines(model))
    content: dict[str, Any] = {
        "format": FORMAT,
        "threshold": model.threshold,
        "articles": sorted(articles),
        "vocabularies": {name: _take_vocabularies(p) for name, p in pipelines.items()},
        "pipelines": pipelines,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".new")
    skops.io.dump(content, temporary, compression=ZIP_DEFLATED, compresslevel=9)
    temporary.replace(path)


def load_model(path: Path) -> TrainedModel:
    """Read a model.

    Raises
    ------
    DetenteError
        When there is no model at the path, or it isn't one that this version reads.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DetenteError(Code.D401, path, problem=error.strerror) from error
    try:
        content = skops.io.loads(data, trusted=TRUSTED)
        if content["format"] != FORMAT:
            raise DetenteError(Code.D403, path, found=content["format"], known=FORMAT)
        pipelines = content["pipelines"]
        for name, pipeline in pipelines.items():
            _give_vocabularies(pipeline, content["vocabularies"][name])
        model = StanceModel(
            first_look={p: pipelines[f"{FIRST_LOOK}{p}"] for p in Polarity},
            second_look={p: pipelines[f"{SECOND_LOOK}{p}"] for p in Polarity},
            direction=pipelines["direction"],
            modality=pipelines["modality"],
            issue=pipelines["issue"],
            cue=pipelines["cue"],
            threshold=content["threshold"],
        )
        articles = frozenset(content["articles"])
    except UNREADABLE as error:
        raise DetenteError(Code.D402, path, problem=error) from error
    return TrainedModel(model, articles, hashlib.sha256(data).hexdigest()[:12])


def _pipelines(model: StanceModel) -> dict[str, Any]:
    return {
        **{f"{FIRST_LOOK}{p}": pipeline for p, pipeline in model.first_look.items()},
        **{f"{SECOND_LOOK}{p}": pipeline for p, pipeline in model.second_look.items()},
        "direction": model.direction,
        "modality": model.modality,
        "issue": model.issue,
        "cue": model.cue,
    }


def _vectorizers(pipeline: Any) -> list[CountVectorizer]:
    """Give the vectorizers of a pipeline: one, or one a column."""
    first = pipeline[0]
    steps = [step for _, step, _ in getattr(first, "transformers_", [("", first, "")])]
    return [step for step in steps if isinstance(step, CountVectorizer)]


def _take_vocabularies(pipeline: Any) -> list[str]:
    """Take out the vocabularies as lines in order of their index: skops would swell them."""
    lines = []
    for vectorizer in _vectorizers(pipeline):
        lines.append("\n".join(sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.get)))
        del vectorizer.vocabulary_
    return lines


def _give_vocabularies(pipeline: Any, lines: list[str]) -> None:
    for vectorizer, terms in zip(_vectorizers(pipeline), lines, strict=True):
        vectorizer.vocabulary_ = {term: i for i, term in enumerate(terms.split("\n"))}

"""The stance model on disk: one skops file, read with an explicit list of trusted types."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import skops.io

from detente.errors import Code, DetenteError
from detente.records.schemas import Polarity
from detente.stances.classifier import StanceModel

FORMAT = 1
FILE_NAME = "stances.skops"
TRUSTED: list[str] = []
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
    content: dict[str, Any] = {
        "format": FORMAT,
        "polarity": {str(p): pipeline for p, pipeline in model.polarity.items()},
        "direction": model.direction,
        "modality": model.modality,
        "issue": model.issue,
        "cue": model.cue,
        "threshold": model.threshold,
        "articles": sorted(articles),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".new")
    skops.io.dump(content, temporary)
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
        model = StanceModel(
            polarity={p: content["polarity"][str(p)] for p in Polarity},
            direction=content["direction"],
            modality=content["modality"],
            issue=content["issue"],
            cue=content["cue"],
            threshold=content["threshold"],
        )
        version, articles = content["format"], frozenset(content["articles"])
    except (BadZipFile, KeyError, ValueError, TypeError, AttributeError, ImportError) as error:
        raise DetenteError(Code.D402, path, problem=error) from error
    if version != FORMAT:
        raise DetenteError(Code.D403, path, found=version, known=FORMAT)
    return TrainedModel(model, articles, hashlib.sha256(data).hexdigest()[:12])

"""The stance models on disk: one skops file, read with an explicit list of trusted types."""

import hashlib
import os
import shutil
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile

import skops.io
from sklearn.feature_extraction.text import CountVectorizer

from detente.errors import Code, DetenteError
from detente.records.schemas import Polarity
from detente.stances.classifier import StanceModel, TwoLooks
from detente.stances.encoder import CARD, HELD_OUT, TOKENIZER, WEIGHTS, load_encoder
from detente.whole import whole

FORMAT = 3
FILE_NAME = "stances.skops"
ENCODER_FILES = (WEIGHTS, TOKENIZER, CARD, HELD_OUT)
FIRST, FULL, FAST = "first look", "second look", "second look without encoder"
DECISIONS = (*Polarity, "direction", "modality", "issue", "cue")
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
        Hash of the files it came from.
    """

    model: StanceModel
    articles: frozenset[str]
    fingerprint: str


def models_folder() -> Path:
    """Give the folder of the trained models: in an installed wheel, or beside it in a checkout."""
    installed = _PACKAGE / "models"
    return installed if installed.is_dir() else _PACKAGE.parents[1] / "models"


def previous_folder(folder: Path) -> Path:
    """Say where the model is kept that a training in a folder has replaced."""
    folder = folder.resolve()
    return folder.with_name(f"{folder.name}-previous")


def keep_previous(folder: Path) -> None:
    """Keep the model of a folder, where there is a whole one, beside what will replace it.

    The files are linked where the disk allows it, not copied.
    """
    if not (folder / FILE_NAME).exists():
        return
    previous = previous_folder(folder)
    shutil.rmtree(previous, ignore_errors=True)
    previous.mkdir()
    for name in (FILE_NAME, *ENCODER_FILES):
        if (folder / name).exists():
            try:
                os.link(folder / name, previous / name)
            except OSError:
                shutil.copy2(folder / name, previous / name)


def make_way(folder: Path) -> None:
    """Keep the model of a folder as `keep_previous` does, and remove it: its encoder will change.

    Regressions that were fitted to another encoder would go on with the new one, and be wrong.
    """
    keep_previous(folder)
    for name in (FILE_NAME, *ENCODER_FILES):
        (folder / name).unlink(missing_ok=True)


def text_hash(text: str) -> str:
    """Hash a text as `TrainedModel.articles` keeps it."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def save_models(full: StanceModel, fast: StanceModel, articles: frozenset[str], path: Path) -> None:
    """Write the two models of one training, which share their first looks, whole or not at all."""
    pipelines = {
        FIRST: {name: deepcopy(looks.first) for name, looks in _looks(fast).items()},
        FULL: {name: looks.second for name, looks in _looks(full).items()},
        FAST: {name: looks.second for name, looks in _looks(fast).items()},
    }
    content: dict[str, Any] = {
        "format": FORMAT,
        "thresholds": {FULL: full.threshold, FAST: fast.threshold},
        "articles": sorted(articles),
        "vocabularies": {name: _take_vocabularies(p) for name, p in pipelines[FIRST].items()},
        "pipelines": pipelines,
    }
    with whole(path) as part:
        skops.io.dump(content, part, compression=ZIP_DEFLATED, compresslevel=9)


def load_model(folder: Path, *, fast: bool) -> TrainedModel:
    """Read a model.

    Parameters
    ----------
    folder
        Holds the scikit-learn models and the encoder.
    fast
        Whether to do without the encoder.

    Raises
    ------
    DetenteError
        When there is no model in the folder, or it isn't one that this version reads.
    """
    path = folder / FILE_NAME
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DetenteError(Code.D401, path, problem=error.strerror) from error
    encoder = None if fast else load_encoder(folder)
    try:
        content = skops.io.loads(data, trusted=TRUSTED)
        if content["format"] != FORMAT:
            raise DetenteError(Code.D403, path, found=content["format"], known=FORMAT)
        pipelines, variant = content["pipelines"], FAST if fast else FULL
        for name, pipeline in pipelines[FIRST].items():
            _give_vocabularies(pipeline, content["vocabularies"][name])
        looks = {
            name: TwoLooks(pipelines[FIRST][name], pipelines[variant][name]) for name in DECISIONS
        }
        model = StanceModel(
            stance={p: looks[p] for p in Polarity},
            direction=looks["direction"],
            modality=looks["modality"],
            issue=looks["issue"],
            cue=looks["cue"],
            threshold=content["thresholds"][variant],
            encoder=encoder,
        )
        articles = frozenset(content["articles"])
    except UNREADABLE as error:
        raise DetenteError(Code.D402, path, problem=error) from error
    fingerprint = hashlib.sha256(data).hexdigest()[:12]
    if encoder is not None:
        articles |= encoder.articles
        fingerprint += f"-{encoder.fingerprint}"
    return TrainedModel(model, articles, fingerprint)


def _looks(model: StanceModel) -> dict[str, TwoLooks]:
    return {
        **{str(polarity): looks for polarity, looks in model.stance.items()},
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

"""The model card: what a training learnt from, what came of it, and where its limits lie."""

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined

from detente.evaluation.report import Evaluation
from detente.records.schemas import Polarity
from detente.stances.encoder import Encoder
from detente.stances.persistence import FILE_NAME
from detente.training.fit import Models

CARD = "MODEL_CARD.md"
TEMPLATE = "card.md"


class SetSize(NamedTuple):
    """How much gold a set holds."""

    name: str
    articles: int
    stances: int


def write_card(
    models: Models,
    encoder: Encoder,
    sets: Sequence[SetSize],
    pairs: int,
    figures: Mapping[str, Evaluation],
) -> str:
    """Write the card of two models of one training, as Markdown.

    Parameters
    ----------
    pairs
        How many candidate pairs they learnt from.
    figures
        On dev gold, of ``full`` and ``fast``; none without it.
    """
    environment = Environment(
        loader=PackageLoader("detente.training"),
        autoescape=False,  # it is no HTML
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    looks, narrow = (model.stance[Polarity.COOPERATION] for model in models)
    return environment.get_template(TEMPLATE).render(
        version=version("detente"),
        model_file=FILE_NAME,
        encoder=encoder.fingerprint,
        encoder_articles=len(encoder.articles),
        sets=sets,
        pairs=pairs,
        models=models,
        first=looks.first[-1].n_features_in_,
        second=(looks.second.n_features_in_, narrow.second.n_features_in_),
        figures=figures,
    )

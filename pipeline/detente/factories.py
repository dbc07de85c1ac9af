"""The spaCy factories ``detente.layout``, ``.actors``, ``.references`` and ``.stances``.

They decide every default. spaCy imports this module whenever a pipeline is made, so what a
stage needs is imported when the stage is.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from spacy.language import Language

if TYPE_CHECKING:
    from detente.actors.component import ActorsComponent, ReferencesComponent
    from detente.layout.component import LayoutComponent
    from detente.stances.component import StanceComponent

PACKAGED_TABLES = {"knowledge": None}
PACKAGED_MODEL = {"model": None, "fast": False, "min_probability": None}


class _Detente(Language):  # type: ignore[no-untyped-call]
    """Namespace of the factories: spaCy takes a full stop in a name only after a language."""

    lang = "detente"


@_Detente.factory("layout")
def make_layout(nlp: Language, name: str) -> "LayoutComponent":
    """Make ``detente.layout``, which lays out raw text; it comes first in a pipeline."""
    from detente.layout.component import LayoutComponent

    return LayoutComponent(nlp)


@_Detente.factory("actors", default_config=PACKAGED_TABLES)
def make_actors(nlp: Language, name: str, knowledge: str | None) -> "ActorsComponent":
    """Make ``detente.actors``, which finds actors by name, office and demonym.

    Parameters
    ----------
    knowledge
        Path of a table of the user's own, which wins over the packaged ones; None for none.
    """
    from detente.actors.component import ActorsComponent, split_initials
    from detente.actors.knowledge import load_knowledge

    split_initials(nlp)
    return ActorsComponent(load_knowledge(None if knowledge is None else Path(knowledge)))


@_Detente.factory("references", default_config=PACKAGED_TABLES)
def make_references(nlp: Language, name: str, knowledge: str | None) -> "ReferencesComponent":
    """Make ``detente.references``, which resolves "the two countries", "he", "we"."""
    from detente.actors.component import ReferencesComponent
    from detente.actors.knowledge import load_knowledge
    from detente.stances.lexicon import STANCES, classes

    return ReferencesComponent(
        load_knowledge(None if knowledge is None else Path(knowledge)),
        lambda token: not STANCES.isdisjoint(classes(token)),
    )


@_Detente.factory("stances", default_config=PACKAGED_MODEL)
def make_stances(
    nlp: Language, name: str, model: str | None, fast: bool, min_probability: float | None
) -> "StanceComponent":
    """Make ``detente.stances``, which calls the stances of a Doc with mentions.

    Parameters
    ----------
    model
        Folder of trained models; None for the packaged ones.
    fast
        Whether to do without the encoder.
    min_probability
        Least probability of a stance; None for the one chosen when the model was trained.
    """
    from detente.stances.component import StanceComponent
    from detente.stances.persistence import load_model, models_folder

    trained = load_model(models_folder() if model is None else Path(model), fast=fast)
    threshold = trained.model.threshold if min_probability is None else min_probability
    return StanceComponent(trained, threshold)

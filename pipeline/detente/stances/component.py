"""The spaCy component ``detente.stances``."""

from spacy.tokens import Doc

from detente.stances.classifier import classify
from detente.stances.persistence import TrainedModel

for _name in ("stances", "no_stance"):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=[])


class StanceComponent:
    """Calls the stances of a Doc: sets ``doc._.stances`` and ``doc._.no_stance``.

    Parameters
    ----------
    trained
    threshold
        Least probability of a stance.
    """

    def __init__(self, trained: TrainedModel, threshold: float) -> None:
        self.trained = trained
        self.threshold = threshold

    def __call__(self, doc: Doc) -> Doc:
        """Annotate a Doc that has mentions."""
        doc._.stances, doc._.no_stance = classify(self.trained.model, doc, self.threshold)
        return doc

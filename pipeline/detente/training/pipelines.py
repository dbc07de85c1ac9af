"""The scikit-learn pipelines of the stance model, not yet fitted."""

from sklearn.compose import ColumnTransformer
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

from detente.stances.classifier import COLUMNS, POLARITY_COLUMN

SEED = 13
TOKEN = r"\S+"
# Inverse regularisation of each logistic regression, chosen on dev.
STRENGTH = {
    "stance": 1.0,
    "second_look": 1.0,
    "direction": 1.0,
    "modality": 3.0,
    "issue": 3.0,
    "cue": 0.3,
}
WORD, NEIGHBOURS = (1, 1), (1, 2)

Groups = dict[str, tuple[int, int]]


def stance_pipeline() -> Pipeline:
    """Make the classifier that says whether a candidate holds a stance."""
    groups = {"words": NEIGHBOURS, "between": WORD, "syntax": WORD, "shape": WORD}
    return _pipeline(groups, _binary(STRENGTH["stance"]))


def second_look_pipeline() -> Pipeline:
    """Make the classifier that decides again, given what the first look and the encoder say."""
    return Pipeline(
        [("scale", StandardScaler()), ("decision", _multinomial(STRENGTH["second_look"]))]
    )


def direction_pipeline() -> Pipeline:
    """Make the classifier that says who holds a stance, given which stance it is."""
    names = ["words", "between", "syntax", "shape", "roles", POLARITY_COLUMN]
    return _pipeline(dict.fromkeys(names, WORD), _multinomial(STRENGTH["direction"]))


def modality_pipeline() -> Pipeline:
    """Make the classifier that says whether a stance is asserted or only prospective."""
    groups = {"words": NEIGHBOURS, "syntax": WORD, "shape": WORD}
    return _pipeline(groups, _multinomial(STRENGTH["modality"]))


def issue_pipeline() -> Pipeline:
    """Make the classifier that says what a stance is about."""
    groups = dict.fromkeys(["words", "before", "title", "topics", POLARITY_COLUMN], WORD)
    return _pipeline(groups, _multinomial(STRENGTH["issue"]))


def cue_pipeline() -> Pipeline:
    """Make the classifier that says whether a token belongs to the cue."""
    vectorizer = CountVectorizer(token_pattern=TOKEN, lowercase=False, binary=True, min_df=5)
    return Pipeline([("tokens", vectorizer), ("decision", _binary(STRENGTH["cue"]))])


DETAIL_PIPELINES = {
    "direction": direction_pipeline,
    "modality": modality_pipeline,
    "issue": issue_pipeline,
}


def _pipeline(groups: Groups, decision: LogisticRegression) -> Pipeline:
    columns = ColumnTransformer(
        [(name, _vectorizer(ngrams), COLUMNS[name]) for name, ngrams in groups.items()]
    )
    return Pipeline([("columns", columns), ("decision", decision)])


def _vectorizer(ngrams: tuple[int, int]) -> TfidfVectorizer:
    return TfidfVectorizer(
        token_pattern=TOKEN, lowercase=False, ngram_range=ngrams, min_df=3, sublinear_tf=True
    )


def _binary(strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, solver="liblinear", random_state=SEED)


def _multinomial(strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, max_iter=1000, random_state=SEED)

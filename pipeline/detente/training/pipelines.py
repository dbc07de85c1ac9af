"""The scikit-learn pipelines of the stance model, not yet fitted."""

from sklearn.compose import ColumnTransformer
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

from detente.stances.classifier import COLUMNS, POLARITY_COLUMN

SEED = 13
TOKEN = r"\S+"
WORD, NEIGHBOURS = (1, 1), (1, 2)

Groups = dict[str, tuple[int, int]]


def first_look_pipeline(strength: float) -> Pipeline:
    """Make the classifier that says whether a candidate holds a stance.

    Parameters
    ----------
    strength
        Inverse of the regularisation of the logistic regression.
    """
    groups = {"words": NEIGHBOURS, "between": WORD, "syntax": WORD, "shape": WORD}
    return _pipeline(groups, _binary(strength))


def second_look_pipeline(strength: float) -> Pipeline:
    """Make the classifier that says it again, given what the first said of the document."""
    return Pipeline([("scale", StandardScaler()), ("decision", _multinomial(strength))])


def direction_pipeline(strength: float) -> Pipeline:
    """Make the classifier that says who holds a stance, given which stance it is."""
    groups = dict.fromkeys(["words", "between", "syntax", "shape", POLARITY_COLUMN], WORD)
    return _pipeline(groups, _multinomial(strength))


def modality_pipeline(strength: float) -> Pipeline:
    """Make the classifier that says whether a stance is asserted or only prospective."""
    groups = {"words": NEIGHBOURS, "syntax": WORD, "shape": WORD}
    return _pipeline(groups, _multinomial(strength))


def issue_pipeline(strength: float) -> Pipeline:
    """Make the classifier that says what a stance is about."""
    groups = dict.fromkeys(["words", "before", "title", "topics", POLARITY_COLUMN], WORD)
    return _pipeline(groups, _multinomial(strength))


def cue_pipeline(strength: float) -> Pipeline:
    """Make the classifier that says whether a token belongs to the cue."""
    vectorizer = CountVectorizer(token_pattern=TOKEN, lowercase=False, binary=True, min_df=5)
    return Pipeline([("tokens", vectorizer), ("decision", _binary(strength))])


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

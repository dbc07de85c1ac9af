"""Folds for cross-validation that share no article and no wire story told twice."""

from collections.abc import Mapping

from sklearn.model_selection import GroupKFold

from detente.duplicates import near_duplicates
from detente.errors import Code, DetenteError

SEED = 0


def folds(texts: Mapping[str, str], count: int) -> list[frozenset[str]]:
    """Split articles into `count` folds; near-duplicates stay in one fold.

    The same articles give the same folds.

    Parameters
    ----------
    texts
        Text by article id; the order does not matter.

    Raises
    ------
    DetenteError
        There are fewer groups of articles than folds (D629).
    """
    groups = near_duplicates(texts)
    if len(set(groups.values())) < count:
        raise DetenteError(Code.D629, "folds", count=count, groups=len(set(groups.values())))
    articles = list(groups)
    splitter = GroupKFold(count, shuffle=True, random_state=SEED)
    return [
        frozenset(articles[index] for index in held_out)
        for _, held_out in splitter.split(articles, groups=list(groups.values()))
    ]

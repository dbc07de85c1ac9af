"""Folds for cross-validation that share no article and no wire story told twice."""

from collections.abc import Mapping

from scipy.sparse.csgraph import connected_components
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.model_selection import GroupKFold

from detente.errors import Code, DetenteError

SHINGLE = 3  # words
NEAR_DUPLICATE = 0.5  # Jaccard similarity of the shingles
SEED = 0


def near_duplicates(texts: Mapping[str, str]) -> dict[str, int]:
    """Give every article the number of its group of near-duplicates.

    Two articles are when more than half of the three-word shingles of both are common to both
    (Jaccard; Broder 1997); groups are what such pairs connect.

    Parameters
    ----------
    texts
        Text by article id; the order does not matter.
    """
    articles = sorted(texts)
    shingles = HashingVectorizer(
        token_pattern=r"\w+",
        ngram_range=(SHINGLE, SHINGLE),
        binary=True,
        norm=None,
        alternate_sign=False,
        dtype=int,
    ).transform(texts[article] for article in articles)
    sizes = shingles.sum(axis=1).A1
    common = (shingles @ shingles.T).tocoo()
    union = sizes[common.row] + sizes[common.col] - common.data
    common.data = (common.data > NEAR_DUPLICATE * union).astype(int)
    common.eliminate_zeros()
    _, groups = connected_components(common, directed=False)
    return {article: int(group) for article, group in zip(articles, groups, strict=True)}


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

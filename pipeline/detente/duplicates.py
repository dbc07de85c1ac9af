"""Near-duplicates: the same wire story told twice."""

from collections.abc import Mapping

from scipy.sparse import csr_array, vstack
from scipy.sparse.csgraph import connected_components
from sklearn.feature_extraction.text import HashingVectorizer

SHINGLE = 3  # words
NEAR_DUPLICATE = 0.5  # Jaccard similarity of the shingles
ROWS = 500  # articles that are compared with all others at a time


def near_duplicates(texts: Mapping[str, str]) -> dict[str, int]:
    """Give every article the number of its group of near-duplicates.

    Two articles are when more than half of the three-word shingles of both are common to both
    (Jaccard; Broder 1997); groups are what such pairs connect.

    Parameters
    ----------
    texts
        Text by article id; the order does not matter.
    """
    if not texts:
        return {}
    articles = sorted(texts)
    shingles = HashingVectorizer(
        token_pattern=r"\w+",
        ngram_range=(SHINGLE, SHINGLE),
        binary=True,
        norm=None,
        alternate_sign=False,
        dtype=int,
    ).transform(texts[article] for article in articles)
    pairs = vstack(
        [_near(shingles, start, start + ROWS) for start in range(0, len(articles), ROWS)]
    )
    _, groups = connected_components(pairs, directed=False)
    return {article: int(group) for article, group in zip(articles, groups, strict=True)}


def _near(shingles: csr_array, start: int, end: int) -> csr_array:
    """Mark which articles are near-duplicates of those in some rows."""
    sizes = shingles.sum(axis=1).A1
    common = (shingles[start:end] @ shingles.T).tocoo()
    union = sizes[start + common.row] + sizes[common.col] - common.data
    common.data = (common.data > NEAR_DUPLICATE * union).astype(int)
    common.eliminate_zeros()
    return common.tocsr()

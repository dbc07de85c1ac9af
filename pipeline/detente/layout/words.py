"""The word lists of the layout, from ``data/words.tsv``."""

import csv
from collections import defaultdict
from importlib.resources import files


def _read() -> dict[str, frozenset[str]]:
    lists: defaultdict[str, set[str]] = defaultdict(set)
    table = files("detente.layout") / "data" / "words.tsv"
    with table.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            lists[row["list"]].add(row["word"])
    return {name: frozenset(words) for name, words in lists.items()}


WORDS = _read()

"""Words that tell what a stance is about."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files

from detente.records.schemas import Issue

DATA = files("detente.stances") / "data" / "issues.tsv"
LEADING = 2  # issues that stand for a document


@cache
def read_issues() -> Mapping[str, tuple[Issue, ...]]:
    """Read the word list of the package: issues by lemma."""
    found: dict[str, list[Issue]] = {}
    with DATA.open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            found.setdefault(row["lemma"], []).append(Issue(row["issue"]))
    return {lemma: tuple(issues) for lemma, issues in found.items()}


def topics(lemmas: Iterable[str]) -> Iterator[Issue]:
    """Give the issues of each lemma that has any."""
    issues = read_issues()
    for lemma in lemmas:
        yield from issues.get(lemma, ())


def leading_topics(lemmas: Iterable[str]) -> list[Issue]:
    """Give the issues that most lemmas of a document belong to."""
    return [issue for issue, _ in Counter(topics(lemmas)).most_common(LEADING)]

"""The articles of the bench: a corpus over and over, never twice the same."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count, islice

from detente.article import Article

RESPELT = re.compile(r"\b[a-z]{6,}\b")  # common words alone: actors and the sense stay
VOWELS = "aeiou"
SHARE = 0.2  # of those words: about one in each sentence


def vary(corpus: Sequence[Article], number: int) -> list[Article]:
    """Repeat a corpus with words respelt, so that what is remembered of one copy helps no other.

    A text keeps its length, and so its markup its place.

    Parameters
    ----------
    corpus
    number
        How many articles there are to be.
    """
    return list(islice(_copies(corpus), number))


def _copies(corpus: Sequence[Article]) -> Iterator[Article]:
    for copy in count():
        for article in corpus:
            name = f"{copy}/{article.id}"
            yield replace(article, id=name, text=_respell(article.text, random.Random(name)))


def _respell(text: str, chance: random.Random) -> str:
    def respell(match: re.Match[str]) -> str:
        if chance.random() >= SHARE:
            return match[0]
        return "".join(chance.choice(VOWELS) if c in VOWELS else c for c in match[0])

    return RESPELT.sub(respell, text)

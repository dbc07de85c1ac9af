"""Word lists of the actor stage, from ``data/words.tsv``."""

from importlib.resources import files
from types import MappingProxyType


def _read() -> dict[str, frozenset[str]]:
    text = (files("detente.actors") / "data" / "words.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines()[1:])
    return {name: frozenset(words.split()) for name, words in rows}


WORDS = MappingProxyType(_read())

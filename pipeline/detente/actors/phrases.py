"""Finds the phrases of a table in a Doc, without a tokeniser for the table."""

import re
from collections.abc import Callable, Iterable, Sequence

from spacy.tokens import Doc, Span, Token
from spacy.util import filter_spans

from detente.actors.folding import fold

Atoms = tuple[str, ...]
PhraseFinder = Callable[[Doc], list[Span]]

_ATOM = re.compile(r"[^\W_]+|[^\w\s]|_")


def atoms_of(text: str) -> Atoms:
    """Cut a phrase into folded runs of letters and digits, and single signs; no leading "the"."""
    atoms = tuple(atom for word in text.split() for atom in _ATOM.findall(fold(word)))
    return atoms[1:] if atoms and atoms[0].lower() == "the" and len(atoms) > 1 else atoms


def exactly(token: Token) -> str:
    """Fold a token, its case kept."""
    return fold(token.text)


def in_lower_case(token: Token) -> str:
    """Fold a token, its case too."""
    return fold(token.text).lower()


def compile_phrases(
    phrases: Iterable[Atoms], as_written: Sequence[Atoms], spell: Callable[[Token], str]
) -> PhraseFinder:
    """Compile phrases to a function that finds them in a Doc: the longest, none overlapping.

    Parameters
    ----------
    phrases
        They match as written and in capitals.
    as_written
        Phrases that capitals would make another word ("LeT").
    spell
        Gives the folded spelling of a token.

    Returns
    -------
    PhraseFinder
        Its spans start and end with tokens, and have the phrase's atoms, joined by spaces, as
        their label.
    """
    labels: dict[Atoms, str] = {}
    lengths: dict[str, set[int]] = {}
    for phrase in (*phrases, *as_written):
        labels[phrase] = label_of(phrase)
    for phrase in phrases:
        labels.setdefault(tuple(atom.upper() for atom in phrase), labels[phrase])
    for phrase in labels:
        lengths.setdefault(phrase[0], set()).add(len(phrase))

    def find(doc: Doc) -> list[Span]:
        atoms: list[str] = []
        starts: list[int] = []  # of each token, in atoms
        for token in doc:
            starts.append(len(atoms))
            atoms += _ATOM.findall(spell(token)) or [token.text]
        token_at = {start: index for index, start in enumerate(starts)}
        token_at[len(atoms)] = len(doc)
        spans = []
        for index, start in enumerate(starts):
            for length in lengths.get(atoms[start], ()):
                label = labels.get(tuple(atoms[start : start + length]))
                if label is not None and start + length in token_at:
                    spans.append(Span(doc, index, token_at[start + length], label))
        return filter_spans(spans)

    return find


def label_of(atoms: Atoms) -> str:
    """Write the atoms of a phrase as a label."""
    return " ".join(atoms)

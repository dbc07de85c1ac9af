"""The language of an article."""

from collections import Counter
from functools import cache

import pycountry
from py3langid.langid import MODEL_FILE, LanguageIdentifier

ENGLISH = "en"
_NOT_APART = {"pcm", "zxx"}  # Nigerian Pidgin, which short English is taken for, and "no language"
_WINDOW = 1000  # characters
_SURELY_FOREIGN = 0.95  # probability of the likeliest language
_SURELY_NOT_ENGLISH = 1e-6  # probability of English; sentences full of foreign names have more


@cache
def load_identifier() -> LanguageIdentifier:
    """Load what tells languages apart: it takes a second, and is then there for all texts."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([code for code in identifier.labels if code not in _NOT_APART])
    return identifier


def foreign_language(text: str) -> str | None:
    """Name the language in which most of a text is written, or None if it may be English.

    The text is judged in windows, each of which counts as English unless it is surely not, so
    that short texts and lists of foreign names pass.
    """
    windows = [text[start : start + _WINDOW] for start in range(0, len(text), _WINDOW)]
    characters: Counter[str] = Counter()
    for window in windows:
        characters[_language(window)] += len(window)
    if 2 * characters[ENGLISH] >= len(text):
        return None
    del characters[ENGLISH]
    return _name(characters.most_common(1)[0][0])


def _language(window: str) -> str:
    ranking: list[tuple[str, float]] = load_identifier().rank(window)
    language, probability = ranking[0]
    if probability >= _SURELY_FOREIGN or dict(ranking)[ENGLISH] < _SURELY_NOT_ENGLISH:
        return language
    return ENGLISH


def _name(code: str) -> str:
    field = "alpha_2" if len(code) == 2 else "alpha_3"
    language = pycountry.languages.get(**{field: code})
    return language.name.partition(" (")[0] if language else f"the language {code!r}"

"""Spellings that count as one: accents, apostrophes, dashes, dots of initials."""

import re
import unicodedata
from functools import lru_cache

_VARIANTS = str.maketrans(
    {
        **dict.fromkeys("’‘ʼʻʿʾ`´′", "'"),
        **dict.fromkeys("‐‑‒–—−", "-"),
        **dict(zip("łŁøØđĐıəƏ", "lLoOdDieE", strict=True)),
        "ß": "ss",
    }
)
_INITIALS = re.compile(r"(?:[A-Z]\.){1,6}[A-Z]?\.?")


@lru_cache(maxsize=65536)
def fold(token: str) -> str:
    """Fold a token to the spelling that tables and texts share; its case stays."""
    plain = unicodedata.normalize("NFKD", token.translate(_VARIANTS))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    if _INITIALS.fullmatch(plain):
        plain = plain.replace(".", "")
    return plain.rstrip("-") or plain


def fold_text(text: str) -> str:
    """Fold a form of several words, its case too: forms that differ in nothing else are one."""
    return " ".join(fold(word) for word in text.split()).casefold()

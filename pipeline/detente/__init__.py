"""Detente: who takes which stance towards whom, from raw article text."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.nlp import annotate, load

__all__ = ["annotate", "load"]


def __getattr__(name: str) -> Any:
    """Import `load` and `annotate`, and spaCy with them, when they are first asked for."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from detente import nlp

    return getattr(nlp, name)

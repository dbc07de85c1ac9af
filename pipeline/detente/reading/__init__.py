"""Article files in, articles out: one reader a format, chosen by content and suffix."""

from detente.reading.articles import read_articles
from detente.reading.draft import Rejection
from detente.reading.options import ReadOptions, read_options

__all__ = ["ReadOptions", "Rejection", "read_articles", "read_options"]

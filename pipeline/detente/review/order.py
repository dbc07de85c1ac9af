"""What an order of review can go by."""

from enum import StrEnum


class Order(StrEnum):
    """By what sentences are chosen."""

    UNCERTAINTY = "uncertainty"
    DISAGREEMENT = "disagreement"
    RANDOM = "random"
    ISSUE = "issue"

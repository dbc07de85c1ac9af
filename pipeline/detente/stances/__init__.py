"""Stances: candidate pairs, their features, and the classifier that calls them."""

"""Scores of predicted stances against gold, with baselines, and folds for cross-validation."""

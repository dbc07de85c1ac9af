"""Training: from gold to a stance model."""

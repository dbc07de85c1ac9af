"""The record format: what a run writes, and how it is read back."""

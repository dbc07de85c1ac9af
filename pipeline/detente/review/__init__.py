"""Review with doccano: push sentences, pull corrections, merge them, and compare reviewers."""

"""What annotating costs: words per second, stage by stage, beside spaCy's model alone."""

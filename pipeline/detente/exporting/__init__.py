"""Hand-over: a run's stances in the formats of other tools, one format a module."""

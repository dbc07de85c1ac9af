"""Who is meant: mentions of states, organisations and groups, by name or reference."""

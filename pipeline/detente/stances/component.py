"""The spaCy component ``detente.stances``."""

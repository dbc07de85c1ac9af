"""Detente: who takes which stance towards whom, from raw article text."""

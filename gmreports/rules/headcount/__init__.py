"""Rules of the headcount sheet."""

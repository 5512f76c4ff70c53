"""Rules of the coverage sheet."""

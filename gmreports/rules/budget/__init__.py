"""Rules of the budget sheet."""

"""Rules of the training sheet, and those it shares with the promotion sheet."""

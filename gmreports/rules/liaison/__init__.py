"""Rules of the liaison sheet."""

"""Rules of the local programme sheet."""

"""Rules of the file as a whole and of its structure."""

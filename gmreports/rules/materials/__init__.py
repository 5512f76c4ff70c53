"""Rules of the materials sheet."""

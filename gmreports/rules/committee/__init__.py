"""Rules of the committee sheet."""

"""Rules of the meeting sheet."""

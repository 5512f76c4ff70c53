"""Rules of the website sheet."""

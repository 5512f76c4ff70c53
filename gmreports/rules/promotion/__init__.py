"""Rules of the promotion sheet alone."""

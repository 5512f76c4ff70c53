"""How many tests run at a time."""

from __future__ import annotations

import os


def pytest_xdist_auto_num_workers() -> int:
    """Twice the processors: a test that waits for LibreOffice, a browser or a server leaves its own free."""
    return 2 * (os.cpu_count() or 1)

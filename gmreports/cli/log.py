"""The log: there only once there is something to say."""

from __future__ import annotations

import logging
from io import TextIOWrapper
from pathlib import Path

LOG = "gmreports.log"


def log_to(out: Path) -> None:
    """Send what the program has to say about itself to a file in the results folder."""
    logging.getLogger().addHandler(_Log(out / LOG, encoding="utf-8", delay=True))


class _Log(logging.FileHandler):
    """A log that is there only once there is something to say, and makes its own folder."""

    def _open(self) -> TextIOWrapper:
        Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True)
        return super()._open()

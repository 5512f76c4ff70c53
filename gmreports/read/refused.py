"""Why a file is not opened."""

from __future__ import annotations


class RefusedError(Exception):
    """A file is not opened: `reason` is one of rule S01's, `detail` the kind of thing that it seems to be."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail


class DamagedError(Exception):
    """The file is a workbook, but a part of it is missing or cannot be made sense of."""

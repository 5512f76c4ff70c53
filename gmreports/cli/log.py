"""The log: there only once there is something to say, and never with the number of a person in it."""

from __future__ import annotations

import logging
from io import TextIOWrapper
from pathlib import Path

from gmreports.model.personal import redacted

LOG = "gmreports.log"


def log_to(out: Path) -> None:
    """Send what the program has to say about itself to a file in the results folder."""
    log = _Log(out / LOG, encoding="utf-8", delay=True)
    log.setFormatter(_Redacted())
    logging.getLogger().addHandler(log)


def guard_console() -> None:
    """Where no log was opened, Python writes to the console: nothing more than the log would say."""
    if logging.lastResort is not None:
        logging.lastResort.setFormatter(_Redacted())


def kept() -> str:
    """Where what was logged is to be found, in words for the clerk."""
    files = (handler.baseFilename for handler in logging.getLogger().handlers if isinstance(handler, _Log))
    return next((f"「{file}」" for file in files if Path(file).is_file()), "上面的訊息")


class _Redacted(logging.Formatter):
    """The whole record, its traceback included, with what looks like an identity number taken out."""

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record))


class _Log(logging.FileHandler):
    """A log that is there only once there is something to say, and makes its own folder.

    Where it cannot be written to, because of which there may be something to say, the console has it.
    """

    def emit(self, record: logging.LogRecord) -> None:
        try:
            super().emit(record)
        except OSError:
            self.handleError(record)

    def handleError(self, record: logging.LogRecord) -> None:
        if logging.lastResort is not None:
            logging.lastResort.handle(record)

    def _open(self) -> TextIOWrapper:
        Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True)
        return super()._open()

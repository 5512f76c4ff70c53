"""The worker's side of reading: one file at a time, with bounds on memory and time.

It stands here and not beside the pool, so that a worker imports what reading needs and no more.
"""

from __future__ import annotations

import logging
import tempfile
from functools import cache
from pathlib import Path

from gmreports.model import Arrival, Form, Limits, Reading, Terms
from gmreports.model.limits import MIB
from gmreports.read import read

try:
    import resource
except ImportError:  # Windows bounds the time only
    resource = None  # type: ignore[assignment]

Said = list[tuple[str, int, str]]
"""Logger, level and text of what a worker had to say."""

MEMORY_IN_USE = Path("/proc/self/statm")


def settle() -> None:
    """In a new process: see how large it is, and let no picture of its memory be left when it dies."""
    _beyond_use()
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read_bounded(arrival: Arrival, form: Form, terms: Terms, scratch: str | None) -> tuple[Reading, Said]:
    """The reading, and what there was to log."""
    tempfile.tempdir = scratch
    if resource is not None:
        _bound(terms.limits)
    heard = Heard()
    logging.getLogger().addHandler(heard)
    try:
        return read(arrival, form, terms), heard.said
    finally:
        logging.getLogger().removeHandler(heard)


def _bound(limits: Limits) -> None:
    """Bound what this process may use from here on. A system that does not know a bound does without."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + limits.seconds + 1
    # A process whose parent was killed ends by itself.
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    if MEMORY_IN_USE.exists():
        memory = limits.memory * MIB + _beyond_use()
        resource.setrlimit(resource.RLIMIT_AS, (memory, resource.getrlimit(resource.RLIMIT_AS)[1]))


@cache
def _beyond_use() -> int:
    """Bytes of address space that a fresh worker has claimed and does not use: libraries, stacks."""
    if resource is None or not MEMORY_IN_USE.exists():
        return 0
    claimed, used = MEMORY_IN_USE.read_text("ascii").split()[:2]
    return (int(claimed) - int(used)) * resource.getpagesize()


class Heard(logging.Handler):
    """Keeps what is logged, for the process that has a log."""

    def __init__(self) -> None:
        super().__init__()
        self.said: Said = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append((record.name, record.levelno, self.format(record)))

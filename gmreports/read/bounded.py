"""The worker's side of reading: one file, with bounds on memory and time.

It stands here and not beside `run.worker`, so that a worker imports what reading needs and no more.
"""

from __future__ import annotations

import hashlib
import logging
import signal
import tempfile
from contextlib import suppress
from dataclasses import replace
from multiprocessing.connection import Connection
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

log = logging.getLogger(__name__)

MEMORY_IN_USE = Path("/proc/self/statm")


def read_for(pipe: Connection, arrival: Arrival, form: Form, terms: Terms, scratch: str | None) -> None:
    """In a process of its own: say None when started, then the reading (None: we failed) and the log."""
    # Whoever stops the run stops its workers, and hears from none of them.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tempfile.tempdir = scratch
    if resource is not None:
        _bound(terms.limits)
    heard = Heard()
    logging.getLogger().addHandler(heard)
    # To end without an answer is one, where there is no room left for another. And the listener may be gone.
    with suppress(MemoryError, BrokenPipeError):
        pipe.send(None)
        pipe.send((_tried(arrival, form, terms), heard.said))


def _tried(arrival: Arrival, form: Form, terms: Terms) -> Reading | None:
    try:
        reading = read(arrival, form, terms)
        if _changed(arrival):
            # What was read is not what the hash stands for: somebody is still saving the file.
            return replace(read(replace(arrival, trouble="truncated"), form, terms), arrival=arrival)
        return reading
    except Exception:
        log.exception("could not read %s", arrival.file)
        return None


def _changed(arrival: Arrival) -> bool:
    """Whether the file is another one by now than the one that came."""
    if not arrival.sha256 or arrival.trouble or arrival.content:
        return False
    try:
        with Path(arrival.path).open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() != arrival.sha256
    except OSError:
        return True


def _bound(limits: Limits) -> None:
    """Bound what this process may use. A system that does not know a bound does without."""
    # No picture of its memory is left when it dies.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + limits.seconds + 1
    # A process whose parent was killed ends by itself.
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    if MEMORY_IN_USE.exists():
        memory = limits.memory * MIB + _beyond_use()
        resource.setrlimit(resource.RLIMIT_AS, (memory, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _beyond_use() -> int:
    """Bytes of address space that a fresh worker has claimed and does not use: libraries, stacks."""
    claimed, used = MEMORY_IN_USE.read_text("ascii").split()[:2]
    return (int(claimed) - int(used)) * resource.getpagesize()


class Heard(logging.Handler):
    """Keeps what is logged, for the process that has a log."""

    def __init__(self) -> None:
        super().__init__()
        self.said: Said = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append((record.name, record.levelno, self.format(record)))

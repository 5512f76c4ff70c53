"""Every file is read in a process beside this one: bounded in memory and time, and free to die.

Whatever a file makes a parser do, the run goes on: docs/decisions/0013-safety.md.
"""

from __future__ import annotations

import atexit
import logging
import multiprocessing
import signal
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import TimeoutError
from dataclasses import replace
from functools import cache
from pathlib import Path

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from gmreports.model import Arrival, Form, Limits, Note, Reading, Terms
from gmreports.model.limits import MIB
from gmreports.read import read

try:
    import resource
except ImportError:  # Windows bounds the time only
    resource = None  # type: ignore[assignment]

Said = list[tuple[str, int, str]]
"""Logger, level and text of what a worker had to say."""

MEMORY_IN_USE = Path("/proc/self/statm")
# How a process ends that used up its share of the processor.
OUT_OF_TIME = -getattr(signal, "SIGXCPU", 0)

log = logging.getLogger(__name__)


def read_all(arrived: Sequence[Arrival], form: Form, terms: Terms, jobs: int = 1) -> Iterator[Reading]:
    """What is in each file, in order, `jobs` of them at a time; one that a worker died of has a note."""
    pool = _pool(jobs)
    # Where a packed file is laid to be read: what a killed worker leaves there, this process clears away.
    scratch = _scratch() if any(len(arrival.content) for arrival in arrived) else None
    futures = [
        pool.schedule(_read, args=(arrival, form, terms, scratch), timeout=terms.limits.seconds)
        for arrival in arrived
    ]
    try:
        for arrival, future in zip(arrived, futures, strict=True):
            yield _outcome(arrival, future, form, terms)
    finally:
        for future in futures:
            future.cancel()  # type: ignore[no-untyped-call] # pebble


def read_one(arrival: Arrival, form: Form, terms: Terms) -> Reading:
    """What is in one file."""
    (reading,) = read_all([arrival], form, terms)
    return reading


def _outcome(
    arrival: Arrival, future: ProcessFuture[tuple[Reading, Said]], form: Form, terms: Terms
) -> Reading:
    try:
        reading, said = future.result()
    except TimeoutError:
        reason = "too_slow"
    except ProcessExpired as died:
        reason = "too_slow" if died.exitcode == OUT_OF_TIME else "too_much"
    except Exception:
        log.exception("could not read %s", arrival.file)
        return Reading(arrival, None, {}, {}, notes=(Note("not_checked", arrival.file),))
    else:
        for name, level, text in said:
            logging.getLogger(name).log(level, "%s", text)
        return reading
    # Nothing is opened for a file whose trouble is known.
    return replace(read(replace(arrival, trouble=reason), form, terms), arrival=arrival)


@cache
def _pool(jobs: int) -> ProcessPool:
    """The workers, kept for all that this process will read.

    A server that has imported pandas once forks each of them: a copy of this process would inherit
    its threads and files, and a fresh one takes half a second.
    """
    known = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in known else "spawn")
    if "forkserver" in known:
        context.set_forkserver_preload([__name__])
    pool = ProcessPool(jobs, initializer=_settle, context=context)

    def close() -> None:
        pool.stop()  # type: ignore[no-untyped-call] # pebble
        pool.join()

    atexit.register(close)
    return pool


@cache
def _scratch() -> str:
    folder = tempfile.TemporaryDirectory(prefix="gmreports-", ignore_cleanup_errors=True)
    atexit.register(folder.cleanup)
    return folder.name


def _settle() -> None:
    """In a new worker: see how large it is, and let no picture of its memory be left when it dies."""
    _beyond_use()
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(arrival: Arrival, form: Form, terms: Terms, scratch: str | None) -> tuple[Reading, Said]:
    """In a worker: the reading, and what there was to log."""
    tempfile.tempdir = scratch
    if resource is not None:
        _bound(terms.limits)
    heard = _Heard()
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


class _Heard(logging.Handler):
    """Keeps what is logged, for the process that has a log."""

    def __init__(self) -> None:
        super().__init__()
        self.said: Said = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append((record.name, record.levelno, self.format(record)))

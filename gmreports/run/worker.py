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

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from gmreports.model import Arrival, Form, Note, Reading, Terms
from gmreports.read import bounded, read
from gmreports.read.bounded import Said, read_bounded, settle

# How a process ends that used up its share of the processor.
OUT_OF_TIME = -getattr(signal, "SIGXCPU", 0)
# Seconds that a worker may take to start, on a slow machine; where none ever does, the run still ends.
TO_START = 60

log = logging.getLogger(__name__)


def read_all(arrived: Sequence[Arrival], form: Form, terms: Terms, jobs: int = 1) -> Iterator[Reading]:
    """What is in each file, in order, `jobs` of them at a time; one that a worker died of has a note."""
    pool = _pool(jobs)
    # Where a packed file is laid to be read: what a killed worker leaves there, this process clears away.
    scratch = _scratch() if any(len(arrival.content) for arrival in arrived) else None
    futures = [
        pool.schedule(read_bounded, args=(arrival, form, terms, scratch), timeout=terms.limits.seconds)
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
        reading, said = future.result(timeout=terms.limits.seconds + TO_START)
    except TimeoutError:
        if not future.done():
            log.error("no worker came to read %s", arrival.file)
            return _not_checked(arrival)
        reason = "too_slow"
    except ProcessExpired as died:
        reason = "too_slow" if died.exitcode == OUT_OF_TIME else "too_much"
    except Exception:
        log.exception("could not read %s", arrival.file)
        return _not_checked(arrival)
    else:
        for name, level, text in said:
            logging.getLogger(name).log(level, "%s", text)
        return reading
    # Nothing is opened for a file whose trouble is known.
    return replace(read(replace(arrival, trouble=reason), form, terms), arrival=arrival)


def _not_checked(arrival: Arrival) -> Reading:
    return Reading(arrival, None, {}, {}, notes=(Note("not_checked", arrival.file),))


@cache
def _pool(jobs: int) -> ProcessPool:
    """The workers, kept for all that this process will read.

    A server that has imported pandas once forks each of them: a copy of this process would inherit
    its threads and files, and a fresh one takes half a second.
    """
    known = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in known else "spawn")
    if "forkserver" in known:
        context.set_forkserver_preload([bounded.__name__])
    pool = ProcessPool(jobs, initializer=settle, context=context)

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

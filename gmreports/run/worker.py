"""Every file is read in a process of its own: bounded in memory and time, and free to die.

Whatever a file makes a parser do, the run goes on: docs/decisions/0013-safety.md.
"""

from __future__ import annotations

import atexit
import logging
import multiprocessing
import os
import signal
import tempfile
from collections import deque
from collections.abc import Generator, Sequence
from dataclasses import replace
from functools import cache
from multiprocessing import forkserver, resource_tracker
from multiprocessing.connection import wait
from multiprocessing.context import ForkServerContext, SpawnContext
from time import monotonic

from gmreports.model import Arrival, Form, Note, Reading, Terms
from gmreports.read import bounded, read
from gmreports.read.bounded import read_for

# How a process ends that used up its share of the processor.
OUT_OF_TIME = -getattr(signal, "SIGXCPU", 0)
# Seconds that a worker may take to start, on a slow machine; where none ever does, the run still ends.
TO_START = 60
# How many files are read at a time. More would want more memory than they save seconds.
PROCESSORS = min(4, os.cpu_count() or 1)

log = logging.getLogger(__name__)


def read_all(
    arrived: Sequence[Arrival], form: Form, terms: Terms, jobs: int | None = None
) -> Generator[Reading]:
    """What is in each file, in order, `jobs` of them at a time; one that a worker died of has a note."""
    most = jobs or PROCESSORS
    # Where a packed file is laid to be read: what a killed worker leaves there, this process clears away.
    scratch = _scratch() if any(len(arrival.content) for arrival in arrived) else None
    waiting = deque(range(len(arrived)))
    workers: dict[int, _Worker] = {}
    found: dict[int, Reading] = {}
    try:
        for place in range(len(arrived)):
            while place not in found:
                while waiting and len(workers) < most:
                    came = waiting.popleft()
                    workers[came] = _Worker(arrived[came], form, terms, scratch)
                _listen(list(workers.values()))
                for done, worker in list(workers.items()):
                    if worker.reading is not None:
                        found[done] = worker.reading
                        del workers[done]
            yield found.pop(place)
    finally:
        for worker in workers.values():
            worker.end()


def read_one(arrival: Arrival, form: Form, terms: Terms) -> Reading:
    """What is in one file."""
    (reading,) = read_all([arrival], form, terms)
    return reading


class _Worker:
    """One process for one file, with a pipe of its own: no worker can hold up another, alive or dead."""

    def __init__(self, arrival: Arrival, form: Form, terms: Terms, scratch: str | None) -> None:
        self.arrival, self.form, self.terms = arrival, form, terms
        self.reading: Reading | None = None
        self.started = False
        self.until = monotonic() + TO_START
        context = _context()
        self.pipe, theirs = context.Pipe(duplex=False)
        task = (theirs, arrival, form, terms, scratch)
        self.process = context.Process(target=read_for, args=task, daemon=True)
        self.process.start()
        theirs.close()

    def hear(self) -> None:
        """Take what the worker says: that it has started, or what it read; or see that it died."""
        try:
            said = self.pipe.recv()
        except (EOFError, OSError):
            self.process.join()
            self._lost("too_slow" if self.process.exitcode == OUT_OF_TIME else "too_much")
            return
        if said is None:
            self.started = True
            self.until = monotonic() + self.terms.limits.seconds
            return
        reading, told = said
        for name, level, text in told:
            logging.getLogger(name).log(level, "%s", text)
        self._found(reading or _not_checked(self.arrival))

    def give_up(self) -> None:
        """Wait no longer for it."""
        if self.started:
            self._lost("too_slow")
        else:
            log.error("no worker came to read %s", self.arrival.file)
            self._found(_not_checked(self.arrival))

    def end(self) -> None:
        """Leave nothing of the process behind."""
        self.process.kill()
        self.process.join()
        self.process.close()
        self.pipe.close()

    def _lost(self, reason: str) -> None:
        # Nothing is opened for a file whose trouble is known.
        troubled = read(replace(self.arrival, trouble=reason), self.form, self.terms)
        self._found(replace(troubled, arrival=self.arrival))

    def _found(self, reading: Reading) -> None:
        self.end()
        self.reading = reading


def _listen(workers: Sequence[_Worker]) -> None:
    """Wait until a worker has something to say, has died, or is out of time."""
    soonest = min(worker.until for worker in workers) - monotonic()
    speaking = wait([worker.pipe for worker in workers], max(0, soonest))
    for worker in workers:
        if worker.pipe in speaking:
            worker.hear()
        elif monotonic() >= worker.until:
            worker.give_up()


def _not_checked(arrival: Arrival) -> Reading:
    return Reading(arrival, None, {}, {}, notes=(Note("not_checked", arrival.file),))


@cache
def _context() -> ForkServerContext | SpawnContext:
    """How a worker comes to be: a server that has imported pandas once forks each of them.

    A copy of this process would inherit its threads and files; a new Python takes half a second.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([bounded.__name__])
    resource_tracker.ensure_running()
    # Ctrl-C is for this process: the server and what it forks are started deaf to it, and end with it.
    deaf = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    forkserver.ensure_running()
    signal.pthread_sigmask(signal.SIG_SETMASK, deaf)
    return context


@cache
def _scratch() -> str:
    folder = tempfile.TemporaryDirectory(prefix="gmreports-", ignore_cleanup_errors=True)
    atexit.register(folder.cleanup)
    return folder.name

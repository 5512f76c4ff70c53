"""One run at a time in a results folder, and what a killed one left put right before the next begins."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from gmreports.model import ClerkError
from gmreports.run.results import mend, refused

LOCK = ".gmreports.lock"


@contextmanager
def alone(out: Path) -> Iterator[None]:
    """The results folder, held against every other run until the block ends.

    The system lets go of the lock when a run is killed. The file stays: whoever removed it could
    take the lock away from a run that has just opened it.
    """
    # Never one that a killed run would leave locked: where the disk knows no locks, that is said.
    lock = FileLock(out / LOCK, fallback_to_soft=False)
    try:
        out.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        raise ClerkError(f"另一次執行正在使用「{out}」，這一次先停止；請等它結束再執行。") from None
    except OSError as error:
        raise refused(out, error) from None
    try:
        mend(out)
        yield
    finally:
        lock.release()

"""Contents of a file that does to its worker what a parser might do, once somebody looks at them."""

from __future__ import annotations

import ctypes
import os
import signal
import time
from collections.abc import Callable


def spin() -> None:
    while True:
        pass


DEATHS: dict[str, Callable[[], object]] = {
    "abort": os.abort,
    "segfault": lambda: ctypes.string_at(0),
    "kill": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "memory": lambda: [bytearray(2**24) for _ in range(10_000)],
    "hang": lambda: time.sleep(600),
    "spin": spin,
    "processor": lambda: os.kill(os.getpid(), signal.SIGXCPU),
}


class Dying(bytes):
    """The bytes are the name of the death."""

    def __bool__(self) -> bool:
        return bool(DEATHS[self.decode()]())


def never_starts(*_: object) -> None:
    """What a worker does on a machine that has no room for it."""
    time.sleep(600)

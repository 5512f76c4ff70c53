"""How long to go on: a few tries in CI, always the same; MINUTES of ever new ones with `make fuzz`."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

MINUTES = float(os.environ.get("FUZZ_MINUTES", "0"))
LONG = MINUTES > 0
# Of the tests that share the time.
PARTS = 3


def seeds(few: int) -> Iterator[int]:
    """The numbers to throw dice with; a failure names the one it came from."""
    if not LONG:
        yield from range(few)
        return
    first, until = int(time.time() * 1000), time.monotonic() + 60 * MINUTES / PARTS
    number = first
    while time.monotonic() < until:
        yield number
        number += 1
    print(f"\n{number - first} tries from {first} on")

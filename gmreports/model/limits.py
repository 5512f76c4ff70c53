"""What a file may cost before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one file: sizes in MiB, time in seconds, the rest in counts.

    On 4,115 real workbooks the defaults for unpacked size, ratio, members and cells gave no false
    alarm. `ratio` is unpacked to packed size, looked at from `ratio_from` on: a hundred empty rows
    compress a thousand times. `text` is the longest text of one cell, in characters (Excel holds
    32,767). `memory` and `seconds` bound the process that reads one file.
    """

    file: int = 100
    unpacked: int = 200
    ratio: int = 200
    ratio_from: int = 20
    members: int = 1_100
    cells: int = 1_000_000
    text: int = 1_000_000
    memory: int = 800
    seconds: int = 25

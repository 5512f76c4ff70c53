"""The parts of a zip package, found as forgivingly as Excel finds them and read within bounds."""

from __future__ import annotations

import struct
import zlib
from io import RawIOBase
from pathlib import Path
from types import TracebackType
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from gmreports.model import Limits
from gmreports.model.limits import MIB
from gmreports.read.refused import DamagedError, RefusedError

ENCRYPTED = 0x1
# What a broken archive makes zipfile raise.
BROKEN = (BadZipFile, OSError, EOFError, ValueError, NotImplementedError, struct.error, zlib.error)


class Package:
    """A zip file, looked over before anything is unpacked. Raises RefusedError and DamagedError.

    Names are compared as Excel does: whatever the case, and with either slash. One that leads out
    of the package (`../x`) is a name like any other, since nothing is ever written. However often
    parts are read, no more than `limits.unpacked` comes out.
    """

    def __init__(self, path: Path, limits: Limits) -> None:
        try:
            self._archive = ZipFile(path)
        except BROKEN:
            raise RefusedError("truncated") from None
        try:
            self._members = _members(self._archive.infolist(), limits)
        except BaseException:
            self._archive.close()
            raise
        self._room = limits.unpacked * MIB

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._archive.close()

    def namelist(self) -> list[str]:
        return [tidy(member.filename) for member in self._members.values()]

    def __contains__(self, name: str) -> bool:
        return tidy(name).lower() in self._members

    def open(self, name: str) -> IO[bytes]:
        member = self._members.get(tidy(name).lower())
        if member is None:
            raise DamagedError(f"part {name[:80]} is missing")
        try:
            return _Bounded(self, self._archive.open(member))  # type: ignore[return-value] # is all that is used
        except BROKEN:
            raise DamagedError(f"part {name[:80]} cannot be unpacked") from None

    def read(self, name: str, most: int = -1) -> bytes:
        with self.open(name) as stream:
            return stream.read(most)

    def count(self, name: str, mark: bytes) -> int:
        """How often the mark stands in a part: seen a hundred times sooner than by parsing it."""
        found, rest = 0, b""
        try:
            with self._archive.open(self._members[tidy(name).lower()]) as stream:
                while chunk := stream.read(MIB):
                    found += (rest + chunk).count(mark)
                    rest = chunk[1 - len(mark) :]
        except BROKEN:
            raise DamagedError(f"part {name[:80]} cannot be unpacked") from None
        return found

    def size(self, name: str) -> int:
        """How large a part says that it is."""
        member = self._members.get(tidy(name).lower())
        return member.file_size if member else 0

    def spend(self, size: int) -> None:
        self._room -= size
        if self._room < 0:
            raise RefusedError("too_large")


class _Bounded(RawIOBase):
    """A part being unpacked, which counts against its package."""

    def __init__(self, package: Package, stream: IO[bytes]) -> None:
        self._package, self._stream = package, stream

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        try:
            content = self._stream.read(size)
        except BROKEN as error:
            raise DamagedError(f"cannot be unpacked: {type(error).__name__}") from None
        self._package.spend(len(content))
        return content

    def close(self) -> None:
        self._stream.close()
        super().close()


def tidy(name: str) -> str:
    """A member's name as parts refer to each other."""
    return name.replace("\\", "/").lstrip("/")


def _members(found: list[ZipInfo], limits: Limits) -> dict[str, ZipInfo]:
    """The members by lower-case name, once their number and sizes are known to be bearable."""
    unpacked = sum(member.file_size for member in found)
    packed = max(1, sum(member.compress_size for member in found))
    bomb = unpacked > limits.ratio_from * MIB and unpacked > limits.ratio * packed
    if unpacked > limits.unpacked * MIB or len(found) > limits.members or bomb:
        raise RefusedError("too_large")
    if min((member.header_offset for member in found), default=0) > 0:
        # Another package, most of all: one program shows the first, another the last.
        raise DamagedError("something stands before the package")
    members: dict[str, ZipInfo] = {}
    for member in found:
        if member.flag_bits & ENCRYPTED:
            raise RefusedError("encrypted")
        if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise DamagedError("packed in a way that no spreadsheet program does")
        before = members.setdefault(tidy(member.filename).lower(), member)
        if (before.CRC, before.file_size) != (member.CRC, member.file_size):
            # Which of the two is meant? One program shows this one, another that one.
            raise DamagedError("a part stands there twice")
    return members

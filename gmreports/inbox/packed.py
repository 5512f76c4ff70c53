"""What was sent packed: the workbooks in a zip file, and how anything that was packed is called."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from gmreports.inbox.names import is_sent
from gmreports.model import Limits
from gmreports.model.limits import MIB

WORKBOOKS = frozenset(
    {".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".xlt", ".et", ".ods", ".ots", ".fods", ".numbers"}
)
# A workbook may be in one of these, and nobody would know: they are not opened, and named as what they are.
PACKED_AGAIN = frozenset({".zip", ".rar", ".7z", ".eml", ".msg"})
ZIP_HEAD, ZIP_ENTRY = b"PK\x03\x04", b"PK\x01\x02"
# Files that are zip files themselves: Office, OpenDocument, Apple Numbers; in lower case.
DOCUMENTS = frozenset({"[content_types].xml", "mimetype", "index/document.iwa", "index.zip"})
ENCRYPTED = 0x1
IN_UTF8 = 0x800
# What the name of a member is in where nothing says so: macOS writes UTF-8, Windows in Taiwan Big5.
CODINGS = ("utf-8", "cp950")
MOST_WORKBOOKS = 100
BROKEN = (BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError, struct.error)


@dataclass(frozen=True, slots=True)
class Piece:
    """One file taken out of another; `trouble` says why it could not be, as rule S01 calls it."""

    name: str
    content: bytes = b""
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Parcel:
    """What was packed, and for a message when it was sent, in Taipei, and by whom."""

    pieces: tuple[Piece, ...]
    sent: datetime | None = None
    sender: str = ""


def archive(content: bytes, limits: Limits) -> tuple[Piece, ...] | None:
    """The workbooks in a zip file; None where it is itself a workbook, or broken: reading says so."""
    if content.count(ZIP_ENTRY) > MOST_WORKBOOKS * limits.members:
        # Its directory alone would fill the memory.
        return None
    try:
        with ZipFile(io.BytesIO(content)) as package:
            members = package.infolist()
            if DOCUMENTS & {member.filename.replace("\\", "/").lstrip("/").lower() for member in members}:
                return None
            wanted = [member for member in members if not member.is_dir() and is_wanted(_name(member))]
            if len(members) > limits.members or len(wanted) > MOST_WORKBOOKS:
                return (Piece("", trouble="zip_too_many"),)
            return tuple(_taken_out(package, wanted, limits)) or (Piece("", trouble="zip_nothing"),)
    except BROKEN:
        return None


def is_wanted(name: str) -> bool:
    """Whether a file of this name is a workbook, or might hold one."""
    return is_sent(name) and PurePosixPath(name).suffix.lower() in WORKBOOKS | PACKED_AGAIN


def _taken_out(package: ZipFile, wanted: list[ZipInfo], limits: Limits) -> Iterator[Piece]:
    """Each workbook that still fits into what all of them together may take."""
    room, packed = limits.unpacked * MIB, 0
    for member in wanted:
        piece = Piece(_name(member))
        packed += member.compress_size
        unpacked = limits.unpacked * MIB - room + member.file_size
        bomb = unpacked > limits.ratio_from * MIB and unpacked > limits.ratio * packed
        if member.flag_bits & ENCRYPTED:
            yield replace(piece, trouble="zip_encrypted")
        elif member.file_size > min(room, limits.file * MIB) or bomb:
            yield replace(piece, trouble="too_large")
        else:
            # No more comes out than a member says, so that what is broken is paid for too.
            room -= member.file_size
            try:
                yield replace(piece, content=package.read(member))
            except BROKEN:
                yield replace(piece, trouble="truncated")


def _name(member: ZipInfo) -> str:
    """The name alone, in the coding that it was written in."""
    name = member.orig_filename
    for coding in () if member.flag_bits & IN_UTF8 else CODINGS:
        try:
            name = name.encode("cp437").decode(coding)
            break
        except UnicodeError:
            continue
    return PurePosixPath(name.replace("\\", "/")).name

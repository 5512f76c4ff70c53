"""OLE compound files: xls, what Office keeps behind a password, and other documents of the 1990s."""

from __future__ import annotations

import struct
from pathlib import Path

import olefile

from gmreports.read.refused import RefusedError

OLE = olefile.MAGIC
# A stream at the top that only such a document has, whatever the case; what is embedded lies deeper.
STREAMS = {
    "worddocument": "word",
    "powerpoint document": "slides",
    "__properties_version1.0": "mail",
    "visiodocument": "picture",
    "fileheader": "word",
}
LOCKED, WORKBOOKS = "EncryptedPackage", ("workbook", "book")
# Records of a workbook: the end of a substream, and the one that says how it is encrypted.
END, FILE_PASS = 0x000A, 0x002F
FIRST_RECORDS = 8192


def look_into(path: Path, head: bytes) -> None:
    """Nothing for a workbook that can be read. Raises RefusedError for anything else.

    `head`: the beginning of the file, which may be all that there is.
    """
    try:
        with olefile.OleFileIO(str(path)) as file:
            names = {entry[0].lower() for entry in file.listdir() if len(entry) == 1}
            book = next((name for name in WORKBOOKS if name in names), "")
            records = file.openstream(book).read(FIRST_RECORDS) if book else b""
    except (OSError, ValueError, IndexError, RecursionError, struct.error):
        # Its directory stands at the end more often than not.
        locked = LOCKED.encode("utf-16-le") in head
        raise RefusedError("encrypted" if locked else "truncated") from None
    if LOCKED.lower() in names:
        raise RefusedError("encrypted")
    if not book:
        raise RefusedError("not_spreadsheet", next((STREAMS[name] for name in STREAMS if name in names), ""))
    if _is_locked(records):
        raise RefusedError("encrypted")


def _is_locked(records: bytes) -> bool:
    """Whether one of the first records of a workbook says that the rest is encrypted."""
    at = 0
    while at + 4 <= len(records):
        kind, size = struct.unpack_from("<HH", records, at)
        if kind in (FILE_PASS, END):
            return bool(kind == FILE_PASS)
        at += 4 + size
    return False

"""A file of the inbox that holds others: a zip file, or a saved message."""

from __future__ import annotations

from pathlib import Path

from gmreports.inbox.message import message
from gmreports.inbox.packed import ZIP_HEAD, Parcel, archive
from gmreports.model import Limits

MESSAGE = ".eml"
# No message has this among its first bytes; a workbook, a picture or a pdf that is called one has.
NO_TEXT = b"\0"
HEAD = 4096


def unpack(path: Path, limits: Limits) -> Parcel | None:
    """The workbooks in a zip file or a message; None for a file that is itself what was sent."""
    with path.open("rb") as stream:
        head = stream.read(HEAD)
        is_archive = head.startswith(ZIP_HEAD)
        is_message = path.suffix.lower() == MESSAGE and not is_archive and NO_TEXT not in head
        content = head + stream.read() if is_archive or is_message else b""
    if is_message:
        return message(content, limits)
    pieces = archive(content, limits) if is_archive else None
    return None if pieces is None else Parcel(pieces)

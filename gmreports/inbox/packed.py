"""What comes packed: the workbooks in a zip file, and those attached to a saved message."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from gmreports.inbox.names import is_sent
from gmreports.inbox.received import taipei
from gmreports.model import Limits
from gmreports.model.limits import MIB

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xltx", ".xls", ".ods", ".xlsb"})
MESSAGE, ARCHIVE = ".eml", ".zip"
ZIP_HEAD = b"PK\x03\x04"
# Files that are zip files themselves: Office, OpenDocument, Apple Numbers.
DOCUMENTS = frozenset({"[Content_Types].xml", "mimetype", "Index/Document.iwa", "Index.zip"})
ENCRYPTED = 0x1
IN_UTF8 = 0x800
MOST_WORKBOOKS = 100
# Enough for a message in a message in a message, and not for one made to overflow the stack.
DEEPEST = 20


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


def unpack(path: Path, limits: Limits) -> Parcel | None:
    """The workbooks in a zip file or a message; None for a file that is itself what was sent."""
    message = path.suffix.lower() == MESSAGE
    with path.open("rb") as stream:
        archive = stream.read(4) == ZIP_HEAD
    if not (message or archive) or path.stat().st_size > limits.file * MIB:
        return None
    content = path.read_bytes()
    if message:
        return _message(content, limits)
    pieces = _archive(content, limits)
    return None if pieces is None else Parcel(pieces)


def _archive(content: bytes, limits: Limits) -> tuple[Piece, ...] | None:
    """The workbooks in a zip file; None where it is itself a workbook, or broken: reading says so."""
    try:
        with ZipFile(io.BytesIO(content)) as package:
            members = package.infolist()
            if DOCUMENTS & {member.filename for member in members}:
                return None
            wanted = [member for member in members if _is_workbook(_name(member))]
            if len(members) > limits.members or len(wanted) > MOST_WORKBOOKS:
                return (Piece("", trouble="zip_too_many"),)
            return tuple(_taken_out(package, wanted, limits)) or (Piece("", trouble="zip_nothing"),)
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return None


def _taken_out(package: ZipFile, wanted: list[ZipInfo], limits: Limits) -> Iterator[Piece]:
    """Each workbook, as long as all of them together stay within the limit."""
    room = limits.unpacked * MIB
    for member in wanted:
        piece = Piece(_name(member))
        if member.flag_bits & ENCRYPTED:
            yield replace(piece, trouble="zip_encrypted")
            continue
        try:
            with package.open(member) as stream:
                content = stream.read(room + 1)
        except (BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
            yield replace(piece, trouble="truncated")
            continue
        room -= len(content)
        if room < 0:
            yield replace(piece, trouble="too_large")
            return
        yield replace(piece, content=content)


def _name(member: ZipInfo) -> str:
    """The name alone; Windows in Taiwan writes it in Big5 and does not say so."""
    name = member.orig_filename
    if not member.flag_bits & IN_UTF8:
        try:
            name = name.encode("cp437").decode("cp950")
        except UnicodeError:
            name = member.filename
    return PurePosixPath(name.replace("\\", "/")).name


def _message(content: bytes, limits: Limits) -> Parcel:
    try:
        message = message_from_bytes(content, policy=default)
        pieces = tuple(_attached(message, limits))
        return Parcel(pieces or (Piece("", trouble="eml_nothing"),), _sent(message), _sender(message))
    except Exception:  # the parser raises all sorts for a message that nobody's program wrote
        return Parcel((Piece("", trouble="damaged"),))


def _attached(message: EmailMessage, limits: Limits) -> Iterator[Piece]:
    for part in _parts(message):
        name = PurePosixPath((part.get_filename() or "").replace("\\", "/")).name
        if not (_is_workbook(name) or name.lower().endswith(ARCHIVE)):
            continue
        body = part.get_payload(decode=True)
        content = body if isinstance(body, bytes) else b""
        inside = _archive(content, limits) if content.startswith(ZIP_HEAD) else None
        yield from inside or (Piece(name, content),)


def _parts(message: EmailMessage, depth: int = 0) -> Iterator[EmailMessage]:
    """Every part that holds something, those of forwarded messages included."""
    if not message.is_multipart():
        yield message
    elif depth < DEEPEST:
        for part in message.iter_parts() if not _is_forwarded(message) else message.get_payload():
            if isinstance(part, EmailMessage):
                yield from _parts(part, depth + 1)


def _is_forwarded(message: EmailMessage) -> bool:
    return message.get_content_type() == "message/rfc822"


def _sent(message: EmailMessage) -> datetime | None:
    moment = getattr(message["Date"], "datetime", None)
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        return None
    return taipei(moment)


def _sender(message: EmailMessage) -> str:
    address = parseaddr(str(message["From"] or ""))[1]
    return address if re.fullmatch(r"[^\s,;<>\"]{1,100}@[^\s,;<>\"]{1,100}", address) else ""


def _is_workbook(name: str) -> bool:
    return is_sent(name) and PurePosixPath(name).suffix.lower() in WORKBOOKS

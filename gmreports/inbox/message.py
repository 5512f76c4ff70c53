"""A saved message: the workbooks that are attached, when it was sent, and by whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr
from pathlib import PurePosixPath

from gmreports.inbox.packed import ZIP_HEAD, Parcel, Piece, archive, is_wanted
from gmreports.inbox.received import taipei
from gmreports.model import Limits
from gmreports.model.limits import MIB
from gmreports.model.personal import holds_identity

# What a program calls an attachment of these kinds that has no name of its own, or none with an ending.
KINDS = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.ms-excel.sheet.macroenabled.12": ".xlsm",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
}
# Outlook packs everything into this one, and nothing else reads it: it is named as no workbook.
OUTLOOK = "winmail.dat"
# What macOS sends beside a file, under the same name.
BESIDE = "application/applefile"
NAMELESS = "附件"
MESSAGES = ("message/rfc822", "message/global")
# Enough for a message in a message in a message, and not for one made to overflow the stack.
DEEPEST = 20

# The parser is made slow, or fills the memory, by more of these than any mail program writes: lines,
# colons (one in each header), parts, lines times levels, and the length of one header and of all looked at.
MOST_LINES, MOST_COLONS, MOST_PARTS, MOST_STEPS = 2_000_000, 500_000, 1_000, 30_000_000
LONGEST_HEADER, LONGEST_HEADERS = 2_000, 100_000
LEVEL = b"multipart/"
LOOKED_AT = re.compile(rb"\n(?:from|date|content-[a-z-]{1,40}):[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE)
BLANK_START = b"\xef\xbb\xbf \t\r\n"


def message(content: bytes, limits: Limits) -> Parcel:
    """What is attached, as one parcel. A message that nobody's program wrote is told as damaged."""
    if len(content) > limits.file * MIB // 2:
        # The parser fills ten times as much memory.
        return Parcel((Piece("", trouble="too_large"),))
    if not _is_bearable(content):
        return Parcel((Piece("", trouble="damaged"),))
    try:
        parsed = _parsed(content)
        pieces = tuple(_attached(parsed, limits))
    except Exception:  # the parser raises all sorts
        return Parcel((Piece("", trouble="damaged"),))
    return Parcel(pieces or (Piece("", trouble="eml_nothing"),), _sent(parsed), _sender(parsed))


def _is_bearable(content: bytes) -> bool:
    # The parser ends a line at each of these, too.
    plain = b"\n" + content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    lines = plain.count(b"\n")
    if lines > MOST_LINES or plain.count(b":") > MOST_COLONS or plain.count(b"\n--") > MOST_PARTS:
        return False
    if lines * plain.lower().count(LEVEL) > MOST_STEPS:
        return False
    lengths = [len(found[0]) for found in LOOKED_AT.finditer(plain)]
    return max(lengths, default=0) <= LONGEST_HEADER and sum(lengths) <= LONGEST_HEADERS


def _parsed(content: bytes) -> EmailMessage:
    return message_from_bytes(content.lstrip(BLANK_START), policy=default)


def _attached(parsed: EmailMessage, limits: Limits, depth: int = 0) -> Iterator[Piece]:
    for part in _parts(parsed, depth):
        name, body = _file_name(part), part.get_payload(decode=True)
        content = body if isinstance(body, bytes) else b""
        if part.get_content_type() in MESSAGES or name.lower().endswith(".eml"):
            # Packed against the standard, but people do forward messages as files.
            if depth < DEEPEST and _is_bearable(content):
                yield from _attached(_parsed(content), limits, depth + 1)
        elif is_wanted(name) or name.lower() == OUTLOOK:
            yield from _opened(Piece(name, content), limits)


def _opened(piece: Piece, limits: Limits) -> Iterator[Piece]:
    """The workbooks in an attached zip file; what is no zip file, as it is."""
    inside = archive(piece.content, limits) if piece.content.startswith(ZIP_HEAD) else None
    for one in inside or (piece,):
        # Photographs are sent in a zip file beside the workbook.
        if one.trouble != "zip_nothing":
            yield one if one.name else replace(one, name=piece.name)


def _file_name(part: EmailMessage) -> str:
    name = PurePosixPath((part.get_filename() or "").replace("\\", "/")).name.rstrip(". ")
    kind = part.get_content_type()
    if kind == BESIDE:
        return ""
    ending = KINDS.get(kind, "")
    return f"{name or NAMELESS}{ending}" if ending and not PurePosixPath(name).suffix else name


def _parts(parsed: EmailMessage, depth: int) -> Iterator[EmailMessage]:
    """Every part that holds something, those of forwarded messages included."""
    if not parsed.is_multipart():
        yield parsed
    elif depth < DEEPEST:
        forwarded = parsed.get_content_type() in MESSAGES
        for part in parsed.get_payload() if forwarded else parsed.iter_parts():
            if isinstance(part, EmailMessage):
                yield from _parts(part, depth + 1)


def _sent(parsed: EmailMessage) -> datetime | None:
    with suppress(Exception):  # as above; the attachments are there
        moment = parsed["Date"].datetime
        return taipei(moment) if moment.tzinfo else None
    return None


def _sender(parsed: EmailMessage) -> str:
    """The address, where it is one; one that looks like the number of a person is kept nowhere."""
    with suppress(Exception):  # as above
        address = parseaddr(str(parsed["From"] or ""))[1]
        if re.fullmatch(r"[^\s,;<>\"]{1,100}@[^\s,;<>\"]{1,100}", address) and not holds_identity(address):
            return address
    return ""

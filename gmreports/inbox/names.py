"""File names: how they are printed, whose they seem to be, and which are no submissions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from gmreports.model import Office
from gmreports.model.personal import redacted

# Left by Excel, LibreOffice, a browser or the system beside the submissions: nobody sent these.
NOT_SENT = re.compile(
    r"^(?:~\$.*|\..*|.*\.(?:part|crdownload|tmp)|thumbs\.db|desktop\.ini|__macosx)$", re.IGNORECASE
)
# Marks that end lines, turn the direction of writing, or show nothing at all.
UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def is_sent(name: str) -> bool:
    """Whether somebody may have sent a file of this name."""
    return not NOT_SENT.match(name)


def shown(name: str) -> str:
    r"""A file name as it can be printed anywhere: what cannot be seen is written out, as \u202e.

    What was no UTF-8 is written as \x and two digits; the number of a person is taken out.
    """
    plain = unicodedata.normalize("NFC", name)
    if any(unicodedata.category(char) in UNSEEN for char in plain):
        plain = "".join(_visible(char) for char in plain.replace("\\", "\\\\"))
    return redacted(plain)


def named_offices(name: str, offices: Iterable[Office]) -> tuple[str, ...]:
    """Codes of the offices that a file name speaks of, by code or short name."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", name)).replace("台", "臺")
    return tuple(office.code for office in offices if office.code in plain or office.short in plain)


def _visible(char: str) -> str:
    if "\udc80" <= char <= "\udcff":
        # How Python holds a byte that is no UTF-8.
        return f"\\x{ord(char) - 0xDC00:02x}"
    return f"\\u{ord(char):04x}" if unicodedata.category(char) in UNSEEN else char

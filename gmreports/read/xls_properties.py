"""What an OLE file says about itself: the texts of its property sets.

olefile reads them too, but a spoilt count keeps it busy until the memory is full.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from struct import error as StructError
from struct import unpack_from

# Source: [MS-OLEPS]. Stream → names of the properties in its first set; a second set is the user's own.
STREAMS = {
    "\5SummaryInformation": {
        2: "title",
        3: "subject",
        4: "author",
        5: "keywords",
        6: "comments",
        8: "last_saved_by",
    },
    "\5DocumentSummaryInformation": {2: "category", 14: "manager", 15: "company"},
}
OWN = "custom"
CODE_PAGE = 1
SHORT, BYTES, WIDE = 0x02, 0x1E, 0x1F
UTF8_PAGE = 65001

Found = tuple[str, str]


def properties(stream: bytes, names: dict[int, str], default_page: str) -> tuple[Found, ...]:
    """Name and text of each property that has one; spoilt ones are left out: nothing there is counted."""
    found: list[Found] = []
    try:
        for number in range(min(2, unpack_from("<I", stream, 24)[0])):
            start = unpack_from("<I", stream, 28 + 20 * number + 16)[0]
            found += _texts(stream[start:], {} if number else names, default_page)
    except StructError:
        pass
    return tuple(found)


def _texts(part: bytes, names: dict[int, str], page: str) -> Iterator[Found]:
    count = min(unpack_from("<I", part, 4)[0], len(part) // 8)
    places = [unpack_from("<II", part, 8 + 8 * number) for number in range(count)]
    for key, at in places:
        if key == CODE_PAGE and unpack_from("<I", part, at)[0] == SHORT:
            page = _codec(unpack_from("<H", part, at + 4)[0], page)
    for key, at in places:
        name = names.get(key, "") if names else OWN
        kind, size = unpack_from("<II", part, at) if name else (0, 0)
        text = ""
        if kind == BYTES:
            text = part[at + 8 : at + 8 + size].decode(page, "replace")
        elif kind == WIDE:
            text = part[at + 8 : at + 8 + 2 * size].decode("utf-16-le", "replace")
        if text.strip("\0 "):
            yield name, text.strip("\0 ")


def _codec(number: int, default: str) -> str:
    name = "utf-8" if number == UTF8_PAGE else f"cp{number}"
    try:
        return codecs.lookup(name).name
    except LookupError:
        return default

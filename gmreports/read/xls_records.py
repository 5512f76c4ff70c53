"""What xlrd does not tell of a workbook stream: passwords, formulas, links, and how much it would fill.

One pass over the records: each is an id, a length and that many bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import unpack_from

from gmreports.model import Limits
from gmreports.read.cells import At
from gmreports.read.refused import DamagedError, RefusedError

# Source: [MS-XLS] 2.3, and for BIFF5 the OpenOffice.org documentation of the format.
EOF, FILEPASS, CODEPAGE, BOUNDSHEET = 0x000A, 0x002F, 0x0042, 0x0085
EXTERNSHEET, EXTERNNAME, SUPBOOK = 0x0017, 0x0023, 0x01AE
BOFS = (0x0009, 0x0209, 0x0409, 0x0809)
FORMULAS = (0x0006, 0x0206, 0x0406)
# NUMBER, LABEL, BOOLERR, BLANK, RK, RSTRING, LABELSST, MULRK, MULBLANK; the first five of BIFF2.
CELLS = (0x0203, 0x0204, 0x0205, 0x0201, 0x027E, 0x00D6, 0x00FD, 0x00BD, 0x00BE, *range(0x0001, 0x0006))
MANY = (0x00BD, 0x00BE)
WORKSHEET = 0
MACRO_SHEETS = (1, 6)
BIFF8 = 0x0600
# In an EXTERNNAME: the name is that of a linked object.
TO_OBJECT = 0x10

# A row costs xlrd as many places as its last column has a number.
PLACES_PER_CELL = 5


class Records:
    """What one pass found: `active`, in Chinese; formulas are kept by the place where their sheet starts."""

    def __init__(self) -> None:
        self.active: set[str] = set()
        self._formulas: dict[int, set[At]] = {}
        self._starts: list[int] = []
        self._worksheets: list[int] = []
        self._cells = 0
        self._widths: dict[At, int] = {}
        self._depth = self._version = 0
        self._linked = self._has_page = False

    @property
    def code_page_unsaid(self) -> bool:
        """Whether texts are bytes in a code page that nothing in the file names."""
        return self._version < BIFF8 and not self._has_page

    def formulas(self, sheet: int) -> set[At]:
        """The cells of a worksheet that hold a formula; worksheets in order, from 0."""
        starts = self._worksheets or self._starts
        return self._formulas.get(starts[sheet], set()) if sheet < len(starts) else set()

    def see(self, at: int, kind: int, data: bytes) -> None:
        if kind in BOFS:
            self._depth += 1
            self._version = self._version or unpack_from("<H", data)[0]
            if self._depth == 1:
                self._starts.append(at)
        elif kind == EOF:
            self._depth -= 1
        elif kind == FILEPASS:
            raise RefusedError("encrypted")
        elif kind == BOUNDSHEET:
            self._see_sheet(unpack_from("<I", data)[0], data[5])
        elif kind == CODEPAGE:
            self._has_page = True
        elif kind in (SUPBOOK, EXTERNSHEET, EXTERNNAME):
            self._see_link(kind, data)
        elif self._depth == 1 and self._starts and (kind in CELLS or kind in FORMULAS):
            # Deeper lies the data of a chart.
            self._see_cell(kind, data)

    def too_many(self, limits: Limits) -> bool:
        most = PLACES_PER_CELL * limits.cells
        return self._cells > limits.cells or sum(self._widths.values()) > most

    def _see_sheet(self, start: int, kind: int) -> None:
        if kind == WORKSHEET:
            self._worksheets.append(start)
        elif kind in MACRO_SHEETS:
            self.active.add("巨集")

    def _see_link(self, kind: int, data: bytes) -> None:
        """A DDE link and a link to an object are told apart by the names that follow."""
        if kind == EXTERNNAME:
            if self._linked and unpack_from("<H", data)[0] & TO_OBJECT:
                self.active = (self.active - {"DDE"}) | {"外部連結"}
            return
        what = _link(data) if kind == SUPBOOK else _old_link(data) if self._version < BIFF8 else ""
        self._linked = what == "DDE"
        if what:
            self.active.add(what)

    def _see_cell(self, kind: int, data: bytes) -> None:
        row, column = unpack_from("<HH", data)
        last = unpack_from("<H", data, len(data) - 2)[0] if kind in MANY else column
        self._cells += max(1, last - column + 1)
        start = self._starts[-1]
        self._widths[start, row] = max(self._widths.get((start, row), 0), last + 1)
        if kind in FORMULAS:
            self._formulas.setdefault(start, set()).add((row + 1, column + 1))


def scan(stream: bytes, limits: Limits) -> Records:
    """Go through the records once. Raises RefusedError and DamagedError."""
    found = Records()
    for at, kind, data in _records(stream):
        found.see(at, kind, data)
    if found.too_many(limits):
        raise RefusedError("too_large")
    return found


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Place, id and content of each record, up to the padding that follows the last one."""
    at = 0
    while at + 4 <= len(stream):
        kind, length = unpack_from("<HH", stream, at)
        if kind == 0 and length == 0:
            return
        if at + 4 + length > len(stream):
            raise DamagedError("the workbook stream ends inside a record")
        yield at, kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _link(data: bytes) -> str:
    """What a SUPBOOK brings in: nothing, where it stands for this workbook or for functions of an add-in."""
    if len(data) <= 4 or data[2:4] in (b"\x01\x04", b"\x01\x3a"):
        return ""
    (sheets, length), wide = unpack_from("<HH", data), data[4] & 1
    path = data[5:].decode("utf-16-le" if wide else "latin-1", "replace")
    path = path[:length]
    if path in ("\0", " ", ""):
        return ""
    return "DDE" if sheets == 0 and "\x03" in path else "外部連結"


def _old_link(data: bytes) -> str:
    """The same of an EXTERNSHEET in BIFF5, whose name begins with a mark of what it is."""
    if data[1:2] == b"\x01":
        return "外部連結"
    return "DDE" if b"\x03" in data[2:] else ""

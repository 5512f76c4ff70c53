"""What came in, and what reading made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from gmreports.model.form import Form, Terms
from gmreports.model.period import Period

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, order=True, slots=True)
class Where:
    """A place in a file: `cell` is empty for a whole sheet, `sheet` for a whole file."""

    file: str
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        return "!".join(part for part in (self.file, self.sheet, self.cell) if part)


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file of the inbox.

    `file` is its path below the inbox, with `/`; `received` is Taipei time; `offices` are the
    codes of the offices that its name speaks of: a hint, never the truth. What came packed in a
    message or a zip file has its `content` here, and its `path` is that of the package. `trouble`
    is why it must not be opened, as rule S01 calls it.
    """

    file: str
    path: str
    period: Period
    received: datetime
    sender: str
    sha256: str
    offices: tuple[str, ...] = ()
    content: bytes = field(default=b"", repr=False)
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Return:
    """One office, one period, one revision, as its cover sheet says; "", None and 0 where it does not.

    `titles`: sheet id → the title that the sheet has in the file. `columns`: sheet id → column
    id → column letter; in a label sheet → the whole address. `explanations`: sheet id → what the
    office wrote in the 說明 of its self-check sheet.
    """

    office_code: str
    period: Period | None
    revision: int
    status: str
    form_version: str
    titles: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    explanations: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Repair:
    """A cell that was read as something other than what stands in it."""

    where: Where
    before: str
    after: str
    kind: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something that reading saw and only a rule may judge, e.g. `sheet_missing`.

    `sheet` and `column` are ids of the form, "" where they do not apply; `cell` is an address.
    """

    kind: str
    file: str
    sheet: str = ""
    column: str = ""
    cell: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """What came out of one file; `ret` is None where nothing could be read.

    `tables` and `raw` map a sheet id to a frame indexed by (file, row), the Excel row, with the
    form's column ids. `tables` holds values: float64 for numbers (percentages as 92.5),
    datetime64[s] for dates, object (str or None) for the rest; auto columns are recomputed from
    their parts. `raw` (object) holds the text as filled: "" where the cell is blank, None where
    the file has no such column; an error value as its text (`#REF!`), a formula never calculated
    as "=". The cover is a table of one row, row 0.
    """

    arrival: Arrival
    ret: Return | None
    tables: Mapping[str, pd.DataFrame]
    raw: Mapping[str, pd.DataFrame]
    repairs: tuple[Repair, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Round:
    """All returns of a period, with the earlier quarters that it leans on, stacked.

    `returns` is indexed by file, in office and period order, unreadable files included:
    office_code (from the file name where the file cannot be read, "" where unknown), period (of
    the folder it lay in, as text), revision (int), status, received (datetime64[s]), current
    (False: superseded), readable (False: no tables), collected (True: of the period being
    reported, False: of an earlier one), cells (sheet id → column id → letter, or address in the
    cover), titles (sheet id → title in the file) and explanations (sheet id → text).
    `tables` and `raw` are as in Reading, stacked over the readable returns, every sheet of the
    form present; the index is never reset.
    """

    form: Form
    terms: Terms
    period: Period
    returns: pd.DataFrame
    tables: Mapping[str, pd.DataFrame]
    raw: Mapping[str, pd.DataFrame]
    notes: tuple[Note, ...] = ()

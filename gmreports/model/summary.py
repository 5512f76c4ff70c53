"""Figures, the tables they are printed in, and letters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from gmreports.model.form import Office, Terms
from gmreports.model.period import Period
from gmreports.model.returns import Where

if TYPE_CHECKING:
    import pandas as pd

State = Literal["counted", "missing", "none_held", "blank", "not_counted"]

STATE_WORDS: dict[State, str] = {
    "missing": "未報",
    "none_held": "無辦理",
    "blank": "未填",
    "not_counted": "未列計",
}
NO_DIVISOR = "—"


@dataclass(frozen=True, slots=True)
class Query:
    """A sum over a detail frame: `columns` added up (none: rows counted) where every pair holds.

    A pair is (detail column, value, value …): the row is in when its text is one of the values.
    Rows that are not counted are never in.
    """

    sheet: str
    columns: tuple[str, ...]
    where: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure: a sum (`total` alone) or a percentage, `total` ÷ `base`, one decimal, rounded half up.

    `sources` are the cells it was made from, the first `total_sources` for the total, the others for
    the base; a total without columns counts its cells. `not_counted` are the cells left out because
    their row has an error. `value` is None unless `state` is `counted`, and then only for a
    percentage without a divisor, printed as NO_DIVISOR.
    """

    id: str
    label: str
    office_code: str
    period: str
    keys: Mapping[str, str]
    value: int | Decimal | None
    unit: str
    state: State
    total: Query
    base: Query | None = None
    sources: tuple[str, ...] = ()
    not_counted: tuple[str, ...] = ()
    total_sources: int = 0


Duty = Literal["符合", "未符合", "進行中", "無資料", "待認定"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether one office meets one obligation: in a word, why in a sentence, and by which cells.

    `measures` are the ids of the figures it was decided from, where there are any.
    """

    id: str
    obligation: str
    office_code: str
    period: str
    state: Duty
    why: str
    sources: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a printed table; `group` is the head that it shares with its neighbours."""

    header: str
    unit: str = ""
    group: str = ""
    numeric: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a printed table; cells are figures, verdicts or words."""

    label: str
    cells: tuple[Measure | Verdict | str, ...]
    office_code: str = ""
    total: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A printed table: `sentence` says what matters in it, `notes` stand at its foot."""

    id: str
    title: str
    sentence: str
    stub: str
    headings: tuple[Heading, ...]
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()

    def measures(self) -> Iterator[Measure]:
        for line in self.lines:
            yield from (cell for cell in line.cells if isinstance(cell, Measure))

    def verdicts(self) -> Iterator[Verdict]:
        for line in self.lines:
            yield from (cell for cell in line.cells if isinstance(cell, Verdict))


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one office stands in the round.

    `none_held` are the sheets for which it declares that nothing was held; `rows` maps a sheet
    id to its filled rows; `superseded` are its earlier files of the period.
    """

    office: Office
    state: Literal["accepted", "to_correct", "unreadable", "not_checked", "missing"]
    late: bool
    none_held: tuple[str, ...]
    file: str
    received: datetime | None
    revision: int
    superseded: tuple[str, ...]
    rows: Mapping[str, int]
    errors: int
    warnings: int


@dataclass(frozen=True)
class Summary:
    """Everything the outputs print.

    `grids` are in the order in which a reader asks. `details` maps a sheet id to the frame
    behind the figures, indexed by (file, Excel row): the form's columns and office_code,
    office, period, counted (是/否), reason, city (是/否: counts as a session of its own for the
    city) and latest (是/否). `headline` is sentences; the first says how many of how many
    offices are in. `figures` is the headline strip: a figure and the same one quarter before.
    """

    period: Period
    as_of: datetime
    terms: Terms
    standings: tuple[Standing, ...]
    grids: Mapping[str, Grid]
    details: Mapping[str, pd.DataFrame]
    headline: tuple[str, ...]
    figures: tuple[tuple[Measure, Measure | None], ...]

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Every figure printed anywhere, once, in order of appearance."""
        found: dict[str, Measure] = {}
        for now, before in self.figures:
            for measure in (now, before):
                if measure is not None:
                    found.setdefault(measure.id, measure)
        for grid in self.grids.values():
            for measure in grid.measures():
                found.setdefault(measure.id, measure)
        return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Change:
    """What a later return says otherwise: a cell, or a whole row that is new or gone (`column_id` "").

    `where` is in the later file, for a row that is gone in the earlier one; `before` and `after`
    are texts as filled, of a whole row its first ones; "" where the value must not be repeated.
    """

    kind: Literal["changed", "added", "removed"]
    office_code: str
    where: Where
    sheet_id: str
    column_id: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter before it becomes bytes; `attachments` are (file name, content type, bytes).

    `to` is "" where no address is known. `kind` is receipt, correction, reminder, overdue, thanks or
    summary; `office_code` is "" in a letter that is not to one of the offices.
    """

    name: str
    to: str
    subject: str
    text: str
    html: str
    attachments: tuple[tuple[str, str, bytes], ...] = ()
    kind: str = ""
    office_code: str = ""
    reply_to: str = ""

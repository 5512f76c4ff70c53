"""What we demand, and what is found wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from gmreports.model.form import Form, Terms
from gmreports.model.returns import Round, Where

if TYPE_CHECKING:
    import pandas as pd

Severity = Literal["E", "W", "I"]

Formulas = Mapping[tuple[str, str], str]
"""(sheet id, column id) → the Excel condition under which that cell is wrong; column "": the whole sheet.

In a condition `{column}` is the cell of that column in the same row, `{column:all}` all its data
cells, `{sheet.column:all}` those of another sheet, `{cover.column}` a value of the cover sheet and
`{start}`, `{end}` the first and last day of the quarter.
"""


@dataclass(frozen=True)
class Rule:
    """One demand, with everything that is made from it.

    `check` takes the Round and gives the wrong places: a frame indexed by (file, row), row 0
    for a whole sheet or file, with `sheet`, `column` ("" for no cell) and the facts that
    `message`, `expected` and `mend` name in braces; where there, `severity`, `cell` and
    `office_code` columns override. `short` is what the template says beside the cell; it may
    name `{header}`. `voids`: an error of this kind keeps the whole sheet it names, or the whole
    file, out of the figures. `waivable`: some of its hits are warnings, although the others must be
    corrected. Examples are pipe tables: see tests/rules/README.md.
    """

    code: str
    name: str
    title: str
    severity: Severity
    message: str
    expected: str
    mend: str
    check: Callable[[Round], pd.DataFrame]
    doc: str
    good: tuple[str, ...]
    bad: tuple[str, ...]
    clause: str = ""
    short: str = ""
    formulas: Callable[[Form, Terms], Formulas] | None = None
    no_formula: str = ""
    voids: bool = False
    waivable: bool = False


@dataclass(frozen=True, slots=True)
class Waiver:
    """The clerk's decision not to pursue a warning; `office` and `cell` are "" where it is for all.

    `until` is the last period for which it holds.
    """

    code: str
    office: str
    period: str
    reason: str
    who: str
    until: str
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A hit, ready to be read; `filled` is "" where the value must not be repeated.

    `row` is the Excel row, 0 for a whole sheet or file; `sheet_id` and `column_id` are the form's.
    One mistake is one finding: `cells` and `rows` are all its places where there is more than one,
    `folded` the codes of what only follows from it. A finding on trial is shown and counts for
    nothing. A warning may be waived by the clerk, or explained by the office.
    """

    code: str
    severity: Severity
    office_code: str
    where: Where
    message: str
    expected: str
    mend: str
    clause: str
    filled: str
    row: int = 0
    sheet_id: str = ""
    column_id: str = ""
    voids: bool = False
    cells: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()
    folded: tuple[str, ...] = ()
    trial: bool = False
    waiver: Waiver | None = None
    explanation: str = ""

    @property
    def blocks(self) -> bool:
        """Whether it must be corrected: its rows are not counted until then."""
        return self.severity == "E" and not self.trial

    @property
    def warns(self) -> bool:
        """Whether it waits for an answer: a warning that nobody has waived or explained."""
        return self.severity == "W" and not (self.trial or self.waiver or self.explanation)

    @property
    def all_rows(self) -> tuple[int, ...]:
        return self.rows or (self.row,)

    @property
    def all_cells(self) -> tuple[str, ...]:
        return self.cells or (self.where.cell,)

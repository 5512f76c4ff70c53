"""What we ask, and the dated terms it is asked under."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from gmreports.model.earlier import Earlier
from gmreports.model.limits import Limits
from gmreports.model.period import Period

Kind = Literal[
    "text",
    "integer",
    "decimal",
    "percent",
    "date",
    "choice",
    "choices",
    "codes",
    "yesno",
    "phone",
    "email",
    "url",
]
Need = Literal["required", "conditional", "optional", "auto"]
Covers = Literal["quarter", "year", "standing"]
Rollup = Literal["sum", "latest", "none"]

NUMERIC_KINDS: tuple[Kind, ...] = ("integer", "decimal", "percent")


@dataclass(frozen=True, slots=True)
class Column:
    """One question of the form; a cover item is a column too.

    `required_when` maps columns of the same sheet to the values that together make this one
    required (`*`: anything filled). `parts` are summed by an auto column; with `whole`, the
    column is the percentage Σparts ÷ Σwhole. `units` may stand behind a number. `also` maps a
    choice to other spellings of it that are read. `public`: allowed in what leaves the house;
    `internal`: its value is repeated nowhere. `left_to`: the rule that judges this one in place
    of the F rules. `width` in half-width characters, 0 for the default.
    """

    id: str
    header: str
    kind: Kind
    need: Need
    unit: str = ""
    units: tuple[str, ...] = ()
    required_when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    required_from_quarter: int | None = None
    choices: tuple[str, ...] = ()
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    step: Decimal | None = None
    max_length: int | None = None
    parts: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    rollup: Rollup = "none"
    help: str = ""
    clause: str = ""
    synonyms: tuple[str, ...] = ()
    public: bool = False
    internal: bool = False
    dropped: bool = False
    left_to: str = ""
    width: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of the form. `layout` is `table` (a row each) or `label` (label and value)."""

    id: str
    title: str
    layout: Literal["table", "label"]
    covers: Covers
    who: str
    columns: tuple[Column, ...]
    rows: int = 40
    note: str = ""
    clause: str = ""
    synonyms: tuple[str, ...] = ()

    def column(self, column_id: str) -> Column:
        return next(column for column in self.columns if column.id == column_id)

    @property
    def asked(self) -> tuple[Column, ...]:
        """The columns that stand in the template: all but the dropped ones."""
        return tuple(column for column in self.columns if not column.dropped)


@dataclass(frozen=True, slots=True)
class Form:
    """Everything that is asked; `earlier`: the versions that a workbook may still be made from."""

    id: str
    version: str
    title: str
    sheets: tuple[Sheet, ...]
    label: str = ""
    earlier: tuple[Earlier, ...] = ()

    def sheet(self, sheet_id: str) -> Sheet:
        return next(sheet for sheet in self.sheets if sheet.id == sheet_id)

    @property
    def tables(self) -> tuple[Sheet, ...]:
        return tuple(sheet for sheet in self.sheets if sheet.layout == "table")


@dataclass(frozen=True, slots=True)
class Office:
    code: str
    short: str
    name: str
    deputy_titles: tuple[str, ...]
    signs_as: str
    email: str = ""
    former: tuple[tuple[str, str], ...] = ()
    """(name, short name) that it had before: returns may still say them."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan that the offices report under, and the periods it covers, both included."""

    name: str
    first: Period
    last: Period | None


@dataclass(frozen=True, slots=True)
class Desk:
    """The office that collects the returns, and whom its summary goes to."""

    name: str
    email: str
    phone: str
    recipient: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What was valid in one period; `plan` is None where no plan was in force.

    `trials`: codes of the rules that are shown and not counted yet. `lapsed`: sentences on the
    sources that are cited and no longer in force, printed as footnotes. `calendar`: days `off` and
    days of `work` where they differ from the public calendar.
    """

    period: Period
    offices: tuple[Office, ...]
    numbers: Mapping[str, Fraction]
    lists: Mapping[str, tuple[str, ...]]
    plan: Plan | None
    due: date
    desk: Desk
    trials: frozenset[str] = frozenset()
    lapsed: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    calendar: Mapping[str, tuple[date, ...]] = field(default_factory=dict)

    def office(self, code: str) -> Office:
        return next(office for office in self.offices if office.code == code)

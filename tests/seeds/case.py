"""One planting: a correct return, the fault in it, and the places that must be named for it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from gmreports.model import Column, Office, Period, Sheet
from tests.seeds.correct import Row, correct
from tests.seeds.sent import Sent, terms_of

Place = tuple[Sent | None, str, str]
"""File (None where it was not sent), sheet id and cell; "" for a whole sheet or file."""


@dataclass
class Case:
    """`places`: what must be named; `under`: the codes of causes under which it may be folded."""

    number: int
    period: Period
    dice: random.Random
    own: Sent = field(init=False)
    sent: list[Sent] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    under: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        offices = terms_of(self.period).offices
        self.office = self.dice.choice(offices)
        self.own = self.also(self.office, self.period)

    def also(self, office: Office, period: Period) -> Sent:
        """One more correct return of the same round: another office's, or an earlier quarter's."""
        copied = {key: [dict(row) for row in rows] for key, rows in correct(office, period).items()}
        file = f"{period}/{self.number:04}{'abcd'[len(self.sent)]}_{office.code}_{office.short}_{period}.xlsx"
        self.sent.append(Sent(office, period, copied, file=file))
        return self.sent[-1]

    def other_office(self) -> Sent:
        others = [each for each in terms_of(self.period).offices if each != self.office]
        return self.also(self.dice.choice(others), self.period)

    def before(self) -> Sent:
        return self.also(self.office, self.period.previous)

    @property
    def cover(self) -> Row:
        return self.own.answers["cover"][0]

    def rows(self, sheet_id: str) -> list[Row]:
        return self.own.answers[sheet_id]

    def row(self, sheet_id: str, fits: Callable[[Row], bool] = lambda row: True) -> tuple[int, Row]:
        """A row that fits, and its number."""
        return self.dice.choice([(n, row) for n, row in enumerate(self.rows(sheet_id)) if fits(row)])

    def wrong(
        self, sheet_id: str = "", column_id: str = "", number: int = 0, sent: Sent | None = None
    ) -> None:
        """This must be named: a cell, a whole sheet, or a whole file."""
        sent = sent or self.own
        self.places.append((sent, sheet_id, sent.cell(sheet_id, column_id, number) if column_id else ""))

    def filled_cell(self, fits: Callable[[Sheet, Column], bool]) -> tuple[str, str, int]:
        """Sheet, column and number of the row of some filled cell of a column that fits."""
        spots = [
            (sheet.id, column.id, number)
            for sheet in self.own.form.sheets
            for column in sheet.asked
            if column.need != "auto" and not column.left_to and fits(sheet, column)
            for number, row in enumerate(self.rows(sheet.id))
            if row.get(column.id)
        ]
        # A column first, so that the sheets with many rows are not all that is tried.
        columns = sorted({spot[:2] for spot in spots})
        chosen = self.dice.choice(columns)
        return self.dice.choice([spot for spot in spots if spot[:2] == chosen])

    def put(self, sheet_id: str, column_id: str, number: int, text: str) -> None:
        """Type something wrong into a cell, which must be named for it."""
        self.rows(sheet_id)[number][column_id] = text
        self.wrong(sheet_id, column_id, number)

"""Quarters, and the clerk's kind of trouble."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

YEAR_OFFSET = 1911


class ClerkError(Exception):
    """The clerk's kind of trouble: one sentence in Chinese, exit code 2."""


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """A quarter of a year of the Republic of China, written 115Q3."""

    year: int
    quarter: int

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read `115Q3`; raise ClerkError for anything else."""
        found = re.fullmatch(r"([0-9]{2,3})[Qq]([1-4])", text.strip())
        if not found:
            raise ClerkError(f"期別「{text}」看不懂，請寫成民國年加季別，例如 115Q3。")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> Period:
        return cls(day.year - YEAR_OFFSET, (day.month + 2) // 3)

    def __str__(self) -> str:
        return f"{self.year}Q{self.quarter}"

    @property
    def title(self) -> str:
        return f"{self.year}年第{self.quarter}季"

    @property
    def start(self) -> date:
        return date(self.year + YEAR_OFFSET, 3 * self.quarter - 2, 1)

    @property
    def end(self) -> date:
        return self.next.start - timedelta(days=1)

    @property
    def next(self) -> Period:
        return Period(self.year + 1, 1) if self.quarter == 4 else Period(self.year, self.quarter + 1)

    @property
    def previous(self) -> Period:
        return Period(self.year - 1, 4) if self.quarter == 1 else Period(self.year, self.quarter - 1)

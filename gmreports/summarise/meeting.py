"""The regular meeting of the year: when, and who was there."""

from __future__ import annotations

from datetime import date
from functools import partial

from gmreports.model import NO_DIVISOR, STATE_WORDS, YEAR_OFFSET, Heading, Measure
from gmreports.summarise.coverage import from_earlier
from gmreports.summarise.details import YES
from gmreports.summarise.figures import Ask, as_latest, measure
from gmreports.summarise.ledger import Ledger, matching, texts
from gmreports.summarise.tables import SEXES, Column, left_out, people

REGULAR = ("kind", "定期")
PRESENT = people("meeting", "att", "定期會議出席人數", "人", where=(REGULAR,))
GROUP, NOT_YET = "今年定期會議", "尚無"


def columns(ledger: Ledger) -> list[Column]:
    present: list[Column] = [
        (Heading(f"出席({SEXES[key]})", "人", GROUP), partial(_present_cell, ledger, PRESENT[key]))
        for key in ("m", "f")
    ]
    return [(Heading("日期", group=GROUP, numeric=False), partial(_day_cell, ledger)), *present]


def regular_days(ledger: Ledger, office_code: str) -> list[str]:
    """The days of the year's regular meetings, as 115/4/15."""
    where = (("office_code", office_code), ("latest", YES), ("counted", YES), REGULAR)
    held = texts(ledger, "meeting", "held_on")
    days = {held[row] for row in matching(ledger, "meeting", where).nonzero()[0]} - {""}
    found = [date.fromisoformat(day) for day in sorted(days)]
    return [f"{day.year - YEAR_OFFSET}/{day.month}/{day.day}" for day in found]


def _day_cell(ledger: Ledger, office_code: str) -> str:
    if not office_code:
        return f"{met(ledger)}/{len(ledger.codes)} 已召開"
    days = regular_days(ledger, office_code)
    if days:
        return "、".join(days)
    state = measure(ledger, PRESENT["total"], as_latest(ledger.data.period), office_code).state
    # A sheet left empty is how an office says that it has not met yet.
    return NOT_YET if state in ("counted", "blank", "none_held") else STATE_WORDS[state]


def met(ledger: Ledger) -> int:
    return sum(bool(regular_days(ledger, code)) for code in ledger.codes)


def _present_cell(ledger: Ledger, ask: Ask, office_code: str) -> Measure | str:
    """A dash where no regular meeting has been held: nobody could be present."""
    if office_code and _day_cell(ledger, office_code) == NOT_YET:
        return NO_DIVISOR
    return measure(ledger, ask, as_latest(ledger.data.period), office_code)


def notes(ledger: Ledger) -> tuple[str, ...]:
    return (
        *left_out(ledger, as_latest(ledger.data.period), "meeting", of="會議"),
        *(f"會議：{note}" for note in from_earlier(ledger, "meeting")),
        f"{GROUP}：採各機關今年最近一次列計的季報；「{NOT_YET}」是還沒有召開。出席人數為各場合計。",
    )

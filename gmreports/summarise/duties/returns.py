"""O4: whether the return of the quarter came in time."""

from __future__ import annotations

from datetime import date

import pandas as pd

from gmreports.model import YEAR_OFFSET
from gmreports.summarise.duties.case import MET, NOT_MET, OPEN, UNDECIDED, Case, Ruling, cover_cells


def in_time(case: Case) -> Ruling:
    """Due on the due day of the quarter; the first file that can be read decides, not a later correction."""
    due, data = case.ledger.data.terms.due, case.ledger.data
    own = data.returns[
        (data.returns["office_code"] == case.office_code) & (data.returns["period"] == str(case.period))
    ]
    if not len(own):
        if case.as_of <= due:
            return Ruling(OPEN, f"還沒收到，期限是{_day(due)}。")
        return Ruling(NOT_MET, f"沒有收到，期限是{_day(due)}。")
    void = case.ledger.faults.sheets
    usable = [bool(readable) and (str(file), "") not in void for file, readable in own["readable"].items()]
    days = _days(own["received"])
    if not any(usable):
        return Ruling(UNDECIDED, f"{_day(days[0])}收到檔案，但無法讀取或列計，期限是{_day(due)}。")
    first = _days(own.loc[usable, "received"])[0]
    sources = cover_cells(case, "quarter", (case.period,))
    if first > due:
        return Ruling(NOT_MET, f"{_day(first)}才收到，期限是{_day(due)}。", sources)
    later = "，之後又送更正" if days[-1] > due else ""
    return Ruling(MET, f"{_day(first)}收到{later}，期限是{_day(due)}。", sources)


def _days(received: pd.Series) -> list[date]:
    return sorted(moment.date() for moment in received if isinstance(moment, pd.Timestamp))


def _day(day: date) -> str:
    return f"{day.year - YEAR_OFFSET}年{day.month}月{day.day}日"

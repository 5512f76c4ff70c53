"""O11 to O13: the regular meeting of the year, what it looked at, and its filing."""

from __future__ import annotations

from gmreports.model import YEAR_OFFSET
from gmreports.summarise.duties.case import MET, Case, Ruling, cells, having, not_done, rows, value
from gmreports.summarise.meeting import REGULAR

YEAR, MEETING = "duty_year_month", "duty_meeting_month"
REVIEWED = ("reviewed_results", "reviewed_budget", "reviewed_execution")


def held_in_month(case: Case) -> Ruling:
    """Due at the end of the month of the meeting, so from the second quarter's return on."""
    month, regular = int(case.number(MEETING)), _regular(case)
    days = {row: value(case, "meeting", "held_on", row) for row in regular}
    fit = [row for row, day in days.items() if day[:7] == f"{case.period.year + YEAR_OFFSET}-{month:02}"]
    if fit:
        return Ruling(MET, f"{_said(days[fit[0]])}開了定期會議。", cells(case, "meeting", ("held_on",), fit))
    others = "、".join(_said(day) for day in days.values())
    why = f"定期會議在{others}召開，不是 {month} 月。" if others else f"今年 {month} 月的定期會議還沒有紀錄。"
    return not_done(case, "meeting", MEETING, why, cells(case, "meeting", ("held_on",), regular))


def reviewed(case: Case) -> Ruling:
    """Due at the end of the year: what one meeting left out, another may still take up."""
    meetings, sheet = rows(case, "meeting"), case.ledger.data.form.sheet("meeting")
    left = [
        column
        for column in REVIEWED
        if not having(case, "meeting", column, (sheet.column(column).choices[0],), meetings)
    ]
    sources = cells(case, "meeting", REVIEWED, meetings)
    if meetings and not left:
        return Ruling(MET, "今年的會議審核了成果表、審議了性別預算、檢視了前年度執行。", sources)
    headers = "、".join(f"「{sheet.column(column).header}」" for column in left)
    why = f"今年的會議還沒有{headers}。" if meetings else "今年還沒有會議紀錄。"
    return not_done(case, "meeting", YEAR, why, sources)


def filed(case: Case) -> Ruling:
    """Due at the end of the year: no day is set, so it is open until then. A date or a number will do."""
    regular = _regular(case)
    unfiled = [
        row for row in regular
        if not any(value(case, "meeting", column, row) for column in ("filed_on", "filed_no"))
    ]  # fmt: skip
    sources = cells(case, "meeting", ("filed_on",), regular)
    if regular and not unfiled:
        return Ruling(MET, f"{len(regular)} 次定期會議都已提報備查。", sources)
    days = "、".join(_said(value(case, "meeting", "held_on", row)) for row in unfiled)
    why = f"{days}的定期會議還沒有提報備查。" if regular else "今年還沒有定期會議可以提報備查。"
    return not_done(case, "meeting", YEAR, why, sources)


def _regular(case: Case) -> list[int]:
    """The regular meetings of the year; a return may list an older one too."""
    column, kind = REGULAR
    found = having(case, "meeting", column, (kind,), rows(case, "meeting"))
    year = str(case.period.year + YEAR_OFFSET)
    return [row for row in found if value(case, "meeting", "held_on", row)[:4] in (year, "")]


def _said(day: str) -> str:
    """2026-04-15 as 4月15日"""
    _, month, number = day.split("-") if day else ("", "0", "0")
    return f"{int(month)}月{int(number)}日" if day else "不明的日子"

"""The detail frames: every row of every current return, and whether it counts, where and why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from gmreports.model import Finding, Period, Round, Sheet
from gmreports.rules.events import same_words

YES, NO = "是", "否"
PRIVATE_SHEETS = ("liaison",)  # contact data: judged, never printed
UNKNOWN_OFFICE = "S06"


@dataclass(frozen=True)
class Faults:
    """Codes of the errors that keep rows out: by (file, sheet id, row), and by (file, sheet id) as a whole.

    The sheet id is "" where the whole file is out.
    """

    rows: Mapping[tuple[str, str, int], tuple[str, ...]]
    sheets: Mapping[tuple[str, str], tuple[str, ...]]

    def of_sheet(self, file: str, sheet_id: str) -> tuple[str, ...]:
        """What voids the sheet: errors of its own and those of its file."""
        return self.sheets.get((file, sheet_id), ()) + self.sheets.get((file, ""), ())


def faults(findings: Iterable[Finding]) -> Faults:
    rows: dict[tuple[str, str, int], set[str]] = {}
    sheets: dict[tuple[str, str], set[str]] = {}
    for finding in findings:
        if not finding.blocks:
            continue
        if finding.row > 0:
            for row in finding.all_rows:
                rows.setdefault((finding.where.file, finding.sheet_id, row), set()).add(finding.code)
        elif finding.voids:
            sheet_id = "" if finding.sheet_id == "cover" else finding.sheet_id
            sheets.setdefault((finding.where.file, sheet_id), set()).add(finding.code)
    return Faults(
        {key: tuple(sorted(codes)) for key, codes in rows.items()},
        {key: tuple(sorted(codes)) for key, codes in sheets.items()},
    )


def detail_frames(data: Round, found: Faults) -> dict[str, pd.DataFrame]:
    """Sheet id → its rows in the order period, office, row; the index (file, row) is that of the tables."""
    return {sheet.id: _detail(data, sheet, found) for sheet in data.form.tables}


def may_be_shown(details: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    return {sheet_id: frame for sheet_id, frame in details.items() if sheet_id not in PRIVATE_SHEETS}


def _detail(data: Round, sheet: Sheet, found: Faults) -> pd.DataFrame:
    returns = data.returns[data.returns["current"].astype(bool) & data.returns["readable"].astype(bool)]
    table = data.tables[sheet.id]
    table = table[table.index.get_level_values(0).isin(returns.index)]
    files = table.index.get_level_values(0)
    shorts = {office.code: office.short for office in data.terms.offices}
    office_of, period_of = (returns[fact].astype(str).to_dict() for fact in ("office_code", "period"))
    codes = [office_of[file] for file in files]
    reasons = [
        _reason(found, str(file), sheet.id, int(row), code in shorts)
        for (file, row), code in zip(table.index, codes, strict=True)
    ]
    frame = table.assign(
        office_code=pd.Series(codes, table.index, dtype=object),
        office=pd.Series([shorts.get(code, "") for code in codes], table.index, dtype=object),
        period=pd.Series([period_of[file] for file in files], table.index, dtype=object),
        counted=pd.Series([NO if reason else YES for reason in reasons], table.index, dtype=object),
        reason=pd.Series(reasons, table.index, dtype=object),
    )
    frame = _in_order(frame)
    last = data.period
    marks = {
        "city": _first_of_joint(frame),
        "once": _once(frame),
        "in_quarter": _in_quarter(frame),
        "latest": _latest(frame, last, sheet),
        "latest_before": _latest(frame, last.previous, sheet),
    }
    return frame.assign(
        **{
            name: pd.Series([YES if yes else NO for yes in marked], frame.index, dtype=object)
            for name, marked in marks.items()
        }
    )


def _reason(found: Faults, file: str, sheet_id: str, row: int, known: bool) -> str:
    codes = {*found.rows.get((file, sheet_id, row), ()), *found.of_sheet(file, sheet_id)}
    if not known:
        codes.add(UNKNOWN_OFFICE)
    return "、".join(sorted(codes))


def _in_order(frame: pd.DataFrame) -> pd.DataFrame:
    keys = [
        (Period.parse(period), code, str(file), int(row))
        for period, code, (file, row) in zip(frame["period"], frame["office_code"], frame.index, strict=True)
    ]
    return frame.iloc[sorted(range(len(keys)), key=keys.__getitem__)]


def _first_of_joint(frame: pd.DataFrame) -> list[bool]:
    """False where the city counts the session of another office: the first by code whose row counts."""
    if "joint_id" not in frame:
        return [True] * len(frame)
    keys = [
        (period, same_words(joint)) for period, joint in zip(frame["period"], frame["joint_id"], strict=True)
    ]
    ranks = [
        (counted != YES, code) for counted, code in zip(frame["counted"], frame["office_code"], strict=True)
    ]
    best: dict[tuple[str, str | None], tuple[bool, str]] = {}
    for key, rank in zip(keys, ranks, strict=True):
        best[key] = min(best.get(key, rank), rank)
    return [not key[1] or best[key][1] == rank[1] for key, rank in zip(keys, ranks, strict=True)]


def _once(frame: pd.DataFrame) -> list[bool]:
    """False for an event that the office reports in another quarter too, and counts there."""
    if "date_start" not in frame or "title" not in frame:
        return [True] * len(frame)
    best: dict[tuple[str, str | None, str], tuple[bool, bool, Period]] = {}
    seen = []
    for code, title, day, period, counted in zip(
        *(frame[column] for column in ("office_code", "title", "date_start", "period", "counted")),
        strict=True,
    ):
        own = Period.parse(period)
        key = (code, same_words(title), "" if pd.isna(day) else day.date().isoformat())
        rank = (counted != YES, pd.isna(day) or Period.of(day.date()) != own, own)
        best[key] = min(best.get(key, rank), rank)
        seen.append((key, own))
    return [not (key[1] and key[2]) or best[key][2] == own for key, own in seen]


def _in_quarter(frame: pd.DataFrame) -> list[bool]:
    """False for an event of an earlier quarter of the year: it counts in the year, not in this quarter."""
    if "date_start" not in frame:
        return [True] * len(frame)
    marked = []
    for day, text in zip(frame["date_start"], frame["period"], strict=True):
        own = Period.parse(text)
        held = own if pd.isna(day) else Period.of(day.date())
        marked.append(not (held.year == own.year and held < own))
    return marked


def _latest(frame: pd.DataFrame, last: Period, sheet: Sheet) -> list[bool]:
    """True in the latest return of each office in the year up to `last` that has a row that counts."""
    if sheet.covers == "quarter":
        return [True] * len(frame)
    best: dict[str, tuple[bool, Period, str]] = {}
    seen = []
    for (file, _), code, period, counted in zip(
        frame.index, frame["office_code"], frame["period"], frame["counted"], strict=True
    ):
        own = Period.parse(period)
        rank = (counted == YES, own, str(file))
        if own.year == last.year and own <= last:
            best[code] = max(best.get(code, rank), rank)
        seen.append((code, str(file)))
    return [code in best and best[code][2] == file for code, file in seen]


def periods_of(data: Round) -> tuple[Period, ...]:
    """All periods in the Round up to the one reported, in order."""
    found = {Period.parse(str(period)) for period in data.returns["period"]} | {data.period}
    return tuple(sorted(period for period in found if period <= data.period))


def year_to(period: Period) -> Sequence[Period]:
    return [Period(period.year, quarter) for quarter in range(1, period.quarter + 1)]

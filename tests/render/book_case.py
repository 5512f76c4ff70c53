"""A small invented round for the workbook: thirteen offices, three returns, every state of a figure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

import pandas as pd

from gmreports.forms import load_form, load_terms
from gmreports.model import (
    Finding,
    Form,
    Grid,
    Heading,
    Line,
    Measure,
    Period,
    Query,
    Repair,
    Severity,
    Standing,
    State,
    Summary,
    Where,
)

Frames = dict[str, pd.DataFrame]
PERIOD = Period.parse("115Q3")
TERMS = load_terms(PERIOD)
CODES = [office.code for office in TERMS.offices]
AS_OF = datetime(2026, 10, 15, 17, 30)
INTERNAL = ("王假名", "0900000000", "nobody@example.com")
FOUND: tuple[tuple[Severity, str, str, str], ...] = (
    ("I", "G05", CODES[0], ""),
    ("W", "T02", CODES[1], "B6"),
    ("E", "T01", CODES[0], "U7"),
)
TITLES = ("性別主流化進階", "CEDAW 實務", "讀書會")
ATTENDED = ("att_f", "att_m", "att_o")
MANIFEST: dict[str, object] = {
    "inputs": [
        {"file": f"115Q3/{code}.xlsx", "sha256": code * 8, "received_at": "2026-10-05 09:30"}
        for code in CODES[:3]
    ]
}


def form() -> Form:
    return load_form(TERMS)


def training(titles: Sequence[str] = TITLES) -> pd.DataFrame:
    """Rows of three offices; the last row of each does not count."""
    rows = []
    for place, code in enumerate(CODES[:3]):
        for row, title in enumerate(titles):
            rows.append(
                {
                    "file": f"115Q3/{code}.xlsx",
                    "row": row + 6,
                    "office_code": code,
                    "office": TERMS.office(code).short,
                    "period": "115Q3",
                    "title": title,
                    "date_start": pd.Timestamp(2026, 7, 1 + row),
                    "course_kind": ("性別主流化", "CEDAW", "其他性平相關")[row % 3],
                    "hours": 1.5,
                    "sessions": float(row + 1),
                    "att_m": 11.0 * place + row,
                    "att_f": 7.0 + 2 * place,
                    "att_o": None if row else 1.0,
                    "satisfaction": 92.5,
                    "lecturer": INTERNAL[0],
                    "counted": "否" if row == len(titles) - 1 else "是",
                    "reason": "T01" if row == len(titles) - 1 else "",
                    "city": "是" if place else "否",
                }
            )
    return pd.DataFrame(rows).set_index(["file", "row"])


def committee() -> pd.DataFrame:
    rows = [
        {
            "file": f"115Q3/{CODES[0]}.xlsx",
            "row": row + 6,
            "office_code": CODES[0],
            "office": "桃園區",
            "period": "115Q3",
            "name": INTERNAL[0],
            "sex": sex,
            "role": "內聘委員",
            "counted": "是",
            "reason": "",
        }
        for row, sex in enumerate(("女", "女", "男"))
    ]
    return pd.DataFrame(rows).set_index(["file", "row"])


def evaluate(details: Frames, query: Query) -> Decimal:
    frame = details[query.sheet]
    frame = frame[frame["counted"] == "是"]
    for column, *values in query.where:
        frame = frame[frame[column].isin(values)]
    if not query.columns:
        return Decimal(len(frame))
    return sum((Decimal(str(frame[column].fillna(0).sum())) for column in query.columns), Decimal(0))


def figure(
    details: Frames,
    label: str,
    unit: str,
    total: Query,
    base: Query | None = None,
    state: State = "counted",
) -> Measure:
    value: Decimal | int | None = None
    if state == "counted":
        above = evaluate(details, total)
        value = int(above) if above % 1 == 0 else above
        if base is not None:
            below = evaluate(details, base)
            share = above * 100 / below if below else None
            value = None if share is None else share.quantize(Decimal("0.1"), ROUND_HALF_UP)
    where = ".".join("-".join(pair) for pair in total.where)
    return Measure(f"{label}.{total.sheet}.{where}", label, "", "115Q3", {}, value, unit, state, total, base)


def training_grid(details: Frames) -> Grid:
    headings = (
        Heading("場次", "場"),
        Heading("女", "人次", "參訓人次"),
        Heading("男", "人次", "參訓人次"),
        Heading("其他", "人次", "參訓人次"),
        Heading("合計", "人次", "參訓人次"),
        Heading("女性占比", "%"),
        Heading("課程與講習", "人次"),
        Heading("列數", "列"),
        Heading("說明", numeric=False),
    )

    def cells(where: tuple[tuple[str, ...], ...], state: State) -> tuple[Measure | str, ...]:
        one = [("sessions",), ("att_f",), ("att_m",), ("att_o",), ATTENDED]
        sums = [figure(details, "和", "人次", Query("training", each, where), state=state) for each in one]
        women, base = Query("training", ("att_f",), where), Query("training", ATTENDED, where)
        kinds = (*where, ("course_kind", "性別主流化", "CEDAW"), ("title", *TITLES))
        return (
            *sums,
            figure(details, "女性占比", "%", women, base, state),
            figure(details, "兩類", "人次", Query("training", ATTENDED, kinds), state=state),
            figure(details, "列數", "列", Query("training", (), where), state=state),
            "　",
        )

    states: tuple[State, ...] = ("missing", "none_held", "blank", "not_counted")
    lines = []
    for place, office in enumerate(TERMS.offices):
        state: State = "counted" if place < 4 else states[place % 4]
        lines.append(Line(office.short, cells((("office_code", office.code),), state), office.code))
    lines.append(Line("全市", cells((("city", "是"),), "counted"), total=True))
    return Grid(
        "training", "培力", "桃園區參訓最多。", "機關", headings, tuple(lines), ("未列計 3 列、39 人次。",)
    )


def committee_grid(details: Frames) -> Grid:
    headings = (Heading("女", "人"), Heading("女性占比", "%"))
    women = Query("committee", (), (("sex", "女"),))
    line = Line(
        "全市",
        (
            figure(details, "女", "人", women),
            figure(details, "占比", "%", women, Query("committee", ())),
        ),
        total=True,
    )
    return Grid("committee", "專案小組與會議", "女性占三分之二。", "機關", headings, (line,))


def standings() -> tuple[Standing, ...]:
    states: tuple[Literal["accepted", "to_correct", "unreadable", "not_checked", "missing"], ...] = (
        "accepted",
        "to_correct",
        "unreadable",
        "not_checked",
    ) + ("missing",) * 9
    found = []
    for office, state in zip(TERMS.offices, states, strict=True):
        file = "" if state == "missing" else f"115Q3/{office.code}.xlsx"
        came = None if state == "missing" else datetime(2026, 10, 12, 9, 30)
        rows = {"training": 3, "promotion": 0}
        found.append(Standing(office, state, state == "to_correct", (), file, came, 1, (), rows, 1, 2))
    return tuple(found)


def summary(titles: Sequence[str] = TITLES) -> Summary:
    empty = training()[:0]
    details = {"training": training(titles), "committee": committee(), "promotion": empty}
    grids = {grid.id: grid for grid in (training_grid(details), committee_grid(details))}
    heads = figure(details, "參訓人次", "人次", Query("training", ATTENDED))
    share = figure(details, "女性占比", "%", Query("training", ("att_f",)), Query("training", ATTENDED))
    gone = figure(details, "觸及人次", "人次", Query("training", ATTENDED), state="missing")
    headline = ("13 個機關中有 4 個已送件。", "9 個機關未報。")
    figures = ((heads, heads), (share, share), (gone, None))
    return Summary(PERIOD, AS_OF, TERMS, standings(), grids, details, headline, figures)


def findings(message: str = "「其中主管(男)」比「參訓人次(男)」還多。") -> tuple[Finding, ...]:
    return tuple(
        Finding(
            code,
            severity,
            office,
            Where(f"115Q3/{office}.xlsx", "培力成果", cell),
            message,
            "不大於 10",
            "請查明後改為整數。",
            "計畫5-3-(一)-3",
            "",
        )
        for severity, code, office, cell in FOUND
    )


def repairs() -> tuple[Repair, ...]:
    file = f"115Q3/{CODES[0]}.xlsx"
    return (
        Repair(Where(file, "培力成果", "C7"), "１１５．７．３", "2026-07-03", "full_width"),
        Repair(Where(file, "培力成果", "C12"), "１１５．７．３", "2026-07-03", "full_width"),
        Repair(Where(file, "封面", "B12"), f" {INTERNAL[0]}", INTERNAL[0], "spaces"),
        Repair(Where(file, "封面", "B13"), f" {INTERNAL[1]}", INTERNAL[1], "spaces"),
        Repair(Where(file, "聯絡人", "G6"), f" {INTERNAL[2]}", INTERNAL[2], "spaces"),
        Repair(Where(file, "我改過名的表", "G6"), f" {INTERNAL[2]}", INTERNAL[2], "spaces"),
    )

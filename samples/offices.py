"""What each invented office types into its workbook: the content of samples/content, put in order."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from gmreports.model import NUMERIC_KINDS, Form, Period, Sheet
from samples.spelling import DATES, Typed, in_turn, literal, number, pipe_table

CONTENT = Path(__file__).with_name("content")
PERIODS = (Period(115, 1), Period(115, 2), Period(115, 3))
CORRECTED = "更正"
YESNO = {True: "有辦理", False: "本季無辦理"}

Row = dict[str, Typed]
Plain = Mapping[str, Any]


@dataclass(frozen=True)
class Mistake:
    """A cell typed over: the nth filled row of a sheet (0: the cover), and the codes it is there for."""

    sheet: str
    nth: int
    column: str
    typed: Typed
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Filing:
    """One file to be: what is typed, how the file is special, and when it came from whom.

    `blank_after` maps a sheet to the filled rows after which one is left blank.
    """

    office_code: str
    period: Period
    name: str
    received: str
    sender: str
    cover: Row
    tables: Mapping[str, list[Row]]
    mistakes: tuple[Mistake, ...] = ()
    blank_after: Mapping[str, list[int]] = field(default_factory=dict)
    own_column: Mapping[str, Any] = field(default_factory=dict)
    lost_ids: tuple[str, ...] = ()
    first_sheets: tuple[str, ...] = ()
    by_libreoffice: bool = False


def filings(form: Form, pairs: tuple[str, ...], period: Period) -> Iterator[Filing]:
    """Every file of a quarter, by office; `pairs` are the coverage pairs asked for."""
    for path in sorted((CONTENT / "offices").glob("*.toml")):
        code, _, short = path.stem.partition("_")
        office = {**_read(path), "code": code, "short": short}
        first = office.get(str(period))
        second = office.get(f"{period}{CORRECTED}")
        if first:
            yield _filing(form, pairs, office, period, first, 1)
        if first and second:
            added = first["promotion"] + second["promotion"].strip().partition("\n")[2] + "\n"
            yield _filing(form, pairs, office, period, {**first, **second, "promotion": added}, 2)


def _filing(
    form: Form, pairs: tuple[str, ...], office: Plain, period: Period, quarter: Plain, revision: int
) -> Filing:
    tables = {
        "headcount": _headcount(office, period),
        "training": _training(office, quarter, period),
        "coverage": _coverage(office, quarter, period, pairs),
        "promotion": _promotion(office, quarter, period),
        "materials": _materials(quarter),
        "committee": _committee(office, quarter),
        "liaison": _table(office["liaison"]),
        "meeting": _meetings(office, period),
        "budget": _budget(office, period),
        "local_plan": [
            row for row in _table(office.get("local_plan", "")) if _by(row["date_start"], period.end)
        ],
        "website": [
            {**row, "url": f"{office['website']}/{period}", "deidentified": "是"}
            for row in _table(quarter.get("website", ""))
        ],
    }
    held = {f"{sheet}_status": YESNO[bool(tables[sheet])] for sheet in ("training", "promotion")}
    cover: Row = {
        "office": next(s for s in form.sheet("cover").column("office").choices if office["short"] in s),
        "year": period.year,
        "quarter": period.quarter,
        "status": CORRECTED if revision > 1 else "正式",
        "revision": revision,
        **held,
        "filled_on": date.fromisoformat(quarter["filled_on"]),
        **office["cover"],
        "note": quarter.get("note"),
    }
    suffix = f"_{CORRECTED}" if revision > 1 else ""
    style = office["style"]
    return Filing(
        office_code=office["code"],
        period=period,
        name=f"{office['code']}_{office['short']}_{period}{suffix}.xlsx",
        received=quarter["received"],
        sender=office["sender"],
        cover=_spelled(cover, form.sheet("cover"), style, 0),
        tables={
            sheet: [_spelled(row, form.sheet(sheet), style, n) for n, row in enumerate(rows)]
            for sheet, rows in tables.items()
        },
        mistakes=tuple(_mistakes(quarter)),
        blank_after=style.get("blank_after", {}),
        own_column=office.get("own_column", {}),
        lost_ids=tuple(office.get("lost_ids", ())),
        first_sheets=tuple(office.get("first_sheets", ())),
        by_libreoffice=office.get("office_program") == str(period),
    )


def _spelled(row: Row, sheet: Sheet, style: Plain, nth: int) -> Row:
    """The row as this office writes it."""
    spelled: Row = {}
    for column in sheet.asked:
        value, key = row.get(column.id), f"{sheet.id}.{column.id}"
        if column.need == "auto" or key in style.get("leaves_out", ()):
            continue
        if isinstance(value, date):
            value = DATES[in_turn(style.get("dates", ["real"]), nth)](value)
        elif column.kind in NUMERIC_KINDS and isinstance(value, int | float):
            value = number(value, in_turn(style.get("numbers", {}).get(key, ["{}"]), nth))
        elif isinstance(value, str) and column.kind in ("choice", "choices"):
            value = style.get("texts", {}).get(value, value)
        spelled[column.id] = value
    return spelled


def _training(office: Plain, quarter: Plain, period: Period) -> list[Row]:
    rows = []
    for nth, line in enumerate(pipe_table(quarter["training"]), start=1):
        course = _catalogue("courses")[line["course"]]
        own = office["style"]["title"].format(title=course["title"], short=office["short"])
        title = office.get("titles", {}).get(line["course"], own)
        row: Row = {**course, "seq": nth, "title": title, **_when(line["course"], line, period)}
        row |= {"host_unit": "人事室", "att_m": int(line["men"]), "att_f": int(line["women"])}
        for part in ("sup", "gea"):
            row |= dict(zip((f"{part}_m", f"{part}_f"), map(int, line[part].split()), strict=False))
        row |= {key: literal(line[key]) for key in ("sessions", "satisfaction") if key in line}
        for given in filter(None, line.get("more", "").split("; ")):
            key, _, text = given.partition("=")
            row[key] = literal(text)
        evidence = office["style"].get("evidence", "{title}簽到表.pdf")
        rows.append({**row, "evidence": evidence.format(title=course["title"])})
    return rows


def _promotion(office: Plain, quarter: Plain, period: Period) -> list[Row]:
    rows = []
    for nth, line in enumerate(pipe_table(quarter["promotion"]), start=1):
        activity = _catalogue("activities")[line["activity"]]
        title = office.get("titles", {}).get(line["activity"], activity["title"])
        row: Row = {**activity, "seq": nth, "title": title, **_when(line["activity"], line, period)}
        row |= {"partner": _read(CONTENT / "catalogue.toml")["partners"].get(line["activity"])}
        row |= {key: literal(line[key]) for key in ("place", "sessions", "reach", "cost")}
        row |= {"part_m": literal(line["men"]), "part_f": literal(line["women"])}
        rows.append({**row, "evidence": f"{title}_活動照片.zip"})
    return rows


def _when(key: str, line: Plain, period: Period) -> Row:
    """The first day, and the last one of what goes on."""
    month, _, of_month = line["day"].partition("/")
    goes_on = key in _read(CONTENT / "catalogue.toml")["goes_on"]
    start = date(period.start.year, int(month), int(of_month))
    return {"date_start": start, "date_end": period.end if goes_on else None}


def _materials(quarter: Plain) -> list[Row]:
    return [
        {**_catalogue("materials")[str(line["material"])], **line, "made_on": line["day"], "seq": nth}
        for nth, line in enumerate(_table(quarter.get("materials", "")), start=1)
    ]


def _headcount(office: Plain, period: Period) -> list[Row]:
    return [{**row, "as_of": period.end} for row in _table(office["headcount"])]


def _coverage(office: Plain, quarter: Plain, period: Period, pairs: tuple[str, ...]) -> list[Row]:
    due = {row["staff_group"]: row for row in _table(office["headcount"])}
    rows = []
    for pair, done in zip(pairs, quarter["done"].split("|"), strict=True):
        requirement, _, group = pair.partition("｜")
        men, women = map(int, done.split())
        row: Row = {"requirement": requirement, "staff_group": group, "as_of": period.end}
        row |= {"due_m": due[group]["male"], "due_f": due[group]["female"], "done_m": men, "done_f": women}
        rows.append(row)
    return rows


def _committee(office: Plain, quarter: Plain) -> list[Row]:
    start, end = office["style"]["term"]
    rows = []
    for nth, line in enumerate(_table(quarter.get("committee", office["committee"])), start=1):
        role, source, title = _read(CONTENT / "catalogue.toml")["seats"][line["seat"]]
        unit = f"{office['short']}公所" if line["unit"] == "公所" else line["unit"]
        row: Row = {**line, "seq": nth, "role": role, "source": source, "title": title, "unit": unit}
        rows.append({**row, "term_start": literal(start), "term_end": literal(end)})
    return rows


def _meetings(office: Plain, period: Period) -> list[Row]:
    held = [row for row in _table(office["meeting"]) if _by(row["held_on"], period.end)]
    return [
        row if _by(row["filed_on"], period.end) else {**row, "filed_on": None, "filed_no": None}
        for row in held
    ]


def _budget(office: Plain, period: Period) -> list[Row]:
    return [{**row, "spent": row[str(period)]} for row in _table(office["budget"])]


def _by(day: Typed, end: date) -> bool:
    return isinstance(day, date) and day <= end


def _mistakes(quarter: Plain) -> Iterator[Mistake]:
    for line in pipe_table(quarter["mistakes"]) if "mistakes" in quarter else ():
        codes = tuple(line["codes"].split())
        yield Mistake(line["sheet"], int(line["nth"]), line["column"], literal(line["typed"]), codes)


def _table(text: str) -> list[Row]:
    return [{key: literal(cell) for key, cell in line.items()} for line in pipe_table(text)] if text else []


@cache
def _catalogue(name: str) -> Mapping[str, Row]:
    table = _table(_read(CONTENT / "catalogue.toml")[name])
    # Codes are text in the workbook, a single one too.
    return {str(row["key"]): _as_text(row, "course_code") for row in table}


def _as_text(row: Row, column: str) -> Row:
    return {**row, column: str(row[column])} if row.get(column) is not None else row


@cache
def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))

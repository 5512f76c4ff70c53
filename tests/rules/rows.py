"""Rows as people might leave them: blanks, zeros, errors, texts, edges; the same for the same dice."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from gmreports.forms import load_terms
from gmreports.model import Column, Period, Round, Sheet
from tests.rules.tables import form, lay

# So many rows a sheet has at most; most have fewer, so that sheets judged as a whole differ.
MOST_ROWS = 9

# What the sheet can judge as well as the program can.
PLAIN: Mapping[str, Sequence[str]] = {
    "integer": ["", "0", "0", "1", "1", "2", "3", "12", "50", "50", "6000", "2000000"],
    "decimal": ["", "0.5", "1", "2", "2", "3.5"],
    "percent": ["", "92.5%", "92.5", "100%", "0"],
    "text": ["", "性別意識講座", "CEDAW 概論", "性別平等進階", "家務分工", "林範例", "陳範例", "無"],
    "codes": ["", "410", "410、412", "516", "999", "410、999"],
    "phone": ["", "03-1234567", "03-1234567#12"],
    "email": ["", "a@b.tw", "name@example.gov.tw"],
    "url": ["", "https://a.tw", "http://example.gov.tw/x"],
}
# Wrong types, errors, wild characters.
WILD: Mapping[str, Sequence[str]] = {
    "integer": ["-2", "1.5", "約50", "#REF!", "二十"],
    "decimal": ["1.3", "25", "0", "-1", "半天", "#DIV/0!"],
    "percent": ["0.9", "101", "105%", "很好", "-1", "#N/A"],
    "date": ["112/2/30", "七月", "#N/A", "2026-9-31", "99999"],
    "text": ["性別 意識講座", "CEDAW*", "cedaw＊", "CEDAW?", "~*", "台七線", "臺七線", "　", "#VALUE!", "=1"],
    "codes": ["４１０", "410,412", "全部", "#NAME?"],
    "phone": ["沒有", "12"],
    "email": ["a@b", "a b@c.tw", "沒有"],
    "url": ["www.a.tw", "ftp://a.tw"],
}
# What people write and only the program reads.
MESSY: Mapping[str, Sequence[str]] = {
    "integer": ["12人", "１２", "無", "-", "2,533", "1萬", "-3人", "1e5", "12 "],
    "decimal": ["3小時", "１.５", "1.3時", "99"],
    "percent": ["92.5％", "９２", "１２０%", "0.5"],
    "date": ["115/7/3", "115.7.3", "1150703", "民國115年7月3日", "115年6月30日", "2026-9-31", "-"],
    "text": [" 性別意識講座", "https://a.tw", "03-1234567", "性別意識講座 "],
    "codes": ["410／412", "410 412"],
    "phone": ["(03)1234567", "０３-1234567"],
    "email": ["ａ@b.tw"],
    "url": ["https://a"],
}


@dataclass(frozen=True, slots=True)
class Manner:
    """How the answers of one round are drawn: how many in a hundred are of each sort."""

    blank: int
    wild: int
    messy: int


# A sheet that is judged as a whole is silent while a cell is unreadable: some returns have no such cell.
MANNERS = (Manner(0, 0, 0), Manner(3, 0, 0), Manner(8, 8, 0), Manner(15, 30, 0), Manner(5, 10, 20))


@dataclass(frozen=True)
class Generated:
    """A round of returns, one of every office; `messy`: places of those only the program can read."""

    example: str
    data: Round
    messy: frozenset[int]


def generated(period: Period, number: int) -> Generated:
    dice = random.Random(f"{period} {number}")
    terms = load_terms(period)
    lines, messy = [], set()
    for place, office in enumerate(terms.offices):
        lines.append(f"@ {office.code} {period}")
        manner = MANNERS[(number + place) % len(MANNERS)]
        messy |= {place} if manner.messy else set()
        for sheet in form().sheets:
            given = {"office": office.name, "office_code": office.code, "year": str(period.year)}
            given["quarter"] = str(period.quarter)
            lines += _sheet(sheet, period, manner, given, dice)
    example = "\n".join(lines)
    data = lay(example).data
    returns = data.returns.assign(collected=True)
    return Generated(example, replace(data, period=period, terms=terms, returns=returns), frozenset(messy))


def _sheet(
    sheet: Sheet, period: Period, manner: Manner, given: Mapping[str, str], dice: random.Random
) -> list[str]:
    lines = [sheet.id, f"| {' | '.join(column.id for column in sheet.asked)} |"]
    rows = 1 if sheet.layout == "label" else dice.randint(0, MOST_ROWS)
    for _ in range(rows):
        cells = [
            given.get(column.id, "")
            if sheet.layout == "label" and column.id in given
            else _cell(column, period, manner, dice)
            for column in sheet.asked
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def _cell(column: Column, period: Period, manner: Manner, dice: random.Random) -> str:
    if column.need == "auto":
        return dice.choice(["0", "1", "12"]) if column.parts and dice.random() < 0.1 else ""
    drawn = dice.randrange(100)
    if drawn < manner.blank:
        return ""
    if drawn < manner.blank + manner.wild:
        return dice.choice(_wild(column))
    if drawn < manner.blank + manner.wild + manner.messy:
        return dice.choice([f" {column.choices[0]}"] if column.choices else MESSY[column.kind])
    return dice.choice(_plain(column, period))


def _plain(column: Column, period: Period) -> Sequence[str]:
    if column.kind == "choices":
        return [*column.choices, "、".join(column.choices[:2])]
    if column.choices and column.kind != "codes":
        return column.choices
    if column.kind == "date":
        return [day.isoformat() for day in _edges(period)] + [""]
    return PLAIN[column.kind]


def _wild(column: Column) -> Sequence[str]:
    if column.choices and column.kind != "codes":
        return ["其它", "#NAME?", f"{column.choices[0]}*", "?", "1"]
    long = "長" * ((column.max_length or 0) + 1)
    return [*WILD[column.kind], long] if column.max_length and column.max_length < 300 else WILD[column.kind]


def _edges(period: Period) -> list[date]:
    """Days on both sides of every edge that a rule may draw."""
    day = timedelta(days=1)
    year = period.start.year
    return [
        period.start - day, period.start, period.start + 30 * day, period.end, period.end + day,
        period.end + 5 * day, date(year, 3, 31), date(year, 4, 1), date(year, 4, 15), date(year, 4, 30),
        date(year, 5, 1), date(year - 1, 4, 15), date(year, 1, 1), date(year, 2, 28), date(2024, 2, 29),
    ]  # fmt: skip

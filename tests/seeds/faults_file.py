"""Faults of the file as a whole, its structure and its cover."""

from __future__ import annotations

import io
from dataclasses import replace
from zipfile import ZipFile

from openpyxl.utils import get_column_letter

from gmreports.read.cells import Cell, SheetCells
from gmreports.render.template import grid
from tests.seeds.case import Case
from tests.seeds.sent import Cut, terms_of

NOT_A_NUMBER_OF_A_PERSON = "A123456789"


def unopenable(case: Case) -> None:
    whole = io.BytesIO()
    with ZipFile(whole, "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>" * 50)
    wrong = (
        b"",
        b"%PDF-1.7 not a workbook",
        bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600,
        whole.getvalue()[:-40],
        whole.getvalue(),
        "機關,人次\n".encode(),
    )
    case.own.content = case.dice.choice(wrong)
    case.wrong()


def not_our_form(case: Case) -> None:
    if case.dice.random() < 0.5:
        case.own.cuts.append(_without("cover"))
    else:
        case.own.meta["form_id"] = "other"
        case.own.cuts.append(lambda sheets: sheets.clear())
    case.wrong()


def older_form(case: Case) -> None:
    case.own.meta["form_version"] = case.dice.choice(["0.9", "0.1"])
    case.wrong()


def sheet_missing(case: Case) -> None:
    sheet = case.dice.choice(case.own.form.tables)
    case.own.cuts.append(_without(sheet.id))
    case.wrong(sheet.id)


def column_missing(case: Case) -> None:
    sheet = case.dice.choice(case.own.form.tables)
    needed = [(at, each) for at, each in enumerate(sheet.asked, start=1) if each.need == "required"]
    at, _ = case.dice.choice(needed)
    if case.dice.random() < 0.5:

        def lose(sheets: dict[str, SheetCells]) -> None:
            gone = ((grid.HEADER_ROW, at), (grid.ID_ROW, at))
            own = sheets[sheet.id]
            cells = {spot: cell for spot, cell in own.cells.items() if spot not in gone and spot[1] != at}
            sheets[sheet.id] = replace(own, cells=cells)

        case.own.cuts.append(lose)
        case.wrong(sheet.id)
    else:
        last = len(sheet.asked) + 1

        def double(sheets: dict[str, SheetCells]) -> None:
            own = sheets[sheet.id]
            again = {(row, last): cell for (row, at_), cell in own.cells.items() if at_ == at}
            sheets[sheet.id] = replace(own, cells={**own.cells, **again})

        case.own.cuts.append(double)
        case.places.append((case.own, sheet.id, f"{get_column_letter(last)}{grid.ID_ROW}"))


def office_unclear(case: Case) -> None:
    other = case.dice.choice([each for each in terms_of(case.period).offices if each != case.office])
    case.cover["office"] = case.dice.choice(["桃園", "桃源區公所", "人事室", "", other.name])
    case.wrong("cover", "office")


def period_wrong(case: Case) -> None:
    quarter = case.dice.choice(
        [str(each) for each in (1, 2, 3, 4) if each != case.period.quarter] + ["夏", ""]
    )
    year = case.dice.choice(["2026", "116", "0", "很久", ""])
    column, text = case.dice.choice([("quarter", quarter), ("year", year)])
    case.put("cover", column, 0, text)


def computed_overwritten(case: Case) -> None:
    sheet_id, column_id, whole = case.dice.choice(
        [("headcount", "total", "male"), ("training", "att_total", "att_f"), ("coverage", "rate", "due_m")]
    )
    number, _ = case.row(sheet_id, lambda row: bool(row[whole]))
    case.put(sheet_id, column_id, number, case.dice.choice(["99999", "7777"]))


def active_content(case: Case) -> None:
    parts = ("xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml", "xl/embeddings/oleObject1.bin")
    case.own.parts = (case.dice.choice(parts),)
    case.wrong()


def hidden_or_outside(case: Case) -> None:
    sheet = case.dice.choice(case.own.form.tables)
    number = case.dice.randrange(len(case.rows(sheet.id)))
    row = grid.FIRST_ROW + number
    if case.dice.random() < 0.5:

        def hide(sheets: dict[str, SheetCells]) -> None:
            sheets[sheet.id] = replace(sheets[sheet.id], hidden_rows=frozenset([row]))

        case.own.cuts.append(hide)
        first = next(each.id for each in sheet.asked if case.rows(sheet.id)[number].get(each.id))
        case.wrong(sheet.id, first, number)
    else:
        at = len(sheet.asked) + case.dice.randint(2, 9)

        def scribble(sheets: dict[str, SheetCells]) -> None:
            own = sheets[sheet.id]
            sheets[sheet.id] = replace(own, cells={**own.cells, (row, at): Cell("另外補充")})

        case.own.cuts.append(scribble)
        case.places.append((case.own, sheet.id, f"{get_column_letter(at)}{row}"))


def held_or_not(case: Case) -> None:
    sheet_id = case.dice.choice(["training", "promotion"])
    if case.dice.random() < 0.5:
        case.rows(sheet_id).clear()
        case.wrong("cover", f"{sheet_id}_status")
    else:
        case.put("cover", f"{sheet_id}_status", 0, "本季無辦理")


def personal_data(case: Case) -> None:
    if case.dice.random() < 0.5:
        texts = ("text", "codes")
        sheet_id, column_id, number = case.filled_cell(
            lambda sheet, column: column.kind in texts and sheet.layout == "table"
        )
        case.put(sheet_id, column_id, number, NOT_A_NUMBER_OF_A_PERSON)
    else:
        sheet = case.dice.choice(case.own.form.tables)
        at, header = len(sheet.asked) + 1, case.dice.choice(["身分證字號", "出生年月日", "住址"])

        def ask(sheets: dict[str, SheetCells]) -> None:
            own = sheets[sheet.id]
            sheets[sheet.id] = replace(own, cells={**own.cells, (grid.HEADER_ROW, at): Cell(header)})

        case.own.cuts.append(ask)
        case.places.append((case.own, sheet.id, f"{get_column_letter(at)}{grid.HEADER_ROW}"))


def sent_as_draft(case: Case) -> None:
    case.put("cover", "status", 0, "草稿")


def filled_before_last_event(case: Case) -> None:
    _, row = case.row("training")
    row["date_start"], row["date_end"] = case.period.end.isoformat(), ""
    day = case.period.end.replace(day=case.dice.randint(1, 29))
    case.put("cover", "filled_on", 0, day.isoformat())


def _without(sheet_id: str) -> Cut:
    def cut(sheets: dict[str, SheetCells]) -> None:
        del sheets[sheet_id]

    return cut


PLANTERS = {
    "S01": unopenable,
    "S02": not_our_form,
    "S03": older_form,
    "S04": sheet_missing,
    "S05": column_missing,
    "S06": office_unclear,
    "S07": period_wrong,
    "S08": computed_overwritten,
    "S09": active_content,
    "S10": hidden_or_outside,
    "S11": held_or_not,
    "S12": personal_data,
    "S13": sent_as_draft,
    "D03": filled_before_last_event,
}

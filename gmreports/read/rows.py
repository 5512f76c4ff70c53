"""What the rows below a header are: data, or a total, a note, a sign-off line, the header once more."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from openpyxl.utils import get_column_letter

from gmreports.model import NUMERIC_KINDS, Sheet
from gmreports.read.cells import Cell, SheetCells, plain
from gmreports.read.find import FEWEST_HEADERS, Table, folded, names_of
from gmreports.read.repair_numbers import number
from gmreports.read.table import is_filled
from gmreports.read.values import NOTHING, understand

Row = Mapping[str, Cell]
Kind = Literal["total_row", "header_row", "other_header", "none_row", "note_row"]

# What a row begins with that adds up the others; 「合計」 and a few words around it, and nothing else.
TOTAL = re.compile(
    r"(本季|本期|本年度?|全年度?|全部|以上|本頁)?(合計|總計|小計|共計|總和|加總|總數|累計)(人次|人數|場次|數)?"
)
NOTE = re.compile(
    r"[※◎★☆▲＊*]|(備註|附註|補註|註|說明|補充說明|填表說明|填報說明|注意事項|資料來源|資料截止日?|統計期間|單位)"
    r"([:：、.．\d(（一二三四五六七八九十].*)?$|[(（]?以[下上](空白|無資料)|本表[係為]"
)
SIGN_OFF = re.compile(
    r"(承辦人員?|填表人員?|製表人?|經辦人?|單位主管|業務主管|課室主管|會辦單位?|主辦人事人員?|主辦會計人員?|主任秘書|"
    r"秘書|區長|機關首長|首長|審核|覆核|複核|校對|核章|核定|簽章|填表日期|製表日期|聯絡電話)([:：(（].*)?"
)
NONE_HELD = re.compile(
    r"(本季|本期|本所)?(無|尚無|未辦理|無辦理|無資料|無此情形|略|免填|沒有)(辦理|資料)?[。.]?"
)
ANSWERED = ("date", "choice", "choices", "yesno")


@dataclass(frozen=True, slots=True)
class Aside:
    """A filled row that is no data: its kind, where it begins and what stands there."""

    row: int
    kind: Kind
    cell: str
    text: str
    cells: Row


def sort_rows(sheet: Sheet, table: Table, cells: SheetCells) -> tuple[list[tuple[int, Row]], list[Aside]]:
    """The data rows, and those set aside."""
    names = {column.id: {*names_of(column), column.id} for column in sheet.columns}
    data: list[tuple[int, Row]] = []
    aside: list[Aside] = []
    before = range(1, min(table.columns.values(), default=1))
    for at, row in table.rows:
        known = {key: cell for key, cell in row.items() if key in table.columns}
        left = {n: cells.cells[at, n] for n in before if (at, n) in cells.cells}
        everything = {**left, **{table.columns[key]: cell for key, cell in known.items()}}
        filled = {n: cell for n, cell in sorted(everything.items()) if cell.text.strip()}
        kind, column = _kind(sheet, known, filled, names) if filled else (None, 0)
        if kind is not None:
            begins = f"{get_column_letter(column)}{at}"
            aside.append(Aside(at, kind, begins, filled[column].text.strip(), known))
        elif is_filled(sheet, known):
            data.append((at, known))
    return data, aside


def _kind(
    sheet: Sheet, row: Row, filled: Mapping[int, Cell], names: Mapping[str, set[str]]
) -> tuple[Kind | None, int]:
    """What kind of row this is, None for data, and the column that it begins in."""
    first, text = _first_words(filled)
    if not text:
        return None, 0
    again = _header_again(row, names)
    if again is not None:
        return again, first
    said = plain(text)
    if TOTAL.fullmatch(said.strip("()")) and not _answers(sheet, row, *ANSWERED):
        return "total_row", first
    if _says_none(sheet, row):
        return "none_row", first
    begins = NOTE.match(said) or SIGN_OFF.fullmatch(said)
    if begins and not _answers(sheet, row, *ANSWERED, *NUMERIC_KINDS):
        return "note_row", first
    return None, 0


def _first_words(filled: Mapping[int, Cell]) -> tuple[int, str]:
    """The first cell that holds words; a running number may stand before them."""
    for column, cell in filled.items():
        if cell.kind == "text" and number(cell.text) is None:
            return column, cell.text.strip()
    return 0, ""


def _header_again(row: Row, names: Mapping[str, set[str]]) -> Kind | None:
    """The header in the middle of a pasted block; another order of columns is another table."""
    said = {key: folded(cell.text) for key, cell in row.items() if cell.kind == "text" and cell.text.strip()}
    same = sum(text in names[key] for key, text in said.items())
    everyone = {text for known in names.values() for text in known}
    heads = sum(text in everyone for text in said.values())
    if heads < FEWEST_HEADERS or 2 * heads < len(said) + 1:
        return None
    return "header_row" if same == heads else "other_header"


def _says_none(sheet: Sheet, row: Row) -> bool:
    """Every cell of the row says that there is nothing: a dash throughout, or 「本季無辦理」 in the first."""
    counted = {column.id for column in sheet.columns if column.id != "seq" and column.need != "auto"}
    said = [plain(cell.text) for key, cell in row.items() if key in counted and cell.text.strip()]
    return bool(said) and all(text in NOTHING or NONE_HELD.fullmatch(text) for text in said)


def _answers(sheet: Sheet, row: Row, *kinds: str) -> bool:
    """Whether some cell answers a question of these kinds: then it is somebody's data."""
    return any(
        column.kind in kinds
        and column.need != "auto"
        and column.id != "seq"
        and column.id in row
        and understand(row[column.id], column).value is not None
        for column in sheet.columns
    )

"""What the rows below a header are: data, or a total, a note, a sign-off line, the header once more."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from openpyxl.utils import get_column_letter

from gmreports.model import NUMERIC_KINDS, Column, Sheet
from gmreports.read.cells import Cell, SheetCells, plain
from gmreports.read.find import ANSWERED, FEWEST_HEADERS, Table, answers, folded, names_of
from gmreports.read.repair_numbers import number
from gmreports.read.table import is_filled
from gmreports.read.values import NOTHING, understand

Row = Mapping[str, Cell]
Kind = Literal["total_row", "header_row", "other_header", "astray", "none_row", "note_row"]

# What a row begins with that adds up the others; 「合計」 and a few words around it, and nothing else.
TOTAL = re.compile(
    r"(本季|本期|本年度?|全年度?|全部|以上|本頁)?(合計|總計|小計|共計|總和|加總|總數|累計|計)"
    r"(\(?(人次|人數|場次|數)\)?)?(:.*)?"
)
# 「7月小計」, 「性別主流化 小計」: with numbers beside it, and no day or choice, no course is called so.
TOTAL_OF = re.compile(r".{1,30}(合計|總計|小計|共計|總和|加總)(\(?(人次|人數|場次|數)\)?)?(:.*)?")
NOTE = re.compile(
    r"[※◎★☆▲＊*]|(備註|附註|補註|註|說明|補充說明|填表說明|填報說明|注意事項|資料來源|資料截止日?|統計期間|單位)"
    r"([:：、.．\d(（一二三四五六七八九十].*)?$|[(（]?以[下上]|本表|(本季|本期)?(合計|總計|共計|小計|共)\D{0,8}\d"
)
SIGN_OFF = re.compile(
    r"(承辦人員?|填表人員?|製表人?|經辦人?|單位主管|業務主管|課室主管|會辦單位?|主辦人事人員?|主辦會計人員?|主任秘書|"
    r"秘書|區長|機關首長|首長|審核|覆核|複核|校對|核章|核定|簽章|填表日期|製表日期|聯絡電話)([:：(（].*)?"
)
# What stands before the first answer numbers the row, 「第12場」 at the most, or is a remark.
LONGEST_NUMBERING = 6
NONE_HELD = re.compile(
    r"(本季|本期|本所|本公所)*((無|尚無|並無|未|尚未|沒有)(辦理|舉辦|召開|製作)?(相關)?"
    r"(活動|課程|訓練|培力|宣導|會議|文宣|方案|資料|此情形)*|略|免填|n/?a)[。.]?"
)


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
    wide = {(top, left) for top, left, _, right in cells.merged if right - left >= FEWEST_HEADERS}
    astray = bare = False
    for at, row in table.rows:
        known = {key: cell for key, cell in row.items() if key in table.columns}
        left = {n: cells.cells[at, n] for n in before if (at, n) in cells.cells}
        everything = {**left, **{table.columns[key]: cell for key, cell in known.items()}}
        filled = {n: cell for n, cell in sorted(everything.items()) if cell.text.strip()}
        kind, column = _kind(sheet, known, filled, names) if filled else (None, 0)
        astray = kind == "other_header" or (astray and kind != "header_row")
        if kind is None and filled:
            lone = len(filled) == 1 and (at, min(filled)) in wide
            remark = len(_first_words(filled)[1]) > LONGEST_NUMBERING
            kind, column = _unnamed(sheet, known, lone, remark, astray), min(filled)
            if kind is None and not bare and _is_bare(sheet, known):
                # One such row is looked at: below another one, nobody could tell a total from a row.
                bare, kind = True, "total_row" if _adds_up(sheet, known, data) else None
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
        return ("none_row", min(filled)) if _says_none(sheet, row) else (None, 0)
    again = _header_again(row, names)
    if again is not None:
        return again, first
    said = plain(text)
    total = TOTAL.fullmatch(said.strip("()")) or (
        TOTAL_OF.fullmatch(said) and answers(sheet, row, *NUMERIC_KINDS)
    )
    if total and not answers(sheet, row, *ANSWERED):
        return "total_row", first
    if _says_none(sheet, row):
        return "none_row", first
    begins = NOTE.match(said) or SIGN_OFF.fullmatch(said)
    if begins and not answers(sheet, row, *ANSWERED, *NUMERIC_KINDS):
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
    """Every cell of the row says that there is nothing: a dash, 0, or 「本季無辦理」."""
    counted = [column for column in sheet.columns if column.id != "seq" and column.need != "auto"]
    said = [
        (column, row[column.id]) for column in counted if column.id in row and row[column.id].text.strip()
    ]
    return bool(said) and all(
        (text := plain(cell.text)) in NOTHING
        or NONE_HELD.fullmatch(text)
        or (column.kind in NUMERIC_KINDS and understand(cell, column).value == 0)
        for column, cell in said
    )


def _unnamed(sheet: Sheet, row: Row, lone: bool, remark: bool, astray: bool) -> Kind | None:
    """What a row is that does not say so: under a header in another order, a section's title, a remark."""
    if not is_filled(sheet, row):
        return "total_row" if _sums_typed_alone(sheet, row) else "note_row" if remark else None
    return "astray" if astray else "note_row" if lone else None


def _sums_typed_alone(sheet: Sheet, row: Row) -> bool:
    """A number over the formula of a computed column, in a row that says nothing else."""
    autos = [(column, row[column.id]) for column in sheet.asked if column.parts and column.id in row]
    return any(not cell.formula and understand(cell, column).value for column, cell in autos)


def _is_bare(sheet: Sheet, row: Row) -> bool:
    """Whether the row holds numbers and nothing else."""
    said = [sheet.column(key) for key, cell in row.items() if cell.text.strip()]
    return is_filled(sheet, row) and all(column.kind in NUMERIC_KINDS for column in said)


def _adds_up(sheet: Sheet, row: Row, above: Sequence[tuple[int, Row]]) -> bool:
    """Whether numbers alone are all formulas, or what the rows above them come to."""
    said = [sheet.column(key) for key, cell in row.items() if key != "seq" and cell.text.strip()]
    columns = [column for column in said if column.need != "auto"]
    if all(row[column.id].formula for column in columns):
        return True
    return len(above) > 1 and all(
        understand(row[column.id], column).value == _sum(column, above) for column in columns
    )


def _sum(column: Column, rows: Sequence[tuple[int, Row]]) -> float:
    values = (understand(row.get(column.id), column).value for _, row in rows)
    return sum(value for value in values if isinstance(value, float))

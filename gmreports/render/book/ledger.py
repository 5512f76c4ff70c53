"""讀取修正: what was read as something other than what stands in the cell; alike repairs stand together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from xlsxwriter.worksheet import Worksheet

from gmreports.model import NUMERIC_KINDS, Form, Repair, Sheet
from gmreports.render.book import paper
from gmreports.render.book.lists import ListColumn, write_list
from gmreports.render.book.paper import Head, Leaf, Paper

NAME = "讀取修正"
HIDDEN = "（不顯示）"
MOST_CELLS = 24
# Blanks around a value are repaired in names and telephone numbers too: they tell nothing of the column.
ANYWHERE = {"spaces", "full_width"}
# Words of the form, or words for a total or for nothing: nobody's data.
OF_THE_FORM = {"total_row", "header_row", "none_row", "header", "form_title", "form_header", "form_added"}
KINDS = {
    "spaces": "去除空白",
    "full_width": "全形轉半形",
    "synonym": "同義寫法",
    "separator": "統一分隔符號",
    "duplicate": "刪去重複項目",
    "currency": "去除貨幣符號",
    "unit": "去除單位",
    "minus": "統一負號",
    "thousands": "去除千分位",
    "wan": "萬、億換算",
    "text_number": "文字轉數字",
    "weekday": "去除星期",
    "weekday_conflict": "星期與日期不符",
    "time": "去除時刻",
    "chinese_numeral": "國字轉數字",
    "compact": "連寫日期",
    "excel_serial": "日期序號",
    "roc_date": "民國日期",
    "western_date": "西元日期",
    "blank_mark": "空白記號",
    "office": "機關全名",
    "codes": "統一代碼寫法",
    "merged": "合併儲存格的內容",
    "total_row": "自己加的合計列，不列計",
    "header_row": "重複的標題列，不列計",
    "none_row": "寫「無」的列，不列計",
    "own_column": "自己加的欄位，沒有讀",
    "own_sheet": "自己加的工作表，沒有讀",
    "header": "標題的別種寫法",
    "sheet_title": "工作表的別種名稱",
    "form_title": "舊版的工作表名稱",
    "form_header": "舊版的標題",
    "form_choice": "舊版的選項",
    "form_added": "舊版沒有的欄位，留空",
    "form_dropped": "現行版不收的欄位，沒有讀",
}
COLUMNS = (
    ListColumn("檔案", 30),
    ListColumn("工作表", 14),
    ListColumn("修正", 24),
    ListColumn("原來填的", 28),
    ListColumn("讀成", 28),
    ListColumn("處", 6, "right", paper.NUMBER),
    ListColumn("儲存格", 30),
)
NOTES = (
    "註：寫法不同但意思明確的內容，讀取時照白名單改成一致的寫法，改過的都列在這裡；送來的檔案沒有更動。",
    f"註：聯絡資料等不公開的欄位只說明改了幾處，不顯示內容，寫作{HIDDEN}。",
)


def leaf(form: Form, repairs: Sequence[Repair], cut_off: str) -> Leaf:
    says = f"讀取時修正了 {len(repairs):,} 處寫法，內容沒有改變。" if repairs else "沒有需要修正寫法的地方。"

    def write(page: Paper, sheet: Worksheet) -> None:
        write_list(
            page, sheet, Head(NAME, says, cut_off), COLUMNS, _rows(form, repairs), notes=NOTES, filtered=True
        )

    return Leaf(NAME, says, write)


def _rows(form: Form, repairs: Sequence[Repair]) -> list[Sequence[object]]:
    shown = sorted(((*_alike(form, repair), repair.where.cell) for repair in repairs), key=_place)
    rows: list[Sequence[object]] = []
    for alike, group in groupby(shown, key=lambda entry: entry[:5]):
        cells = [entry[5] for entry in group]
        listed = "、".join(cells[:MOST_CELLS]) + (" 等" if len(cells) > MOST_CELLS else "")
        rows.append((*alike, len(cells), listed))
    return rows


def _alike(form: Form, repair: Repair) -> tuple[str, str, str, str, str]:
    kinds = "、".join(KINDS.get(kind, kind) for kind in repair.kind.split("+") if kind)
    seen = may_be_seen(form, repair)
    before, after = (repair.before, repair.after) if seen else (HIDDEN, HIDDEN)
    return repair.where.file, repair.where.sheet, kinds, before, after


def _place(entry: tuple[str, ...]) -> tuple[object, ...]:
    """By file, sheet and repair; cells in reading order."""
    letters, digits = re.match(r"([A-Z]*)([0-9]*)", entry[5]).groups()  # type: ignore[union-attr]
    return (*entry[:5], int(digits or 0), len(letters), letters)


def may_be_seen(form: Form, repair: Repair) -> bool:
    """True where the repaired cell cannot be in a column that stays in the house.

    A repair knows its cell and not its column, and files move columns. So in a sheet with such a
    column, a value is shown only if it plainly belongs elsewhere: a day, a number that took more
    than trimming, or choices of the columns that may be shown.
    """
    sheet = _sheet(form, repair.where.sheet)
    if repair.kind in OF_THE_FORM or repair.kind in ("sheet_title", "own_sheet"):
        return True
    if sheet is None:
        return False
    kept = [column for column in sheet.columns if column.internal or not column.public]
    if not kept:
        return True
    kinds = {column.kind for column in kept}
    if "date" not in kinds and _is_day(repair.after):
        return True
    if kinds.isdisjoint(NUMERIC_KINDS) and _is_number(repair):
        return True
    kept_choices = {choice for column in kept for choice in column.choices}
    shown = {choice for column in sheet.columns if column not in kept for choice in column.choices}
    parts = repair.after.split("、")
    return all(part in shown - kept_choices for part in parts) or repair.after in shown - kept_choices


def _sheet(form: Form, title: str) -> Sheet | None:
    return next((each for each in form.sheets if title in (each.title, *each.synonyms)), None)


def _is_day(text: str) -> bool:
    return re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) is not None


def _is_number(repair: Repair) -> bool:
    plain = re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", repair.after) is not None
    return plain and not set(repair.kind.split("+")) <= ANYWHERE

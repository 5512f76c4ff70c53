"""第4季涵蓋率沒有到 100%，也沒有寫未達標原因。

為什麼：計畫要求每一位應訓人員全年都要達到時數；年底還沒到，市府要知道為什麼、怎麼補。
怎麼改：在「未達標原因」寫一兩句；數字填錯就改數字。
例如：應訓 12 人、達標 11 人，原因寫「1 人 11 月到職，已排明年第1季補訓」。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Form, Formulas, Round, Rule, Sheet, Terms
from gmreports.rules.excel import at, blank, quiet
from gmreports.rules.hit import hits
from gmreports.rules.words import number
from gmreports.rules.year import LAST_QUARTER, at_year_end

SHEET, COLUMN, RATE = "coverage", "reason", "rate"
WHOLE = 100.0


def check(data: Round) -> pd.DataFrame:
    table, raw, sheet = data.tables[SHEET], data.raw[SHEET], data.form.sheet(SHEET)
    known = pd.Series(True, index=table.index)
    for part in _parts(sheet):
        # What may be left out counts as 0; a cell that cannot be read is another rule's.
        left_out = raw[part].isin(["", None]) & (sheet.column(part).need == "optional")
        known &= table[part].notna() | left_out
    silent = raw[COLUMN].isin(["", None])
    short = at_year_end(data, table[known & silent & (table[RATE] < WHOLE)])
    header, rate = sheet.column(COLUMN).header, sheet.column(RATE).header
    said = short[RATE].map(lambda value: f"{value:.1f}%").astype(object)
    return hits(short, SHEET, COLUMN, header=header, rate_header=rate, rate=said, whole=number(WHOLE))


def _parts(sheet: Sheet) -> tuple[str, ...]:
    rate = sheet.column(RATE)
    return tuple(each.id for each in sheet.asked if each.id in (*rate.parts, *rate.whole))


def formulas(form: Form, terms: Terms) -> Formulas:
    if terms.period.quarter != LAST_QUARTER:
        return {}
    sheet, rate = form.sheet(SHEET), form.sheet(SHEET).column(RATE)
    parts = _parts(sheet)
    needed = [at(part) for part in parts if sheet.column(part).need != "optional"]
    others = [f"NOT(ISTEXT({at(part)}))" for part in parts if sheet.column(part).need == "optional"]
    done, due = (
        f"SUM({','.join(at(part) for part in parts if part in own)})" for own in (rate.parts, rate.whole)
    )
    short = f"ROUND({done}/{due},3)<{number(WHOLE / 100)}"
    filled_in = f"COUNT({','.join(needed)})={len(needed)}"
    return {(SHEET, COLUMN): quiet(blank(at(COLUMN)), filled_in, *others, f"{due}>0", short)}


RULE = Rule(
    code="C05",
    name="shortfall_unexplained",
    title="第4季涵蓋率未達 100%，沒有說明",
    severity="W",
    message="「{rate_header}」是 {rate}，「{header}」沒有填。",
    expected="{rate_header} {whole}%，或說明原因",
    mend="請在「{header}」說明還有誰沒達標、打算怎麼補；數字填錯請改正。",
    clause="計畫5-3-(一)-1-(1)",
    short="涵蓋率未達 100%，請填「{header}」",
    check=check,
    formulas=formulas,
    doc=__doc__,
    good=(
        """
        @ 68000010 115Q4
        coverage
        | requirement     | due_m | due_f | due_o | done_m | done_f | done_o | reason         |
        | 性別主流化2小時 | 40    | 60    |       | 40     | 60     |        |                |
        | CEDAW實體1小時  | 40    | 60    |       | 39     | 60     |        | 1 人 11 月到職 |
        | 業務相關10小時  | 0     | 0     |       | 0      | 0      |        |                |
        | 業務相關10小時  | 40    |       |       | 0      | 0      |        |                |
        | 業務相關10小時  | 40    | 60    | 約1   | 0      | 0      |        |                |
        """,
        """
        @ 68000010 115Q3
        coverage
        | requirement     | due_m | due_f | done_m | done_f | reason |
        | 性別主流化2小時 | 40    | 60    | 20     | 60     |        |
        """,
    ),
    bad=(
        """
        @ 68000010 115Q4
        coverage
        | requirement     | due_m | due_f | due_o | done_m | done_f | done_o | reason |
        | 性別主流化2小時 | 40    | 60    |       | 39     | 60     |        | !      |
        | CEDAW實體1小時  | 40    | 60    | 1     | 40     | 60     |        | !      |
        """,
    ),
)

"""數字超出這一欄可能的範圍。

為什麼：一場課不會超過 24 小時，滿意度不會超過 100%，有辦理就至少 1 場；超出範圍多半是少打小數點或填錯欄。
怎麼改：改成範圍內的數字。百分比請寫出「%」，只寫 0.9 看不出是 90% 還是 0.9%。
例如：「時數」填了 1.3，請改為 1.5（以半小時為單位）；「滿意度」填了 0.9，請寫 90% 或 0.9%；
「參訓人次」出現 46034，是打 1/12 時被當成日期，請改為真正的人次。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import NUMERIC_KINDS, Column, Form, Formulas, Round, Rule, Terms
from gmreports.rules.asked import Answers, answers, questions
from gmreports.rules.excel import at, quiet
from gmreports.rules.fields.not_a_count import no_count
from gmreports.rules.hit import together
from gmreports.rules.words import half_width, sample

# Fractions of a step that come from binary numbers, not from the office.
NOISE = 9


def two_meanings(asked: Answers) -> pd.Series:
    """A percentage typed as 0.9: 90 % or 0.9 %. Left unread, so that nobody guesses."""
    if asked.column.kind != "percent":
        return pd.Series(False, index=asked.raw.index)
    typed = pd.to_numeric(asked.raw.where(asked.unread).map(half_width, na_action="ignore"), errors="coerce")
    return (typed > 0) & (typed <= 1)


def check(data: Round) -> pd.DataFrame:
    found = []
    for asked in answers(data, *NUMERIC_KINDS):
        limits, good = _limits(asked.column), sample(asked.column, data.period)
        facts = {"wanted": f"{limits}的數字", "todo": f"改為 {limits}的數字，例如 {good}"}
        found += [
            asked.hits(_outside(asked), problem="超出可能的範圍", **facts),
            asked.hits(
                two_meanings(asked),
                problem=lambda text: "看不出是 " + _both_ways(text).replace("或", "還是"),
                wanted="寫出「%」的百分比",
                todo=lambda text: "寫成 " + _both_ways(text),
            ),
        ]
    return together(*found)


def _both_ways(raw: str) -> str:
    typed = float(half_width(raw))
    return f"{typed * 100:.12g}% 或 {typed:.12g}%"


def _outside(asked: Answers) -> pd.Series:
    column, values = asked.column, asked.values
    outside = pd.Series(False, index=values.index)
    if column.minimum is not None:
        outside |= values < float(column.minimum)
    if column.maximum is not None:
        outside |= values > float(column.maximum)
    if column.step is not None:
        steps = (values / float(column.step)).round(NOISE)
        outside |= values.notna() & (steps % 1 != 0)
    return outside & ~no_count(values) if column.kind == "integer" and outside.any() else outside


def _limits(column: Column) -> str:
    unit = "%" if column.kind == "percent" else ""
    low, high = column.minimum, column.maximum
    words = [f"{low}{unit} 到 {high}{unit} 之間"] if low is not None and high is not None else []
    if not words and low is not None:
        words = [f"{low}{unit} 以上"]
    if not words and high is not None:
        words = [f"{high}{unit} 以下"]
    return "，且是 ".join([*words, *([f"{column.step} 的倍數"] if column.step is not None else [])])


def formulas(form: Form, terms: Terms) -> Formulas:
    found = {}
    for sheet, column in questions(form, *NUMERIC_KINDS):
        cell = at(column.id)
        value = f'{cell}*IF(LEFT(CELL("format",{cell}),1)="P",100,1)' if column.kind == "percent" else cell
        wrong = [f"{value}<{column.minimum}"] if column.minimum is not None else []
        wrong += [f"{value}>{column.maximum}"] if column.maximum is not None else []
        wrong += (
            [f"ROUND({cell}/{column.step},{NOISE})<>INT(ROUND({cell}/{column.step},{NOISE}))"]
            if column.step
            else []
        )
        wrong += [f"AND({value}={cell},{cell}>0,{cell}<=1)"] if column.kind == "percent" else []
        whole = [f"{cell}>=0", f"{cell}=INT({cell})"] if column.kind == "integer" else []
        # A count that cannot be negative anyway is left to F03.
        if wrong and not (column.kind == "integer" and column.minimum == 0 and column.maximum is None):
            found[sheet.id, column.id] = quiet(f"ISNUMBER({cell})", *whole, f"OR({','.join(wrong)})")
    return found


RULE = Rule(
    code="F07",
    name="impossible_value",
    title="超出可能的範圍",
    severity="E",
    message="「{header}」填的是 {filled}，{problem}。",
    expected="{wanted}",
    mend="請將「{header}」{todo}。",
    short="「{header}」超出可能的範圍",
    check=check,
    formulas=formulas,
    doc=__doc__,
    good=(
        """
        training
        | hours | sessions | att_m | satisfaction |
        | 0.5   | 1        | 0     | 100          |
        | 24    | 3        | 0     | 0.9%         |
        | 7.5   | 12       | 9999  | 0            |
        """,
    ),
    bad=(
        """
        training
        | hours | sessions | satisfaction |
        | !25   | !0       | !101         |
        | !1.3  | 1        | !0.9         |
        | !0    | 1        | !105%        |
        """,
        """
        training
        | sessions | att_m  | att_o  |
        | !46034   | !46034 | !10000 |
        """,
        """
        budget
        | budget_year |
        | !2026       |
        """,
    ),
)

"""年度或季別沒有填、不可能、不在計畫期間，或不是現在收的這一季。

為什麼：資料會算到別的季；把上一季的檔案改一改再送，最容易忘記改季別。
怎麼改：「年度」填民國年，「季別」填 1、2、3 或 4，要和這次收件的季別相同。
例如：收 115年第3季，季別卻填 2，請改為 3；年度填 2026，請改為 115。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import YEAR_OFFSET, Period, Plan, Round, Rule
from gmreports.rules.asked import of_file
from gmreports.rules.hit import listed
from gmreports.rules.words import shown

# Above this it is a western year.
LARGEST_YEAR = 999


def check(data: Round) -> pd.DataFrame:
    cover, raw, sheet = data.tables["cover"], data.raw["cover"], data.form.sheet("cover")
    due = of_file(data, cover, "period")
    found = []
    there = raw[["year", "quarter"]].notna().all(axis=1)  # where a column is missing S05 speaks
    answers = zip(cover["year"][there], cover["quarter"][there], due[there], cover.index[there], strict=True)
    for year, quarter, folder, place in answers:
        wanted = Period.parse(folder)
        wrong = _wrong(year, quarter, wanted, data.terms.plan)
        if wrong:
            column, problem = wrong
            header, text = sheet.column(column).header, str(raw.at[place, column])
            said = f"填的是「{shown(text, sheet.column(column))}」，{problem}" if text else "沒有填"
            good = wanted.year if column == "year" else wanted.quarter
            facts = {"header": header, "said": said, "good": str(good), "wanted": wanted.title}
            found.append({"file": place[0], "sheet": "cover", "column": column, **facts})
    return listed(found)


def _wrong(year: float, quarter: str | None, wanted: Period, plan: Plan | None) -> tuple[str, str] | None:
    """The column that is wrong and what is wrong with it; the year where both are."""
    if not 1 <= year <= LARGEST_YEAR or year % 1:
        western = year == wanted.year + YEAR_OFFSET
        return "year", "這是西元年" if western else "不是民國年"
    if quarter is None:
        return "quarter", "不是 1、2、3 或 4"
    filled = Period(int(year), int(quarter))
    if filled == wanted:
        return None
    column = "quarter" if filled.year == wanted.year else "year"
    if plan and (filled < plan.first or (plan.last and filled > plan.last)):
        return column, f"{filled.title}不在計畫期間"
    return column, f"現在收的是{wanted.title}"


RULE = Rule(
    code="S07",
    name="period_wrong",
    title="年度或季別不對",
    severity="E",
    message="封面的「{header}」{said}。",
    expected="{wanted}，「{header}」填 {good}",
    mend="請將封面的「{header}」改為 {good}；若整份是別季的資料，請改送{wanted}的檔案。",
    check=check,
    no_formula="現在收哪一季，由收件單位決定，表內不知道。",
    voids=True,
    doc=__doc__,
    good=(
        """
        cover
        | year | quarter |
        | 115  | 第3季   |
        """,
    ),
    bad=(
        """
        cover
        | year | quarter |
        | 115  | !2      |
        """,
        """
        cover
        | year  | quarter |
        | !2026 | 3       |
        """,
        """
        cover
        | year | quarter |
        | !116 | 1       |
        """,
        """
        cover
        | year | quarter |
        | !    |         |
        """,
        """
        cover
        | year | quarter |
        | 115  | !夏季   |
        """,
        """
        cover
        | year | quarter |
        | 115  | !       |
        """,
    ),
)

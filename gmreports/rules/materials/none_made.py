"""到第4季為止，今年沒有製作具性別平等意識或 CEDAW 概念的文宣。

為什麼：計畫要求社會課製作具性別平等意識或 CEDAW 概念的文宣，並有宣導內容。
怎麼改：今年做過就填進「宣導文宣」，並選對概念；真的沒有，請回覆說明。
例如：第2季做過 CEDAW 單張卻沒有報，請更正第2季的報表。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Period, Round, Rule
from gmreports.rules.asked import of_file
from gmreports.rules.hit import listed
from gmreports.rules.year import LAST_QUARTER, filed, periods

SHEET, CONCEPT, CONCEPTS = "materials", "concept", "material_concepts"


def check(data: Round) -> pd.DataFrame:
    returns = data.returns
    made, reported = _made(data), _reported(data)
    found = []
    for file, period in filed(data, SHEET, CONCEPT):
        key = str(returns.at[file, "office_code"]) or file, period.year
        if period.quarter == LAST_QUARTER and key not in made:
            alone = reported.get(key, 0) <= 1
            todo = "今年前幾季報過的話，不必更正；" if alone else ""
            found.append({"file": file, "sheet": SHEET, "until": period.title, "todo": todo})
    return listed(found)


def _made(data: Round) -> set[tuple[str, int]]:
    """Office and year of every material that counts, of all quarters that are here."""
    table = data.tables[SHEET]
    table = table[table[CONCEPT].isin(data.terms.lists[CONCEPTS])]
    table = table[of_file(data, table, "current").astype(bool)]
    offices, files = of_file(data, table, "office_code"), table.index.get_level_values("file")
    years = periods(data, table).map(lambda period: period.year)
    return {
        (office or str(file), int(year)) for office, file, year in zip(offices, files, years, strict=True)
    }


def _reported(data: Round) -> dict[tuple[str, int], int]:
    """How many standing returns of an office's year are here: one alone does not know the others."""
    counts: dict[tuple[str, int], int] = {}
    returns = data.returns[data.returns["current"].astype(bool)]
    for office, period in zip(returns["office_code"], returns["period"], strict=True):
        key = str(office), Period.parse(str(period)).year
        counts[key] = counts.get(key, 0) + 1
    return counts


RULE = Rule(
    code="M01",
    name="none_made",
    title="今年沒有性別平等或 CEDAW 文宣",
    severity="W",
    message="到{until}為止，收到的報表裡沒有具性別平等意識或 CEDAW 概念的文宣。",
    expected="一年至少 1 件具性別平等意識或 CEDAW 概念的文宣",
    mend="{todo}今年做過請填進「宣導文宣」；真的沒有，請回覆說明。",
    clause="計畫5-3-(二)-3",
    check=check,
    no_formula="要看今年各季的報表，單一檔案裡看不出來。",
    doc=__doc__,
    good=(
        """
        @ 68000010 115Q2
        materials
        | name       | concept   |
        | CEDAW 單張 | CEDAW概念 |
        @ 68000010 115Q4
        materials
        | name | concept |
        @ 68000020 115Q4
        materials
        | name     | concept |
        | 宣導海報 | 兩者    |
        """,
        """
        @ 68000010 115Q3
        materials
        | name | concept |
        """,
    ),
    bad=(
        """
        @ 68000010 115Q3
        materials
        | name | concept |
        @ 68000010 115Q4
        materials !
        | name | concept |
        @ 68000020 114Q4
        materials
        | name       | concept   |
        | CEDAW 單張 | CEDAW概念 |
        @ 68000020 115Q4
        materials !
        | name     | concept |
        | 宣導海報 |         |
        """,
    ),
)

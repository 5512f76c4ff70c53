"""員額表缺少「全體應訓人員」、同一類重複，或某一類比全體還多。

為什麼：每一個涵蓋率都用員額當分母；全體應訓人員是總數，各類只是其中一部分，不會比全體多。
怎麼改：補上「全體應訓人員」一列；重複的刪掉一列；某一類比全體多時，查明後改正。
例如：全體應訓人員男 40 人，一般公務人員男卻填 45 人，請查明後改為 40 以下。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Form, Formulas, Round, Rule, Terms
from gmreports.rules.asked import with_sheet
from gmreports.rules.excel import above, at, every, quiet, same
from gmreports.rules.hit import hits, listed, together
from gmreports.rules.words import numbers

SHEET, GROUP, TOTAL = "headcount", "staff_group", "全體應訓人員"
BY_SEX = ("male", "female", "other")


def check(data: Round) -> pd.DataFrame:
    table = data.tables[SHEET]
    totals = table[table[GROUP] == TOTAL]
    return together(_missing(data, totals), _twice(table), *_larger(data, table, totals))


def _missing(data: Round, totals: pd.DataFrame) -> pd.DataFrame:
    there = set(totals.index.get_level_values("file"))
    facts = {
        "problem": f"少了「{TOTAL}」這一列",
        "wanted": f"有一列「{TOTAL}」",
        "todo": f"請加一列「{TOTAL}」，填全所應訓的男、女人數，例如男 40、女 60。",
    }
    files = [file for file in with_sheet(data, SHEET, GROUP) if file not in there]
    return listed({"file": file, "sheet": SHEET, **facts} for file in files)


def _twice(table: pd.DataFrame) -> pd.DataFrame:
    named = table[table[GROUP].notna()]
    keys = pd.DataFrame({"file": named.index.get_level_values("file"), GROUP: named[GROUP].to_numpy()})
    wrong = named[keys.duplicated().to_numpy()]
    problem = wrong[GROUP].map(lambda group: f"「{group}」出現兩次").astype(object)
    todo = wrong[GROUP].map(lambda group: f"請只留下一列「{group}」，把另一列刪掉。").astype(object)
    return hits(wrong, SHEET, GROUP, problem=problem, wanted="每一類人員只有一列", todo=todo)


def _larger(data: Round, table: pd.DataFrame, totals: pd.DataFrame) -> list[pd.DataFrame]:
    files = totals.index.get_level_values("file")
    single = totals[~files.duplicated(keep=False)]
    found = []
    for column in BY_SEX:
        header = data.form.sheet(SHEET).column(column).header
        whole = _numbers(data, single, column)
        of_all = pd.Series(whole.reindex(table.index.get_level_values("file")).to_numpy(), index=table.index)
        larger = (table[column] > of_all) & table[GROUP].notna() & (table[GROUP] != TOTAL)
        wrong, most = table[larger], numbers(of_all[larger])
        said = (
            wrong[GROUP]
            + f"的「{header}」"
            + numbers(wrong[column])
            + " 人，比全體應訓人員的 "
            + most
            + " 人還多"
        )
        todo = f"請對照人事資料，將「{header}」改為 " + most + " 以下的整數。"
        found.append(hits(wrong, SHEET, column, problem=said, wanted="不大於 " + most, todo=todo))
    return found


def _numbers(data: Round, single: pd.DataFrame, column: str) -> pd.Series:
    """The grand totals of one sex by file; a blank 其他 is 0."""
    said = single[column]
    if column == "other":
        said = said.mask(data.raw[SHEET].loc[single.index, column] == "", 0.0)
    return said.droplevel("row")


def formulas(form: Form, terms: Terms) -> Formulas:
    group = at(GROUP)
    # What is not one of the groups is for F05.
    known = f"SUMPRODUCT({same(f'{{list:{GROUP}}}', group)})>0"
    totals = f'COUNTIF({every(GROUP)},"{TOTAL}")'
    is_total = same(every(GROUP), f'"{TOTAL}"')
    found = {
        (SHEET, ""): f"{totals}=0",
        (SHEET, GROUP): quiet(known, f"{above(GROUP, (every(GROUP), group))}>0"),
    }
    for column in BY_SEX:
        number = f"--ISNUMBER({every(column)})" if column != "other" else f"--NOT(ISTEXT({every(column)}))"
        one_total = f"SUMPRODUCT({is_total},{number})=1,{totals}=1"
        larger = f'{at(column)}>SUMIF({every(GROUP)},"{TOTAL}",{every(column)})'
        found[SHEET, column] = quiet(
            f"ISNUMBER({at(column)})", known, f'{group}<>"{TOTAL}"', one_total, larger
        )
    return found


RULE = Rule(
    code="H01",
    name="groups_contradict",
    title="員額缺全體、重複或比全體多",
    severity="E",
    message="{problem}。",
    expected="{wanted}",
    mend="{todo}",
    clause="計畫5-3-(一)-1-(2)",
    short="缺「全體應訓人員」、人員類別重複，或比全體應訓人員還多",
    check=check,
    formulas=formulas,
    doc=__doc__,
    good=(
        """
        headcount
        | staff_group  | male | female | other |
        | 全體應訓人員 | 40   | 60     |       |
        | 一般公務人員 | 40   | 50     | 0     |
        | 主管人員     | 5    | 7      |       |
        """,
    ),
    bad=(
        """
        headcount !
        | staff_group  | male | female |
        | 一般公務人員 | 40   | 50     |
        """,
        """
        headcount !
        | staff_group  | male | female |
        """,
        """
        headcount
        | staff_group   | male | female | other |
        | 全體應訓人員  | 40   | 60     |       |
        | 一般公務人員  | !41  | 60     |       |
        | 主管人員      | 5    | !61    | !1    |
        | 機關首長      | 1    | 0      |       |
        | !機關首長     | 1    | 0      |       |
        """,
        """
        headcount
        | staff_group   | male | female | other |
        | 全體應訓人員  | 40   | 60     |       |
        | !全體應訓人員 | 40   | 60     | 1     |
        | 一般公務人員  | 41   | 50     |       |
        """,
    ),
)

"""專案小組的副召集人不是剛好 1 位，或身分不是本公所規定的職務。

為什麼：手冊規定由副區長或主任秘書擔任副召集人；復興區是自治法人，沒有主任秘書，秘書也可以。
怎麼改：把擔任副召集人的那一位選「副召集人」，其他人改成正確的角色；身分選錯請改正。
例如：副召集人的身分選「課室主管」，查明是主任秘書，請改選「主任秘書」。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Form, Formulas, Round, Rule, Terms
from gmreports.rules.asked import of_file
from gmreports.rules.excel import how_many, known, quiet, says
from gmreports.rules.hit import hits, listed, together
from gmreports.rules.roster import alone, filled_files, holders

SHEET, ROLE, SOURCE = "committee", "role", "source"
DEPUTY = "副召集人"


def check(data: Round) -> pd.DataFrame:
    table = data.tables[SHEET]
    counts, filled = holders(data, SHEET, ROLE, DEPUTY), filled_files(data, SHEET)
    todo = f"請把擔任{DEPUTY}的那一位職務角色選「{DEPUTY}」，其他人改成正確的角色。"
    number = listed(
        {
            "file": file,
            "sheet": SHEET,
            "problem": _counted(count),
            "wanted": f"{DEPUTY}剛好 1 位",
            "todo": todo,
        }
        for file, count in counts.items()
        if count != 1 and file in filled
    )
    titles = {office.code: office.deputy_titles for office in data.terms.offices}
    deputies = alone(table, ROLE, DEPUTY)
    deputies = deputies[deputies[SOURCE].notna()]
    allowed = of_file(data, deputies, "office_code").map(lambda code: titles.get(code, ())).astype(object)
    sources = zip(deputies[SOURCE], allowed, strict=True)
    other = [bool(own) and source not in own for source, own in sources]
    wrong = deputies[pd.Series(other, index=deputies.index, dtype=bool)]
    header, said = data.form.sheet(SHEET).column(SOURCE).header, allowed[wrong.index].map("或".join)
    return together(
        number,
        hits(
            wrong,
            SHEET,
            SOURCE,
            problem=(f"{DEPUTY}的「{header}」是「" + wrong[SOURCE] + "」，不是" + said).astype(object),
            wanted=said.astype(object),
            todo=(f"請確認{DEPUTY}是誰，將「{header}」改為" + said + "。").astype(object),
        ),
    )


def _counted(count: int) -> str:
    return f"有 {count} 位{DEPUTY}" if count else f"沒有{DEPUTY}"


def formulas(form: Form, terms: Terms) -> Formulas:
    source = form.sheet(SHEET).column(SOURCE)
    number = f"AND(COUNTA({{{ROLE}:all}})>0,{how_many(ROLE, DEPUTY)}<>1)"
    not_allowed = quiet(
        says(ROLE, DEPUTY),
        f"{how_many(ROLE, DEPUTY)}=1",
        f"{known(source)}>0",
        f"NOT({_allowed(terms)})",
    )
    return {(SHEET, ""): number, (SHEET, SOURCE): not_allowed}


def _allowed(terms: Terms) -> str:
    """Titles that only some offices have are let pass unless the cover names an office without them."""
    titles = dict.fromkeys(title for office in terms.offices for title in office.deputy_titles)
    ways = []
    for title in titles:
        without = [office.name for office in terms.offices if title not in office.deputy_titles]
        named = (f'IFERROR({{cover.office}}="{name}",FALSE)' for name in without)
        here = f",NOT(OR({','.join(named)}))" if without else ""
        ways.append(f"AND({says(SOURCE, title)}{here})")
    return f"OR({','.join(ways)})"


RULE = Rule(
    code="G04",
    name="deputy_wrong",
    title="專案小組的副召集人不對",
    severity="W",
    message="專案小組{problem}。",
    expected="{wanted}",
    mend="{todo}",
    clause="手冊二(二)；計畫5-1-(1)-2",
    short="副召集人要剛好 1 位，由副區長或主任秘書等規定的職務擔任",
    check=check,
    formulas=formulas,
    no_formula="還看不出是哪個公所時，只有部分公所可以的職務，由程式判斷。",
    doc=__doc__,
    good=(
        """
        @ 68000010 115Q3
        committee
        | role     | source   |
        | 召集人   | 區長     |
        | 副召集人 | 副區長   |
        @ 68000130 115Q3
        committee
        | role     | source |
        | 召集人   | 區長   |
        | 副召集人 | 秘書   |
        """,
        """
        committee
        | role | source |
        """,
    ),
    bad=(
        """
        committee !
        | role     | source   |
        | 召集人   | 區長     |
        """,
        """
        committee !
        | role     | source   |
        | 召集人   | 區長     |
        | 副召集人 | 副區長   |
        | 副召集人 | 主任秘書 |
        """,
        """
        @ 68000010 115Q3
        cover
        | office           |
        | 桃園市桃園區公所 |
        committee
        | role     | source |
        | 召集人   | 區長   |
        | 副召集人 | !秘書  |
        @ 68000130 115Q3
        committee
        | role     | source    |
        | 召集人   | 區長      |
        | 副召集人 | !課室主管 |
        """,
    ),
)

"""封面說本季無辦理，表裡卻有資料；或說有辦理，表裡卻是空的。

為什麼：「無辦理」「0」「忘了填」是三件不同的事，在總表上分開列；兩邊說法不同就不知道算哪一種。
怎麼改：有辦理就把成果填進表裡；真的沒有辦理，封面選「本季無辦理」，並清空那張表。
例如：「本季培力辦理情形」選「有辦理」，「培力成果」卻沒有任何一列，請補填成果或改選「本季無辦理」。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Form, Formulas, Round, Rule, Sheet, Terms
from gmreports.rules.asked import of_file
from gmreports.rules.excel import at, quiet
from gmreports.rules.hit import hits, together

STATUS_OF = {"training": "training_status", "promotion": "promotion_status"}
HELD, NONE_HELD = "有辦理", "本季無辦理"


def check(data: Round) -> pd.DataFrame:
    cover, found = data.tables["cover"], []
    for sheet_id, column in STATUS_OF.items():
        sheet = data.form.sheet(sheet_id)
        rows = data.tables[sheet_id].groupby(level="file").size()
        files = cover.index.get_level_values("file")
        counts = pd.Series(rows.reindex(files, fill_value=0).to_numpy(), index=cover.index)
        # Where the sheet itself is missing S04 speaks.
        has_sheet = of_file(data, cover, "titles").map(lambda titles, sheet_id=sheet_id: sheet_id in titles)
        header = data.form.sheet("cover").column(column).header
        facts = {"header": header, "title": sheet.title}
        status = cover[column]
        rows_too = cover[(status == NONE_HELD) & (counts > 0)]
        said = counts[rows_too.index].map(lambda n: f"有 {n} 列資料").astype(object)
        todo = f"請改選「{HELD}」，或清空「{sheet.title}」裡不是本季的資料。"
        found.append(hits(rows_too, "cover", column, filled=NONE_HELD, said=said, todo=todo, **facts))
        no_rows = cover[(status == HELD) & (counts == 0) & has_sheet.astype(bool)]
        todo = f"請把成果填進「{sheet.title}」；真的沒有辦理，請改選「{NONE_HELD}」。"
        found.append(hits(no_rows, "cover", column, filled=HELD, said="沒有任何資料", todo=todo, **facts))
    return together(*found)


def formulas(form: Form, terms: Terms) -> Formulas:
    found = {}
    for sheet_id, column in STATUS_OF.items():
        rows = _filled_cells(form.sheet(sheet_id))
        wrong = f'OR(AND({at(column)}="{NONE_HELD}",{rows}>0),AND({at(column)}="{HELD}",{rows}=0))'
        found["cover", column] = quiet(wrong)
    return found


def _filled_cells(sheet: Sheet) -> str:
    asked = (column for column in sheet.asked if column.need != "auto" and column.id != "seq")
    return f"COUNTA({','.join(f'{{{sheet.id}.{column.id}:all}}' for column in asked)})"


RULE = Rule(
    code="S11",
    name="held_or_not",
    title="辦理情形與表內資料不一致",
    severity="E",
    message="封面的「{header}」選「{filled}」，但「{title}」{said}。",
    expected="「{header}」與「{title}」一致",
    mend="{todo}",
    short="「{header}」和表內資料不一致",
    check=check,
    formulas=formulas,
    doc=__doc__,
    good=(
        """
        cover
        | training_status | promotion_status |
        | 有辦理          | 本季無辦理       |
        training
        | title        | att_m |
        | 性別意識講座 | 10    |
        promotion
        | title | part_m |
        """,
    ),
    bad=(
        """
        cover
        | training_status | promotion_status |
        | !有辦理         | !本季無辦理      |
        training
        | title        | att_m |
        promotion
        | title    | part_m |
        | 社區宣導 | 10     |
        """,
    ),
)

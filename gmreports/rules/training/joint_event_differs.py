"""同一場聯合辦理，各公所報的日期或時數不一樣。

為什麼：識別碼一樣就當成同一場，全市只算一次；日期或時數不同，不是有人打錯，就是其實不是同一場。
怎麼改：請和合辦的公所對一次，改成一樣的日期與時數；不是同一場，就改用不同的識別碼。
例如：兩個公所都填「115Q3-聯合01」，一個是 7月3日，一個是 7月13日，查明後都改為 7月3日。
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from gmreports.model import Round, Rule
from gmreports.rules.asked import of_file
from gmreports.rules.events import same_words
from gmreports.rules.hit import hits
from gmreports.rules.words import all_shown, day, number

COLUMN = "joint_id"
MUST_AGREE = ("date_start", "hours")


def check(data: Round) -> pd.DataFrame:
    table = data.tables["training"]
    found = table.loc[table[COLUMN].notna(), [COLUMN, *MUST_AGREE]]
    facts = {fact: of_file(data, found, fact) for fact in ("office_code", "period", "current")}
    found = found.assign(plain=found[COLUMN].map(same_words).astype(object), **facts)
    found = found[found["current"].astype(bool)]
    names = {office.code: office.short for office in data.terms.offices}
    said = {key: _differing(group, names) for key, group in found.groupby(["period", "plain"])}
    keys = zip(found["period"], found["plain"], strict=True)
    says = pd.Series([said[key] for key in keys], index=found.index, dtype=object)
    wrong = found[says != ""]
    column = data.form.sheet("training").column(COLUMN)
    filled = all_shown(wrong[COLUMN], column)
    return hits(wrong, "training", COLUMN, header=column.header, filled=filled, said=says[wrong.index])


def _differing(group: pd.DataFrame, names: dict[str, str]) -> str:
    """What each office says of the session, where they do not agree; "" where they do."""
    own = {str(code): rows for code, rows in group.groupby("office_code")}
    if all(len({_all(rows[column]) for rows in own.values()} - {None}) <= 1 for column in MUST_AGREE):
        return ""
    return "；".join(f"{names.get(code, code)} {_words(rows)}" for code, rows in own.items())


def _all(values: pd.Series) -> tuple[object, ...] | None:
    """What one office fills in, in order; None where a cell cannot be read: that is another mistake."""
    return tuple(sorted(set(values))) if values.notna().all() else None


def _words(rows: pd.DataFrame) -> str:
    days = _each(day(value) for value in sorted(rows["date_start"].dropna()))
    hours = _each(f"{number(value)} 小時" for value in sorted(rows["hours"].dropna()))
    return "、".join(days + hours) or "沒有填"


def _each(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))


RULE = Rule(
    code="T06",
    name="joint_event_differs",
    title="聯合辦理的日期或時數不一致",
    severity="W",
    message="「{header}」的「{filled}」，各公所報的日期或時數不一樣：{said}。",
    expected="同一場的日期與時數，各公所報的一樣",
    mend="請和合辦的公所確認日期與時數，改成一樣；不是同一場，請改用不同的「{header}」。",
    check=check,
    no_formula="要比對其他機關的檔案，單一檔案裡看不出來。",
    doc=__doc__,
    good=(
        """
        @ 68000010 115Q3
        training
        | joint_id     | date_start | hours |
        | 115Q3-聯合01 | 2026-07-03 | 2     |
        | 115Q3-聯合01 | 2026-07-10 | 2     |
        | 115Q3-聯合02 | 2026-07-03 | 2     |
        @ 68000020 115Q3
        training
        | joint_id      | date_start | hours |
        | 115Q3-聯合01  | 2026-07-10 | 2     |
        | 115q3- 聯合01 | 2026-07-03 | 2     |
        | 115Q3-聯合02  |            | 2     |
        """,
    ),
    bad=(
        """
        @ 68000010 115Q3
        training
        | joint_id      | date_start | hours |
        | !115Q3-聯合01 | 2026-07-03 | 2     |
        | !115Q3-聯合02 | 2026-08-03 | 2     |
        | 115Q3-聯合03  | 2026-08-20 | 2     |
        @ 68000020 115Q3
        training
        | joint_id        | date_start | hours |
        | !115Q3-聯合０１ | 2026-07-13 | 2     |
        | 115Q3-聯合03    | 2026-08-20 | 2     |
        @ 68000050 115Q3
        training
        | joint_id      | date_start | hours |
        | !115Q3-聯合02 | 2026-08-03 | 3     |
        """,
    ),
)

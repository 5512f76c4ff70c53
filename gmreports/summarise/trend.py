"""The trend: the city quarter by quarter, and each office's training attendances."""

from __future__ import annotations

from gmreports.model import Grid, Heading, Line
from gmreports.summarise import promotion, training
from gmreports.summarise.details import periods_of
from gmreports.summarise.figures import in_quarter, measure
from gmreports.summarise.ledger import Ledger, came_in
from gmreports.summarise.tables import WOMEN, figure, headings, office_lines
from gmreports.summarise.words import moved, said

ASKS = (
    training.SESSIONS,
    training.ATTENDED["total"],
    training.ATTENDED["share"],
    promotion.SESSIONS,
    promotion.TOOK_PART["total"],
    promotion.TOOK_PART["share"],
    promotion.REACH,
)


def grid(ledger: Ledger) -> Grid:
    heads = (
        Heading("收件機關數", numeric=False),
        Heading("場次", "場", "培力"),
        Heading("參訓人次", "人次", "培力"),
        Heading(WOMEN, "%", "培力"),
        Heading("場次", "場", "宣導"),
        Heading("參與人次", "人次", "宣導"),
        Heading(WOMEN, "%", "宣導"),
        Heading("觸及人次", "人次", "宣導"),
    )
    lines = tuple(
        Line(
            period.title,
            (
                f"{came_in(ledger, period)}/{len(ledger.codes)}",
                *(measure(ledger, ask, in_quarter(period)) for ask in ASKS),
            ),
        )
        for period in periods_of(ledger.data)
    )
    return Grid(
        "trend", "趨勢", _sentence(ledger), "季別", heads, lines,
        ("各季收件的機關數可能不同，比較時請一併看。",
         "各季數字依目前的檔案計算；後來更正過的季，會與當時印出的不同。",
         promotion.REACH_NOTE, training.SHARE_NOTE),
    )  # fmt: skip


def _sentence(ledger: Ledger) -> str:
    periods, heads = periods_of(ledger.data), training.ATTENDED["total"]
    if len(periods) == 1:
        return f"目前只有{periods[0].title}的資料。"
    now, before = (measure(ledger, heads, in_quarter(period)) for period in (periods[-1], periods[-2]))
    change = moved(now, before) if periods[-2] == periods[-1].previous else ""
    return f"{periods[-1].title}參訓 {said(now)} 人次{f'，{change}' if change else ''}。"


def training_grid(ledger: Ledger) -> Grid:
    heads = training.ATTENDED["total"]
    columns = [
        figure(ledger, Heading(period.title), heads, in_quarter(period)) for period in periods_of(ledger.data)
    ]
    return Grid(
        "trend_training", "各機關參訓人次", _most(ledger), "機關", headings(columns),
        office_lines(ledger, columns), (training.ATTENDANCE_NOTE,),
    )  # fmt: skip


def _most(ledger: Ledger) -> str:
    """Which office has the most attendances this quarter; all of them on a tie."""
    now, heads = in_quarter(ledger.data.period), training.ATTENDED["total"]
    found = [(measure(ledger, heads, now, code).value or 0, code) for code in ledger.codes]
    most = max((value for value, _ in found), default=0)
    if not most:
        return f"{now.title}沒有可列計的參訓人次。"
    best = "、".join(ledger.short(code) for value, code in found if value == most)
    return f"{now.title}參訓人次最多的是{best}（{most:,} 人次）。"

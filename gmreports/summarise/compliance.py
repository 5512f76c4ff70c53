"""The compliance table: every office, every obligation, a word, and the cells that decided it."""

from __future__ import annotations

from datetime import date

from gmreports.model import Grid, Heading, Line, Verdict
from gmreports.summarise.duties import OBLIGATIONS, Obligation
from gmreports.summarise.duties.case import DUTIES, MET, NO_DATA, NOT_MET, UNDECIDED, Case, Ruling
from gmreports.summarise.ledger import Ledger
from gmreports.summarise.words import named

ON_TIME = "O4"
MEANINGS = (
    "狀態：「未符合」只在期限過了、資料也齊全時才寫；「進行中」是期限還沒到；"
    "「無資料」是沒有收到或沒有填；「待認定」要更正後再看，或由人認定。"
)


def grid(ledger: Ledger, as_of: date) -> Grid:
    lines = [
        Line(
            office.short,
            tuple(verdict(ledger, obligation, office.code, as_of) for obligation in OBLIGATIONS),
            office.code,
        )
        for office in ledger.data.terms.offices
    ]
    columns = list(zip(*(line.cells for line in lines), strict=True))
    met = tuple(f"{sum(_state(cell) == MET for cell in column)}/{len(lines)}" for column in columns)
    return Grid(
        "compliance", "義務檢核", _sentence(lines), "機關",
        tuple(Heading(obligation.title, numeric=False) for obligation in OBLIGATIONS),
        (*lines, Line("符合機關", met, total=True)),
        (MEANINGS, *(
            f"{one.title}：{one.asked}；{one.due}（{one.clause}）。" for one in OBLIGATIONS
        )),
    )  # fmt: skip


def verdict(ledger: Ledger, obligation: Obligation, office_code: str, as_of: date) -> Verdict:
    found = _ruling(ledger, obligation, office_code, as_of)
    return Verdict(
        id=f"{obligation.code}.{ledger.data.period}.{office_code}",
        obligation=obligation.code,
        office_code=office_code,
        period=str(ledger.data.period),
        state=found.state,
        why=found.why,
        sources=found.sources,
        measures=found.measures,
        clause=obligation.clause,
    )


def _ruling(ledger: Ledger, obligation: Obligation, office_code: str, as_of: date) -> Ruling:
    """What stands against judging at all comes first: no terms, no return, a return that does not count."""
    terms, period = ledger.data.terms, ledger.data.period
    lacking = [name for name in obligation.needs if name not in terms.numbers and name not in terms.lists]
    if lacking:
        return Ruling(UNDECIDED, f"設定檔沒有這一季有效的 {'、'.join(lacking)}，無法判定。")
    case = Case(ledger, office_code, as_of, obligation.rules)
    if obligation.code == ON_TIME:
        return obligation.judge(case)
    files = ledger.files.get((office_code, period), ())
    if not files:
        return Ruling(NO_DATA, "本季未報，沒有資料可以判定。")
    if not ledger.data.returns.at[files[0], "readable"] or (files[0], "") in ledger.faults.sheets:
        return Ruling(UNDECIDED, "本季的檔案無法讀取或列計，更正重送後再認定。")
    return obligation.judge(case)


def _state(cell: object) -> str:
    return cell.state if isinstance(cell, Verdict) else ""


def _sentence(lines: list[Line]) -> str:
    """How many of each state, and who falls short of what."""
    cells = [cell for line in lines for cell in line.cells if isinstance(cell, Verdict)]
    counts = {state: sum(cell.state == state for cell in cells) for state in DUTIES}
    said = "、".join(f"{state} {count:,}" for state, count in counts.items() if count)
    short = [
        f"{obligation.title}（{named(who)}）"
        for at, obligation in enumerate(OBLIGATIONS)
        if (who := [line.label for line in lines if _state(line.cells[at]) == NOT_MET])
    ]
    start = f"{len(lines)} 個機關、{len(OBLIGATIONS)} 項義務，共 {len(cells):,} 格：{said}。"
    return start + (f"未符合的是：{'、'.join(short)}。" if short else "沒有未符合的。")

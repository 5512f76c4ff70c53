"""The gender budget of the year: budgeted, spent, and the rate of spending."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from gmreports.model import Grid, Heading, Measure
from gmreports.summarise.coverage import from_earlier
from gmreports.summarise.figures import Ask, as_latest, measure
from gmreports.summarise.ledger import Ledger
from gmreports.summarise.tables import Column, figure, headings, left_out, office_lines
from gmreports.summarise.words import known, said


def asks(ledger: Ledger) -> tuple[Ask, Ask, Ask]:
    """Budgeted, spent and the rate, of the year reported: an office may list next year's items too."""
    year = (("budget_year", str(ledger.data.period.year)),)
    budgeted = Ask("budget.budgeted", "性別預算數", "元", "budget", ("budgeted",), year, row_needed=True)
    spent = replace(budgeted, name="budget.spent", words="性別預算執行數", columns=("spent",))
    rate = replace(
        spent, name="budget.rate", words="性別預算執行率", unit="%", base=budgeted.columns, base_where=year
    )
    return budgeted, spent, rate


def grid(ledger: Ledger) -> Grid:
    now = as_latest(ledger.data.period)
    budgeted, spent, _ = asks(ledger)
    columns: list[Column] = [
        figure(ledger, Heading("預算數"), budgeted, now),
        figure(ledger, Heading("執行數"), spent, now),
        (Heading("執行率", "%"), partial(spending_rate, ledger)),
    ]
    told = told_spending(ledger)
    return Grid(
        "budget", "性別預算", _sentence(ledger), "機關", headings(columns), office_lines(ledger, columns),
        (*left_out(ledger, now, "budget", budgeted, where=budgeted.where), *from_earlier(ledger, "budget"),
         "預算數、執行數：採各機關今年最近一次列計的季報，只計今年度的預算。",
         "執行率 = 執行數 ÷ 預算數；全市為總和相除，"
         f"只算已填執行數的 {len(told)}/{len(ledger.codes)} 個機關。{_asked_from(ledger)}"),
    )  # fmt: skip


def _asked_from(ledger: Ledger) -> str:
    column = ledger.data.form.sheet("budget").column("spent")
    quarter = column.required_from_quarter
    return f"{column.header}第 {quarter} 季起必填。" if quarter else ""


def told_spending(ledger: Ledger) -> list[str]:
    """The offices that say what they have spent."""
    now, (_, spent, _) = as_latest(ledger.data.period), asks(ledger)
    return [code for code in ledger.codes if measure(ledger, spent, now, code).state == "counted"]


def spending_rate(ledger: Ledger, office_code: str = "") -> Measure:
    """The city's only over the offices that say what they have spent: a budget alone would lower it."""
    now, (_, _, rate) = as_latest(ledger.data.period), asks(ledger)
    told = told_spending(ledger)
    if not office_code and told:
        among = (("office_code", *told),)
        rate = replace(rate, where=(*rate.where, *among), base_where=(*rate.base_where, *among))
    return measure(ledger, rate, now, office_code)


def _sentence(ledger: Ledger) -> str:
    now, (budgeted, spent, _) = as_latest(ledger.data.period), asks(ledger)
    total, used, rate = measure(ledger, budgeted, now), measure(ledger, spent, now), spending_rate(ledger)
    if not known(total):
        return "還沒有可列計的性別預算。"
    spending = f"，已執行 {said(used)} 元，執行率 {said(rate)}" if known(rate) else "，執行數尚未填報"
    return f"今年性別預算 {said(total)} 元{spending}。"

"""What one rule would have flagged in every past quarter, by office."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gmreports.check import check
from gmreports.inbox import TAIPEI, arrivals
from gmreports.model import STATE_WORDS, ClerkError, Finding, Period, Reading, Rule
from gmreports.read import stack
from gmreports.render.letter import aligned
from gmreports.rules import ALL, by_code
from gmreports.run.own import Own, shelf
from gmreports.run.quarters import quarters
from gmreports.run.worker import read_all

NOT_CHECKED = "S00"
NO_PERIOD = Period(0, 1)


@dataclass(frozen=True)
class Quarter:
    """A period as the rule sees it under the terms of that time; `received` are office codes."""

    period: Period
    trial: bool
    received: frozenset[str]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Backtest:
    rule: Rule
    offices: tuple[tuple[str, str], ...]
    """(code, short name), by code."""
    quarters: tuple[Quarter, ...]


def backtest(code: str, inbox: Path, own: Own) -> Backtest:
    """Run one rule over every period of the inbox, each under the form and terms of its time."""
    rule = by_code(code.upper())
    if rule is None:
        raise ClerkError(f"沒有「{code}」這條規則；執行 gmreports rules 可以看全部。")
    found = quarters(inbox)
    if not found:
        raise ClerkError(f"收件資料夾「{inbox}」裡沒有任何一季的資料夾，沒有可以回測的資料。")
    rules = [each for each in ALL if each.code in (rule.code, NOT_CHECKED)]
    past: list[Quarter] = []
    readings: list[Reading] = []
    offices: dict[str, str] = {}
    for period in found:
        terms, form = shelf(period, own)
        # No period is the main one here: every file goes by its folder and its name.
        came = arrivals(inbox, period, terms.offices, datetime.now(TAIPEI), main=NO_PERIOD)
        readings += read_all(came, form, terms)
        year = [reading for reading in readings if reading.arrival.period.year == period.year]
        data = stack(year, form, terms, period)
        own_files = set(data.returns.index[data.returns["collected"]])
        findings = (f for f in check(data, rules) if f.code == rule.code)
        received = frozenset(data.returns["office_code"][data.returns["collected"]])
        here = tuple(finding for finding in findings if finding.where.file in own_files | {""})
        past.append(Quarter(period, rule.code in terms.trials, received, here))
        offices |= {office.code: office.short for office in terms.offices}
    return Backtest(rule, tuple(sorted(offices.items())), tuple(past))


def tell_backtest(result: Backtest) -> str:
    """A table in plain text, offices down and quarters across, and then each place."""
    rows = [["機關", *(f"{q.period}{'（試行）' if q.trial else ''}" for q in result.quarters)]]
    counts = [Counter(finding.office_code for finding in quarter.findings) for quarter in result.quarters]
    for code, short in result.offices:
        cells = (
            str(count[code]) if count[code] or code in quarter.received else STATE_WORDS["missing"]
            for quarter, count in zip(result.quarters, counts, strict=True)
        )
        rows.append([short, *cells])
    rows.append(["合計", *(str(len(quarter.findings)) for quarter in result.quarters)])
    places = [
        f"{str(finding.where) or quarter.period}：{finding.message}"
        for quarter in result.quarters
        for finding in quarter.findings
    ]
    title = f"{result.rule.code} {result.rule.title}：過去各季會指出幾處"
    table = aligned(rows, right=set(range(1, len(rows[0]))))
    return "\n".join([title, "", *table, *([""] if places else []), *places]) + "\n"

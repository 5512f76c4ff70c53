"""What one rule would have flagged in every past quarter, by office."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gmreports.check import check
from gmreports.forms import load_terms
from gmreports.inbox import TAIPEI, arrivals, periods
from gmreports.model import STATE_WORDS, ClerkError, Finding, Period, Reading, Rule
from gmreports.read import read, stack
from gmreports.render.letter import aligned
from gmreports.rules import ALL, by_code
from gmreports.run.own import Own, shelf

NOT_CHECKED = "S00"


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
    found = periods(inbox)
    if not found:
        raise ClerkError(f"收件資料夾「{inbox}」裡沒有任何一季的資料夾，沒有可以回測的資料。")
    rules = [each for each in ALL if each.code in (rule.code, NOT_CHECKED)]
    quarters = tuple(_quarter(rules, rule.code, inbox, found[: n + 1], own) for n in range(len(found)))
    offices = {o.code: o.short for period in found for o in load_terms(period, own.settings).offices}
    return Backtest(rule, tuple(sorted(offices.items())), quarters)


def _quarter(rules: Sequence[Rule], code: str, inbox: Path, upto: Sequence[Period], own: Own) -> Quarter:
    period = upto[-1]
    terms, form = shelf(period, own)
    now = datetime.now(TAIPEI)
    readings: list[Reading] = []
    for each in upto:
        if each.year == period.year:
            came = arrivals(inbox, each, terms.offices, now, main=period)
            readings += (read(arrival, form, terms) for arrival in came)
    data = stack(readings, form, terms, period)
    earlier = {reading.arrival.file for reading in readings if reading.arrival.period != period}
    findings = tuple(f for f in check(data, rules) if f.code == code and f.where.file not in earlier)
    received = frozenset(data.returns["office_code"][data.returns["collected"]])
    return Quarter(period, code in terms.trials, received, findings)


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
        f"{quarter.period} {finding.where}：{finding.message}"
        for quarter in result.quarters
        for finding in quarter.findings
    ]
    title = f"{result.rule.code} {result.rule.title}：過去各季會指出幾處"
    table = aligned(rows, right=set(range(1, len(rows[0]))))
    return "\n".join([title, "", *table, *([""] if places else []), *places]) + "\n"

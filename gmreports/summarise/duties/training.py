"""O1 to O3: whether everybody who is due has had the hours of the year."""

from __future__ import annotations

from functools import partial

from gmreports.model import Measure
from gmreports.summarise.coverage import DONE, DUE, PAIR_MARK, Pair, of_pair, pairs, rate
from gmreports.summarise.duties.case import MET, NO_DATA, Case, Ruling, by_due, earlier_note, rows, unclear
from gmreports.summarise.figures import as_latest, measure
from gmreports.summarise.words import said

YEAR = "duty_year_month"


def everybody(code: str, case: Case) -> Ruling:
    """Due at the end of the year; met as soon as everybody is through. Nobody due at all is no data."""
    requirements = [
        requirement
        for mark, _, requirement in (each.partition(PAIR_MARK) for each in case.listed("duty_requirements"))
        if mark == code
    ]
    asked = [pair for pair in pairs(case.ledger.data.terms) if pair[0] in requirements]
    unsure = unclear(case, "coverage", (("requirement", *requirements),))
    if unsure:
        return unsure
    now = as_latest(case.period)
    figure = partial(measure, case.ledger, scope=now, office_code=case.office_code)
    found = {
        pair: tuple(
            figure(ask) for ask in (of_pair(DONE["total"], pair), of_pair(DUE["total"], pair), rate(pair))
        )
        for pair in asked
    }
    blank = [pair[1] for pair, (done, due, _) in found.items() if not _counted(done, due)]
    if blank or not found:
        return Ruling(NO_DATA, f"「參訓涵蓋」沒有填{'、'.join(blank) or '這一項'}的人數。")
    return _ruled(case, found)


def _counted(*measures: Measure) -> bool:
    return all(one.state == "counted" for one in measures)


def _ruled(case: Case, found: dict[Pair, tuple[Measure, ...]]) -> Ruling:
    least = case.number("duty_coverage")
    parts, short, anybody = [], False, False
    for pair, (done, due, percent) in found.items():
        reached, all_due = int(done.value or 0), int(due.value or 0)
        anybody = anybody or all_due > 0
        short = short or reached * least.denominator < all_due * least.numerator
        parts.append(f"{pair[1]} {reached}/{all_due} 人（{said(percent)}）")
    sources = tuple(
        dict.fromkeys(cell for all_ in found.values() for one in all_[:2] for cell in one.sources)
    )
    measures = tuple(one.id for all_ in found.values() for one in all_)
    note = earlier_note(case, "coverage", rows(case, "coverage"))
    why = f"達標／應訓：{'、'.join(parts)}{note}。"
    if not anybody:
        return Ruling(NO_DATA, f"應訓人數是 0，沒有人可以計算{note}。", sources, measures)
    if not short:
        return Ruling(MET, why, sources, measures)
    ruled = by_due(case, "coverage", YEAR, why, sources)
    return Ruling(ruled.state, ruled.why, ruled.sources, measures)

"""Plant faults into correct returns, check them all, and count what was said of them."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from gmreports.check import check
from gmreports.model import Finding, Period, Reading, Rule
from gmreports.read import stack
from gmreports.rules import ALL
from tests.seeds import faults_fields, faults_file, faults_round, faults_sheets
from tests.seeds.case import Case
from tests.seeds.correct import correct
from tests.seeds.sent import Sent, form_of, reading, remembering, terms_of

PLANTERS: dict[str, Callable[[Case], None]] = {
    **faults_file.PLANTERS,
    **faults_fields.PLANTERS,
    **faults_sheets.PLANTERS,
    **faults_round.PLANTERS,
}
UNPLANTED = {"S00": "程式自己出錯時才有，不是填得出來的錯誤"}

# So many faults of each rule.
TIMES = 20
# In a first quarter there is either no meeting yet or one before April: of neither is nothing said.
PERIODS = (Period(115, 2), Period(115, 3), Period(115, 4))
ONLY_IN = {
    **dict.fromkeys(("C05", "B01", "M01", "L01"), PERIODS[2:]),
    # These need an earlier return, and that one may not be of the first quarter.
    **dict.fromkeys(("R04", "R05", "R06", "R08"), PERIODS[1:]),
}


@dataclass
class Measured:
    """Of one rule. `elsewhere`: the codes of what else was said of the planted returns, counted."""

    planted: int = 0
    right: int = 0
    elsewhere: Counter[str] = field(default_factory=Counter)
    clean: int = 0
    false: int = 0
    missed: list[str] = field(default_factory=list)
    """What was planted and not found: where, for the one who mends it."""


def measure(rules: Sequence[Rule] = ALL, times: int = TIMES) -> dict[str, Measured]:
    """Code → what was counted; the same every time."""
    found = {rule.code: Measured() for rule in rules}
    cases: dict[Period, list[tuple[str, Case]]] = defaultdict(list)
    number = 0
    for rule in rules:
        for turn in range(times if rule.code in PLANTERS else 0):
            number += 1
            dice = random.Random(f"{rule.code} {turn}")
            period = dice.choice(ONLY_IN.get(rule.code, PERIODS))
            case = Case(number, period, dice)
            PLANTERS[rule.code](case)
            cases[period].append((rule.code, case))
    with TemporaryDirectory() as folder, remembering():
        for period in PERIODS:
            planted = {case.number: (code, case) for code, case in cases[period]}
            clean = _clean(period)
            said = _said(period, [case for _, case in planted.values()], clean, rules, Path(folder))
            for case_number, (code, case) in planted.items():
                _count(found[code], code, case, said.pop(case_number, []))
            for one in found.values():
                one.clean += len(clean)
            for finding in (each for findings in said.values() for each in findings):
                found[finding.code].false += 1
    return found


def _clean(period: Period) -> list[Sent]:
    """Correct returns of every office, with nothing planted."""
    return [
        Sent(office, period, correct(office, period), file=f"{period}/0000_{office.code}_{period}.xlsx")
        for office in terms_of(period).offices
    ]


def _said(
    period: Period, cases: Iterable[Case], clean: Sequence[Sent], rules: Sequence[Rule], folder: Path
) -> dict[int, list[Finding]]:
    """Number of the case (below 0: a clean return) → what is said of its files.

    Every planting stands in a city of its own: its offices get codes of their own, so that all are one round.
    """
    numbered = [(case.number, case.office.code, case.sent) for case in cases]
    numbered += [(-place, one.office.code, [one]) for place, one in enumerate(clean, start=1)]
    readings, number_of, offices = [], {}, {}
    for number, home, files in numbered:
        for code in {home, *(sent.office.code for sent in files)}:
            office = terms_of(period).office(code)
            offices[_own(code, number)] = replace(office, code=_own(code, number))
            number_of[_own(code, number)] = number
        for sent in files:
            number_of[sent.file] = number
            readings.append(_twin(reading(sent, folder), number))
    terms = replace(terms_of(period), offices=tuple(offices.values()))
    said: dict[int, list[Finding]] = defaultdict(list)
    for finding in check(stack(readings, form_of(period), terms, period), rules):
        said[number_of[finding.where.file or finding.office_code]].append(finding)
    return said


def _own(code: str, number: int) -> str:
    return f"{code}.{number}"


def _twin(read: Reading, number: int) -> Reading:
    arrival = replace(read.arrival, offices=tuple(_own(code, number) for code in read.arrival.offices))
    code = read.ret.office_code if read.ret else ""
    ret = replace(read.ret, office_code=_own(code, number)) if read.ret and code else read.ret
    return replace(read, arrival=arrival, ret=ret)


def _count(measured: Measured, code: str, case: Case, findings: Sequence[Finding]) -> None:
    measured.planted += 1
    wanted = {(sent.file if sent else "", sheet, cell) for sent, sheet, cell in case.places}
    named = set()
    for finding in findings:
        speaks = finding.code == code or (finding.code in case.under and code in finding.folded)
        hit = (
            {(finding.where.file, finding.sheet_id, cell) for cell in finding.all_cells} if speaks else set()
        )
        named |= hit
        if not hit & wanted:
            measured.elsewhere[finding.code] += 1
    if wanted <= named:
        measured.right += 1
    else:
        seen = [f"{each.code} {each.where}" for each in findings]
        measured.missed.append(f"{code} #{case.number}: wanted {sorted(wanted - named)}, said {seen}")

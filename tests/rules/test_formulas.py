"""The sheet and the program agree: each condition, recalculated in LibreOffice, gives the verdict of `check`.

A rule that has both formulas and `no_formula` leaves some spellings to the program: there the sheet may be
silent where the program speaks, never the other way round.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from gmreports.model import Period, Round, Rule
from gmreports.rules import ALL
from gmreports.rules.example import Sent, parse
from tests.rules.live import Question, Spot, answered, flat, place, questions, some
from tests.rules.rows import generated
from tests.rules.tables import form, found, lay, letter

pytestmark = pytest.mark.office

LIVE = [rule for rule in ALL if rule.formulas]
ROUNDS = [(Period(115, quarter), number) for number, quarter in enumerate((1, 2, 3, 4))]
# So many cells of each rule are asked in the generated rows.
CELLS = 300


@dataclass(frozen=True)
class Case:
    """A return and what the program says of it, by code; not `exact`: only the program can read it all."""

    name: str
    sent: Sent
    rules: Sequence[Rule]
    program: Mapping[str, set[Spot]]
    exact: bool = True


def spots_by_file(rule: Rule, data: Round) -> dict[str, set[Spot]]:
    wrong: dict[str, set[Spot]] = {str(file): set() for file in data.returns.index}
    for file, sheet_id, cell, _ in found(data, rule.check(data)):
        if file in wrong and sheet_id:
            sheet = form().sheet(sheet_id)
            labels = {letter(sheet, each.id): place(sheet_id, each.id, 0) for each in sheet.asked}
            wrong[file].add((sheet_id, labels[cell] if cell and sheet.layout == "label" else cell))
    return wrong


def from_examples() -> list[Case]:
    cases = []
    for rule in LIVE:
        for number, example in enumerate((*rule.good, *rule.bad), start=1):
            sent = [one for one in parse(example) if not one.absent]
            wrong = spots_by_file(rule, lay(example).data).values()
            for one, spots in zip(sent, wrong, strict=False):
                cases.append(Case(f"{rule.code} {number}", flat(one), [rule], {rule.code: spots}))
    return cases


def from_generated() -> list[Case]:
    cases = []
    for period, number in ROUNDS:
        drawn = generated(period, number)
        wrong = {rule.code: spots_by_file(rule, drawn.data) for rule in LIVE}
        files = (str(file) for file in drawn.data.returns.index)
        for place_of, (one, file) in enumerate(zip(parse(drawn.example), files, strict=True)):
            program = {code: spots[file] for code, spots in wrong.items()}
            name, exact = f"{period} {number} {one.office}", place_of not in drawn.messy
            cases.append(Case(name, flat(one), LIVE, program, exact))
    return cases


@dataclass
class Agreement:
    """Of one rule: cells compared, found wrong by both, left to the program, and every disagreement."""

    compared: int = 0
    both: int = 0
    left: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, rule: Rule, case: Case, live: set[Spot], asked: set[Spot], said: set[Spot]) -> None:
        program = case.program[rule.code]
        self.compared += len(asked)
        self.both += len(said & program)
        silent = (asked & program - said) | (program - live)
        self.left += len(silent)
        where = f"{rule.code} in {case.name}"
        self.wrong += [f"{where}: only the sheet speaks at {spot}" for spot in sorted(said - program)]
        if case.exact and not rule.no_formula:
            self.wrong += [f"{where}: only the program speaks at {spot}" for spot in sorted(silent)]


@pytest.fixture(scope="module")
def agreements(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Agreement]]:
    """Code → how sheet and program compare on the examples, and on the generated rows."""
    cases = {"examples": from_examples(), "generated": from_generated()}
    every = [case for each in cases.values() for case in each]
    own = questions([(case.sent, case.rules) for case in every])
    drawn = some([one for one in own if one.page >= len(cases["examples"])], CELLS, random.Random(1))
    asked = [one for one in own if one.page < len(cases["examples"])] + drawn
    path = tmp_path_factory.mktemp("agree") / "rows.xlsx"
    said = answered([case.sent for case in every], asked, path)
    live, put = by_page(own), by_page(asked)
    found: dict[str, dict[str, Agreement]] = {
        kind: {rule.code: Agreement() for rule in LIVE} for kind in cases
    }
    for page, case in enumerate(every):
        kind = "examples" if page < len(cases["examples"]) else "generated"
        for rule in case.rules:
            key = page, rule.code
            found[kind][rule.code].add(rule, case, live[key], put[key], said[page][rule.code])
    return found


def by_page(asked: Iterable[Question]) -> dict[tuple[int, str], set[Spot]]:
    spots: dict[tuple[int, str], set[Spot]] = defaultdict(set)
    for one in asked:
        spots[one.page, one.code].add(one.spot)
    return spots


def test_the_sheet_agrees_with_the_program(agreements: dict[str, dict[str, Agreement]]) -> None:
    print(table(agreements["generated"]))
    assert [line for each in agreements.values() for one in each.values() for line in one.wrong] == []
    # A condition that never holds agrees with everything.
    assert [code for code, one in agreements["examples"].items() if not one.both] == []


def table(found: Mapping[str, Agreement]) -> str:
    """What `make agree` prints."""
    lines = ["", "代碼  比對格數  兩邊都指出  只由程式指出"]
    lines += [
        f"{code:<4}{one.compared:>10}{one.both:>12}{one.left:>14}" for code, one in sorted(found.items())
    ]
    return "\n".join(lines)

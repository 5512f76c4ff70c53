"""Only warnings are waived or explained, only as long as it was said, and nothing that was not meant."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from gmreports.check.waive import explain, unused, waive
from gmreports.forms import load_form, load_terms
from gmreports.model import Finding, Period, Round, Severity, Waiver, Where
from gmreports.read import stack

Q3 = Period(115, 3)
CODE, OTHER = "68000010", "68000020"


def finding(
    severity: Severity = "W", cell: str = "B7", sheet: str = "training", **changed: object
) -> Finding:
    where = Where("a.xlsx", "培力成果" if sheet else "", cell)
    made = Finding("T02", severity, CODE, where, "", "", "", "", "", row=7, sheet_id=sheet)
    return replace(made, **changed)  # type: ignore[arg-type] # any field


def waiver(**changed: str) -> Waiver:
    made = Waiver("T02", "", "115Q3", "理由", "某人", "115Q3")
    return replace(made, **changed)


def waived(one: Finding, *waivers: Waiver, period: Period = Q3) -> bool:
    (found,) = waive([one], waivers, period)
    assert replace(found, waiver=None) == one
    return found.waiver is not None


def test_a_waived_warning_is_no_longer_open() -> None:
    (found,) = waive([finding()], [waiver()], Q3)
    assert found.waiver == waiver()
    assert (found.warns, finding().warns) == (False, True)


@pytest.mark.parametrize("severity", ["E", "I"])
def test_nothing_but_a_warning_is_waived(severity: Severity) -> None:
    assert not waived(finding(severity), waiver())


@pytest.mark.parametrize(
    ("changed", "holds"),
    [
        ({"office": CODE}, True),
        ({"office": OTHER}, False),
        ({"code": "T04"}, False),
        ({"cell": "培力成果!B7"}, True),
        ({"cell": "培力成果!B8"}, False),
        ({"cell": "宣導成果!B7"}, False),
    ],
)
def test_a_waiver_is_for_what_it_names(changed: dict[str, str], holds: bool) -> None:
    assert waived(finding(), waiver(**changed)) is holds


@pytest.mark.parametrize(
    ("period", "holds"),
    [
        (Period(115, 1), False),
        (Period(115, 2), True),
        (Period(115, 4), True),
        (Period(116, 1), True),
        (Period(116, 2), False),
    ],
)
def test_a_waiver_holds_from_its_period_until_its_last(period: Period, holds: bool) -> None:
    assert waived(finding(), waiver(period="115Q2", until="116Q1"), period=period) is holds


def test_years_are_compared_as_numbers() -> None:
    assert waived(finding(), waiver(period="99Q1", until="115Q3"))


def test_the_first_waiver_that_holds_is_the_one_told() -> None:
    (found,) = waive([finding()], [waiver(office=OTHER), waiver(who="甲"), waiver(who="乙")], Q3)
    assert found.waiver == waiver(who="甲")


def test_a_finding_of_several_cells_is_waived_when_every_cell_is() -> None:
    several = finding(cells=("B7", "B8"), rows=(7, 8))
    first, second = waiver(cell="培力成果!B7"), waiver(cell="培力成果!B8")
    assert not waived(several, first)
    assert waived(several, first, second)
    assert waived(several, waiver())
    assert unused([first, second], waive([several], [first, second], Q3), Q3) == ()
    assert unused([first], waive([several], [first], Q3), Q3) == (first,)


def test_a_waiver_that_nothing_was_found_for_is_told_while_it_should_hold() -> None:
    used, idle = waiver(), waiver(code="T04")
    gone, early = waiver(period="115Q1", until="115Q2"), waiver(period="115Q4", until="115Q4")
    everything = [used, idle, gone, early]
    assert unused(everything, waive([finding()], everything, Q3), Q3) == (idle,)


def test_a_waiver_that_only_errors_answer_to_is_unused() -> None:
    found = waive([finding("E")], [waiver()], Q3)
    assert unused([waiver()], found, Q3) == (waiver(),)


def explained(one: Finding, said: dict[str, str]) -> str:
    terms = load_terms(Q3)
    empty = stack([], load_form(terms), terms, Q3)
    said_by = pd.Series({"a.xlsx": said}, dtype=object)
    returns = empty.returns.reindex(["a.xlsx"]).assign(explanations=said_by)
    data: Round = replace(empty, returns=returns)
    (found,) = explain([one], data)
    assert replace(found, explanation="") == one
    return found.explanation


@pytest.mark.parametrize(
    ("one", "said", "text"),
    [
        (finding(), {"training": "停課"}, "停課"),
        (finding(), {"promotion": "停課", "": "晚了"}, ""),
        (finding(sheet="", cell=""), {"": "晚了", "training": "停課"}, "晚了"),
        (finding("E"), {"training": "停課"}, ""),
        (finding("I"), {"training": "停課"}, ""),
        (finding(where=Where("")), {"training": "停課"}, ""),
    ],
)
def test_an_explanation_answers_the_warnings_of_its_sheet(
    one: Finding, said: dict[str, str], text: str
) -> None:
    assert explained(one, said) == text

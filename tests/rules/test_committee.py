"""One third and 40 % of a committee, against every committee of 5 to 21 members counted by hand."""

from fractions import Fraction
from itertools import product

import pytest

from gmreports.rules import by_code
from gmreports.rules.balance import Balance
from tests.rules.tables import lay, terms

COMMITTEES = [
    (men, women, n - men - women)
    for n in range(5, 22)
    for men, women in product(range(n + 1), repeat=2)
    if men + women <= n
]


def share_is_met(men: int, women: int, n: int, percent_times_n: Fraction) -> bool:
    """Counted person by person: does each side reach the share?"""
    return all(Fraction(side, n) >= percent_times_n for side in (men, women))


def by_hand(men: int, women: int, others: int, needed: Fraction) -> str:
    """Whatever the side that each member recorded as 其他 is counted on."""
    n = men + women + others
    if share_is_met(men, women, n, needed):
        return "met"
    could_be = any(share_is_met(men + a, women + others - a, n, needed) for a in range(others + 1))
    return "open" if could_be else "missed"


@pytest.mark.parametrize("needed", [Fraction(1, 3), Fraction(2, 5)], ids=str)
def test_every_committee(needed: Fraction) -> None:
    for men, women, others in COMMITTEES:
        assert Balance(men, women, others).verdict(needed) == by_hand(men, women, others, needed)


@pytest.mark.parametrize("needed", [Fraction(1, 3), Fraction(2, 5)], ids=str)
def test_small_committees_too(needed: Fraction) -> None:
    for men, women, others in product(range(4), repeat=3):
        if men + women + others:
            assert Balance(men, women, others).verdict(needed) == by_hand(men, women, others, needed)


def example(men: int, women: int, others: int) -> str:
    rows = ["男"] * men + ["女"] * women + ["其他"] * others
    return "\n".join(["committee", "| sex |", *(f"| {sex} |" for sex in rows)])


@pytest.mark.parametrize(
    ("members", "codes"),
    [
        ((7, 14, 0), {"G02"}),  # exactly one third of 21
        ((6, 15, 0), {"G01"}),
        ((4, 6, 0), set()),  # exactly 40 % of 10
        ((3, 7, 0), {"G01"}),
        ((8, 12, 0), set()),
        ((0, 9, 0), {"G01"}),
        ((3, 5, 1), {"G02"}),  # 3 of 9 is a third; 40 % hangs on one
        ((2, 4, 1), {"G01"}),
    ],
)
def test_one_of_the_two_rules_speaks_and_never_both(members: tuple[int, int, int], codes: set[str]) -> None:
    data = lay(example(*members)).data
    spoken = set()
    for code in ("G01", "G02"):
        rule = by_code(code)
        assert rule is not None
        if len(rule.check(data)):
            spoken.add(code)
    assert spoken == codes


def test_where_others_decide_it_is_for_people_to_judge() -> None:
    rule = by_code("G01")
    assert rule is not None
    for members, judged in (((2, 4, 1), True), ((2, 5, 0), False), ((1, 5, 1), False)):
        [hit] = rule.check(lay(example(*members)).data).to_dict("records")
        assert ("需人工認定" in hit["verdict"]) == judged


def test_the_shares_come_from_the_terms() -> None:
    assert terms().numbers["committee_minimum"] == Fraction(1, 3)
    assert terms().numbers["committee_goal"] == Fraction(2, 5)

"""Seeded faults: each is found where it was planted, none where there is none, and docs/ says so."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from gmreports.rules import ALL
from tests.seeds import words
from tests.seeds.measure import PLANTERS, UNPLANTED, Measured, measure

TABLE = Path(__file__).parents[2] / "docs" / "rules" / words.TABLE


# `make docs` plants more of each and prints the counts; .ci/run sees that the print is current.
TIMES = 4


def test_every_rule_has_a_fault_to_plant_or_a_reason() -> None:
    codes = [rule.code for rule in ALL]
    assert sorted([*PLANTERS, *UNPLANTED]) == sorted(codes)


def test_faults_are_found_and_correct_returns_are_not_told_off() -> None:
    measured = measure(times=TIMES)
    assert [line for one in measured.values() for line in one.missed] == []
    assert {code: one.false for code, one in measured.items() if one.false} == {}


def test_the_printed_table_speaks_of_every_rule_and_of_no_miss() -> None:
    printed = words.read(TABLE.read_text(encoding="utf-8"))
    assert {*printed, *UNPLANTED} == {rule.code for rule in ALL}, "make docs"
    assert all(one.right == one.planted and not one.false for one in printed.values())


def test_a_table_says_what_was_measured() -> None:
    told = {ALL[0].code: Measured(20, 19, Counter({"B02": 3}), 39, 1)}
    assert words.read(words.table(ALL[:1], told)) == told

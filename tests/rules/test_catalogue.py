"""The shelf is whole: folder and list agree, every rule has what is made from it."""

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import gmreports.rules
from gmreports.forms import load_terms
from gmreports.model import Period, Rule
from gmreports.rules import ALL, by_code
from gmreports.rules.page import FAMILIES, PARTS
from tests.rules.tables import form, lay, terms

FOLDER = Path(gmreports.rules.__file__).parent

WITHOUT_EXAMPLES = {"S00": "the checker makes it when a rule breaks; no table can show that"}

# Where the page of a rule is not the place for its words: a hit decides what is said.
CODE = re.compile(r"[A-Z][0-9]{2}")

each_rule = pytest.mark.parametrize("rule", ALL, ids=[rule.code for rule in ALL])


def modules() -> set[str]:
    return {path.stem for path in FOLDER.glob("*/*.py") if path.stem != "__init__"}


def fields(text: str) -> Iterator[str]:
    return (name for _, name, _, _ in Formatter().parse(text) if name is not None)


def test_the_folder_and_the_list_agree() -> None:
    assert sorted(rule.name for rule in ALL) == sorted(modules())


def test_every_code_and_name_is_there_once() -> None:
    for values in ([rule.code for rule in ALL], [rule.name for rule in ALL], [rule.title for rule in ALL]):
        assert len(set(values)) == len(values)
    assert all(CODE.fullmatch(rule.code) for rule in ALL)
    assert {rule.code[0] for rule in ALL} <= set(FAMILIES)


def test_by_code() -> None:
    assert [by_code(rule.code) for rule in ALL] == list(ALL)
    assert by_code("X99") is None


@each_rule
def test_a_rule_has_examples_of_both_kinds(rule: Rule) -> None:
    if rule.code in WITHOUT_EXAMPLES:
        assert (rule.good, rule.bad) == ((), ())
    else:
        assert rule.good
        assert rule.bad


@each_rule
def test_a_rule_says_why_how_and_an_example(rule: Rule) -> None:
    headings = [line.partition("：")[0] for line in rule.doc.splitlines()]
    assert [heading for heading in headings if heading in PARTS] == list(PARTS)
    assert rule.doc.splitlines()[0].endswith("。")


@each_rule
def test_every_brace_of_a_rule_is_given_by_its_hits(rule: Rule) -> None:
    wanted = {name for text in (rule.message, rule.expected, rule.mend) for name in fields(text)}
    for example in rule.bad:
        hits = rule.check(lay(example).data)
        assert wanted - set(hits.columns) == set()
    assert not wanted or rule.bad


@each_rule
def test_a_rule_is_checked_in_the_sheet_or_says_why_not(rule: Rule) -> None:
    if rule.formulas is None:
        assert rule.no_formula
        return
    # Some are asked for at the end of the year only.
    conditions = rule.formulas(form(), terms()) or rule.formulas(form(), load_terms(Period(115, 4)))
    assert conditions
    for sheet, column in conditions:
        assert not column or form().sheet(sheet).column(column)
    assert set(fields(rule.short)) <= {"header"}
    assert rule.short

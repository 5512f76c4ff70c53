"""Each rule names exactly the places that its examples mark, and can say so."""

import pytest

from gmreports.model import Rule
from gmreports.rules import ALL
from tests.rules.tables import found, lay

GOOD = [
    pytest.param(rule, text, id=f"{rule.code}-{n}") for rule in ALL for n, text in enumerate(rule.good, 1)
]
BAD = [pytest.param(rule, text, id=f"{rule.code}-{n}") for rule in ALL for n, text in enumerate(rule.bad, 1)]


@pytest.mark.parametrize(("rule", "example"), GOOD)
def test_a_good_example_has_no_hits(rule: Rule, example: str) -> None:
    laid = lay(example)
    assert laid.expected == set()
    assert found(laid.data, rule.check(laid.data)) == set()


@pytest.mark.parametrize(("rule", "example"), BAD)
def test_a_bad_example_has_exactly_the_marked_hits(rule: Rule, example: str) -> None:
    laid = lay(example)
    hits = rule.check(laid.data)
    assert laid.expected
    assert found(laid.data, hits) == laid.expected
    assert len(hits) == len(laid.expected)


@pytest.mark.parametrize(("rule", "example"), BAD)
def test_every_hit_can_be_said(rule: Rule, example: str) -> None:
    hits = rule.check(lay(example).data)
    assert hits.index.names == ["file", "row"]
    for facts in hits.to_dict("records"):
        for words in (rule.message, rule.expected, rule.mend):
            said = words.format(**{str(key): fact for key, fact in facts.items()})
            assert said
            assert "nan" not in said
            assert "None" not in said
            assert "{" not in said

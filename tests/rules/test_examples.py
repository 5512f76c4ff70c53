"""Each rule names exactly the places that its examples mark, and can say so."""

from functools import cache

import pandas as pd
import pytest

from gmreports.model import Rule
from gmreports.rules import ALL
from tests.rules.tables import Laid, found, lay

GOOD = [
    pytest.param(rule, text, id=f"{rule.code}-{n}") for rule in ALL for n, text in enumerate(rule.good, 1)
]
BAD = [pytest.param(rule, text, id=f"{rule.code}-{n}") for rule in ALL for n, text in enumerate(rule.bad, 1)]


@cache
def judged(rule: Rule, example: str) -> tuple[Laid, pd.DataFrame]:
    """The example laid out, and what the rule says of it; looked at by two tests."""
    laid = lay(example)
    return laid, rule.check(laid.data)


@pytest.mark.parametrize(("rule", "example"), GOOD)
def test_a_good_example_has_no_hits(rule: Rule, example: str) -> None:
    laid = lay(example)
    assert laid.expected == set()
    assert found(laid.data, rule.check(laid.data)) == set()


@pytest.mark.parametrize(("rule", "example"), BAD)
def test_a_bad_example_has_exactly_the_marked_hits(rule: Rule, example: str) -> None:
    laid, hits = judged(rule, example)
    assert laid.expected
    assert found(laid.data, hits) == laid.expected
    assert len(hits) == len(laid.expected)


@pytest.mark.parametrize(("rule", "example"), BAD)
def test_every_hit_can_be_said(rule: Rule, example: str) -> None:
    _, hits = judged(rule, example)
    assert hits.index.names == ["file", "row"]
    for facts in hits.to_dict("records"):
        for words in (rule.message, rule.expected, rule.mend):
            said = words.format(**{str(key): fact for key, fact in facts.items()})
            assert said
            assert "nan" not in said
            assert "None" not in said
            assert "{" not in said

"""What is asked a hundred times is looked up once: counted, for a clock would tell of the machine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pandas as pd
import pytest

from gmreports.check import check
from gmreports.model import Finding, Round
from gmreports.rules import ALL
from gmreports.summarise import summarise
from tests.summarise.make import AS_OF, example_summary

TAKEN, COPIED = (pd.DataFrame, "__getitem__"), (pd.MultiIndex, "copy")


@pytest.fixture(scope="module")
def example() -> tuple[Round, tuple[Finding, ...]]:
    _, data, findings = example_summary()
    return data, findings


def counted(monkeypatch: pytest.MonkeyPatch, work: Callable[[], object]) -> Counter[str]:
    """How often a column was taken from a frame, and an index of two levels copied for it."""
    calls: Counter[str] = Counter()
    with monkeypatch.context() as patch:
        for owner, name in (TAKEN, COPIED):
            patch.setattr(owner, name, _noted(getattr(owner, name), name, calls))
        work()
    return calls


def _noted(method: Callable[..., object], name: str, calls: Counter[str]) -> Callable[..., object]:
    def noted(*given: object, **named: object) -> object:
        calls[name] += 1
        return method(*given, **named)

    return noted


def test_a_column_is_taken_a_few_times_however_many_figures_and_verdicts_ask(
    example: tuple[Round, tuple[Finding, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    data, findings = example
    columns = sum(len(sheet.columns) for sheet in data.form.tables)
    calls = counted(monkeypatch, lambda: summarise(data, findings, AS_OF))
    assert calls["__getitem__"] < 6 * columns
    assert calls["copy"] < 3 * columns


def test_a_rule_copies_the_index_of_places_a_few_times_and_not_for_each_question(
    example: tuple[Round, tuple[Finding, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    data, _ = example
    assert counted(monkeypatch, lambda: check(data, ALL))["copy"] < 50 * len(ALL)

"""A quarter of another year is reported under what was valid then."""

from __future__ import annotations

from pathlib import Path

import pytest

from gmreports.model import Period
from gmreports.run import Own, report
from tests.run.filled import filled, put


@pytest.mark.parametrize(
    ("period", "plan", "lapsed"),
    [("112Q4", True, 0), ("114Q2", True, 2), ("116Q1", False, 2)],
)
def test_a_quarter_of_another_year(tmp_path: Path, period: str, plan: bool, lapsed: int) -> None:
    quarter = Period.parse(period)
    put(tmp_path, filled(period=quarter), f"68000010_桃園區_{period}.xlsx", quarter)
    outcome = report(tmp_path, quarter, tmp_path / "out", None, Own())
    terms = outcome.summary.terms
    assert (terms.plan is not None, len(terms.lapsed)) == (plan, lapsed)
    page = (outcome.folder / "report.html").read_text("utf-8")
    assert all(sentence in page for sentence in terms.lapsed)
    assert ("沒有116年第1季有效的計畫" in page) is not plan
    codes = {finding.code for finding in outcome.findings if finding.where.file}
    assert not codes & {"S00", "S07", "D01", "C04"}
    training = next(m for m in outcome.summary.measures if m.id == f"training.att_f.{period}.68000010")
    assert training.value == 20

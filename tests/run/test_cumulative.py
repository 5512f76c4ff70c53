"""The list of the whole year, pasted where the quarter is asked: each row told apart, each figure right."""

from __future__ import annotations

from pathlib import Path

from gmreports.model import Period
from gmreports.run import Own, report
from tests.run.filled import COURSE, PERIOD, filled, put

SECOND = Period(115, 2)
SPRING = {**COURSE, "title": "性別統計研討", "date_start": "115/5/6", "att_m": 3, "att_f": 7}
FORGOTTEN = {**COURSE, "title": "性別預算編列", "date_start": "115/6/9", "att_m": 5, "att_f": 5}
WINTER = {**COURSE, "title": "多元性別", "date_start": "115/2/3", "att_m": 2, "att_f": 2}


def test_the_quarter_and_the_year_are_right(tmp_path: Path) -> None:
    put(tmp_path, filled(period=SECOND, training=[SPRING]), "68000010_桃園區_115Q2.xlsx", SECOND)
    put(tmp_path, filled(training=[WINTER, SPRING, FORGOTTEN, COURSE]), "68000010_桃園區_115Q3.xlsx")
    outcome = report(tmp_path, PERIOD, tmp_path / "out", None, Own())
    rows = [(each.code, each.where.cell) for each in outcome.findings if each.where.sheet == "培力成果"]
    # February has no return to compare with, May was reported in May, June was forgotten then.
    assert rows == [("D01", "C5"), ("R04", "B6"), ("R08", "C7")]
    values = {measure.id: measure.value for measure in outcome.summary.measures}
    assert values["training.att_f.115Q3.68000010"] == 20
    assert values["training.att_total.115Q1-115Q3.68000010"] == 30 + 10 + 10

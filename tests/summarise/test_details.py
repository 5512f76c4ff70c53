"""Which rows count, where, and why not."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd

from gmreports.model import Finding, Measure, Summary
from gmreports.summarise import summarise
from tests.summarise.rounds import FIRST_ROW, Filing, Row, finding, round_of

AS_OF = datetime(2026, 10, 15, 12, 0)
FIRST, SECOND, THIRD = "68000010", "68000020", "68000030"


def course(title: str, men: int = 1, women: int = 2, day: date = date(2026, 7, 3), **more: object) -> Row:
    return {"title": title, "date_start": day, "sessions": 1, "att_m": men, "att_f": women, **more}


def summary_of(*filings: Filing, findings: tuple[Finding, ...] = (), period: str = "115Q3") -> Summary:
    return summarise(round_of(period, filings), findings, AS_OF)


def figure(summary: Summary, measure_id: str) -> Measure:
    return next(measure for measure in summary.measures if measure.id == measure_id)


def column(summary: Summary, sheet: str, name: str) -> list[str]:
    return [str(cell) for cell in summary.details[sheet][name]]


def test_the_index_is_that_of_the_file() -> None:
    filing = Filing(FIRST, "115Q3", {"training": [course("一"), course("二")]})
    frame = summary_of(filing).details["training"]
    assert list(frame.index) == [(filing.file, FIRST_ROW), (filing.file, FIRST_ROW + 1)]
    assert list(frame["office"]) == ["桃園區", "桃園區"]
    assert list(frame["period"]) == ["115Q3", "115Q3"]


def test_a_row_with_an_error_does_not_count_and_is_listed() -> None:
    filing = Filing(FIRST, "115Q3", {"training": [course("一", women=5), course("二", women=7)]})
    errors = (finding("T01", filing, "training", 2, "sup_m"), finding("F05", filing, "training", 2, "method"))
    summary = summary_of(filing, findings=errors)
    assert column(summary, "training", "counted") == ["是", "否"]
    assert column(summary, "training", "reason") == ["", "F05、T01"]
    women = figure(summary, "training.att_f.115Q3.68000010")
    assert women.value == 5
    assert women.sources == (f"{filing.file}!培力成果!R{FIRST_ROW}",)
    assert women.not_counted == (f"{filing.file}!培力成果!R{FIRST_ROW + 1}",)
    assert any("未列計 1 列、8 人次" in note for note in summary.grids["training"].notes)


def test_warnings_and_errors_elsewhere_leave_the_row_in() -> None:
    filing = Filing(
        FIRST, "115Q3", {"training": [course("一")], "coverage": [{"requirement": "業務相關10小時"}]}
    )
    said = (
        finding("T02", filing, "training", 1, "title", "W"),
        finding("C01", filing, "coverage", 1, "done_m"),
        finding("F01", filing, "cover"),
        finding("C03", filing, "coverage"),
    )
    summary = summary_of(filing, findings=said)
    assert column(summary, "training", "counted") == ["是"]
    assert column(summary, "coverage", "reason") == ["C01"]
    assert not any("未列計" in note for note in summary.grids["training"].notes)


def test_a_voided_sheet_and_a_voided_file() -> None:
    one = Filing(FIRST, "115Q3", {"training": [course("一")], "promotion": [{"sessions": 1}]})
    two = Filing(SECOND, "115Q3", {"training": [course("二")], "promotion": [{"sessions": 1}]})
    said = (finding("S05", one, "training", voids=True), finding("S07", two, "cover", voids=True))
    summary = summary_of(one, two, findings=said)
    assert column(summary, "training", "reason") == ["S05", "S07"]
    assert column(summary, "promotion", "counted") == ["是", "否"]
    states = [figure(summary, f"training.sessions.115Q3.{code}").state for code in (FIRST, SECOND)]
    assert states == ["not_counted", "not_counted"]
    assert figure(summary, "training.sessions.115Q3.city").state == "not_counted"


def test_a_superseded_file_is_not_in_the_figures() -> None:
    old = Filing(FIRST, "115Q3", {"training": [course("一", women=99)]}, current=False)
    new = Filing(FIRST, "115Q3", {"training": [course("一", women=3)]}, revision=2)
    summary = summary_of(old, new)
    assert list(summary.details["training"].index) == [(new.file, FIRST_ROW)]
    assert figure(summary, "training.att_f.115Q3.city").value == 3


def test_a_joint_session_counts_once_for_the_city() -> None:
    held = [
        Filing(FIRST, "115Q3", {"training": [course("聯合", joint_id="聯合 Ａ1")]}),
        Filing(SECOND, "115Q3", {"training": [course("聯合", joint_id="聯合a1"), course("自辦")]}),
        Filing(THIRD, "115Q3", {"training": [course("聯合", joint_id="聯合B2")]}),
        Filing(FIRST, "115Q2", {"training": [course("聯合", joint_id="聯合B2", day=date(2026, 4, 3))]}),
    ]
    summary = summary_of(*held)
    marks = summary.details["training"].set_index(["period", "office_code", "title"])["city"]
    assert marks.loc[("115Q3", FIRST, "聯合")] == "是"
    assert marks.loc[("115Q3", SECOND, "聯合")] == "否"
    assert marks.loc[("115Q3", SECOND, "自辦")] == "是"
    assert marks.loc[("115Q3", THIRD, "聯合")] == "是"
    assert figure(summary, "training.sessions.115Q3.city").value == 3
    assert figure(summary, f"training.sessions.115Q3.{SECOND}").value == 2
    assert figure(summary, "training.att_total.115Q3.city").value == 12


def test_a_joint_session_counts_with_the_office_whose_row_counts() -> None:
    one = Filing(FIRST, "115Q3", {"training": [course("聯合", joint_id="甲")]})
    two = Filing(SECOND, "115Q3", {"training": [course("聯合", joint_id="甲")]})
    summary = summary_of(one, two, findings=(finding("T01", one, "training", 1, "sup_m"),))
    assert column(summary, "training", "city") == ["否", "是"]
    assert figure(summary, "training.sessions.115Q3.city").value == 1


def test_an_event_in_two_quarters_counts_once_in_that_of_its_date() -> None:
    june = date(2026, 6, 28)
    second = Filing(FIRST, "115Q2", {"training": [course("講座", day=june)]})
    third = Filing(FIRST, "115Q3", {"training": [course("講 座", day=june), course("新的")]})
    summary = summary_of(second, third)
    assert column(summary, "training", "once") == ["是", "否", "是"]
    assert figure(summary, "training.sessions.115Q3.68000010").value == 1
    assert figure(summary, "training.sessions.115Q1-115Q3.68000010").value == 2


def test_an_event_reported_late_counts_in_the_year_only() -> None:
    late = Filing(FIRST, "115Q3", {"training": [course("遲報", day=date(2026, 5, 2)), course("本季")]})
    summary = summary_of(Filing(FIRST, "115Q2"), late)
    assert column(summary, "training", "in_quarter") == ["否", "是"]
    assert figure(summary, "training.sessions.115Q3.68000010").value == 1
    assert figure(summary, "training.sessions.115Q1-115Q3.68000010").value == 2


def test_an_event_of_last_year_that_was_let_through_counts_where_it_was_reported() -> None:
    filing = Filing(FIRST, "115Q3", {"training": [course("去年", day=date(2025, 12, 30))]})
    assert column(summary_of(filing), "training", "in_quarter") == ["是"]


def test_the_same_event_twice_in_one_file_stays_twice() -> None:
    filing = Filing(FIRST, "115Q3", {"training": [course("講座"), course("講座")]})
    assert column(summary_of(filing), "training", "once") == ["是", "是"]


def test_years_are_kept_apart() -> None:
    before = Filing(FIRST, "114Q4", {"training": [course("去年", day=date(2025, 11, 3))]})
    now = Filing(FIRST, "115Q1", {"training": [course("今年", day=date(2026, 2, 3))]})
    summary = summary_of(before, now, period="115Q1")
    assert figure(summary, "training.sessions.115Q1-115Q1.city").value == 1
    assert figure(summary, "training.sessions.114Q4.city").value == 1
    assert len(summary.details["training"]) == 2


def test_every_detail_frame_has_its_marks_even_when_empty() -> None:
    summary = summary_of(Filing(FIRST, "115Q3"))
    assert set(summary.details) == {
        "headcount", "training", "coverage", "promotion", "materials", "committee", "meeting", "budget",
        "local_plan", "website",
    }  # fmt: skip
    marks = {"office_code", "office", "period", "counted", "reason", "city", "latest", "once"}
    for frame in summary.details.values():
        assert isinstance(frame.index, pd.MultiIndex)
        assert marks <= set(frame.columns)
        assert len(frame) == 0

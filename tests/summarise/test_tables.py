"""The printed tables: states, coverage, committee, budget, order."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gmreports.model import Grid, Measure, Summary, Verdict
from gmreports.summarise import summarise
from tests.summarise.make import AS_OF, example_summary
from tests.summarise.rounds import Filing, Row, finding, form_of, terms_of
from tests.summarise.test_details import FIRST, SECOND, THIRD, course, figure, summary_of

RATE = "coverage.rate.requirement=性別主流化2小時.staff_group=一般公務人員"
HEADS = "coverage.rate.requirement=性別主流化2小時.staff_group=主管人員"


def covered(due: int, done: int, **more: object) -> Row:
    return {
        "requirement": "性別主流化2小時", "staff_group": "一般公務人員", "due_m": due, "due_f": 0,
        "done_m": done, "done_f": 0, **more,
    }  # fmt: skip


def cell(grid: Grid, line: str, group: str, header: str) -> Measure | Verdict | str:
    at = next(n for n, one in enumerate(grid.headings) if (one.group, one.header) == (group, header))
    return next(one for one in grid.lines if one.label == line).cells[at]


def test_four_ways_of_having_no_number_and_a_real_zero() -> None:
    filings = (
        Filing(FIRST, "115Q3", {"training": [course("零", men=0, women=0)]}),
        Filing(SECOND, "115Q3", cover={"training_status": "本季無辦理"}),
        Filing(THIRD, "115Q3"),
        Filing("68000040", "115Q3", readable=False),
        Filing("68000050", "115Q3", {"training": [course("錯")]}),
    )
    summary = summary_of(*filings, findings=(finding("F02", filings[4], "training", 1, "att_m"),))
    found = [
        (one.state, one.value)
        for one in (figure(summary, f"training.att_f.115Q3.{code}") for code in (
            FIRST, SECOND, THIRD, "68000040", "68000050", "68000060"
        ))
    ]  # fmt: skip
    assert found == [
        ("counted", 0), ("none_held", None), ("blank", None), ("not_counted", None), ("not_counted", None),
        ("missing", None),
    ]  # fmt: skip
    share = figure(summary, f"training.att_f_share.115Q3.{FIRST}")
    assert (share.state, share.value) == ("counted", None)
    assert figure(summary, "training.att_f.115Q3.city").value == 0


def test_an_empty_optional_column_is_blank_but_an_empty_part_of_a_total_is_none() -> None:
    summary = summary_of(Filing(FIRST, "115Q3", {"training": [course("一")]}))
    assert figure(summary, f"training.sup_m.115Q3.{FIRST}").state == "blank"
    assert figure(summary, f"training.att_o.115Q3.{FIRST}").value == 0


def test_reach_and_taking_part_stay_apart() -> None:
    rows: list[Row] = [
        {"title": "看板", "sessions": 1, "countable": "否", "reach": 900, "date_start": date(2026, 7, 1)},
        {"title": "市集", "sessions": 2, "countable": "是", "part_m": 3, "part_f": 4,
         "date_start": date(2026, 7, 1)},
    ]  # fmt: skip
    one, two = Filing(FIRST, "115Q3", {"promotion": rows}), Filing(SECOND, "115Q3", {"promotion": rows[:1]})
    summary = summary_of(one, two)
    assert figure(summary, f"promotion.part_total.115Q3.{FIRST}").value == 7
    assert figure(summary, f"promotion.reach.115Q3.{FIRST}").value == 900
    assert figure(summary, f"promotion.part_total.115Q3.{SECOND}").value == 0
    assert figure(summary, f"promotion.part_f_share.115Q3.{SECOND}").value is None
    assert figure(summary, f"promotion.cost.115Q3.{SECOND}").state == "blank"


def test_coverage_is_the_latest_and_never_a_sum_over_quarters() -> None:
    summary = summary_of(
        Filing(FIRST, "115Q1", {"coverage": [covered(100, 20)]}),
        Filing(FIRST, "115Q2", {"coverage": [covered(100, 50)]}),
        Filing(FIRST, "115Q3", {"coverage": [covered(100, 80)]}),
        Filing(SECOND, "115Q2", {"coverage": [covered(10, 1)]}),
        Filing(THIRD, "114Q4", {"coverage": [covered(10, 10)]}),
    )
    assert figure(summary, f"{RATE}.115Q3.{FIRST}").value == 80
    assert figure(summary, f"{RATE}.115Q3.{THIRD}").state == "missing"
    city = figure(summary, f"{RATE}.115Q3.city")
    assert str(city.value) == "73.6"  # 81 ÷ 110; the mean of the rates would be 45.0
    assert str(figure(summary, f"{RATE}.115Q2.city").value) == "46.4"
    assert any("中壢區採用115年第2季" in note for note in summary.grids["coverage"].notes)
    assert any("2/13 機關" in note for note in summary.grids["coverage"].notes)
    assert summary.grids["coverage_city"].lines[0].cells[-1] == "2/13"


def test_coverage_falls_back_when_the_sheet_of_this_quarter_does_not_count() -> None:
    before = Filing(FIRST, "115Q2", {"coverage": [covered(100, 50)]})
    now = Filing(FIRST, "115Q3", {"coverage": [covered(100, 80)]})
    summary = summary_of(before, now, findings=(finding("C03", now, "coverage", voids=True),))
    assert figure(summary, f"{RATE}.115Q3.{FIRST}").value == 50


def test_a_pair_with_an_error_is_left_out_above_and_below() -> None:
    good = Filing(FIRST, "115Q3", {"coverage": [covered(100, 50)]})
    other = covered(8, 8, staff_group="主管人員")
    bad = Filing(SECOND, "115Q3", {"coverage": [covered(10, 99), other]})
    summary = summary_of(good, bad, findings=(finding("C01", bad, "coverage", 1, "done_m"),))
    assert figure(summary, f"{RATE}.115Q3.{SECOND}").state == "not_counted"
    assert figure(summary, f"{RATE}.115Q3.city").value == 50
    assert figure(summary, f"{HEADS}.115Q3.city").value == 100
    assert figure(summary, f"{HEADS}.115Q3.{FIRST}").state == "blank"


def members(men: int, women: int, others: int = 0) -> list[Row]:
    sexes = ["男"] * men + ["女"] * women + ["其他"] * others
    roles = ["召集人", "副召集人", "外聘委員", *["內聘委員"] * len(sexes)]
    return [{"sex": sex, "role": role} for sex, role in zip(sexes, roles, strict=False)]


@pytest.mark.parametrize(
    ("men", "women", "others", "third", "forty"),
    [
        (6, 3, 0, "符合", "未達成"),
        (7, 3, 0, "未符合", "未達成"),
        (6, 4, 0, "符合", "達成"),
        (5, 7, 0, "符合", "達成"),
        (8, 5, 0, "符合", "未達成"),  # 38.46 %
        (7, 3, 1, "待認定", "未達成"),
        (9, 2, 1, "未符合", "未達成"),
        (6, 3, 1, "待認定", "待認定"),
        (0, 0, 6, "待認定", "待認定"),
        (0, 0, 3, "待認定", "未達成"),  # one against two is the best there can be
    ],
)
def test_the_balance_is_judged_in_whole_numbers(
    men: int, women: int, others: int, third: str, forty: str
) -> None:
    summary = summary_of(Filing(FIRST, "115Q3", {"committee": members(men, women, others)}))
    grid = summary.grids["committee"]
    assert cell(grid, "桃園區", "任一性別", "三分之一") == third
    assert cell(grid, "桃園區", "任一性別", "40%") == forty
    assert cell(grid, "中壢區", "任一性別", "40%") == "未報"


def test_a_member_that_does_not_count_leaves_the_balance_open() -> None:
    filing = Filing(FIRST, "115Q3", {"committee": members(6, 4)})
    summary = summary_of(filing, findings=(finding("F01", filing, "committee", 1, "sex"),))
    assert cell(summary.grids["committee"], "桃園區", "任一性別", "三分之一") == "待認定"


def test_the_roster_and_the_meeting() -> None:
    met: Row = {"title": "會議", "kind": "定期", "held_on": date(2026, 4, 15), "att_m": 4, "att_f": 6}
    summary = summary_of(
        Filing(FIRST, "115Q2", {"meeting": [met]}),
        Filing(FIRST, "115Q3", {"committee": members(7, 4), "meeting": [met, {**met, "kind": "臨時"}]}),
        Filing(SECOND, "115Q3"),
    )
    grid = summary.grids["committee"]
    share = cell(grid, "桃園區", "委員", "較少性別占比")
    assert isinstance(share, Measure)
    assert str(share.value) == "36.4"
    assert cell(grid, "桃園區", "今年定期會議", "日期") == "115/4/15"
    assert cell(grid, "中壢區", "今年定期會議", "日期") == "尚無"
    assert cell(grid, "大溪區", "今年定期會議", "日期") == "未報"
    assert cell(grid, "中壢區", "今年定期會議", "出席(女)") == "—"
    assert figure(summary, f"meeting.att_f.115Q3.{FIRST}").value == 6
    assert figure(summary, f"committee.external.115Q3.{FIRST}").value == 1


def test_the_spending_rate_is_over_those_who_say_what_they_spent() -> None:
    def item(budgeted: int, spent: int | None, year: int = 115) -> Row:
        return {"budget_year": year, "budgeted": budgeted, "spent": spent}

    summary = summary_of(
        Filing(FIRST, "115Q3", {"budget": [item(300, 100), item(999, 0, year=116)]}),
        Filing(SECOND, "115Q3", {"budget": [item(500, None)]}),
        Filing(THIRD, "115Q3", {"budget": [item(0, 0)]}),
    )
    assert figure(summary, "budget.budgeted.115Q3.city").value == 800
    assert figure(summary, f"budget.spent.115Q3.{SECOND}").state == "blank"
    assert str(figure(summary, "budget.rate.115Q3.city").value) == "33.3"
    assert figure(summary, f"budget.rate.115Q3.{THIRD}").value is None


def printed(summary: Summary) -> list[object]:
    details = [(key, frame.to_csv()) for key, frame in summary.details.items()]
    return [summary.grids, summary.headline, summary.figures, summary.standings, details]


def test_the_order_in_which_files_come_changes_nothing() -> None:
    summary, data, findings = example_summary()
    random = Random(7)
    order = random.sample(range(len(data.returns)), len(data.returns))
    tables = {
        key: frame.iloc[random.sample(range(len(frame)), len(frame))] for key, frame in data.tables.items()
    }
    shuffled = type(data)(
        data.form, data.terms, data.period, data.returns.iloc[order], tables, data.raw, data.notes
    )
    again = summarise(shuffled, random.sample(findings, len(findings)), AS_OF)
    assert printed(again) == printed(summary)


def test_grids_come_in_the_order_of_reading_and_fit_a_workbook() -> None:
    summary, _, _ = example_summary()
    assert list(summary.grids) == [
        "headline", "compliance", "training", "training_kind", "coverage", "coverage_city", "promotion",
        "promotion_topic", "promotion_channel", "committee", "budget", "trend", "trend_training",
    ]  # fmt: skip
    titles = [grid.title for grid in summary.grids.values()]
    assert len(set(titles)) == len(titles)
    for key, grid in summary.grids.items():
        assert grid.id == key
        assert len(grid.title) <= 31
        assert grid.sentence.endswith("。")
        assert {len(line.cells) for line in grid.lines} == {len(grid.headings)}


def test_queries_name_columns_that_the_details_have() -> None:
    summary, _, _ = example_summary()
    for measure in summary.measures:
        for query in (measure.total, measure.base):
            if query:
                named = {*query.columns, *(pair[0] for pair in query.where)}
                assert named <= set(summary.details[query.sheet].columns), measure.id


def test_the_first_quarter_compares_no_coverage_with_last_year() -> None:
    filings = [Filing(FIRST, period, {"coverage": [covered(10, 9)]}) for period in ("114Q4", "115Q1")]
    before = [before for _, before in summary_of(*filings, period="115Q1").figures]
    assert [one is not None for one in before] == [True, True, True, False]


# office, men, women, others, kind, level, joint session, has an error
Reported = tuple[str, int, int, int | None, str, str, str | None, bool]
KINDS = form_of("115Q3").sheet("training").column("course_kind").choices
LEVELS = form_of("115Q3").sheet("training").column("course_level").choices
CODES = [office.code for office in terms_of("115Q3").offices]
ROWS = st.lists(
    st.tuples(
        st.sampled_from(CODES), st.integers(0, 50), st.integers(0, 50), st.none() | st.integers(0, 3),
        st.sampled_from(KINDS), st.sampled_from(LEVELS), st.sampled_from([None, "甲", "乙"]), st.booleans(),
    ),
    max_size=10,
)  # fmt: skip


@settings(max_examples=15, deadline=None)
@given(ROWS)
def test_the_city_is_the_sum_of_its_offices(
    rows: list[Reported],
) -> None:
    filings, findings = [], []
    kept = []
    for code in dict.fromkeys(row[0] for row in rows):
        own = [row for row in rows if row[0] == code]
        courses = [
            course(
                str(n), row[1], row[2], att_o=row[3], course_kind=row[4], course_level=row[5], joint_id=row[6]
            )
            for n, row in enumerate(own)
        ]
        filing = Filing(code, "115Q3", {"training": courses})
        filings.append(filing)
        findings += [
            finding("T01", filing, "training", n, "sup_m") for n, row in enumerate(own, start=1) if row[7]
        ]
        kept += [row for row in own if not row[7]]
    summary = summary_of(*(filings or [Filing(FIRST, "115Q3")]), findings=tuple(findings))
    _compare(summary, kept)


def _compare(summary: Summary, kept: list[Reported]) -> None:
    heads = sum(row[1] + row[2] + (row[3] or 0) for row in kept)
    whole = figure(summary, "training.att_total.115Q3.city")
    assert (whole.value or 0) == heads
    offices = [figure(summary, f"training.att_total.115Q3.{code}") for code in CODES]
    assert sum(one.value or 0 for one in offices) == heads
    parts = [figure(summary, f"training.att_{sex}.115Q3.city").value or 0 for sex in "mfo"]
    assert sum(parts) == heads
    names = (f"course_kind={kind}.course_level={level}" for kind in KINDS for level in LEVELS)
    kinds = [figure(summary, f"training.att_total.{name}.115Q3.city").value or 0 for name in names]
    assert sum(kinds) == heads
    joint = {row[6]: min(one[0] for one in kept if one[6] == row[6]) for row in kept if row[6]}
    once = [row for row in kept if not row[6] or row[0] == joint[row[6]]]
    assert (figure(summary, "training.sessions.115Q3.city").value or 0) == len(once)

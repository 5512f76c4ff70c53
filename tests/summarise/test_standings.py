"""Where each office stands, and the sentence that says so."""

from __future__ import annotations

from datetime import datetime

from gmreports.model import Standing, Summary
from gmreports.summarise import summarise
from tests.summarise.make import example_summary
from tests.summarise.rounds import Filing, finding, round_of, terms_of
from tests.summarise.test_details import FIRST, SECOND, THIRD, course, summary_of

DUE = terms_of("115Q3").due


def standing(summary: Summary, code: str) -> Standing:
    return next(one for one in summary.standings if one.office.code == code)


def test_each_office_has_one_place_in_code_order() -> None:
    summary, data, _ = example_summary()
    assert [one.office for one in summary.standings] == list(data.terms.offices)


def test_the_states() -> None:
    filings = [Filing(code, "115Q3", readable=code != THIRD) for code in (FIRST, SECOND, THIRD, "68000040")]
    filings += [Filing("68000050", "115Q3"), Filing("68000060", "115Q2")]
    said = (
        finding("T02", filings[0], "training", 1, "title", "W"),
        finding("F01", filings[1], "cover"),
        finding("S01", filings[2], voids=True),
        finding("S00", filings[3], voids=True),
        finding("S07", filings[4], "cover", voids=True),
        finding("F01", filings[5], "cover"),
    )
    summary = summary_of(*filings, findings=said)
    assert [one.state for one in summary.standings[:6]] == [
        "accepted", "to_correct", "unreadable", "not_checked", "to_correct", "missing",
    ]  # fmt: skip
    assert (standing(summary, FIRST).errors, standing(summary, FIRST).warnings) == (0, 1)
    assert standing(summary, SECOND).errors == 1
    assert standing(summary, "68000060").errors == 0


def test_late_is_after_the_due_day_and_not_on_it() -> None:
    on_time = datetime(DUE.year, DUE.month, DUE.day, 23, 59)
    late = datetime(DUE.year, DUE.month, DUE.day + 1, 0, 0)
    summary = summary_of(Filing(FIRST, "115Q3", received=on_time), Filing(SECOND, "115Q3", received=late))
    assert [one.late for one in summary.standings[:3]] == [False, True, False]
    assert standing(summary, SECOND).received == late


def test_a_correction_after_the_due_day_makes_no_office_late() -> None:
    on_time = Filing(FIRST, "115Q3", current=False, received=datetime(DUE.year, DUE.month, DUE.day))
    late = datetime(DUE.year, DUE.month, DUE.day + 3)
    second = Filing(FIRST, "115Q3", revision=2, received=late)
    assert not standing(summary_of(on_time, second), FIRST).late


def test_what_was_declared_what_was_superseded_and_how_many_rows() -> None:
    old = Filing(FIRST, "115Q3", current=False)
    cover = {"promotion_status": "本季無辦理", "training_status": "本季無辦理"}
    new = Filing(FIRST, "115Q3", {"training": [course("一"), course("二")]}, cover, revision=2)
    found = standing(summary_of(old, new), FIRST)
    assert found.none_held == ("training", "promotion")
    assert (found.superseded, found.revision, found.file) == ((old.file,), 2, new.file)
    assert (found.rows["training"], found.rows["promotion"]) == (2, 0)


def test_a_broken_file_beside_a_good_one_does_not_hide_it() -> None:
    good = Filing(FIRST, "115Q3", {"training": [course("一")]})
    broken = Filing(FIRST, "115Q3", revision=9, readable=False)
    summary = summary_of(broken, good, findings=(finding("S01", broken, voids=True),))
    assert standing(summary, FIRST).file == good.file
    assert standing(summary, FIRST).state == "to_correct"
    assert summary.grids["training"].lines[0].cells[0].value == 1  # type: ignore[union-attr]


def test_the_first_sentence_counts_the_offices() -> None:
    assert "13 個機關收到 1 份，未報 12（" in summary_of(Filing(FIRST, "115Q3")).headline[0]
    everyone = [Filing(office.code, "115Q3") for office in terms_of("115Q3").offices]
    assert summary_of(*everyone).headline[0] == "13 個機關全部收到，沒有需要更正的。"


def test_a_file_of_an_unknown_office_is_mentioned_and_not_counted() -> None:
    data = round_of("115Q3", [Filing(FIRST, "115Q3", {"training": [course("一")]})])
    data.returns["office_code"] = ""
    summary = summarise(data, (), datetime(2026, 10, 15))
    assert summary.headline[1] == "另有 1 個檔案看不出是哪個機關，沒有列計。"
    assert list(summary.details["training"]["counted"]) == ["否"]

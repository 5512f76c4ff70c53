"""The main job end to end: files in, results out; one bad file never stops the rest."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from gmreports.model import Measure, Period
from gmreports.read import read
from gmreports.run import Outcome, Own, report
from gmreports.run.case import Judged, gather, judge
from tests.run.filled import COURSE, EVENT, PERIOD, TERMS, filled, put, receive

NAME = "68000010_桃園區_115Q3.xlsx"


def run(inbox: Path, out: Path, as_of: datetime | None = None) -> Outcome:
    return report(inbox, PERIOD, out, as_of, Own())


def judged(inbox: Path) -> Judged:
    """What is found and what it adds up to, without the files that a report writes."""
    return judge(gather(inbox, PERIOD, None, Own()))


def codes(outcome: Outcome | Judged, file: str) -> set[tuple[str, str]]:
    return {(f.code, f.where.cell) for f in outcome.findings if f.where.file == file}


def state(outcome: Outcome | Judged, code: str) -> str:
    return next(s.state for s in outcome.summary.standings if s.office.code == code)


def figures(out: Path) -> dict[str, dict[str, Any]]:
    found = json.loads((out / "115Q3" / "figures.json").read_text("utf-8"))
    return {figure["id"]: figure for figure in found}


def measures(found: Judged) -> dict[str, Measure]:
    return {measure.id: measure for measure in found.summary.measures}


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """One correct workbook, as bytes."""
    path = put(tmp_path_factory.mktemp("good"), filled(), NAME)
    return path.read_bytes()


@pytest.fixture
def inbox(tmp_path: Path, good: bytes) -> Path:
    """An inbox in which one office has sent a correct return."""
    folder = tmp_path / "inbox"
    receive(folder, NAME)
    (folder / "115Q3" / NAME).write_bytes(good)
    return folder


def bad(inbox: Path, name: str, content: bytes) -> None:
    (inbox / "115Q3" / name).write_bytes(content)
    receive(inbox, name)


def test_a_correct_return_is_accepted_and_its_figures_lead_to_its_cells(inbox: Path, tmp_path: Path) -> None:
    outcome = run(inbox, tmp_path / "out")
    assert codes(outcome, NAME) == set()
    assert state(outcome, "68000010") == "accepted"
    found = [
        f for f in figures(tmp_path / "out").values() if f["value"] == 20 and f["keys"].get("sex") == "女"
    ]
    assert any(figure["sources"] == [f"{NAME}!培力成果!R5"] for figure in found)


def test_all_result_files_are_there(inbox: Path, tmp_path: Path) -> None:
    folder = run(inbox, tmp_path / "out").folder
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert names == {
        "report.xlsx", "report.ods", "report.html", "findings.csv", "findings.json", "figures.json",
        "compliance.json", "manifest.json", "letters/index.csv", "letters/summary.eml",
        "letters/68000010_桃園區_thanks.eml",
        *(f"letters/{office.code}_{office.short}_reminder.eml" for office in TERMS.offices[1:]),
    }  # fmt: skip


BAD_FILES = {
    "空的": (b"", "S01"),
    "文字": ("序號,課程".encode(), "S01"),
    "圖片": (b"\x89PNG\r\n\x1a\n\0\0", "S01"),
    "加密": (bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage".encode("utf-16-le"), "S01"),
}


@pytest.mark.parametrize("kind", BAD_FILES)
def test_what_cannot_be_opened_is_said_and_the_others_are_reported(
    inbox: Path, tmp_path: Path, kind: str
) -> None:
    content, code = BAD_FILES[kind]
    bad(inbox, "68000020_中壢區_115Q3.xlsx", content)
    outcome = judged(inbox)
    assert codes(outcome, "68000020_中壢區_115Q3.xlsx") == {(code, "")}
    assert state(outcome, "68000020") == "unreadable"
    assert state(outcome, "68000010") == "accepted"


def test_each_refusal_has_words_of_its_own(inbox: Path, tmp_path: Path, good: bytes) -> None:
    contents = {**{k: v for k, (v, _) in BAD_FILES.items()}, "切斷": good[: len(good) // 2]}
    for name, content in contents.items():
        bad(inbox, f"{name}.xlsx", content)
    outcome = judged(inbox)
    sentences = [f.message for f in outcome.findings if f.code == "S01"]
    assert len(set(sentences)) == len(contents)


def test_a_workbook_that_is_not_our_form(inbox: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(inbox / "115Q3" / "中壢區.xlsx")
    receive(inbox, "中壢區.xlsx")
    assert codes(judged(inbox), "中壢區.xlsx") == {("S02", "")}


def test_a_missing_sheet_and_a_missing_column(tmp_path: Path) -> None:
    book = filled()
    del book["宣導文宣"]
    book["培力成果"].delete_cols(2)
    put(tmp_path, book, NAME)
    outcome = judged(tmp_path)
    assert {("S04", ""), ("S05", "")} <= codes(outcome, NAME)
    figure = measures(outcome)["training.att_f.115Q3.68000010"]
    assert (figure.value, figure.state) == (None, "not_counted")


def test_a_header_twice(tmp_path: Path) -> None:
    book = filled()
    sheet = book["培力成果"]
    sheet["AG3"], sheet["AG4"] = "參訓人次(女)", "att_f"
    put(tmp_path, book, NAME)
    found = codes(judged(tmp_path), NAME)
    assert ("S05", "AG4") in found or ("S05", "AG3") in found


def test_the_wrong_quarter(tmp_path: Path) -> None:
    put(tmp_path, filled(cover={"quarter": 2}), NAME)
    outcome = judged(tmp_path)
    assert ("S07", "B7") in codes(outcome, NAME)
    assert state(outcome, "68000010") == "to_correct"


@pytest.mark.parametrize(
    ("name", "cover", "cell"),
    [
        ("68000010_桃園區_68000020_中壢區_115Q3.xlsx", {}, "B4"),
        ("回報.xlsx", {"office": "桃園"}, "B4"),
        ("回報.xlsx", {"office": "某某區公所"}, "B4"),
        ("回報.xlsx", {"office": "桃園市中壢區公所"}, "B4"),
    ],
)
def test_an_office_that_cannot_be_told(
    tmp_path: Path, name: str, cover: dict[str, object], cell: str
) -> None:
    put(tmp_path, filled(cover=cover), name)
    outcome = judged(tmp_path)
    assert ("S06", cell) in codes(outcome, name)
    assert outcome.summary.measures
    assert all(measure.value in (None, 0) for measure in outcome.summary.grids["training"].measures())


def test_a_row_with_an_error_is_left_out_and_named(tmp_path: Path) -> None:
    rows = [COURSE, {**COURSE, "title": "第二場", "att_m": "約50"}]
    put(tmp_path, filled(training=rows), NAME)
    outcome = judged(tmp_path)
    assert ("F02", "Q6") in codes(outcome, NAME)
    figure = measures(outcome)["training.att_f.115Q3.68000010"]
    assert figure.value == 20
    assert figure.not_counted == (f"{NAME}!培力成果!R6",)


def test_a_corrected_file_takes_the_place_of_the_first(inbox: Path, tmp_path: Path) -> None:
    rows = [{**COURSE, "att_f": 25}]
    cover = {"revision": 2, "status": "更正"}
    second = "68000010_桃園區_115Q3_更正.xlsx"
    put(inbox, filled(cover=cover, training=rows), second)
    outcome = judged(inbox)
    assert codes(outcome, NAME) == {("R03", "")}
    figure = measures(outcome)["training.att_f.115Q3.68000010"]
    assert (figure.value, figure.sources) == (25, (f"{second}!培力成果!R5",))


def test_what_came_after_the_cut_off_is_listed_and_not_counted(inbox: Path, tmp_path: Path) -> None:
    receive(inbox, "中壢區.xlsx", at="2026-10-20 10:00")
    filled("68000020").save(inbox / "115Q3" / "中壢區.xlsx")
    outcome = run(inbox, tmp_path / "out", as_of=datetime(2026, 10, 10))
    assert [arrival.file for arrival in outcome.late_for_cut_off] == ["中壢區.xlsx"]
    assert state(outcome, "68000020") == "missing"


def test_declared_nothing_held_is_not_a_zero(tmp_path: Path) -> None:
    cover = {"training_status": "本季無辦理"}
    put(tmp_path, filled(cover=cover, training=[]), NAME)
    found = measures(judged(tmp_path))
    states = [found[f"training.att_f.115Q3.{code}"].state for code in ("68000010", "68000020")]
    assert states == ["none_held", "missing"]


def test_two_runs_give_the_same_bytes(inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = run(inbox, tmp_path / "out").folder
    monkeypatch.setenv("TZ", "America/New_York")
    second = run(inbox, tmp_path / "elsewhere" / "別處").folder
    for path in sorted(first.rglob("*")):
        if path.is_file():
            assert path.read_bytes() == (second / path.relative_to(first)).read_bytes(), path.name


def test_a_file_that_our_own_code_trips_over_is_not_checked(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def trip(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("gmreports.read._read", trip)
    # In this process: a worker has the code as it was when it started.
    monkeypatch.setattr(
        "gmreports.run.case.read_all",
        lambda arrived, form, terms, jobs: (read(each, form, terms) for each in arrived),
    )
    outcome = run(inbox, tmp_path / "out")
    assert codes(outcome, NAME) == {("S00", "")}
    assert state(outcome, "68000010") == "not_checked"


def test_an_earlier_quarter_counts_for_the_year_and_not_for_its_own(inbox: Path, tmp_path: Path) -> None:
    rows = [{**COURSE, "date_start": "115/4/3", "att_f": 7}]
    events = [{**EVENT, "date_start": "115/5/1"}]
    quarter = Period(115, 2)
    put(inbox, filled(period=quarter, training=rows, promotion=events), "68000010_桃園區_115Q2.xlsx", quarter)
    found = measures(judged(inbox))
    assert found["training.att_f.115Q3.68000010"].value == 20
    assert "115Q2/68000010_桃園區_115Q2.xlsx!培力成果!R5" in {
        source for figure in found.values() for source in figure.sources
    }


def test_personal_data_is_named_by_its_place_and_printed_nowhere(tmp_path: Path) -> None:
    number = "A123456789"
    rows = [COURSE, {**COURSE, "title": f"性平講座 {number}", "date_start": "115/7/9"}]
    put(tmp_path, filled(cover={"note": f"身分證{number}"}, training=rows), NAME)
    outcome = run(tmp_path, tmp_path / "out")
    assert {("S12", "B6"), ("S12", "B19")} <= codes(outcome, NAME)
    for path in outcome.folder.rglob("*"):
        if path.suffix == ".xlsx":
            with ZipFile(path) as package:
                assert not any(number.encode() in package.read(name) for name in package.namelist())
        elif path.is_file():
            assert number.encode() not in path.read_bytes()

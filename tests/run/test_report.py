"""The main job end to end: files in, results out; one bad file never stops the rest."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from gmreports.read import read
from gmreports.run import Outcome, Own, report
from tests.run.filled import COURSE, PERIOD, TERMS, filled, put, receive

NAME = "68000010_桃園區_115Q3.xlsx"


def run(inbox: Path, out: Path, as_of: datetime | None = None) -> Outcome:
    return report(inbox, PERIOD, out, as_of, Own())


def codes(outcome: Outcome, file: str) -> set[tuple[str, str]]:
    return {(f.code, f.where.cell) for f in outcome.findings if f.where.file == file}


def state(outcome: Outcome, code: str) -> str:
    return next(s.state for s in outcome.summary.standings if s.office.code == code)


def figures(folder: Path) -> list[dict[str, Any]]:
    return list(json.loads((folder / "figures.json").read_text("utf-8")))


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


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory, good: bytes) -> Outcome:
    """The report of one correct return; nobody changes it."""
    home = tmp_path_factory.mktemp("reported")
    receive(home / "inbox", NAME)
    (home / "inbox" / "115Q3" / NAME).write_bytes(good)
    return run(home / "inbox", home / "out")


def test_a_correct_return_is_accepted_and_its_figures_lead_to_its_cells(reported: Outcome) -> None:
    assert codes(reported, NAME) == set()
    assert state(reported, "68000010") == "accepted"
    found = [f for f in figures(reported.folder) if f["value"] == 20 and f["keys"].get("sex") == "女"]
    assert any(figure["sources"] == [f"{NAME}!培力成果!R5"] for figure in found)


def test_all_result_files_are_there(reported: Outcome) -> None:
    folder = reported.folder
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert names == {
        "report.xlsx", "report.ods", "report.html", "findings.csv", "findings.json", "figures.json",
        "compliance.json", "manifest.json", "letters/index.csv", "letters/summary.eml",
        "letters/68000010_桃園區_thanks.eml",
        *(f"letters/{office.code}_{office.short}_reminder.eml" for office in TERMS.offices[1:]),
    }  # fmt: skip


def test_what_came_after_the_cut_off_is_listed_and_not_counted(inbox: Path, tmp_path: Path) -> None:
    receive(inbox, "中壢區.xlsx", at="2026-10-20 10:00")
    filled("68000020").save(inbox / "115Q3" / "中壢區.xlsx")
    outcome = run(inbox, tmp_path / "out", as_of=datetime(2026, 10, 10))
    assert [arrival.file for arrival in outcome.late_for_cut_off] == ["中壢區.xlsx"]
    assert state(outcome, "68000020") == "missing"


def test_two_runs_give_the_same_bytes(
    reported: Outcome, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = reported.folder
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

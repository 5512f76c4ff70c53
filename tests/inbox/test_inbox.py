"""The inbox: what counts as sent, when it came, and whose it seems to be."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from gmreports.forms import load_terms
from gmreports.inbox import arrivals, named_offices, periods
from gmreports.model import Arrival, ClerkError, Period

PERIOD = Period(115, 3)
OFFICES = load_terms(PERIOD).offices
NOW = datetime(2026, 10, 8, 6, 30, 59, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "115Q3"
    made.mkdir()
    return made


def came(folder: Path) -> tuple[Arrival, ...]:
    return arrivals(folder.parent, PERIOD, OFFICES, NOW)


def test_a_new_file_is_written_down_with_the_time_of_the_run_in_taipei(folder: Path) -> None:
    (folder / "68000010_桃園區_115Q3.xlsx").write_bytes(b"x")
    (arrival,) = came(folder)
    assert arrival.received == datetime(2026, 10, 8, 14, 30)
    ledger = (folder / "received.csv").read_bytes()
    assert ledger.decode("utf-8-sig") == (
        "file,received_at,from\n68000010_桃園區_115Q3.xlsx,2026-10-08 14:30,\n"
    )
    later = arrivals(folder.parent, PERIOD, OFFICES, datetime(2026, 11, 1, tzinfo=UTC))
    assert later == (arrival,)
    assert (folder / "received.csv").read_bytes() == ledger


def test_lines_of_the_ledger_are_never_rewritten(folder: Path) -> None:
    (folder / "received.csv").write_text("file,received_at,from\na.xlsx,2026/10/07 09:05,hr@example.gov.tw")
    for name in ("a.xlsx", "b.xlsx"):
        (folder / name).write_bytes(b"x")
    first, second = came(folder)
    assert (first.received, first.sender) == (datetime(2026, 10, 7, 9, 5), "hr@example.gov.tw")
    assert second.received == datetime(2026, 10, 8, 14, 30)
    assert (folder / "received.csv").read_text() == (
        "file,received_at,from\na.xlsx,2026/10/07 09:05,hr@example.gov.tw\nb.xlsx,2026-10-08 14:30,\n"
    )


def test_a_ledger_line_that_says_nothing_is_named(folder: Path) -> None:
    (folder / "received.csv").write_text("file,received_at,from\na.xlsx,昨天,\n")
    with pytest.raises(ClerkError, match="第 2 行"):
        came(folder)


def test_what_nobody_sent_is_left_out(folder: Path) -> None:
    for name in (
        "~$a.xlsx", ".~lock.a.xlsx#", ".DS_Store", "a.xlsx.part", "b.crdownload", "Thumbs.db", "desktop.ini",
    ):  # fmt: skip
        (folder / name).write_bytes(b"x")
    (folder / "子資料夾.xlsx").mkdir()
    (folder / "說明.pdf").write_bytes(b"%PDF")
    assert [arrival.file for arrival in came(folder)] == ["說明.pdf"]


def test_files_of_another_period_carry_its_folder(folder: Path) -> None:
    (folder / "a.xlsx").write_bytes(b"x")
    (arrival,) = arrivals(folder.parent, PERIOD, OFFICES, NOW, main=Period(115, 4))
    assert arrival.file == "115Q3/a.xlsx"
    assert arrival.sha256 == "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"


def test_a_folder_that_is_not_there_gets_its_sentence(tmp_path: Path) -> None:
    with pytest.raises(ClerkError, match="找不到收件資料夾"):
        periods(tmp_path / "none")
    with pytest.raises(ClerkError, match="115Q3"):
        arrivals(tmp_path, PERIOD, OFFICES, NOW)


def test_periods_are_the_folders_named_so(tmp_path: Path) -> None:
    for name in ("115Q3", "114Q4", "備份", "115Q9"):
        (tmp_path / name).mkdir()
    assert periods(tmp_path) == (Period(114, 4), Period(115, 3))


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("68000010_桃園區_115Q3", ("68000010",)),
        ("中壢區公所第三季", ("68000020",)),
        ("桃園市復興區公所", ("68000130",)),
        ("68000010_桃園區_68000020_中壢區_115Q3", ("68000010", "68000020")),
        ("桃園市成果", ()),
        ("成果", ()),
    ],
)
def test_the_offices_that_a_file_name_speaks_of(name: str, codes: tuple[str, ...]) -> None:
    assert named_offices(name, OFFICES) == codes

"""The inbox: what counts as sent, when it came, and whose it seems to be."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

import gmreports.inbox
from gmreports.forms import load_terms
from gmreports.inbox import arrivals, named_offices, periods
from gmreports.inbox.received import held
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
    (folder / "__MACOSX").mkdir()
    (folder / "說明.pdf").write_bytes(b"%PDF")
    assert [arrival.file for arrival in came(folder)] == ["說明.pdf"]


def test_what_is_no_ordinary_file_is_told_and_never_opened(folder: Path) -> None:
    (folder / "68000010_桃園區.xlsx").mkdir()
    (folder / "b.xlsx").symlink_to("/etc/hostname")
    (folder / "c.xlsx").symlink_to(folder / "nowhere")
    os.mkfifo(folder / "d.xlsx")
    socket.socket(socket.AF_UNIX).bind(str(folder / "e.xlsx"))
    found = {arrival.file: (arrival.trouble, arrival.sha256) for arrival in came(folder)}
    assert found == {
        "68000010_桃園區.xlsx": ("folder", ""),
        "b.xlsx": ("link", ""),
        "c.xlsx": ("link", ""),
        "d.xlsx": ("special", ""),
        "e.xlsx": ("special", ""),
    }


def test_each_odd_name_is_printable_and_its_own(folder: Path) -> None:
    names = [
        b"a\nb.xlsx", b"-rf.xlsx", "\u202exslx.exe".encode(), b"\xb9\xbc\xb6.xlsx", b"CON.xlsx",
        b"a\\nb.xlsx", "é.xlsx".encode(), "e\u0301f.xlsx".encode(), b"a\rb.xlsx",
    ]  # fmt: skip
    for name in names:
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(name)
    found = [arrival.file for arrival in came(folder)]
    assert len(set(found)) == len(names)
    assert all(file.isprintable() and file.encode() for file in found)
    assert {r"a\u000ab.xlsx", r"a\nb.xlsx", r"\u202exslx.exe", r"\xb9\xbc\xb6.xlsx", "éf.xlsx"} <= set(found)
    assert came(folder) == came(folder)


def test_the_number_of_a_person_is_taken_out_of_a_name(folder: Path) -> None:
    for name in ("A123456789.xlsx", "Ａ１２３４５６７８９.xlsx", "桃園區_A223456789_115Q3.xlsx"):
        (folder / name).write_bytes(name.encode())
    found = [arrival.file for arrival in came(folder)]
    assert found == ["桃園區_（個資）_115Q3.xlsx", "（個資）.xlsx", "（個資）(2).xlsx"]
    assert "A123456789" not in (folder / "received.csv").read_text("utf-8-sig")
    assert [arrival.file for arrival in came(folder)] == found


def test_a_look_without_keeping_writes_nothing(folder: Path) -> None:
    (folder / "a.xlsx").write_bytes(b"x")
    (arrival,) = arrivals(folder.parent, PERIOD, OFFICES, NOW, keep=False)
    assert arrival.received == datetime(2026, 10, 8, 14, 30)
    assert not (folder / "received.csv").exists()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026/10/7 下午 02:05", datetime(2026, 10, 7, 14, 5)),
        ("2026/10/7 上午 12:05:30", datetime(2026, 10, 7, 0, 5)),
        ("2026-10-7 9:05", datetime(2026, 10, 7, 9, 5)),
        ("115/10/7 9:05", datetime(2026, 10, 7, 9, 5)),
        ("2026-10-07", datetime(2026, 10, 7)),
        ("2026-10-07T09:05:00+00:00", datetime(2026, 10, 7, 17, 5)),
    ],
)
def test_times_as_excel_saves_them(folder: Path, written: str, meant: datetime) -> None:
    (folder / "received.csv").write_bytes(f"file,received_at,from\n桃園.xlsx,{written},\n".encode("cp950"))
    (folder / "桃園.xlsx").write_bytes(b"x")
    (folder / "中壢.xlsx").write_bytes(b"x")
    assert {arrival.file: arrival.received for arrival in came(folder)}["桃園.xlsx"] == meant
    ledger = (folder / "received.csv").read_bytes().decode("cp950")
    assert ledger.splitlines()[1:] == [f"桃園.xlsx,{written},", "中壢.xlsx,2026-10-08 14:30,"]


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


def test_two_runs_on_one_inbox_write_each_file_down_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another run writes down the same files after we looked and before we write: its time holds."""
    for name in ("a.xlsx", "b.xlsx"):
        (folder / name).write_bytes(b"x")
    before = datetime(2026, 10, 8, 6, 29, tzinfo=UTC)

    @contextmanager
    def other_first(ledger: Path) -> Iterator[None]:
        monkeypatch.setattr(gmreports.inbox, "held", held)
        arrivals(folder.parent, PERIOD, OFFICES, before)
        with held(ledger):
            yield

    monkeypatch.setattr(gmreports.inbox, "held", other_first)
    assert {arrival.received for arrival in came(folder)} == {datetime(2026, 10, 8, 14, 29)}
    assert (folder / "received.csv").read_text("utf-8-sig").count("xlsx") == 2


def test_a_time_without_an_offset_is_taipei_wherever_the_clock_stands(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    (folder / "a.xlsx").write_bytes(b"x")
    (folder / "received.csv").write_text("file,received_at,from\na.xlsx,20261007T1405,\n")
    assert came(folder)[0].received == datetime(2026, 10, 7, 14, 5)

"""Results are put down whole or not at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gmreports.model import ClerkError
from gmreports.run.results import swap_in, write_file


def content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_new_results_take_the_place_of_old_ones(tmp_path: Path) -> None:
    swap_in(tmp_path, "115Q3", {"report.xlsx": b"1", "letters/a.eml": b"2"})
    swap_in(tmp_path, "115Q3", {"report.xlsx": b"3"})
    assert content(tmp_path) == {"115Q3/report.xlsx": b"3"}


def test_a_failure_leaves_the_old_results_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    swap_in(tmp_path, "115Q3", {"report.xlsx": b"good"})

    def full(descriptor: int, view: memoryview) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(ClerkError, match="磁碟空間不足"):
        swap_in(tmp_path, "115Q3", {"report.xlsx": b"half"})
    assert content(tmp_path) == {"115Q3/report.xlsx": b"good"}


def test_a_result_that_cannot_be_moved_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An open report.xlsx on Windows: the folder cannot be renamed."""
    swap_in(tmp_path, "115Q3", {"report.xlsx": b"good"})
    rename = Path.rename

    def held(self: Path, target: Path) -> Path:
        if Path(target).name == "115Q3" or self.name == "115Q3":
            raise PermissionError(13, "in use")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", held)
    with pytest.raises(ClerkError, match="請關閉"):
        swap_in(tmp_path, "115Q3", {"report.xlsx": b"new"})
    assert content(tmp_path) == {"115Q3/report.xlsx": b"good"}


def test_a_run_cut_off_between_the_moves_is_mended_by_the_next(tmp_path: Path) -> None:
    swap_in(tmp_path, "115Q3", {"report.xlsx": b"good"})
    (tmp_path / "115Q3").rename(tmp_path / ".115Q3.old")
    out = tmp_path / "115Q3"
    swap_in(tmp_path, "115Q3", {"report.xlsx": b"new"})
    assert content(out) == {"report.xlsx": b"new"}
    assert not (tmp_path / ".115Q3.old").exists()


def test_a_folder_that_cannot_be_made_is_the_clerks_trouble(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file, not a folder")
    with pytest.raises(ClerkError, match="out"):
        swap_in(tmp_path / "out", "115Q3", {"a": b""})
    with pytest.raises(ClerkError, match="out"):
        write_file(tmp_path / "out" / "a.xlsx", b"")


def test_a_killed_run_never_leaves_a_half_written_result(tmp_path: Path) -> None:
    """Kill the writer at many moments: what stands is always one whole generation."""
    script = (
        "import sys, pathlib; from gmreports.run.results import swap_in\n"
        "n = 0\n"
        "while True:\n"
        "    n += 1\n"
        "    swap_in(pathlib.Path(sys.argv[1]), '115Q3', {f: str(n).encode() * 9999 for f in 'abc'})\n"
    )
    for moment in range(8):
        process = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)])
        time.sleep(0.25 + moment * 0.013)
        process.send_signal(signal.SIGKILL)
        process.wait()
        folder = tmp_path / "115Q3" if (tmp_path / "115Q3").exists() else tmp_path / ".115Q3.old"
        if folder.exists():
            assert len(set(content(folder).values())) == 1
            assert len(content(folder)) == 3

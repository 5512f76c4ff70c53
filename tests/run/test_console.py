"""The program as a process: odd consoles and none, days as people write them, where the log is."""

from __future__ import annotations

import errno
import logging
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import IO, NoReturn

import click
import pytest

from gmreports.cli import gmreports, main
from gmreports.cli.options import MOMENT
from gmreports.model import ClerkError

RULES = [sys.executable, "-m", "gmreports", "rules"]


def printing_to(stdout: IO[str] | int, unbuffered: str) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    return subprocess.run([*RULES, "T01"], stdout=stdout, stderr=subprocess.PIPE, check=False, env=env)


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_who_has_seen_enough_is_no_trouble(unbuffered: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        assert printing_to(writer, unbuffered).stderr == b""
    finally:
        os.close(writer)


@pytest.mark.skipif(sys.platform == "win32", reason="closes what the shell opened")
@pytest.mark.parametrize(("closed", "code", "exit_code"), [(">&-", "T01", 0), (">&- 2>&-", "Z99", 2)])
def test_a_job_without_a_console_ends_as_it_should(closed: str, code: str, exit_code: int) -> None:
    done = subprocess.run(
        ["sh", "-c", f'"$@" {closed}', "sh", *RULES, code], capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (exit_code, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_full_disk_behind_the_console_is_said_in_one_sentence(unbuffered: str) -> None:
    with Path("/dev/full").open("w") as full:
        done = printing_to(full, unbuffered)
    assert done.returncode == 2
    assert done.stderr.decode().count("\n") == 1
    assert "磁碟空間不足" in done.stderr.decode()


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-10-15", datetime(2026, 10, 15, 23, 59)),
        ("20261015", datetime(2026, 10, 15, 23, 59)),
        ("115/10/15", datetime(2026, 10, 15, 23, 59)),
        ("115-1-5", datetime(2026, 1, 5, 23, 59)),
        ("2026-10-15T17:00", datetime(2026, 10, 15, 17, 0)),
        ("2026/10/15 下午 05:00", datetime(2026, 10, 15, 17, 0)),
        ("2026-10-15T09:00Z", datetime(2026, 10, 15, 17, 0)),
        ("20261015T1700", datetime(2026, 10, 15, 17, 0)),
    ],
)
def test_a_day_counts_to_its_end_however_it_is_written(
    text: str, moment: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    assert MOMENT.convert(text, None, None) == moment


@pytest.mark.parametrize("text", ["昨天", "115-13-01", "2026-02-30", "10/15", ""])
def test_a_day_that_is_none_is_said_with_an_example(text: str) -> None:
    with pytest.raises(ClerkError, match="2026-10-15"):
        MOMENT.convert(text, None, None)


def tell(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sys, "argv", ["gmreports", *arguments])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert isinstance(stopped.value.code, int)
    return stopped.value.code


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["report", "inbox", "--out"], "「--out」後面要寫值"),
        (["replay", "115Q1", "--number", "0"], "「--number」的值不對，要寫 1 以上的整數"),
        (["send", "out/115Q1", "--tls", "ssl"], "「--tls」的值不對，只能是 starttls、tls"),
    ],
)
def test_an_option_that_is_written_wrong_is_named_with_what_it_takes(
    arguments: list[str], words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tell(arguments, monkeypatch) == 2
    assert capsys.readouterr().err.startswith(words)


@pytest.mark.parametrize("writable", [True, False])
def test_our_fault_says_where_the_message_is(
    writable: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the log, or on the console where the log cannot be written to."""

    def fails(*_arguments: object) -> NoReturn:
        raise RuntimeError("A123456789")

    out = tmp_path / "out"
    if not writable:
        out.write_text("no folder")
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    monkeypatch.setattr("gmreports.run.report", fails)
    assert tell(["report", str(tmp_path), "--out", str(out)], monkeypatch) == 3
    said = capsys.readouterr().err
    assert "A123456789" not in said
    if writable:
        assert said.count("\n") == 1
        assert str(out / "gmreports.log") in said
        assert "RuntimeError" in (out / "gmreports.log").read_text("utf-8")
    else:
        assert "RuntimeError" in said
        assert "上面的訊息" in said.splitlines()[-1]


def test_a_disk_that_is_full_is_not_our_fault(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full() -> NoReturn:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setitem(gmreports.commands, "full", click.Command("full", callback=full))
    assert tell(["full"], monkeypatch) == 2
    assert "磁碟空間不足" in capsys.readouterr().err

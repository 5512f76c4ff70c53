"""The ledger survives what happens to files, and says so where it cannot."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from gmreports.deliver import Entry, Ledger, load, locked
from gmreports.model import ClerkError

ENTRY = Entry("2026-10-12T09:00:00+08:00", "queued", "a_correction.eml", "a@example.gov.tw", "0" * 64, "主旨")


def written(path: Path, *states: str) -> bytes:
    with locked(path) as ledger:
        for state in states:
            ledger.record(replace(ENTRY, state=state))  # type: ignore[arg-type]
    return path.read_bytes()


def test_what_is_recorded_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "outbox" / "115Q3.jsonl"
    content = written(path, "queued", "sending", "sent")
    assert [entry.state for entry in load(path)] == ["queued", "sending", "sent"]
    assert load(path)[0] == ENTRY
    assert content.count(b"\n") == 3


@pytest.mark.parametrize("torn", [b'{"at": "2026', b"\0\0\0\0", b'{"at": "\xe4\xb8', b"{}"])
def test_a_last_line_without_an_end_is_forgotten(tmp_path: Path, torn: bytes) -> None:
    path = tmp_path / "115Q3.jsonl"
    before = written(path, "queued", "sending")
    path.write_bytes(before + torn)
    assert [entry.state for entry in load(path)] == ["queued", "sending"]
    assert written(path, "unknown").startswith(before)
    assert [entry.state for entry in load(path)] == ["queued", "sending", "unknown"]


def test_every_cut_of_a_ledger_is_read(tmp_path: Path) -> None:
    path = tmp_path / "115Q3.jsonl"
    content = written(path, "queued", "sending", "sent")
    for length in range(len(content) + 1):
        path.write_bytes(content[:length])
        assert len(load(path)) == content[:length].count(b"\n")


@pytest.mark.parametrize(
    "damage",
    [b"not json\n", b"\n", b"[]\n", b'{"state": "sent"}\n', b'{"at": 1}\n', b"\xff\xfe\n", b"null\n"],
)
def test_any_other_damage_stops(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "115Q3.jsonl"
    good = written(path, "queued")
    path.write_bytes(good + damage + good)
    with pytest.raises(ClerkError, match="第 2 行"):
        load(path)
    with pytest.raises(ClerkError, match="第 2 行"), locked(path):
        pass
    assert path.read_bytes() == good + damage + good


def test_a_state_that_we_do_not_know_stops(tmp_path: Path) -> None:
    path = tmp_path / "115Q3.jsonl"
    path.write_bytes(written(path, "sent").replace(b'"sent"', b'"perhaps"'))
    with pytest.raises(ClerkError, match="第 1 行"):
        load(path)


def test_a_later_program_may_say_more(tmp_path: Path) -> None:
    path = tmp_path / "115Q3.jsonl"
    path.write_bytes(written(path, "sent").replace(b'{"at"', b'{"new": [1], "at"'))
    assert load(path)[0].state == "sent"


def test_one_sender_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "115Q3.jsonl"
    with locked(path), pytest.raises(ClerkError, match="另一個程式"), locked(path):
        pass
    with locked(path):
        pass


def test_a_full_disk_leaves_whole_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "115Q3.jsonl"
    before = written(path, "queued")
    write = os.write

    def full(descriptor: int, content: memoryview) -> int:
        if len(content) > 10:
            return write(descriptor, content[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", lambda d, c: full(d, c[:17] if len(c) > 17 else c))
    with pytest.raises(ClerkError, match="磁碟空間不足"):
        Ledger(path, load(path)).record(ENTRY)
    assert path.read_bytes() == before


def test_a_folder_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file")
    with pytest.raises(ClerkError, match="寫不進去"), locked(tmp_path / "outbox" / "115Q3.jsonl"):
        pass
    (tmp_path / "115Q4.jsonl").mkdir()
    with pytest.raises(ClerkError, match="打不開"):
        load(tmp_path / "115Q4.jsonl")

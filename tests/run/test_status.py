"""The round at a glance, and nothing written to get it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

import pytest
from click.testing import CliRunner

from gmreports.cli import gmreports
from gmreports.inbox import sha256
from gmreports.render.style import width_of
from gmreports.run import Own
from gmreports.run.remake import contents
from gmreports.run.status import Status, status
from gmreports.run.status_story import tell_status
from tests.run.filled import COURSE, PERIOD, TERMS, filled, put, receive

GOOD, BAD, BROKEN = "68000010", "68000020", "68000030"


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One return in order, one to correct, one unreadable and late, one not yet in the ledger."""
    folder = tmp_path_factory.mktemp("round") / "inbox"
    put(folder, filled(GOOD), "68000010_桃園區_115Q3.xlsx")
    put(folder, filled(BAD, training=[{**COURSE, "att_m": "約50"}]), "68000020_中壢區_115Q3.xlsx")
    broken = "68000030_大溪區_115Q3.xlsx"
    (folder / "115Q3" / broken).write_bytes(b"no workbook")
    receive(folder, broken, at="2026-10-14 10:00")
    (folder / "115Q3" / "誰的.xlsx").write_bytes(b"")
    return folder


def look(inbox: Path, day: str = "2026-10-15", out: Path | None = None) -> Status:
    moment = datetime.combine(date.fromisoformat(day), time(23, 59))
    return status(inbox, None, moment, out or inbox.parent / "out", Own())


def states(found: Status) -> dict[str, str]:
    return {s.office.code: s.state for s in found.standings if s.state != "missing"}


def send(out: Path, *letters: tuple[str, str, str]) -> None:
    """The outbox ledger: (letter, state, when), one word after the other."""
    keys = ("letter", "state", "at")
    lines = [
        json.dumps(dict(zip(keys, each, strict=True)) | {"to": "a@example.gov.tw", "sha256": "0" * 64})
        for each in letters
    ]
    path = out / "outbox" / "115Q3.jsonl"
    path.parent.mkdir(parents=True)
    path.write_text("\n".join(lines) + "\n", "utf-8")


@pytest.fixture(scope="module")
def found(inbox: Path) -> Status:
    before = contents(inbox.parent)
    found = look(inbox)
    assert contents(inbox.parent) == before, "nothing is written"
    return found


def test_where_each_office_stands(inbox: Path, found: Status) -> None:
    assert states(found) == {GOOD: "accepted", BAD: "to_correct", BROKEN: "unreadable"}
    assert (found.period, found.unreported, found.published, found.asked) == (PERIOD, None, None, {})
    assert not (inbox.parent / "out").exists()


@pytest.mark.parametrize(
    ("day", "words"),
    [("2026-10-08", "還有 4 天"), ("2026-10-12", "今天截止"), ("2026-10-15", "已過 3 天")],
)
def test_days_to_the_due_date(found: Status, day: str, words: str) -> None:
    assert TERMS.due == date(2026, 10, 12)
    told = tell_status(replace(found, day=date.fromisoformat(day)))
    assert told.startswith(f"115年第3季　{words}（115/10/12 截止）")


def test_who_was_written_to_and_has_not_answered(inbox: Path, tmp_path: Path) -> None:
    letter = "68000020_中壢區_correction.eml"
    send(
        tmp_path,
        (letter, "sending", "2026-10-14T01:00:00+08:00"),
        (letter, "sent", "2026-10-14T01:00:02+08:00"),
        ("68000030_大溪區_unreadable.eml", "unknown", "2026-10-14T11:00:00+08:00"),
        ("68000010_桃園區_thanks.eml", "sent", "2026-10-14T11:00:00+08:00"),
        # Its file came after this one, and this day is not over when that one is sent.
        ("68000010_桃園區_correction.eml", "sent", "2026-10-04T10:00:00+08:00"),
        ("68000030_大溪區_correction.eml", "sent", "2026-10-16T10:00:00+08:00"),
    )
    found = look(inbox, out=tmp_path)
    assert (found.asked, found.unsure) == ({BAD: date(2026, 10, 14)}, (BROKEN,))
    assert "10/14 已去信，等候更正" in tell_status(found)


def test_a_report_and_a_publication_that_are_behind(inbox: Path, tmp_path: Path) -> None:
    """The last report knew all files, the publication before it only the first."""
    names = ("68000010_桃園區_115Q3.xlsx", "68000020_中壢區_115Q3.xlsx", "68000030_大溪區_115Q3.xlsx")
    inputs = [{"file": name, "sha256": sha256(inbox / "115Q3" / name)} for name in names]
    record = {"sequence": 1, "outputs": {"report.xlsx": ""}, "on": "2026-10-13", "inputs": inputs[:1]}
    for path, content in (
        ("115Q3/manifest.json", {"inputs": inputs}),
        ("published/115Q3/1/publication.json", record),
    ):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text(json.dumps(content), "utf-8")
    found = look(inbox, out=tmp_path)
    assert (found.unreported, found.came_since) == ((), names[1:])
    assert "公布：第 1 次，115/10/13；公布後又來了 2 個檔案" in tell_status(found)
    report = tmp_path / "115Q3" / "manifest.json"
    report.write_text(json.dumps({"inputs": inputs[1:]}), "utf-8")
    assert look(inbox, out=tmp_path).unreported == names[:1]


def test_it_fits_a_screen(inbox: Path) -> None:
    result = CliRunner().invoke(
        gmreports, ["status", str(inbox), "--as-of", "2026-10-15", "--out", str(inbox.parent / "out")]
    )
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    table = lines[-len(TERMS.offices) - 1 :]
    assert len(lines) <= 24
    assert all(width_of(line) <= 80 for line in table)
    assert table[0].startswith("機關")
    places = {width_of(line[: line.index("10/")]) for line in table if "10/" in line}
    assert len(places) == 1, "the days stand under each other"

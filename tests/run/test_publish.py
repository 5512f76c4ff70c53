"""Publishing freezes what was reported; a later correction is told; a replay gives the same bytes."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from gmreports.forms.settings import SHIPPED
from gmreports.model import ClerkError, Period
from gmreports.run import Own, report
from gmreports.run.publish import Published, publish, tell_publish
from gmreports.run.published import publications
from gmreports.run.remake import contents, program
from gmreports.run.replay import Replay, other_program, replay, tell_replay
from tests.run.filled import COURSE, PERIOD, filled, put, receive

DAY = date(2026, 10, 20)
NAME = "68000010_桃園區_115Q3.xlsx"
SECOND = "68000010_桃園區_115Q3_更正.xlsx"
FIGURE = "training.att_f.115Q3.68000010"
WAIVER = """[[waiver]]
code = "R02"
period = "115Q3"
reason = "颱風"
who = "王承辦"
"""


class Desk:
    """An inbox and results, as they lie on the clerk's disk; the settings are the office's own."""

    def __init__(self, root: Path) -> None:
        self.root, self.inbox, self.out = root, root / "inbox", root / "out"
        self.settings = root / "我的 設定.toml"

    def report(self, period: Period = PERIOD) -> dict[str, bytes]:
        return contents(report(self.inbox, period, self.out, None, Own(settings=self.settings)).folder)

    def publish(self, reason: str = "", period: Period = PERIOD) -> Published:
        return publish(period, self.inbox, self.out, reason, DAY)

    def replay(self, number: int | None = None) -> Replay:
        return replay(PERIOD, self.inbox, self.out, number)

    def published(self, number: int = 1) -> Path:
        return self.out / "published" / "115Q3" / str(number)

    def correct(self) -> None:
        """The office sends a second version, in which 25 instead of 20 women attended."""
        cover = {"revision": 2, "status": "更正"}
        filled(cover=cover, training=[{**COURSE, "att_f": 25}]).save(self.inbox / "115Q3" / SECOND)
        receive(self.inbox, SECOND, at="2026-10-22 15:30")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One office's correct return, reported and published."""
    desk = Desk(tmp_path_factory.mktemp("desk"))
    put(desk.inbox, filled(), NAME)
    shutil.copy(SHIPPED, desk.settings)
    (desk.inbox / "waivers.toml").write_text(WAIVER, "utf-8")
    desk.report()
    desk.publish()
    return desk.root


@pytest.fixture
def desk(published: Path, tmp_path: Path) -> Desk:
    shutil.copytree(published, tmp_path / "desk")
    return Desk(tmp_path / "desk")


def read(path: Path) -> Any:  # noqa: ANN401 # any JSON
    return json.loads(path.read_text("utf-8"))


def test_a_publication_is_the_results_with_what_they_were_made_from(desk: Desk) -> None:
    kept = contents(desk.published())
    record = json.loads(kept.pop("publication.json"))
    assert kept == contents(desk.out / "115Q3")
    assert set(record["outputs"]) == set(kept)
    assert kept["used/settings/我的 設定.toml"] == SHIPPED.read_bytes()
    assert kept["used/waivers/waivers.toml"].decode() == WAIVER
    assert (record["on"], record["as_of"], record["number"]) == ("2026-10-20", "2026-10-05 09:00", 1)
    assert [entry["file"] for entry in record["inputs"]] == [NAME]
    assert record["own"]["settings"]["file"] == desk.settings.name
    assert str(desk.root) not in (desk.published() / "publication.json").read_text("utf-8")


def test_the_same_results_are_not_published_twice(desk: Desk) -> None:
    with pytest.raises(ClerkError, match="完全相同"):
        desk.publish("再一次")
    assert not desk.published(2).exists()


def test_results_older_than_the_inbox_are_not_published(desk: Desk) -> None:
    desk.correct()
    with pytest.raises(ClerkError, match=rf"又收到{SECOND}"):
        desk.publish("更正")
    (desk.inbox / "115Q3" / SECOND).unlink()
    (desk.inbox / "115Q3" / NAME).write_bytes(b"other")
    with pytest.raises(ClerkError, match=rf"內容不同的有{NAME}"):
        desk.publish("更正")
    (desk.inbox / "115Q3" / NAME).unlink()
    with pytest.raises(ClerkError, match=rf"不見的有{NAME}"):
        desk.publish("更正")


def test_results_that_somebody_edited_or_that_are_not_there_are_not_published(desk: Desk) -> None:
    with pytest.raises(ClerkError, match="還沒有115年第2季的結果"):
        desk.publish(period=Period(115, 2))
    (desk.out / "115Q3" / "筆記.txt").write_text("the clerk's own")
    with pytest.raises(ClerkError, match=r"不是這次彙整寫的檔案：筆記\.txt；請移到別的資料夾"):
        desk.publish("更正")
    (desk.out / "115Q3" / "findings.csv").write_text("retouched")
    with pytest.raises(ClerkError, match=r"重做的結果不一樣：findings\.csv"):
        desk.publish("更正")
    (desk.out / "115Q3" / "manifest.json").write_text("{")
    with pytest.raises(ClerkError, match="請重新彙整"):
        desk.publish("更正")


def test_a_file_that_was_not_checked_keeps_the_quarter_from_being_published(desk: Desk) -> None:
    findings = desk.out / "115Q3" / "findings.json"
    findings.write_text(json.dumps([{"code": "S00"}]))
    with pytest.raises(ClerkError, match="未能檢查"):
        desk.publish()


def test_a_replay_needs_only_the_published_inputs(desk: Desk) -> None:
    """The ledger has grown, own files have changed, and the return goes by another name."""
    folder = desk.inbox / "115Q3"
    (folder / NAME).rename(folder / "桃園.xlsx")
    receive(desk.inbox, "桃園.xlsx", at="2026-11-01 08:00")
    desk.correct()
    desk.settings.write_text("broken")
    (desk.inbox / "waivers.toml").write_text("broken")
    ledger = (folder / "received.csv").read_bytes()
    done = desk.replay()
    assert (done.equal, done.differing) == (True, ())
    assert done.found.moved == (f"{NAME}（現在是 桃園.xlsx）",)
    assert "逐位元組相同" in tell_replay(done)
    assert (folder / "received.csv").read_bytes() == ledger


def test_a_replay_names_what_is_missing_changed_or_damaged(desk: Desk) -> None:
    path = desk.inbox / "115Q3" / NAME
    content = path.read_bytes()
    path.write_bytes(content + b"\0")
    assert desk.replay().found.changed == (NAME,)
    path.unlink()
    gone = desk.replay()
    assert (gone.equal, gone.found.missing, gone.differing) == (False, (NAME,), ())
    assert NAME in tell_replay(gone)
    (desk.published() / "report.html").write_text("retouched")
    (desk.published() / "extra.txt").write_text("")
    assert desk.replay().damaged == ("extra.txt", "report.html")


def test_what_excel_and_the_system_leave_beside_results_is_none_of_them(desk: Desk) -> None:
    """report.xlsx is open while somebody publishes, or looks at what was published."""
    for folder in (desk.out / "115Q3", desk.published()):
        for name in ("~$report.xlsx", ".~lock.report.xlsx#", ".DS_Store", "Thumbs.db"):
            (folder / name).write_bytes(b"left")
    with pytest.raises(ClerkError, match="完全相同"):
        desk.publish("再一次")
    assert desk.replay().damaged == ()


def test_a_copy_beside_the_publications_is_none_of_them(desk: Desk) -> None:
    for name in ("115Q3/1 - 複製", "115Q3 - 複製/1", "備份/1"):
        shutil.copytree(desk.published(), desk.out / "published" / name)
    assert [each.folder for each in publications(desk.out)] == [desk.published()]


def test_another_program_is_said() -> None:
    now = program()
    assert other_program(now) == []
    libraries = {**now["libraries"], "pandas": "2.0"}
    said = other_program({**now, "version": "0.0.9", "libraries": libraries})
    assert [line.partition("：")[0] for line in said] == ["程式", "pandas"]
    assert len(other_program({**now, "sha256": ""})) == 1


def test_a_replay_of_what_was_never_published(desk: Desk) -> None:
    with pytest.raises(ClerkError, match="還沒有公布過"):
        replay(Period(115, 2), desk.inbox, desk.out)
    with pytest.raises(ClerkError, match="沒有第 3 次"):
        desk.replay(3)


def test_a_correction_is_told_published_and_told_no_more(desk: Desk) -> None:
    desk.correct()
    files = desk.report()
    noticed = {each["id"]: each for each in json.loads(files["revisions.json"])}
    figure = noticed[FIGURE]
    assert (figure["old"]["value"], figure["new"]["value"]) == (20, 25)
    assert [SECOND in why and NAME in why for why in figure["why"]] == [True]
    assert noticed["training.att_f.115Q3.city"]["new"]["value"] == 25
    assert not any(
        each["old"] == {k: each["new"][k] for k in ("value", "state")} for each in noticed.values()
    )
    book = openpyxl.load_workbook(desk.out / "115Q3" / "report.xlsx")
    sheet = book["已公布數字更正"]
    assert any({"20", "+5", "1"} <= set(row) for row in sheet.iter_rows(values_only=True))
    assert "已公布數字更正" in files["report.html"].decode()

    with pytest.raises(ClerkError, match="要寫原因"):
        desk.publish(" ")
    done = desk.publish("桃園區更正")
    assert (done.number, done.record["reason"]) == (2, "桃園區更正")
    assert "第 2 次" in tell_publish(done)
    assert desk.report() == files, "made again, it is what was published"
    assert desk.replay(1).equal


def test_a_correction_of_an_earlier_quarter_is_told_in_the_next_report(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    shutil.copy(SHIPPED, desk.settings)
    quarter = Period(115, 2)
    name = "68000010_桃園區_115Q2.xlsx"
    put(desk.inbox, filled(period=quarter), name, quarter)
    desk.report(quarter)
    desk.publish(period=quarter)
    put(desk.inbox, filled(), NAME)
    assert "revisions.json" not in desk.report(), "nothing changed"

    course = {**COURSE, "date_start": "115/4/3", "att_f": 25}
    put(desk.inbox, filled(period=quarter, training=[course]), name, quarter)
    noticed = {each["id"]: each for each in json.loads(desk.report()["revisions.json"])}
    # In the trend of this report, and in the earlier quarter's own report alone.
    for key in ("training.att_total.115Q2.68000010", "training.att_f.115Q2.68000010"):
        assert noticed[key]["new"]["value"] == noticed[key]["old"]["value"] + 5
    assert all(each["why"] == [f"「{name}」的內容換了"] for each in noticed.values())
    assert not any("115Q3" in each["period"] for each in noticed.values())

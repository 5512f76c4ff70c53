"""Waivers and explanations end to end: said once, and printed wherever the finding is."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from gmreports.cli import gmreports
from gmreports.model import ClerkError
from gmreports.render.template import grid, selfcheck
from gmreports.run import Outcome, Own, report
from gmreports.run.case import Judged, gather, judge
from gmreports.run.story import tell_report
from tests.run.filled import COURSE, FORM, PERIOD, Row, filled, put

OFFICE = "68000010"
NAME = "68000010_桃園區_115Q3.xlsx"
# The same course twice: D04 at the title of the later row.
TWICE = [COURSE, COURSE]
WAIVER = """
[[waiver]]
code = "D04"
office = "桃園區"
period = "115Q3"
reason = "上下午各一場"
who = "王承辦"
"""
HOSTILE = '=cmd|"/c calc"!A1 <script>alert(1)</script>'


def inbox(tmp_path: Path, said: str = "", waivers: str = "", training: Sequence[Row] = TWICE) -> Path:
    """An inbox with one return, what it says of its training sheet, and the clerk's waivers."""
    book = filled(training=training)
    if said:
        row = selfcheck.FIRST_ROW + [sheet.id for sheet in FORM.sheets].index("training")
        cell = book[grid.SELFCHECK_TITLE].cell(row, selfcheck.EXPLANATION + 1)
        cell.value = said
        # openpyxl takes a text like this for a formula; a person who types it after ' does not.
        cell.data_type = "s"
    folder = tmp_path / "inbox"
    put(folder, book, NAME)
    if waivers:
        (folder / "waivers.toml").write_text(waivers, "utf-8")
    return folder


def run(tmp_path: Path, waivers: Path | None = None) -> Outcome:
    return report(tmp_path / "inbox", PERIOD, tmp_path / "out", None, Own(), waivers=waivers)


def judged(tmp_path: Path) -> Judged:
    """What is found, without the files that a report writes."""
    return judge(gather(tmp_path / "inbox", PERIOD, None, Own()))


def found(outcome: Outcome, code: str = "D04") -> dict[str, Any]:
    """The one finding of the code, as findings.json has it."""
    findings = json.loads((outcome.folder / "findings.json").read_text("utf-8"))
    (one,) = (each for each in findings if each["code"] == code and each["office_code"] == OFFICE)
    return dict(one)


def worklist(outcome: Outcome) -> list[dict[str, str]]:
    rows = openpyxl.load_workbook(outcome.folder / "report.xlsx")["待更正"].iter_rows(
        min_row=5, values_only=True
    )
    headers, *lines = ([str(cell or "") for cell in row] for row in rows)
    return [dict(zip(headers, line, strict=True)) for line in lines]


def still_open(outcome: Outcome | Judged, code: str = "D04") -> int:
    """How many findings of the code wait for an answer; the office's own number agrees."""
    own = [each for each in outcome.findings if each.office_code == OFFICE and each.warns]
    standing = next(each for each in outcome.summary.standings if each.office.code == OFFICE)
    assert standing.warnings == len(own)
    return sum(each.code == code for each in own)


def test_a_waived_warning_is_not_open_and_is_printed_everywhere(tmp_path: Path) -> None:
    folder = inbox(tmp_path, waivers=WAIVER)
    outcome = run(tmp_path)
    assert still_open(outcome) == 0
    assert found(outcome)["waiver"] == {
        "code": "D04",
        "office": OFFICE,
        "period": "115Q3",
        "reason": "上下午各一場",
        "who": "王承辦",
        "until": "115Q3",
        "cell": "",
    }
    said = "已豁免（王承辦，至 115Q3，上下午各一場）"
    (row,) = (row for row in worklist(outcome) if row["代碼"] == "D04")
    assert (row["嚴重度"], row["處理情形"]) == ("✓ 已豁免", said)
    assert said in (outcome.folder / "report.html").read_text("utf-8")
    table = csv.DictReader((outcome.folder / "findings.csv").read_text("utf-8-sig").splitlines())
    assert [line["處理情形"] for line in table if line["代碼"] == "D04"] == [said]
    counts = json.loads((outcome.folder / "manifest.json").read_text("utf-8"))["counts"]
    assert (counts["waived"], counts["explained"]) == (1, 0)
    assert counts["warnings"] == sum(finding.warns for finding in outcome.findings)
    told = tell_report(outcome, folder)
    assert "已豁免" in told
    assert "1 項" in told


def test_without_a_waiver_the_same_warning_is_open(tmp_path: Path) -> None:
    inbox(tmp_path)
    outcome = run(tmp_path)
    assert still_open(outcome) == 1
    one = found(outcome)
    assert (one["waiver"], one["explanation"], one["trial"], one["cells"], one["folded"]) == (
        None, "", False, [], [],
    )  # fmt: skip
    assert [row["嚴重度"] for row in worklist(outcome) if row["代碼"] == "D04"] == ["△ 請確認"]


def test_another_file_of_waivers_can_be_named(tmp_path: Path) -> None:
    folder = inbox(tmp_path, waivers="[[waiver]]")
    own = tmp_path / "別的.toml"
    own.write_text(WAIVER, "utf-8")
    arguments = ["report", str(folder), "--out", str(tmp_path / "out"), "--json", "--waivers", str(own)]
    told = CliRunner().invoke(gmreports, arguments)
    assert told.exit_code == 0
    assert json.loads(told.stdout)["waivers"]["file"] == "別的.toml"
    assert json.loads(told.stdout)["counts"]["waived"] == 1


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        (("D04", "Z99"), "豁免檔.waiver[1].code"),
        (("桃園區", "台北區"), "豁免檔.waiver[1].office"),
        (("D04", "T01"), "豁免檔.waiver[1].code"),
        (('who = "王承辦"', ""), "豁免檔.waiver[1]"),
    ],
)
def test_a_wrong_waiver_stops_the_run_with_one_sentence(
    tmp_path: Path, changed: tuple[str, str], place: str
) -> None:
    inbox(tmp_path, waivers=WAIVER.replace(*changed))
    with pytest.raises(ClerkError) as raised:
        run(tmp_path)
    assert place in str(raised.value)
    assert not (tmp_path / "out" / "115Q3").exists()


def test_what_must_be_corrected_cannot_be_waived(tmp_path: Path) -> None:
    inbox(tmp_path, waivers=WAIVER.replace("D04", "T01"))
    with pytest.raises(ClerkError, match="需更正的規則不能豁免"):
        run(tmp_path)


def test_the_warning_of_a_rule_that_also_has_errors_can_be_waived(tmp_path: Path) -> None:
    """W01: no update of the web zone is a warning, faces in its photos are an error."""
    folder = tmp_path / "inbox"
    put(folder, filled(website=[]), NAME)
    (folder / "waivers.toml").write_text(WAIVER.replace("D04", "W01"), "utf-8")
    (one,) = (finding for finding in judged(tmp_path).findings if finding.code == "W01")
    assert one.waiver
    assert not one.warns


@pytest.mark.parametrize(
    ("first", "last", "open_"),
    [("115Q1", "115Q2", 1), ("115Q1", "115Q3", 0), ("115Q4", "116Q1", 1)],
)
def test_a_waiver_holds_until_its_last_period(tmp_path: Path, first: str, last: str, open_: int) -> None:
    inbox(tmp_path, waivers=WAIVER.replace("115Q3", first) + f'until = "{last}"\n')
    assert still_open(judged(tmp_path)) == open_


def test_a_waiver_that_nothing_was_found_for_is_seen(tmp_path: Path) -> None:
    idle = WAIVER.replace("D04", "F06").replace("上下午各一場", "<b>委員改選中</b>")
    folder = inbox(tmp_path, waivers=WAIVER + idle)
    outcome = run(tmp_path)
    assert [waiver.code for waiver in outcome.unused] == ["F06"]
    assert "F06 桃園區" in tell_report(outcome, folder)
    assert any("F06 桃園區" in text for row in worklist(outcome) for text in row.values())
    page = (outcome.folder / "report.html").read_text("utf-8")
    assert "F06 桃園區" in page
    assert "<b>委員改選中" not in page
    used = json.loads((outcome.folder / "manifest.json").read_text("utf-8"))["waivers"]
    assert [waiver["code"] for waiver in used["unused"]] == ["F06"]


def test_what_the_office_wrote_in_the_template_is_printed(tmp_path: Path) -> None:
    folder = inbox(tmp_path, said="上午、下午各一場，講師相同")
    outcome = run(tmp_path)
    assert still_open(outcome) == 0
    assert found(outcome)["explanation"] == "上午、下午各一場，講師相同"
    (row,) = (row for row in worklist(outcome) if row["代碼"] == "D04")
    assert (row["嚴重度"], row["處理情形"]) == ("✓ 已說明", "公所說明：上午、下午各一場，講師相同")
    assert row["處理情形"] in (outcome.folder / "report.html").read_text("utf-8")
    assert "公所已說明" in tell_report(outcome, folder)
    told = CliRunner().invoke(gmreports, ["check", str(folder / "115Q3" / NAME)])
    assert row["處理情形"] in told.stdout


def test_an_explanation_excuses_no_error(tmp_path: Path) -> None:
    inbox(tmp_path, said="就是這樣", training=[{**COURSE, "sup_m": 11}])
    outcome = judged(tmp_path)
    assert [finding.explanation for finding in outcome.findings if finding.code == "T01"] == [""]
    assert next(s.state for s in outcome.summary.standings if s.office.code == OFFICE) == "to_correct"


def test_an_explanation_is_text_and_nothing_else(tmp_path: Path) -> None:
    inbox(tmp_path, said=HOSTILE)
    outcome = run(tmp_path)
    assert found(outcome)["explanation"] == HOSTILE
    page = (outcome.folder / "report.html").read_text("utf-8")
    assert "<script>alert" not in page
    book = openpyxl.load_workbook(outcome.folder / "report.xlsx")["待更正"]
    cells = [cell for row in book.iter_rows() for cell in row if HOSTILE in str(cell.value)]
    assert [cell.data_type for cell in cells] == ["s"]


def test_an_identity_number_in_an_explanation_is_nowhere_in_the_results(tmp_path: Path) -> None:
    inbox(tmp_path, said="王範例 A123456789 請假")
    outcome = run(tmp_path)
    assert found(outcome)["explanation"] == ""
    for path in outcome.folder.rglob("*"):
        if path.suffix in (".json", ".csv", ".html"):
            assert "A123456789" not in path.read_text("utf-8-sig"), path.name

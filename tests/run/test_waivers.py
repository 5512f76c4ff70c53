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
from openpyxl.workbook import Workbook

from gmreports.cli import gmreports
from gmreports.model import ClerkError
from gmreports.render.template import grid, selfcheck
from gmreports.run import Outcome, Own, report
from gmreports.run.case import Judged, gather, judge
from gmreports.run.story import tell_report
from tests.run.filled import COURSE, FORM, PERIOD, TERMS, Row, filled, put

OFFICE, PLAIN, SAYING, ATTACKING, NAMING = (office.code for office in TERMS.offices[:5])
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
IDLE = WAIVER.replace("D04", "F06").replace("上下午各一場", "<b>委員改選中</b>")
HOSTILE = '=cmd|"/c calc"!A1 <script>alert(1)</script>'
# Who has it waived, from when until when.
SPANS = ((OFFICE, "115Q1", "115Q2"), (PLAIN, "115Q1", "115Q3"), (SAYING, "115Q4", "116Q1"))
ZONE, WRONG = (office.code for office in TERMS.offices[5:7])
SAID = {SAYING: "上午、下午各一場，講師相同", ATTACKING: HOSTILE, NAMING: "王範例 A123456789 請假"}


def typed(code: str = OFFICE, said: str = "", training: Sequence[Row] = TWICE) -> Workbook:
    """A return, and what it says of its training sheet."""
    book = filled(code, training=training)
    if said:
        row = selfcheck.FIRST_ROW + [sheet.id for sheet in FORM.sheets].index("training")
        cell = book[grid.SELFCHECK_TITLE].cell(row, selfcheck.EXPLANATION + 1)
        cell.value = said
        # openpyxl takes a text like this for a formula; a person who types it after ' does not.
        cell.data_type = "s"
    return book


def name(code: str) -> str:
    return f"{code}_{TERMS.office(code).short}_115Q3.xlsx"


def inbox(tmp_path: Path, waivers: str = "") -> Path:
    """An inbox with one return, and the clerk's waivers."""
    folder = tmp_path / "inbox"
    put(folder, typed(), NAME)
    if waivers:
        (folder / "waivers.toml").write_text(waivers, "utf-8")
    return folder


def run(tmp_path: Path, waivers: Path | None = None) -> Outcome:
    return report(tmp_path / "inbox", PERIOD, tmp_path / "out", None, Own(), waivers=waivers)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Outcome, str]:
    """One report of five offices with the same warning, each answered in its own way; and its story."""
    home = tmp_path_factory.mktemp("waived")
    folder = inbox(home, WAIVER + IDLE)
    put(folder, typed(PLAIN), name(PLAIN))
    for code, said in SAID.items():
        put(folder, typed(code, said), name(code))
    outcome = run(home)
    return outcome, tell_report(outcome, folder)


@pytest.fixture(scope="module")
def outcome(told: tuple[Outcome, str]) -> Outcome:
    return told[0]


def found(outcome: Outcome, office: str) -> dict[str, Any]:
    """The office's one warning, as findings.json has it."""
    findings = json.loads((outcome.folder / "findings.json").read_text("utf-8"))
    (one,) = (each for each in findings if each["code"] == "D04" and each["office_code"] == office)
    return dict(one)


def row_of(outcome: Outcome, office: str) -> dict[str, str]:
    """The office's one warning, as the list of what is to be corrected has it."""
    short = TERMS.office(office).short
    (row,) = (row for row in worklist(outcome) if row["代碼"] == "D04" and short in "".join(row.values()))
    return row


def worklist(outcome: Outcome) -> list[dict[str, str]]:
    rows = openpyxl.load_workbook(outcome.folder / "report.xlsx")["待更正"].iter_rows(
        min_row=5, values_only=True
    )
    headers, *lines = ([str(cell or "") for cell in row] for row in rows)
    return [dict(zip(headers, line, strict=True)) for line in lines]


def still_open(outcome: Outcome | Judged, office: str = OFFICE) -> int:
    """How many warnings of the office wait for an answer; the office's own number agrees."""
    own = [each for each in outcome.findings if each.office_code == office and each.warns]
    standing = next(each for each in outcome.summary.standings if each.office.code == office)
    assert standing.warnings == len(own)
    return sum(each.code == "D04" for each in own)


def test_a_waived_warning_is_not_open_and_is_printed_everywhere(told: tuple[Outcome, str]) -> None:
    outcome, story = told
    assert still_open(outcome) == 0
    assert found(outcome, OFFICE)["waiver"] == {
        "code": "D04",
        "office": OFFICE,
        "period": "115Q3",
        "reason": "上下午各一場",
        "who": "王承辦",
        "until": "115Q3",
        "cell": "",
    }
    said = "已豁免（王承辦，至 115Q3，上下午各一場）"
    row = row_of(outcome, OFFICE)
    assert (row["嚴重度"], row["處理情形"]) == ("✓ 已豁免", said)
    assert said in (outcome.folder / "report.html").read_text("utf-8")
    table = csv.DictReader((outcome.folder / "findings.csv").read_text("utf-8-sig").splitlines())
    lines = [line["處理情形"] for line in table if line["代碼"] == "D04" and line["檔案"] == NAME]
    assert lines == [said]
    counts = json.loads((outcome.folder / "manifest.json").read_text("utf-8"))["counts"]
    assert (counts["waived"], counts["explained"]) == (1, 2)
    assert counts["warnings"] == sum(finding.warns for finding in outcome.findings)
    assert "已豁免" in story
    assert "1 項" in story


def test_without_a_waiver_the_same_warning_is_open(outcome: Outcome) -> None:
    assert still_open(outcome, PLAIN) == 1
    one = found(outcome, PLAIN)
    assert (one["waiver"], one["explanation"], one["trial"], one["cells"], one["folded"]) == (
        None, "", False, [], [],
    )  # fmt: skip
    assert row_of(outcome, PLAIN)["嚴重度"] == "△ 請確認"


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


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    """What is found, without the files that a report writes: a case of its own in each office."""
    home = tmp_path_factory.mktemp("judged")
    waivers = [WAIVER.replace("D04", "W01").replace("桃園區", TERMS.office(ZONE).short)]
    for code, first, last in SPANS:
        own = WAIVER.replace("桃園區", TERMS.office(code).short).replace("115Q3", first)
        waivers.append(f'{own}until = "{last}"\n')
    folder = inbox(home, "".join(waivers))
    for code in (PLAIN, SAYING):
        put(folder, typed(code), name(code))
    put(folder, filled(ZONE, website=[]), name(ZONE))
    put(folder, typed(WRONG, "就是這樣", [{**COURSE, "sup_m": 11}]), name(WRONG))
    return judge(gather(folder, PERIOD, None, Own()))


def test_the_warning_of_a_rule_that_also_has_errors_can_be_waived(judged: Judged) -> None:
    """W01: no update of the web zone is a warning, faces in its photos are an error."""
    (one,) = (each for each in judged.findings if each.code == "W01" and each.office_code == ZONE)
    assert one.waiver
    assert not one.warns


@pytest.mark.parametrize(("office", "open_"), [(OFFICE, 1), (PLAIN, 0), (SAYING, 1)])
def test_a_waiver_holds_until_its_last_period(judged: Judged, office: str, open_: int) -> None:
    assert still_open(judged, office) == open_


def test_a_waiver_that_nothing_was_found_for_is_seen(told: tuple[Outcome, str]) -> None:
    outcome, story = told
    assert [waiver.code for waiver in outcome.unused] == ["F06"]
    assert "F06 桃園區" in story
    assert any("F06 桃園區" in text for row in worklist(outcome) for text in row.values())
    page = (outcome.folder / "report.html").read_text("utf-8")
    assert "F06 桃園區" in page
    assert "<b>委員改選中" not in page
    used = json.loads((outcome.folder / "manifest.json").read_text("utf-8"))["waivers"]
    assert [waiver["code"] for waiver in used["unused"]] == ["F06"]


def test_what_the_office_wrote_in_the_template_is_printed(told: tuple[Outcome, str], tmp_path: Path) -> None:
    outcome, story = told
    assert still_open(outcome, SAYING) == 0
    assert found(outcome, SAYING)["explanation"] == SAID[SAYING]
    row = row_of(outcome, SAYING)
    assert (row["嚴重度"], row["處理情形"]) == ("✓ 已說明", f"公所說明：{SAID[SAYING]}")
    assert row["處理情形"] in (outcome.folder / "report.html").read_text("utf-8")
    assert "公所已說明" in story
    path = put(tmp_path, typed(SAYING, SAID[SAYING]), name(SAYING))
    assert row["處理情形"] in CliRunner().invoke(gmreports, ["check", str(path)]).stdout


def test_an_explanation_excuses_no_error(judged: Judged) -> None:
    own = [each for each in judged.findings if each.office_code == WRONG]
    assert [finding.explanation for finding in own if finding.code == "T01"] == [""]
    assert next(s.state for s in judged.summary.standings if s.office.code == WRONG) == "to_correct"


def test_an_explanation_is_text_and_nothing_else(outcome: Outcome) -> None:
    assert found(outcome, ATTACKING)["explanation"] == HOSTILE
    page = (outcome.folder / "report.html").read_text("utf-8")
    assert "<script>alert" not in page
    book = openpyxl.load_workbook(outcome.folder / "report.xlsx")["待更正"]
    cells = [cell for row in book.iter_rows() for cell in row if HOSTILE in str(cell.value)]
    assert [cell.data_type for cell in cells] == ["s"]


def test_an_identity_number_in_an_explanation_is_nowhere_in_the_results(outcome: Outcome) -> None:
    assert found(outcome, NAMING)["explanation"] == ""
    for path in outcome.folder.rglob("*"):
        if path.suffix in (".json", ".csv", ".html"):
            assert "A123456789" not in path.read_text("utf-8-sig"), path.name

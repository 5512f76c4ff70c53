"""A second return of an office: what changed cell by cell, and what it did to the city's totals."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from gmreports.cli import gmreports
from gmreports.model import Grid
from gmreports.run.case import gather, judge
from gmreports.run.own import Own
from tests.run.filled import COURSE, PERIOD, filled, put

LATER = {"revision": 2, "status": "更正", "contact_name": "王範例"}
NEW = [{**COURSE, "att_f": 26}, {**COURSE, "title": "另一課", "att_m": 1, "att_f": 2}]


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("sent")
    put(home, filled(), "68000010_桃園區_115Q3.xlsx")
    put(home, filled("68000020"), "68000020_中壢區_115Q3.xlsx")
    return home


@pytest.fixture
def inbox(sent: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sent, tmp_path / "inbox"))


def grids(inbox: Path) -> dict[str, Grid]:
    return dict(judge(gather(inbox, PERIOD, None, Own())).summary.grids)


def test_without_a_correction_nothing_is_said(inbox: Path) -> None:
    assert not {"corrections", "corrections_cells"} & set(grids(inbox))


def test_a_correction_is_told_cell_by_cell_and_in_the_totals(inbox: Path) -> None:
    put(inbox, filled(cover=LATER, training=NEW), "68000010_桃園區_更正.xlsx")
    found = grids(inbox)
    totals = {line.label: line.cells for line in found["corrections"].lines}
    assert totals["參訓人次（人次）"] == ("60", "69", "+9")
    assert totals["參訓人次(女)（人次）"] == ("40", "48", "+8")
    assert totals["培力場次（場）"] == ("2", "3", "+1")
    assert "宣導場次（場）" not in totals
    cells = {line.cells[2]: line.cells[3:] for line in found["corrections_cells"].lines}
    assert cells["R5"] == ("參訓人次(女)", "20", "26")
    assert cells["A6"][0] == "整列新增"
    assert {line.office_code for line in found["corrections_cells"].lines} == {"68000010"}
    assert not any("王範例" in str(cell) for line in found["corrections_cells"].lines for cell in line.cells)


def test_a_correction_that_changes_no_figure_says_so(inbox: Path) -> None:
    put(inbox, filled(cover={**LATER, "note": "補正承辦人"}), "68000010_桃園區_更正.xlsx")
    assert grids(inbox)["corrections"].lines == ()


def test_two_files_are_compared_on_the_command_line(inbox: Path) -> None:
    old = inbox / "115Q3" / "68000010_桃園區_115Q3.xlsx"
    new = put(inbox, filled(cover=LATER, training=NEW), "68000010_桃園區_更正.xlsx")
    done = CliRunner().invoke(gmreports, ["diff", str(old), str(new), "--inbox", str(inbox), "--json"])
    said = json.loads(done.stdout)
    assert done.exit_code == 0
    moved = {each["label"]: (each["before"], each["after"]) for each in said["city"]}
    assert moved["參訓人次（人次）"] == ("60", "69")
    assert {each["label"]: each["difference"] for each in said["office"]}["參訓人次（人次）"] == "+9"
    places = {(each["where"], each["column_id"]) for each in said["changes"]}
    assert ("68000010_桃園區_更正.xlsx!培力成果!R5", "att_f") in places
    assert "王範例" not in done.stdout


def test_the_same_content_is_no_difference(inbox: Path, tmp_path: Path) -> None:
    old = inbox / "115Q3" / "68000010_桃園區_115Q3.xlsx"
    copy = tmp_path / old.name
    copy.write_bytes(old.read_bytes())
    done = CliRunner().invoke(gmreports, ["diff", str(old), str(copy)])
    assert (done.exit_code, "內容相同" in done.stdout) == (0, True)


@pytest.mark.parametrize(
    ("other", "word"), [("none.xlsx", "找不到"), ("empty.xlsx", "讀不出來"), ("", "沒有可以比較的")]
)
def test_what_cannot_be_compared_gets_its_sentence(
    inbox: Path, tmp_path: Path, other: str, word: str
) -> None:
    (tmp_path / "empty.xlsx").write_bytes(b"")
    old = inbox / "115Q3" / "68000010_桃園區_115Q3.xlsx"
    done = CliRunner().invoke(gmreports, ["diff", str(tmp_path / other) if other else str(old), str(old)])
    assert type(done.exception).__name__ == "ClerkError"
    assert word in str(done.exception)

"""The commands: wrong use gets its sentence, and `check` tells of each file that it is given."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from gmreports.cli import gmreports
from gmreports.model import ClerkError
from tests.run.filled import COURSE, filled, put

NAME = "68000010_桃園區_115Q3.xlsx"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["report", "沒有這個資料夾", "--out", "x"], "沒有這個資料夾"),
        (["report", ".", "--period", "115Q9", "--out", "x"], "115Q9"),
        (["report", ".", "--period", "115Q1", "--out", "x"], "115Q1"),
        (["report", ".", "--out", "x"], "115Q3"),
        (["report", ".", "--period", "115Q3", "--out", "x", "--as-of", "昨天"], "昨天"),
        (["check", "沒有.xlsx"], "沒有.xlsx"),
        (["template", "--period", "115Q4", "--office", "台北", "--out", "x"], "台北"),
        (["rules", "Z99"], "Z99"),
        (["template", "--period", "115Q4", "--out", "x", "--settings", "none.toml"], "none.toml"),
    ],
)
def test_wrong_use_gets_one_sentence(
    arguments: list[str], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(gmreports, arguments)
    assert isinstance(result.exception, ClerkError)
    assert words in str(result.exception)
    assert "\n" not in str(result.exception)


def test_check_gives_the_json_that_others_read(tmp_path: Path) -> None:
    path = put(tmp_path, filled(training=[{**COURSE, "sup_m": 11}]), NAME)
    result = CliRunner().invoke(gmreports, ["check", "--json", str(path)])
    assert result.exit_code == 1
    (file,) = json.loads(result.stdout)["files"]
    assert (file["file"], file["office_code"], file["period"]) == (NAME, "68000010", "115Q3")
    assert (file["revision"], file["state"]) == (1, "to_correct")
    assert (file["rows"]["training"], file["rows"]["promotion"]) == (1, 1)
    (finding,) = file["findings"]
    assert (finding["code"], finding["severity"], finding["sheet"], finding["cell"], finding["filled"]) == (
        "T01", "E", "培力成果", "U5", "11",
    )  # fmt: skip
    assert {
        "sheet": "培力成果",
        "cell": "C5",
        "before": "115/7/3",
        "after": "2026-07-03",
        "kind": "roc_date",
    } in (file["repairs"])


def test_check_goes_by_the_cover_unless_told(tmp_path: Path) -> None:
    path = put(tmp_path, filled(), NAME)
    assert CliRunner().invoke(gmreports, ["check", str(path)]).exit_code == 0
    told = CliRunner().invoke(gmreports, ["check", "--json", "--period", "115Q2", str(path)])
    assert "S07" in {f["code"] for f in json.loads(told.stdout)["files"][0]["findings"]}


def test_what_came_packed_is_checked_and_files_of_one_name_stay_apart(tmp_path: Path) -> None:
    good = put(tmp_path / "甲", filled(), NAME)
    bad = put(tmp_path / "乙", filled(training=[{**COURSE, "sup_m": 11}]), NAME)
    packed = tmp_path / "全部.zip"
    with ZipFile(packed, "w") as package:
        package.write(bad, "another.xlsx")
    told = CliRunner().invoke(gmreports, ["check", "--json", str(good), str(good.parent.parent), str(packed)])
    found = {file["file"]: [f["code"] for f in file["findings"]] for file in json.loads(told.stdout)["files"]}
    assert found == {NAME: [], "甲": ["S01"], "全部.zip/another.xlsx": ["T01"]}
    moved = tmp_path / "另一處" / NAME
    moved.parent.mkdir()
    bad.rename(moved)
    told = CliRunner().invoke(gmreports, ["check", "--json", str(good), str(moved)])
    found = {file["file"]: [f["code"] for f in file["findings"]] for file in json.loads(told.stdout)["files"]}
    assert found == {f"115Q3/{NAME}": [], f"另一處/{NAME}": ["T01"]}

"""What was received stays where it is: no results among it, no blank over it, no quarter left out."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from gmreports.cli import gmreports
from gmreports.model import ClerkError, Period
from gmreports.run import Own, report, write_templates
from gmreports.run.quarters import newest, quarters
from gmreports.run.remake import contents
from gmreports.run.results import swap_in

OWN = Own()
NAME = "68000010_桃園區_115Q3.xlsx"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    (folder / "115Q3").mkdir(parents=True)
    (folder / "115Q3" / NAME).write_bytes(b"filled in")
    return folder


@pytest.mark.parametrize(
    ("received", "results"),
    [(".", "."), (".", "115Q3"), (".", "115Q3/out"), (".", "./../inbox/"), ("box", "."), ("link", ".")],
)
def test_results_never_go_among_what_was_received(inbox: Path, received: str, results: str) -> None:
    (inbox / "box").mkdir()
    (inbox / "box" / "115Q3").symlink_to(inbox / "115Q3")
    (inbox / "link").symlink_to(inbox)
    before = contents(inbox)
    with pytest.raises(ClerkError, match=r"同一個資料夾|不是彙整的結果"):
        report(inbox / received, Period(115, 3), inbox / results, None, OWN)
    after = contents(inbox)
    assert {name: after[name] for name in before} == before
    assert (inbox / "115Q3" / NAME).read_bytes() == b"filled in"


def test_an_inbox_below_results_of_its_name_is_left_alone(inbox: Path) -> None:
    below = inbox / "115Q3" / "inbox"
    (below / "115Q3").mkdir(parents=True)
    with pytest.raises(ClerkError, match="同一個資料夾"):
        report(below, None, inbox, None, OWN)


def test_a_folder_of_somebody_else_is_not_replaced(inbox: Path) -> None:
    with pytest.raises(ClerkError, match="不是彙整的結果"):
        swap_in(inbox, "115Q3", {"report.xlsx": b"", "letters/a.eml": b""})
    assert contents(inbox) == {f"115Q3/{NAME}": b"filled in"}
    (inbox / "115Q3" / "letters").mkdir()
    swap_in(inbox, "115Q3", {"letters/a.eml": b""})
    assert contents(inbox) == {"115Q3/letters/a.eml": b""}


def test_a_link_in_the_place_of_results_is_left_alone(tmp_path: Path) -> None:
    """Moved aside, it would be in the way of every later run."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "115Q3").symlink_to(tmp_path / "elsewhere")
    for _ in range(2):
        with pytest.raises(ClerkError, match="是連結"):
            swap_in(tmp_path, "115Q3", {"report.xlsx": b""})
    assert {path.name for path in tmp_path.iterdir()} == {"elsewhere", "115Q3"}


def test_no_blank_takes_the_place_of_a_filled_workbook(inbox: Path, tmp_path: Path) -> None:
    with pytest.raises(ClerkError, match="填好的檔案"):
        write_templates(Period(115, 3), inbox / "115Q3", ["桃園區"], OWN)
    assert contents(inbox) == {f"115Q3/{NAME}": b"filled in"}
    elsewhere = tmp_path / "115Q3"
    for _ in range(2):
        (path,) = write_templates(Period(115, 3), elsewhere, ["桃園區"], OWN)
    assert path == elsewhere / NAME


@pytest.mark.parametrize(
    "name", ["115q2", "１１５Ｑ２", "115 Q2", "115-Q02", "115年第2季", "民國115年第二季"]
)
def test_a_quarter_spelt_otherwise_is_not_left_out_silently(inbox: Path, name: str) -> None:
    (inbox / name).mkdir()
    with pytest.raises(ClerkError, match=f"{name}」請改名為「115Q2"):
        quarters(inbox)


def test_other_folders_are_nobodys_quarter(inbox: Path) -> None:
    for name in ("115Q2_備份", "115", "1152", "空白表", "115Q3 (old)", "Q3"):
        (inbox / name).mkdir()
    (inbox / "115q2").write_text("a file")
    assert newest(inbox) == Period(115, 3)


def test_the_folder_of_a_quarter_is_no_inbox_and_wrong_use_makes_no_folder(inbox: Path) -> None:
    for arguments in ([inbox / "115Q3"], [inbox / "115Q3", "--period", "115Q3"], [inbox / "none"]):
        told = CliRunner().invoke(gmreports, ["report", *map(str, arguments), "--out", str(inbox / "out")])
        assert isinstance(told.exception, ClerkError)
    assert not (inbox / "out").exists()
    with pytest.raises(ClerkError, match="一季的資料夾"):
        newest(inbox / "115Q3")

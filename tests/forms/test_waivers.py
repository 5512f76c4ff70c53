"""The clerk's waivers: what is written is read, and every mistake is one sentence with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from gmreports.forms import load_terms
from gmreports.forms.waivers import load_waivers
from gmreports.model import ClerkError, Period, Severity, Waiver

OFFICES = load_terms(Period(115, 3)).offices
SEVERITIES: dict[str, Severity] = {"T01": "E", "T02": "W", "N01": "I"}
GOOD = {"code": "T02", "period": "115Q3", "reason": "颱風停課", "who": "王範例"}


def written(**changed: str | None) -> str:
    """One waiver; None leaves an item out."""
    items = {**GOOD, **changed}
    return "[[waiver]]\n" + "".join(f'{key} = "{value}"\n' for key, value in items.items() if value)


def load(tmp_path: Path, text: str) -> tuple[Waiver, ...]:
    path = tmp_path / "waivers.toml"
    path.write_text(text, encoding="utf-8")
    return load_waivers(path, OFFICES, SEVERITIES)


def test_what_is_left_out_means_all_offices_and_this_period(tmp_path: Path) -> None:
    (waiver,) = load(tmp_path, written())
    assert waiver == Waiver("T02", "", "115Q3", "颱風停課", "王範例", "115Q3")


@pytest.mark.parametrize("office", ["68000130", "復興區", "桃園市復興區公所"])
def test_an_office_by_code_or_name(tmp_path: Path, office: str) -> None:
    (waiver,) = load(tmp_path, written(office=office, until="116q2", code="t02"))
    assert (waiver.code, waiver.office, waiver.until) == ("T02", "68000130", "116Q2")


@pytest.mark.parametrize("cell", ["培力成果!B7", "培力成果！b7", " 培力成果!$B$7 "])
def test_a_cell_as_people_write_it(tmp_path: Path, cell: str) -> None:
    (waiver,) = load(tmp_path, written(cell=cell))
    assert waiver.cell == "培力成果!B7"


def test_several_in_their_order_from_a_notepad_file(tmp_path: Path) -> None:
    found = load(tmp_path, "\ufeff" + written(reason="甲") + written(reason="乙"))
    assert [waiver.reason for waiver in found] == ["甲", "乙"]


@pytest.mark.parametrize("text", ["", "# 還沒有\n"])
def test_an_empty_file_waives_nothing(tmp_path: Path, text: str) -> None:
    assert load(tmp_path, text) == ()


@pytest.mark.parametrize(
    ("changed", "key", "words"),
    [
        ({"code": "T99"}, "code", "T99"),
        ({"code": "T01"}, "code", "需更正的規則不能豁免"),
        ({"code": None}, "", "code"),
        ({"reason": None}, "", "reason"),
        ({"who": None}, "", "who"),
        ({"period": None}, "", "period"),
        ({"reason": "　 "}, "reason", "空白"),
        ({"office": "某某區"}, "office", "某某區"),
        ({"office": "桃園"}, "office", "桃園"),
        ({"period": "115Q5"}, "period", "115Q5"),
        ({"until": "第四季"}, "until", "第四季"),
        ({"until": "115Q2"}, "until", "115Q3"),
        ({"cell": "B7"}, "cell", "B7"),
        ({"cell": "培力成果!7B"}, "cell", "7B"),
        ({"rule": "T02"}, "rule", "不認得"),
    ],
)
def test_a_mistake_is_one_sentence_with_its_place(
    tmp_path: Path, changed: dict[str, str | None], key: str, words: str
) -> None:
    with pytest.raises(ClerkError) as raised:
        load(tmp_path, written() + written(**changed))
    said = str(raised.value)
    assert f"豁免檔.waiver[2]{f'.{key}' if key else ''}」" in said
    assert words in said
    assert said.count("。") == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("waiver = 3", "豁免檔.waiver"),
        ("[waiver]\ncode = 'T02'", "豁免檔.waiver"),
        ("[[waivers]]", "豁免檔.waivers"),
        ("[[waiver]]\ncode = 'T02'\nreason = '甲'\nwho = '乙'\nperiod = 1153", "豁免檔.waiver[1].period"),
        ("[[waiver]\n", "第 1 行"),
    ],
)
def test_a_file_of_another_shape(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ClerkError, match=words.replace("[", r"\[")):
        load(tmp_path, text)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ClerkError, match="豁免檔"):
        load_waivers(tmp_path / "none.toml", OFFICES, SEVERITIES)


def test_the_number_of_a_person_in_a_reason_is_not_kept(tmp_path: Path) -> None:
    (waiver,) = load(tmp_path, written(reason="A123456789 請假", who="A123456789"))
    assert "A123456789" not in waiver.reason + waiver.who
    assert waiver.reason.endswith("請假")

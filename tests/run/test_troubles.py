"""One round in which each office's return has another trouble: each is told, and none disturbs the others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from gmreports.model import Measure, Office, Period
from gmreports.run import Own
from gmreports.run.case import Judged, gather, judge
from tests.run.filled import COURSE, EVENT, PERIOD, TERMS, filled, put, receive

EARLIER = Period(115, 2)


def unopenable(good: bytes) -> dict[str, bytes]:
    return {
        "空的": b"",
        "文字": "序號,課程".encode(),
        "圖片": b"\x89PNG\r\n\x1a\n\0\0",
        "加密": bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage".encode("utf-16-le"),
        "切斷": good[: len(good) // 2],
    }


def without_a_sheet_and_a_column(code: str) -> Workbook:
    book = filled(code)
    del book["宣導文宣"]
    book["培力成果"].delete_cols(2)
    return book


def with_a_header_twice(code: str) -> Workbook:
    book = filled(code)
    sheet = book["培力成果"]
    sheet["AG3"], sheet["AG4"] = "參訓人次(女)", "att_f"
    return book


def with_a_wrong_row(code: str) -> Workbook:
    return filled(code, training=[COURSE, {**COURSE, "title": "第二場", "att_m": "約50"}])


TROUBLES: dict[str, Callable[[str], Workbook]] = {
    "更正": filled,
    "別的表": lambda code: openpyxl.Workbook(),
    "缺少": without_a_sheet_and_a_column,
    "欄位重複": with_a_header_twice,
    "別季": lambda code: filled(code, cover={"quarter": 2}),
    "錯一列": with_a_wrong_row,
    "無辦理": lambda code: filled(code, cover={"training_status": "本季無辦理"}, training=[]),
}
UNOPENABLE = tuple(unopenable(b""))
OF: dict[str, Office] = dict(zip((*TROUBLES, *UNOPENABLE), TERMS.offices, strict=False))
SILENT = TERMS.offices[-1]


def file(kind: str) -> str:
    return f"{OF[kind].code}_{OF[kind].short}_115Q3.xlsx"


CORRECTED = file("更正").replace(".xlsx", "_更正.xlsx")
BEFORE = file("更正").replace("115Q3", "115Q2")


def judged(inbox: Path) -> Judged:
    return judge(gather(inbox, PERIOD, None, Own()))


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    inbox = tmp_path_factory.mktemp("troubles")
    for kind, made in TROUBLES.items():
        put(inbox, made(OF[kind].code), file(kind))
    good = (inbox / "115Q3" / file("更正")).read_bytes()
    for kind, content in unopenable(good).items():
        (inbox / "115Q3" / file(kind)).write_bytes(content)
        receive(inbox, file(kind))
    code, cover = OF["更正"].code, {"revision": 2, "status": "更正"}
    put(inbox, filled(code, cover, training=[{**COURSE, "att_f": 25}]), CORRECTED)
    rows = [{**COURSE, "date_start": "115/4/3", "att_f": 7}]
    events = [{**EVENT, "date_start": "115/5/1"}]
    put(inbox, filled(code, period=EARLIER, training=rows, promotion=events), BEFORE, EARLIER)
    return judged(inbox)


def codes(found: Judged, name: str) -> set[tuple[str, str]]:
    return {(f.code, f.where.cell) for f in found.findings if f.where.file == name}


def state(found: Judged, office: Office) -> str:
    return next(each.state for each in found.summary.standings if each.office == office)


def women(found: Judged, office: Office) -> Measure:
    wanted = f"training.att_f.115Q3.{office.code}"
    return next(measure for measure in found.summary.measures if measure.id == wanted)


@pytest.mark.parametrize("kind", UNOPENABLE)
def test_what_cannot_be_opened_is_said_and_the_others_are_reported(found: Judged, kind: str) -> None:
    assert codes(found, file(kind)) == {("S01", "")}
    assert state(found, OF[kind]) == "unreadable"
    assert state(found, OF["更正"]) == "accepted"


def test_each_refusal_has_words_of_its_own(found: Judged) -> None:
    sentences = [f.message for f in found.findings if f.code == "S01"]
    assert len(set(sentences)) == len(sentences) == len(UNOPENABLE)


def test_a_workbook_that_is_not_our_form(found: Judged) -> None:
    assert codes(found, file("別的表")) == {("S02", "")}


def test_a_missing_sheet_and_a_missing_column(found: Judged) -> None:
    assert {("S04", ""), ("S05", "")} <= codes(found, file("缺少"))
    figure = women(found, OF["缺少"])
    assert (figure.value, figure.state) == (None, "not_counted")


def test_a_header_twice(found: Judged) -> None:
    assert codes(found, file("欄位重複")) & {("S05", "AG4"), ("S05", "AG3")}


def test_the_wrong_quarter(found: Judged) -> None:
    assert ("S07", "B7") in codes(found, file("別季"))
    assert state(found, OF["別季"]) == "to_correct"


def test_a_row_with_an_error_is_left_out_and_named(found: Judged) -> None:
    assert ("F02", "Q6") in codes(found, file("錯一列"))
    figure = women(found, OF["錯一列"])
    assert figure.value == 20
    assert figure.not_counted == (f"{file('錯一列')}!培力成果!R6",)


def test_a_corrected_file_takes_the_place_of_the_first(found: Judged) -> None:
    assert codes(found, file("更正")) == {("R03", "")}
    figure = women(found, OF["更正"])
    assert (figure.value, figure.sources) == (25, (f"{CORRECTED}!培力成果!R5",))


def test_declared_nothing_held_is_not_a_zero(found: Judged) -> None:
    states = [women(found, office).state for office in (OF["無辦理"], SILENT)]
    assert states == ["none_held", "missing"]


def test_an_earlier_quarter_counts_for_the_year_and_not_for_its_own(found: Judged) -> None:
    assert women(found, OF["更正"]).value == 25
    assert f"115Q2/{BEFORE}!培力成果!R5" in {
        source for figure in found.summary.measures for source in figure.sources
    }


UNKNOWN: dict[str, tuple[str, dict[str, object]]] = {
    "68000010_桃園區_68000020_中壢區_115Q3.xlsx": ("68000010", {}),
    "簡稱.xlsx": ("68000030", {"office": "大溪"}),
    "沒有這個公所.xlsx": ("68000040", {"office": "某某區公所"}),
    "別的公所.xlsx": ("68000050", {"office": "桃園市中壢區公所"}),
}


def test_an_office_that_cannot_be_told(tmp_path: Path) -> None:
    for name, (code, cover) in UNKNOWN.items():
        put(tmp_path, filled(code, cover), name)
    found = judged(tmp_path)
    assert {name: ("S06", "B4") in codes(found, name) for name in UNKNOWN} == dict.fromkeys(UNKNOWN, True)
    assert found.summary.measures
    assert all(measure.value in (None, 0) for measure in found.summary.grids["training"].measures())

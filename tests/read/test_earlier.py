"""A workbook of an earlier version: every figure the same, every move in the ledger, nothing guessed."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl.workbook import Workbook

from gmreports.forms import load_form, strict
from gmreports.forms.earlier import KEYS, SHIPPED, wrong_places
from gmreports.model import ClerkError, Reading
from tests.read.bent import COURSES, bent, found, kinds, ledger, retitle, same_tables, sent
from tests.run.filled import FORM, TERMS

MOVED = FORM.earlier[0].sheets


def of_version(book: Workbook, version: str) -> Workbook:
    meta = book["_meta"]
    place = next(row for row in meta.iter_rows(max_col=2) if row[0].value == "form_version")
    place[1].value = version
    return book


def draft() -> Workbook:
    """The return as it would have been typed into the draft 0.9."""
    book = of_version(bent(training=COURSES), "0.9")
    for sheet_id, moved in MOVED.items():
        sheet = FORM.sheet(sheet_id)
        page = book[sheet.title]
        if sheet.layout == "label":
            for row in range(4, 30):
                then = next((h for h, key in moved.headers.items() if key == page.cell(row, 4).value), None)
                page.cell(row, 1).value = then or page.cell(row, 1).value
                page.cell(row, 4).value = None
            continue
        for header, column_id in moved.headers.items():
            retitle(page, sheet.column(column_id).header, header)
        for then, column_id in moved.ids.items():
            next(cell for cell in page[4] if cell.value == column_id).value = then
        for column_id, choices in moved.choices.items():
            number = next(cell.column for cell in page[4] if cell.value == column_id)
            back: dict[object, str] = {now: then for then, now in choices.items()}
            for row in range(5, 12):
                cell = page.cell(row, number)
                cell.value = back.get(cell.value) or cell.value
        for column_id in moved.added:
            page.delete_cols(next(cell.column for cell in page[4] if cell.value == column_id))
        for number, header in enumerate(moved.dropped, start=page.max_column + 1):
            page.cell(3, number).value, page.cell(5, number).value = header, 7
        page.title = moved.titles[0] if moved.titles else page.title
    return book


@pytest.fixture(scope="module")
def now(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    return sent(bent(training=COURSES), tmp_path_factory.mktemp("now"))


def test_a_draft_gives_the_same_tables_and_says_each_move(tmp_path: Path, now: Reading) -> None:
    book = draft()
    letter = next(cell.column_letter for cell in book["培力訓練"][3] if cell.value == "合格人數")
    reading = sent(book, tmp_path)
    assert same_tables(reading, now)
    assert found(reading) == [("S03", "")]
    assert ledger(reading, "form_title") == [("", "培力訓練", "培力成果")]
    assert {(before, after) for _, before, after in ledger(reading, "form_header")} == {
        ("訓練名稱", "課程名稱"),
        ("男性人次", "參訓人次(男)"),
        ("女性人次", "參訓人次(女)"),
        ("訓練方式", "授課方式"),
        ("宣導場次", "場次"),
        ("宣導人次(男)", "參與人次(男)"),
        ("宣導人次(女)", "參與人次(女)"),
    }
    assert [(before, after) for _, before, after in ledger(reading, "form_choice")] == [
        *[("實體課程", "實體")] * 3,
        ("擺攤", "設攤"),
    ]
    assert {after for _, _, after in ledger(reading, "form_added")} == {"聯合辦理識別碼", "是否為CEDAW概論"}
    assert ledger(reading, "form_dropped") == [(f"{letter}3", "合格人數", "")]


def test_the_choices_of_a_draft_mean_nothing_in_a_current_form(tmp_path: Path) -> None:
    book = draft()
    assert "form_header" not in kinds(sent(of_version(book, "1.0"), tmp_path).repairs)
    assert {code for code, _ in found(sent(book, tmp_path))} >= {"S05"}


def test_an_unknown_earlier_version_is_read_by_its_headers_and_says_so(tmp_path: Path, now: Reading) -> None:
    reading = sent(of_version(bent(training=COURSES), "0.5"), tmp_path)
    assert same_tables(reading, now)
    (note,) = reading.notes
    assert (note.kind, note.facts["known"]) == ("older_form", "")
    assert found(reading) == [("S03", "")]


def test_a_newer_version_is_not_guessed(tmp_path: Path) -> None:
    reading = sent(of_version(bent(), "1.1"), tmp_path)
    assert reading.ret is None
    assert [(note.kind, note.facts["reason"]) for note in reading.notes] == [("not_our_form", "newer")]
    assert found(reading) == [("S02", "")]


def test_the_shipped_moves_lead_to_what_the_form_asks() -> None:
    data = strict.read_toml(SHIPPED, "舊版對照檔")["earlier"]
    for number, entry in enumerate(data):
        strict.fields(entry, str(number), KEYS, ("version", "sheets"))
        assert list(wrong_places(entry["sheets"], FORM.sheets)) == []


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('version = "0.8"', "sheets"),
        ('version = "0.8"\n[earlier.sheets.trainings]', "trainings"),
        ('version = "0.8"\n[earlier.sheets.training]\nheaders = { "課" = "titel" }', "titel"),
        ('version = "0.8"\n[earlier.sheets.training]\nadded = ["x"]', "added"),
        ('version = "0.8"\n[earlier.sheets.training]\nchoices = { delivery = { "現場" = "實地" } }', "實地"),
        ('version = "0.8"\n[earlier.sheets.training]\nheader = {}', "header"),
    ],
)
def test_a_mistake_in_an_own_file_is_named(tmp_path: Path, text: str, key: str) -> None:
    own = tmp_path / "own.toml"
    own.write_text(f"[[earlier]]\n{text}\n", encoding="utf-8")
    with pytest.raises(ClerkError, match=key):
        load_form(TERMS, own)


def test_an_own_file_that_drops_a_choice_does_not_trip_over_the_shipped_moves(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[choices]\ndelivery = ["實體", "線上同步"]\n', encoding="utf-8")
    moved = load_form(TERMS, own).earlier[0].sheets["training"]
    assert moved.choices["delivery"] == {"實體課程": "實體"}

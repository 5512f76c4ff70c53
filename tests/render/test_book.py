"""The consolidated workbook: its sheets, its text, its bytes. LibreOffice has test_book_recalculated.py."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from gmreports.model import STATE_WORDS, Repair, Summary, Where
from gmreports.render.book import book
from gmreports.render.book.formulas import Extent, criterion, formula_of
from gmreports.render.book.ledger import HIDDEN, may_be_seen
from tests.render import book_case
from tests.summarise.make import example_summary

FORM = book_case.form()
HOSTILE = (
    "=1+1",
    "+cmd|'/c calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "http://example.com/x",
    "<script>alert(1)</script>",
    "internal:封面!A1",
    "控制\x00\x07字元",
    "表情😀",
    "半個\ud83d代理",
    "_x0041_",
)


def made(**changed: object) -> bytes:
    given: dict[str, object] = {
        "summary": book_case.summary(),
        "findings": book_case.findings(),
        "repairs": book_case.repairs(),
        "manifest": book_case.MANIFEST,
    }
    return book(FORM, **{**given, **changed})  # type: ignore[arg-type]


def opened(content: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.fixture(scope="module")
def content() -> bytes:
    return made()


@pytest.fixture(scope="module")
def workbook(content: bytes) -> Workbook:
    return opened(content)


@cache
def year() -> Summary:
    return example_summary()[0]


@pytest.fixture(scope="module")
def example() -> Workbook:
    return opened(book(FORM, year(), (), (), {"inputs": []}))


def links(sheet: Worksheet) -> list[str]:
    """Where the cells of a sheet lead to; a link out of the workbook has no location."""
    found = (cell.hyperlink for row in sheet.iter_rows() for cell in row)
    return [link.location or "outside" for link in found if link]


def texts(sheet: Worksheet) -> set[str]:
    return {cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)}


def test_the_same_input_gives_the_same_bytes(content: bytes) -> None:
    assert made() == content


def test_the_bytes_do_not_hang_on_the_hash_seed(content: bytes) -> None:
    program = (
        "import hashlib; from tests.render.test_book import made; print(hashlib.sha256(made()).hexdigest())"
    )
    root = Path(__file__).parents[2]
    for seed in ("1", "4321"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        run = subprocess.run(
            [sys.executable, "-c", program], cwd=root, env=environment, capture_output=True, text=True
        )
        assert run.stdout.strip() == hashlib.sha256(content).hexdigest(), run.stderr


def test_the_sheets_stand_in_the_order_of_a_reader(workbook: Workbook) -> None:
    assert workbook.sheetnames == [
        "封面",
        "收件狀況",
        "培力",
        "專案小組與會議",
        "待更正",
        "讀取修正",
        "培力明細",
        "宣導明細",
        "專案小組明細",
        "定義",
        "資料來源",
    ]


def test_every_table_of_the_summary_has_a_sheet(example: Workbook) -> None:
    summary = year()
    assert {grid.title for grid in summary.grids.values()} <= set(example.sheetnames)
    for grid in summary.grids.values():
        assert example[grid.title]["A1"].value == grid.title
        assert example[grid.title]["A2"].value == grid.sentence


def test_every_sheet_is_linked_and_links_back(example: Workbook) -> None:
    cover, *others = example.worksheets
    assert links(cover) == [f"'{sheet.title}'!A1" for sheet in others]
    for sheet in others:
        back, *onward = links(sheet)
        assert back == "'封面'!A1", sheet.title
        assert bool(onward) == (sheet.title == "義務檢核"), sheet.title


def test_every_sheet_is_set_up_for_printing(example: Workbook) -> None:
    cover, *others = example.worksheets
    for sheet in example.worksheets:
        assert str(sheet.page_setup.paperSize) == "9", sheet.title
        assert sheet.page_setup.fitToWidth in (None, 1), sheet.title
        fitted, footer = sheet.sheet_properties.pageSetUpPr, sheet.oddFooter
        assert fitted is not None
        assert footer is not None
        assert fitted.fitToPage, sheet.title
        assert "&P" in str(footer.right.text), sheet.title
    for sheet in others:
        assert str(sheet.print_title_rows).startswith("$5:$"), sheet.title
        assert sheet.freeze_panes, sheet.title
    assert cover.page_setup.orientation == "portrait"


def test_a_figure_in_another_state_is_a_word_and_no_formula(workbook: Workbook) -> None:
    sheet = workbook["培力"]
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=7)}
    assert {rows[office.short][1].value for office in book_case.TERMS.offices[4:]} == set(
        STATE_WORDS.values()
    )
    assert str(rows["桃園區"][1].value).startswith("=SUMIFS(")
    assert rows["桃園區"][6].number_format == "0.0%"


def test_all_counted_figures_are_formulas(example: Workbook) -> None:
    summary = year()
    for grid in summary.grids.values():
        counted = sum(measure.state == "counted" for measure in grid.measures())
        found = sum(cell.data_type == "f" for row in example[grid.title].iter_rows() for cell in row)
        assert found == counted, grid.id


def test_no_criterion_can_be_taken_for_more_than_its_text() -> None:
    assert criterion("68000010") == '"68000010"'
    assert criterion(">5") == '"=>5"'
    assert criterion("a*?~") == '"a~*~?~~"'
    assert criterion('說"好"') == '"說""好"""'


def test_a_percentage_divides_two_queries() -> None:
    summary = book_case.summary()
    share = summary.figures[1][0]
    extents = {"training": Extent("培力's", {"counted": 0, "att_f": 1, "att_m": 2, "att_o": 3}, 6, 9)}
    women = "SUMIFS('培力''s'!$B$6:$B$9,'培力''s'!$A$6:$A$9,\"是\")"
    formula = formula_of(share, extents)
    assert formula.startswith(f"=IF(({women}+")
    assert f'"—",ROUND(({women})*1000/(' in formula


def test_hostile_text_stays_text() -> None:
    summary = book_case.summary(titles=HOSTILE)
    findings = tuple(found for text in HOSTILE for found in book_case.findings(text))
    content = made(summary=summary, findings=findings)
    workbook = opened(content)
    for name in ("培力明細", "待更正"):
        found = texts(workbook[name])
        for text in HOSTILE:
            if not re.search("[\x00-\x08\ud800-\udfff]", text):
                assert text in found
        assert "控制\ufffd\ufffd字元" in found
        assert "半個\ufffd代理" in found
        assert not [c for row in workbook[name].iter_rows() for c in row if c.data_type == "f"]
        assert links(workbook[name]) == ["'封面'!A1"]
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        relations = b"".join(parts.read(part) for part in parts.namelist() if part.endswith(".rels"))
    assert b"example.com" not in relations


def test_a_text_too_long_for_a_cell_is_cut_and_says_so() -> None:
    summary = book_case.summary(titles=("長" * 40_000, "😀" * 40_000, "短"))
    found = sorted(texts(opened(made(summary=summary))["培力明細"]), key=len)[-2:]
    for text in found:
        assert text.endswith("以下省略）")
        assert 32_000 < len(text.encode("utf-16-le")) // 2 <= 32_767


def test_no_internal_value_is_anywhere_in_the_file(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        everything = b"".join(parts.read(part) for part in parts.namelist()).decode("utf-8")
    assert "讀書會" in everything
    for value in book_case.INTERNAL:
        assert value not in everything


def test_a_repair_is_hidden_where_its_column_may_be_internal(workbook: Workbook) -> None:
    rows = [[cell.value for cell in row] for row in workbook["讀取修正"].iter_rows(min_row=6, max_row=9)]
    by_sheet = {row[1]: row for row in rows}
    assert by_sheet["培力成果"][3:] == ["１１５．７．３", "2026-07-03", 2, "C7、C12"]
    assert by_sheet["封面"][3:] == [HIDDEN, HIDDEN, 2, "B12、B13"]
    assert by_sheet["我改過名的表"][3] == HIDDEN


@pytest.mark.parametrize(
    ("sheet", "after", "kind", "seen"),
    [
        ("專案小組", "女", "spaces", True),
        ("專案小組", "2026-01-01", "compact", True),
        ("聯絡人", "0900000000", "spaces", False),
        ("聯絡人", "0900000000", "full_width", False),
        ("培力成果", "50", "unit", True),
        ("培力成果", "王假名", "spaces", False),
        ("參訓涵蓋", "一般公務人員", "synonym", True),
        ("宣導文宣", "海報、單張摺頁", "separator", True),
        ("宣導文宣", "任何文字", "spaces", True),
    ],
)
def test_which_repairs_may_be_seen(sheet: str, after: str, kind: str, seen: bool) -> None:
    assert may_be_seen(FORM, Repair(Where("a.xlsx", sheet, "B6"), " x", after, kind)) is seen


def test_findings_come_gravest_first(workbook: Workbook) -> None:
    rows = [[cell.value for cell in row] for row in workbook["待更正"].iter_rows(min_row=6, max_row=8)]
    assert [(row[1], row[2], row[4]) for row in rows] == [
        ("▲ 需更正", "T01", "U7"),
        ("△ 請確認", "T02", "B6"),
        ("○ 提醒", "G05", None),
    ]


def test_a_detail_table_shows_public_columns_and_an_empty_one_one_blank_row(workbook: Workbook) -> None:
    header = [cell.value for cell in workbook["培力明細"][5]]
    assert header[:3] == ["機關代碼", "機關", "期別"]
    assert {"課程名稱", "列計", "未列計原因", "來源檔案", "來源列", "計入全市場次"} <= set(header)
    assert "講座姓名" not in header
    assert workbook["培力明細"].tables["detail_training"].ref.endswith("14")
    assert workbook["宣導明細"].tables["detail_promotion"].ref.endswith("6")


def test_an_empty_round_can_be_written() -> None:
    summary = replace(book_case.summary(), grids={}, details={}, figures=(), headline=(), standings=())
    assert opened(made(summary=summary, findings=(), repairs=(), manifest={})).sheetnames[0] == "封面"


def test_the_properties_name_no_author(workbook: Workbook) -> None:
    assert workbook.properties.title == "115年第3季桃園市各區公所性別平等業務季報彙整"
    assert not workbook.properties.creator
    assert workbook.properties.created == book_case.AS_OF


def test_charts_stand_below_their_table(example: Workbook) -> None:
    for title in ("培力", "參訓涵蓋", "趨勢"):
        sheet = example[title]
        assert sheet._charts, title  # type: ignore[attr-defined]
        last = max(cell.row for row in sheet.iter_rows() for cell in row if cell.value is not None)
        assert all(chart.anchor._from.row >= last for chart in sheet._charts)  # type: ignore[attr-defined]

"""report.ods: the same workbook as report.xlsx, cell by cell. LibreOffice has test_ods_office.py."""

from __future__ import annotations

import io
import zipfile
from functools import cache

import openpyxl
import pytest
import python_calamine as calamine
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from gmreports.render.book import book
from gmreports.render.ods import ods
from gmreports.render.ods.formula import open_formula
from gmreports.render.ods.numbers import parsed, plain, shown
from tests.render import book_case
from tests.render.ods import parts
from tests.render.test_book import HOSTILE
from tests.summarise.make import example_summary


@cache
def example() -> tuple[bytes, bytes]:
    """The invented year as xlsx and as ods."""
    summary, _, findings = example_summary()
    repairs = book_case.repairs()
    workbook = book(book_case.form(), summary, findings, repairs, book_case.MANIFEST)
    return workbook, ods(workbook)


@cache
def excel() -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(example()[0]))


def sheets(content: bytes) -> dict[str, list[list[object]]]:
    opened = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {
        name: [list(row) for row in opened.get_sheet_by_name(name).to_python(skip_empty_area=False)]
        for name in opened.sheet_names
    }


def test_every_sheet_and_every_value_is_that_of_the_other_workbook() -> None:
    theirs, ours = (sheets(content) for content in example())
    assert list(ours) == list(theirs)
    assert sum(len(row) for rows in ours.values() for row in rows) > 30_000
    for name, rows in theirs.items():
        assert ours[name] == rows, name


def test_the_same_workbook_gives_the_same_bytes() -> None:
    workbook, made = example()
    assert ods(workbook) == made


def test_the_type_comes_first_and_the_manifest_names_every_part() -> None:
    made = example()[1]
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        entries = archive.infolist()
    assert entries[0].filename == "mimetype"
    assert entries[0].compress_type == zipfile.ZIP_STORED
    assert made[38:84] == b"application/vnd.oasis.opendocument.spreadsheet"
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    listed = parts.find(parts.part(made, "META-INF/manifest.xml"), "manifest:file-entry")
    named = {parts.attribute(entry, "manifest:full-path") for entry in listed}
    files = {entry.filename for entry in entries} - {"mimetype", "META-INF/manifest.xml"}
    assert named == files | {"/"} | {f"{name.split('/')[0]}/" for name in files if "/" in name}


def test_formulas_stand_where_they_stood_and_nowhere_else() -> None:
    theirs = {
        (sheet.title, row, column)
        for sheet in excel().worksheets
        for row, line in enumerate(sheet.iter_rows())
        for column, cell in enumerate(line)
        if cell.data_type == "f"
    }
    ours = {
        (name, row, column): parts.attribute(cell, "table:formula")
        for name, row, column, cell in parts.cells(example()[1])
        if parts.attribute(cell, "table:formula")
    }
    assert len(theirs) > 300
    assert set(ours) == theirs
    assert all(formula.startswith("of:=") for formula in ours.values())


def test_links_lead_where_they_led() -> None:
    theirs = [
        link.location
        for sheet in excel().worksheets
        for link in (cell.hyperlink for row in sheet.iter_rows() for cell in row)
        if link
    ]
    ours = [link.removeprefix("#") for link in parts.links(example()[1])]
    assert len(ours) > 200
    assert sorted(ours) == sorted(str(link).replace("'!", "'.") for link in theirs)


def test_measures_merges_and_tabs_are_taken_over() -> None:
    made = example()[1]
    content = parts.part(made)
    lengths = {
        parts.attribute(style, "style:name"): parts.attribute(style[0], name).removesuffix("pt")
        for style in parts.find(content, ".//style:style")
        for name in ("style:column-width", "style:row-height", "table:tab-color")
        if len(style) and parts.attribute(style[0], name)
    }
    for sheet, (name, table) in zip(excel().worksheets, parts.tables(made).items(), strict=True):
        columns = parts.find(table, "table:table-column")
        widths = [float(lengths[parts.attribute(column, "table:style-name")]) for column in columns]
        heights = [
            float(lengths[parts.attribute(row, "table:style-name")])
            for row in parts.find(table, ".//table:table-row")
        ]
        first = sheet.column_dimensions[get_column_letter(1)].width
        # Seven pixels a digit, three quarters of a point a pixel.
        assert widths[0] == pytest.approx(first * 7 * 0.75, abs=0.4), name
        usual = sheet.sheet_format.defaultRowHeight
        asked = [sheet.row_dimensions[row].height or usual for row in range(1, len(heights) + 1)]
        assert heights == asked, name
        spanned = parts.find(table, ".//table:table-cell[@table:number-columns-spanned]")
        assert len(spanned) == len(sheet.merged_cells.ranges), name
        tab = sheet.sheet_properties.tabColor
        assert tab is not None
        assert lengths[parts.attribute(table, "table:style-name")] == f"#{tab.rgb[2:].lower()}", name


def test_what_stays_in_view_and_on_paper_is_taken_over() -> None:
    made = example()[1]
    views = {
        parts.attribute(entry, "config:name"): {
            parts.attribute(item, "config:name"): item.text for item in entry
        }
        for entry in parts.find(
            parts.part(made, "settings.xml"), ".//config:config-item-map-named/config:config-item-map-entry"
        )
    }
    layouts = parts.find(parts.part(made, "styles.xml"), ".//style:page-layout-properties")
    for sheet, layout, table in zip(excel().worksheets, layouts, parts.tables(made).values(), strict=True):
        frozen = openpyxl.utils.cell.coordinate_to_tuple(str(sheet.freeze_panes or "A1"))
        view = views[sheet.title]
        assert (view["VerticalSplitPosition"], view["HorizontalSplitPosition"]) == (
            str(frozen[0] - 1),
            str(frozen[1] - 1),
        )
        assert view["ShowGrid"] == "false"
        assert parts.attribute(layout, "style:print-orientation") == sheet.page_setup.orientation
        assert parts.attribute(layout, "style:scale-to-X") == "1"
        repeated = parts.find(table, "table:table-header-rows/table:table-row")
        rows = sheet.print_title_rows
        first, last = (int(row.strip("$")) for row in rows.split(":")) if rows else (1, 0)
        assert len(repeated) == last - first + 1, sheet.title
        assert bool(parts.attribute(table, "table:print-ranges")) == bool(sheet.print_area), sheet.title


def test_every_chart_is_there_with_words_for_who_cannot_see_it() -> None:
    made = example()[1]
    frames = parts.find(parts.part(made), ".//draw:frame")
    theirs = sum(len(sheet._charts) for sheet in excel().worksheets)  # type: ignore[attr-defined, misc]
    assert len(frames) == theirs > 10
    assert all(parts.find(frame, "svg:desc")[0].text for frame in frames)
    first = parts.part(made, "Object 1/content.xml")
    series = parts.find(first, ".//chart:series")
    assert [parts.attribute(each, "chart:label-cell-address") for each in series] == [
        "'培力'.D6",
        "'培力'.C6",
        "'培力'.E6",
    ]


def test_hostile_text_stays_text() -> None:
    summary = book_case.summary(titles=(*HOSTILE, "  兩  端\t空白 \n第二行"))
    workbook = book(book_case.form(), summary, book_case.findings("=HYPERLINK(1)"), (), book_case.MANIFEST)
    made = ods(workbook)
    theirs, ours = sheets(workbook), sheets(made)
    for name in ("培力明細", "待更正"):
        assert ours[name] == theirs[name], name
    held = [cell for name, _, _, cell in parts.cells(made) if name in ("培力明細", "待更正")]
    assert not [cell for cell in held if parts.attribute(cell, "table:formula")]
    assert all(link.startswith("#'") for link in parts.links(made))


def test_a_formula_is_translated_word_for_word_or_not_at_all() -> None:
    assert open_formula("SUM(A6:B9)") == "of:=SUM([.A6:.B9])"
    assert (
        open_formula("""SUMPRODUCT(COUNTIFS('甲''乙'!$A$6:$A$9,{"x,""!A1","y"}))*1000/2.5""")
        == """of:=SUMPRODUCT(COUNTIFS([$'甲''乙'.$A$6:.$A$9];{"x,""!A1";"y"}))*1000/2.5"""
    )
    for unknown in ("WEBSERVICE(A1)", "Sheet1!A1", "A1:", "SUM(A1) ", "[1]x!A1", "A1&B1"):
        with pytest.raises(ValueError, match="OpenFormula"):
            open_formula(unknown)


MOVED = '"▲ 多 "#,##0" 人次";"▼ 少 "#,##0" 人次";"相同"'


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [
        ("General", 7.0, "7"),
        ("General", 0.25, "0.25"),
        ("0", 12.0, "12"),
        ("#,##0", 1_234_567.0, "1,234,567"),
        ("#,##0.0", 1.25, "1.3"),
        ("0.0%", 0.6665, "66.7%"),
        ('"上一季 "0.0%', 1.0, "上一季 100.0%"),
        (MOVED, 1_200.0, "▲ 多 1,200 人次"),
        (MOVED, -3.0, "▼ 少 3 人次"),
        (MOVED, 0.0, "相同"),
        ("[$-404]e/mm/dd", 46_310.0, "115/10/15"),
        ("[$-404]e/mm/dd hh:mm", 46_310.416_666_666_7, "115/10/15 10:00"),
    ],
)
def test_a_number_is_shown_as_its_format_says(code: str, value: float, text: str) -> None:
    assert shown(value, parsed(code)) == text


def test_a_format_that_is_not_known_is_refused() -> None:
    for code in ("@", "0.00E+00", "m/d/yy", "0;0", "[Red]0"):
        with pytest.raises(ValueError, match=r"number format|section"):
            parsed(code)


def test_a_number_is_stored_as_it_is() -> None:
    assert [plain(each) for each in (7.0, -0.1, 1e15, 0.1 + 0.2)] == [
        "7",
        "-0.1",
        "1000000000000000",
        "0.30000000000000004",
    ]

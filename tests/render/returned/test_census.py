"""Nothing of the office's own is lost: the census before and after is equal, and the copy is whole."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from gmreports.render import style
from gmreports.render.returned.clean import clean
from gmreports.render.returned.package import open_package, save
from tests.office.libreoffice import convert, to_pdf
from tests.render.returned.case import (
    ODD_TITLE,
    SAMPLES,
    finding,
    give_back,
    mark,
    rich,
    with_parts,
)
from tests.render.returned.census import census, grounds, our_notes, parts
from tests.render.returned.strict import troubles

XLSX = "Calc MS Excel 2007 XML"
# On a note of theirs, on a filled cell, on none, in no row, inside a merge, in a formatted row and column.
RICH = (
    finding("資料", "B3"),
    finding("資料", "C7", severity="W"),
    finding("資料", "B2", "B4", "B5", "Z9", "A300"),
    finding("資料", "B16"),
    finding(ODD_TITLE, "B4"),
    finding(ODD_TITLE, "D20", severity="I"),
    finding(ODD_TITLE),
    finding("沒有這張", "A1"),
)
X14 = (
    '<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
    'uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"><x14:dataValidations count="1" '
    'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:dataValidation type="list">'
    "<x14:formula1><xm:f>資料!$A$1:$A$3</xm:f></x14:formula1><xm:sqref>C1</xm:sqref></x14:dataValidation>"
    "</x14:dataValidations></ext></extLst></worksheet>"
)
THREAD = "xl/threadedComments/threadedComment1.xml"
THREADS = b'<t xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"/>'
THREAD_LINK = (
    '<Relationship Id="rId99" Target="../threadedComments/threadedComment1.xml" Type='
    '"http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"/></Relationships>'
)
THREAD_TYPE = (
    f'<Override PartName="/{THREAD}" ContentType="application/vnd.ms-excel.threadedcomments+xml"/></Types>'
)


def whole(before: bytes, after: bytes) -> None:
    """Valid, and the same as before but for what we added; taken out again, the very same."""
    # LibreOffice calls every shape shape_0, and Excel does not mind.
    assert set(troubles(after)) <= set(troubles(before))
    assert census(after) == census(before)
    package = open_package(after)
    clean(package)
    cleaned = save(package)
    assert set(troubles(cleaned)) <= set(troubles(before))
    assert census(cleaned, fills=True) == census(before, fills=True)
    assert list(parts(cleaned)) == list(parts(before))
    assert our_notes(cleaned) == {}


@pytest.mark.parametrize("office", ["大園區"])
def test_a_sample_keeps_everything(office: str) -> None:
    [path] = SAMPLES.glob(f"*_{office}_115Q3.xlsx")
    made = give_back(path)
    assert made.marked
    whole(path.read_bytes(), made.content)


def test_pictures_charts_rich_text_and_notes_stay() -> None:
    before = rich()
    after = mark(before, *RICH)
    whole(before, after)
    kept = set(parts(before)) & set(parts(after))
    assert any("media/" in name for name in kept)
    assert any("charts/" in name for name in kept)
    assert any("tables/" in name for name in kept)
    assert {name for name in kept if parts(before)[name] == parts(after)[name]} >= {
        name for name in kept if "/drawings/drawing" in name or "media" in name or "theme" in name
    }


def test_x14_validations_stay() -> None:
    before = with_parts(rich(), {}, {"xl/worksheets/sheet2.xml": ("</worksheet>", X14)})
    after = mark(before, *RICH)
    whole(before, after)
    assert any(b"x14:dataValidation " in blob for blob in parts(after).values())


def test_a_thread_of_comments_is_left_alone() -> None:
    before = with_parts(rich(), {THREAD: THREADS}, {
        "xl/comments1.xml": ("林範例</author>", "tc={00000000-0000-0000-0000-000000000001}</author>"),
        "xl/worksheets/_rels/sheet1.xml.rels": ("</Relationships>", THREAD_LINK),
        "[Content_Types].xml": ("</Types>", THREAD_TYPE),
    })  # fmt: skip
    after = mark(before, finding("資料", "B3"), finding("資料", "C5"))
    whole(before, after)
    assert set(our_notes(after)["資料"]) == {"C5"}
    assert grounds(after)["資料", "B3"] == style.ERROR_SOFT[1:]


@pytest.mark.office
def test_a_file_saved_by_libreoffice_keeps_everything(tmp_path: Path) -> None:
    (tmp_path / "rich.xlsx").write_bytes(rich())
    before = convert(tmp_path / "rich.xlsx", tmp_path / "saved.xlsx", XLSX).read_bytes()
    whole(before, mark(before, *RICH))


@pytest.mark.office
def test_it_opens_and_prints(tmp_path: Path) -> None:
    """openpyxl and LibreOffice find every note, and the list is the first page."""
    after = mark(rich(), *RICH)
    book = openpyxl.load_workbook(io.BytesIO(after))
    assert book.sheetnames == ["檢核結果", "資料", ODD_TITLE]
    note = book["資料"]["B3"].comment
    assert note is not None
    assert note.text.startswith("這是公所自己的註記\n")
    assert "〔檢核註記〕" in note.text
    path = tmp_path / "marked.xlsx"
    path.write_bytes(after)
    again = convert(path, tmp_path / "again.xlsx", XLSX).read_bytes()
    assert our_notes(again).keys() == our_notes(after).keys()
    assert {t: set(n) for t, n in our_notes(again).items()} == {
        t: set(n) for t, n in our_notes(after).items()
    }
    assert to_pdf(path).stat().st_size > 0


def test_each_wrong_cell_has_ground_and_note() -> None:
    after = mark(rich(), *RICH)
    shown, notes = grounds(after), our_notes(after)
    for cell in ("B2", "B3", "B4", "B5", "Z9", "A300", "A15"):
        assert shown["資料", cell] == style.ERROR_SOFT[1:]
        assert "F03" in notes["資料"][cell]
        assert "請改為整數，例如 50。" in notes["資料"][cell]
        assert "0 以上的整數" in notes["資料"][cell]
    assert shown["資料", "C7"] == style.WARNING_SOFT[1:]
    assert shown[ODD_TITLE, "D20"] == style.INFO_SOFT[1:]
    assert set(notes[ODD_TITLE]) == {"B4", "D20"}


def test_a_thousand_notes_have_a_number_each() -> None:
    cells = [f"A{row}" for row in range(1, 1201)]
    assert troubles(mark(rich(), finding("資料", *cells))) == []

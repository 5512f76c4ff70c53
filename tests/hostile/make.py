"""Files that nobody should send, made here, each with what must be said of it.

The limits are those of `LIMITS`, so that a file need not be large to be too large.
"""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from gmreports.model import Limits
from tests.read.make_xlsx import raw_xlsx

LIMITS = Limits(
    file=2, unpacked=4, ratio_from=1, members=50, cells=5_000, text=50_000, memory=500, seconds=20
)
FOREIGN = "not_our_form"

CELL = '<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'
ENTITY_CELL = '<row r="1"><c r="A1" t="inlineStr"><is><t>&e;</t></is></c></row>'
ENTITIES = (
    f'<!ENTITY {after} "{before * 10}">'
    for before, after in zip((f"&{letter};" for letter in "abcdefgh"), "bcdefghi", strict=True)
)
LAUGHS = f'<!DOCTYPE x [<!ENTITY a "ha">{"".join(ENTITIES)}<!ENTITY e "&i;">]>'
ABROAD = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
AWAY = '<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:9/">]>'
ODS = "application/vnd.oasis.opendocument.spreadsheet"
NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)

Make = Callable[[Path], bytes]


@dataclass(frozen=True)
class Hostile:
    """`reason`: of rule S01, or FOREIGN where the file does no harm and is just none of ours."""

    name: str
    reason: str
    make: Make


def xlsx(rows: str = CELL, **options: object) -> Make:
    return lambda folder: raw_xlsx(folder / "raw.xlsx", rows, **options).read_bytes()  # type: ignore[arg-type]


def cells(count: int, text: str = "<v>1</v>") -> str:
    return "".join(f'<row r="{n}"><c r="A{n}">{text}</c></row>' for n in range(1, count + 1))


def ods(body: str, doctype: str = "") -> Make:
    content = (
        f'<?xml version="1.0"?>{doctype}<office:document-content {NAMES}><office:body><office:spreadsheet>'
        f'<table:table table:name="S">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped({"mimetype": ODS.encode(), "content.xml": content.encode()})


def ods_row(repeat: int, columns: int, text: str = "x") -> str:
    return (
        f'<table:table-row table:number-rows-repeated="{repeat}">'
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="{columns}">'
        f"<text:p>{text}</text:p></table:table-cell></table:table-row>"
    )


def zipped(members: dict[str, bytes]) -> Make:
    def make(_: Path) -> bytes:
        out = io.BytesIO()
        with ZipFile(out, "w", ZIP_DEFLATED) as package:
            for name, content in members.items():
                package.writestr(name, content, ZIP_STORED if name == "mimetype" else None)
        return out.getvalue()

    return make


def with_members(*members: tuple[str, bytes]) -> Make:
    """A workbook with more members than it needs, some of names that it has already."""

    def make(folder: Path) -> bytes:
        path = raw_xlsx(folder / "raw.xlsx", CELL)
        with warnings.catch_warnings(), ZipFile(path, "a") as package:
            warnings.simplefilter("ignore")
            for name, content in members:
                package.writestr(name, content)
        return path.read_bytes()

    return make


def but(make: Make, change: Callable[[bytes], bytes]) -> Make:
    return lambda folder: change(make(folder))


def patched(offset: int, value: int) -> Callable[[bytes], bytes]:
    """The last entry of the directory with another 32-bit number at this offset."""

    def change(content: bytes) -> bytes:
        at = content.rindex(b"PK\x01\x02") + offset
        return content[:at] + struct.pack("<I", value) + content[at + 4 :]

    return change


def replaced(part: str, old: str, new: str) -> Make:
    """A workbook with one text of one part changed."""

    def make(folder: Path) -> bytes:
        out = io.BytesIO()
        with ZipFile(raw_xlsx(folder / "raw.xlsx", CELL)) as before, ZipFile(out, "w") as package:
            for name in before.namelist():
                text = before.read(name).decode()
                assert name != part or old in text
                package.writestr(name, text.replace(old, new) if name == part else text)
        return out.getvalue()

    return make


def plain(content: bytes) -> Make:
    return lambda _: content


WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
MERGES = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
COLUMNS = "<cols>%s</cols>" % ('<col min="1" max="16384" hidden="1"/>' * 3000)
QUADRATIC = '<!DOCTYPE x [<!ENTITY e "%s">]>' % ("A" * 9999)
DEEP = 60_000

FILES = (
    Hostile("laughs_sheet.xlsx", "hostile", xlsx(ENTITY_CELL, prolog=LAUGHS)),
    Hostile("laughs_workbook.xlsx", "hostile", replaced(WORKBOOK, "<workbook", f"{LAUGHS}<workbook")),
    Hostile("quadratic.xlsx", "hostile", xlsx(ENTITY_CELL * 99, prolog=QUADRATIC)),
    Hostile("entity_file.xlsx", "hostile", xlsx(ENTITY_CELL, prolog=ABROAD)),
    Hostile("entity_web.xlsx", "hostile", xlsx(ENTITY_CELL, prolog=AWAY)),
    Hostile("bomb_blanks.xlsx", "too_large", with_members(("xl/b.xml", b" " * 5 * 2**20))),
    Hostile("bomb_ratio.xlsx", "too_large", but(zipped({"[Content_Types].xml": b" " * 2 * 2**20}), bytes)),
    Hostile("bomb_cells.xlsx", "too_large", xlsx(cells(5_001))),
    Hostile("bomb_text.xlsx", "too_large", xlsx(cells(1, f"<v>{'A' * 50_001}</v>"))),
    Hostile("bomb_string.xlsx", "too_large", xlsx(strings=f"<si><t>{'A' * 50_001}</t></si>")),
    Hostile("bomb_strings.xlsx", "too_large", xlsx(strings="<si/>" * 5_001)),
    Hostile("bomb_merges.xlsx", "too_large", xlsx(after='<mergeCell ref="A1:B2"/>' * 5_001)),
    Hostile("bomb_formula.xlsx", "too_large", xlsx(cells(1, f"<f>{'A' * 50_001}</f>"))),
    Hostile("members.xlsx", "too_large", with_members(*((f"xl/{n}.xml", b"") for n in range(60)))),
    Hostile("sheets.xlsx", "too_large", xlsx(sheets=60)),
    Hostile("sheets_of_one_part.xlsx", "too_large", xlsx(f"<!--{'x' * 200_000}-->", sheets=40)),
    Hostile("big.xlsx", "too_large", plain(b"PK\x03\x04" + b"x" * 2**21)),
    Hostile("far_cell.xlsx", FOREIGN, xlsx('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
    Hostile("merge_all.xlsx", FOREIGN, xlsx(after=MERGES)),
    Hostile("columns.xlsx", FOREIGN, xlsx(columns=COLUMNS)),
    Hostile("deep.xlsx", FOREIGN, xlsx(after="<a>" * DEEP + "</a>" * DEEP)),
    Hostile("row_4e9.xlsx", "damaged", xlsx('<row r="4000000000"><c r="A4000000000"><v>1</v></c></row>')),
    Hostile("row_below.xlsx", "damaged", xlsx('<row r="1048577"><c><v>1</v></c></row>')),
    Hostile("bad_address.xlsx", "damaged", xlsx('<row r="1"><c r="1A!"><v>1</v></c></row>')),
    Hostile("string_77.xlsx", "damaged", xlsx('<row r="1"><c r="A1" t="s"><v>77</v></c></row>')),
    Hostile(
        "string_-1.xlsx", "damaged", xlsx('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>', strings="<si/>")
    ),
    Hostile(
        "cell_twice.xlsx", "damaged", xlsx('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>')
    ),
    Hostile("part_twice.xlsx", "damaged", with_members(("xl/worksheets/sheet1.xml", b"<other/>"))),
    Hostile("part_in_two_cases.xlsx", "damaged", with_members(("XL/Worksheets/Sheet1.xml", b"<other/>"))),
    Hostile("coding.xlsx", "damaged", xlsx(prolog='<?xml version="1.0" encoding="klingon"?>')),
    Hostile("coding_wide.xlsx", "damaged", xlsx(prolog='<?xml version="1.0" encoding="big5"?>')),
    Hostile("cut_xml.xlsx", "damaged", xlsx(after="<a>")),
    Hostile("target.xlsx", "damaged", replaced(RELATIONS, "worksheets/sheet1.xml", "../../../etc/hostname")),
    Hostile("sheet_nowhere.xlsx", "damaged", replaced(WORKBOOK, 'r:id="rId1"', 'r:id="rId9"')),
    Hostile("crc.xlsx", "damaged", but(xlsx(styles="<a/>"), patched(16, 1))),
    Hostile("size_small.xlsx", "damaged", but(xlsx(), patched(24, 5))),
    Hostile("size_huge.xlsx", "too_large", but(xlsx(), patched(24, 2**31))),
    Hostile("offset.xlsx", "damaged", but(xlsx(), patched(42, 2**30))),
    Hostile(
        "names_outside.xlsx",
        FOREIGN,
        with_members(("../../../PWNED", b"x"), ("C:\\PWNED", b"x"), ("/PWNED", b"x")),
    ),
    Hostile("prefix.xlsx", "not_spreadsheet", but(xlsx(), lambda content: b"MZ" + bytes(512) + content)),
    Hostile("half.xlsx", "truncated", but(xlsx(), lambda content: content[: len(content) // 2])),
    Hostile("tail.xlsx", "truncated", but(xlsx(), lambda content: content[:-10])),
    Hostile("empty.xlsx", "empty", plain(b"")),
    Hostile("zeros.xlsx", "truncated", plain(bytes(4096))),
    Hostile("web_page.xls", "not_spreadsheet", plain(b"<html><table><tr><td>1</td></tr></table></html>")),
    Hostile("values.csv.xlsx", "not_spreadsheet", plain(b"a,b\n1,2\n")),
    Hostile("picture.xlsx", "not_spreadsheet", plain(b"\x89PNG\r\n\x1a\n" + bytes(64))),
    Hostile("wrong_name.xls", FOREIGN, xlsx()),
    Hostile("wrong_name.ods", FOREIGN, xlsx()),
    Hostile("laughs.ods", "hostile", ods(ods_row(1, 1, "&e;"), LAUGHS)),
    Hostile("entity.ods", "hostile", ods(ods_row(1, 1, "&e;"), ABROAD)),
    Hostile("repeat.ods", "too_large", ods(ods_row(1_048_576, 16_384))),
    Hostile("repeat_rows.ods", "too_large", ods(ods_row(1_048_576, 20))),
    Hostile("blanks.ods", "too_large", ods(ods_row(1, 1, '<text:s text:c="2000000000"/>'))),
    Hostile("no_content.ods", "damaged", zipped({"mimetype": ODS.encode()})),
)

"""Our own report.xlsx taken apart: the sheets in order, and what they share."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

from gmreports.render.ods.xml import Element

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = {
    "m": _MAIN,
    "p": "http://schemas.openxmlformats.org/package/2006/relationships",
    "x": "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
}
EMU_PER_PIXEL = 9_525
RELATION_ID = f"{{{_RELATION}}}id"
# Excel writes a character that XML cannot hold, and the look-alike of such a writing, by its number.
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Corner:
    """A point on a sheet: a cell, counted from 0, and how far it lies from the cell's corner, in pixels."""

    row: int
    column: int
    x: int
    y: int


@dataclass(frozen=True)
class Anchored:
    """A chart between two corners, with what it says and its part."""

    first: Corner
    last: Corner
    says: str
    chart: Element


@dataclass(frozen=True)
class Source:
    """A sheet of the workbook: its XML, what repeats on each page, what prints, and what can be filtered."""

    name: str
    root: Element
    repeated: tuple[int, int] | None
    printed: str
    filtered: tuple[tuple[str, str], ...]
    charts: tuple[Anchored, ...]


@dataclass(frozen=True)
class Workbook:
    sheets: tuple[Source, ...]
    strings: tuple[str, ...]
    styles: Element
    title: str
    created: str


def opened(content: bytes) -> Workbook:
    with ZipFile(BytesIO(content)) as parts:

        def read(name: str) -> Element:
            return etree.fromstring(parts.read(name))

        def related(name: str) -> dict[str, str]:
            folder, file = posixpath.split(name)
            beside = f"{folder}/_rels/{file}.rels"
            if beside not in parts.namelist():
                return {}
            return {
                each.attrib["Id"]: posixpath.normpath(posixpath.join(folder, each.attrib["Target"]))
                for each in read(beside).iterfind("p:Relationship", NAMES)
            }

        book, core = read("xl/workbook.xml"), read("docProps/core.xml")
        places = related("xl/workbook.xml")
        listed = book.findall("m:sheets/m:sheet", NAMES)
        return Workbook(
            sheets=tuple(
                _sheet(book, at, entry.attrib["name"], places[entry.attrib[RELATION_ID]], read, related)
                for at, entry in enumerate(listed)
            ),
            strings=tuple(text_of(item) for item in read("xl/sharedStrings.xml").iterfind("m:si", NAMES)),
            styles=read("xl/styles.xml"),
            title=core.findtext("dc:title", "", NAMES),
            created=core.findtext("dcterms:created", "", NAMES),
        )


def text_of(item: Element) -> str:
    text = item.findtext("m:t", "", NAMES)
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _sheet(
    book: Element,
    at: int,
    name: str,
    place: str,
    read: Callable[[str], Element],
    related: Callable[[str], dict[str, str]],
) -> Source:
    root, beside = read(place), related(place)
    defined = {
        each.attrib["name"]: each.text or ""
        for each in book.iterfind("m:definedNames/m:definedName", NAMES)
        if each.attrib.get("localSheetId") == str(at)
    }
    rows = re.search(r"!\$([0-9]+):\$([0-9]+)$", defined.get("_xlnm.Print_Titles", ""))
    area = re.search(r"!([$A-Z0-9:]+)$", defined.get("_xlnm.Print_Area", ""))
    tables = [read(beside[each.attrib[RELATION_ID]]) for each in root.iterfind(".//m:tablePart", NAMES)]
    filters = root.findall("m:autoFilter", NAMES)
    drawings = [beside[each.attrib[RELATION_ID]] for each in root.iterfind("m:drawing", NAMES)]
    return Source(
        name=name,
        root=root,
        repeated=(int(rows[1]), int(rows[2])) if rows else None,
        printed=area[1].replace("$", "") if area else "",
        filtered=(
            *((table.attrib["displayName"], table.attrib["ref"]) for table in tables),
            # LibreOffice's name for the filter of a sheet that has no name of its own.
            *((f"__Anonymous_Sheet_DB__{at}", each.attrib["ref"]) for each in filters),
        ),
        charts=tuple(one for part in drawings for one in _anchored(read(part), related(part), read)),
    )


def _anchored(drawing: Element, beside: dict[str, str], read: Callable[[str], Element]) -> Iterator[Anchored]:
    for anchor in drawing.iterfind("x:twoCellAnchor", NAMES):
        link, about = anchor.find(".//c:chart", NAMES), anchor.find(".//x:cNvPr", NAMES)
        if link is not None and about is not None:
            yield Anchored(
                _corner(anchor, "x:from"),
                _corner(anchor, "x:to"),
                about.attrib.get("descr", ""),
                read(beside[link.attrib[RELATION_ID]]),
            )


def _corner(anchor: Element, path: str) -> Corner:
    numbers = [
        int(anchor.findtext(f"{path}/x:{each}", "0", NAMES)) for each in ("row", "col", "colOff", "rowOff")
    ]
    return Corner(numbers[0], numbers[1], numbers[2] // EMU_PER_PIXEL, numbers[3] // EMU_PER_PIXEL)

"""The sheet of one workbook taken over into another: its formats renumbered, its texts written in place."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from gmreports.render.returned.notes import SPACE
from gmreports.render.returned.package import Element, main, open_package, seen
from gmreports.render.returned.styles import transplant

# A digit of the face that XlsxWriter counts widths in, in pixels.
COUNTED_IN = 7


def graft(book: bytes, styles: Element, digit: int) -> tuple[Element, dict[str, str], int]:
    """The first sheet of `book`, its formats now in `styles`; its names, and the number of formats."""
    package = open_package(book)
    root = seen(package, "xl/worksheets/sheet1.xml")
    strings = seen(package, "xl/sharedStrings.xml").findall(main("si"))
    numbers = transplant(styles, seen(package, "xl/styles.xml"))
    for row in root.iter(main("row")):
        row.attrib.pop("spans", None)
        for cell in row.iterfind(main("c")):
            cell.set("s", str(numbers[int(cell.get("s", "0"))]))
            if cell.get("t") == "s":
                _write_in_place(cell, strings)
    for col in root.iter(main("col")):
        col.set("width", f"{float(col.get('width', '9')) * COUNTED_IN / digit:.4f}")
    dimension = root.find(main("dimension"))
    if dimension is not None:
        root.remove(dimension)
    held = seen(package, "xl/workbook.xml").iterfind(f"{main('definedNames')}/{main('definedName')}")
    return root, {each.get("name", ""): each.text or "" for each in held}, len(numbers)


def _write_in_place(cell: Element, strings: Sequence[Element]) -> None:
    text = strings[int(cell.findtext(main("v")) or "0")].findtext(main("t")) or ""
    for child in list(cell):
        cell.remove(child)
    cell.set("t", "inlineStr")
    said = etree.SubElement(etree.SubElement(cell, main("is")), main("t"), {SPACE: "preserve"})
    said.text = text

"""The boxes that notes are shown in: legacy VML, one drawing a sheet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain, count

from lxml import etree

from gmreports.render import style
from gmreports.render.returned.cells import LAST_COLUMN, LAST_ROW, YES, Grid
from gmreports.render.returned.package import Element, Package, main, seen

V = "urn:schemas-microsoft-com:vml"
O = "urn:schemas-microsoft-com:office:office"  # noqa: E741 # the standard's own letter
X = "urn:schemas-microsoft-com:office:excel"
NOTE_TYPE = "_x0000_t202"
NUMBERED = re.compile(r"_x0000_s([0-9]{1,9})$")
BLOCK = 1024

WIDE = 330
TALLEST = 620
LINE, AIR = 19, 22
# Half-width characters in a line of a note, at its size and width.
ROOM = 44
GAP = 15
# How many rows or columns a box may reach over; where all of them are hidden, it has to begin before them.
REACH = 100


def v(name: str) -> str:
    return f"{{{V}}}{name}"


def o(name: str) -> str:
    return f"{{{O}}}{name}"


def x(name: str) -> str:
    return f"{{{X}}}{name}"


def empty(block: int) -> Element:
    root = etree.Element("xml", nsmap={"v": V, "o": O, "x": X})
    layout = etree.SubElement(root, o("shapelayout"), {v("ext"): "edit"})
    etree.SubElement(layout, o("idmap"), {v("ext"): "edit", "data": str(block)})
    return root


def blocks(root: Element) -> list[int]:
    """The blocks of 1,024 numbers that this drawing takes its shapes from."""
    return [int(n) for each in root.iter(o("idmap")) for n in re.findall(r"[0-9]{1,6}", each.get("data", ""))]


def free_blocks(package: Package) -> Iterator[int]:
    """The blocks that no drawing has taken."""
    drawings = [name for name in package.infos if name.lower().endswith(".vml")]
    taken = {block for name in drawings for block in blocks(seen(package, name))}
    return (block for block in count(1) if block not in taken)


def numbers(root: Element, free: Iterator[int]) -> Iterator[int]:
    """Numbers for new shapes, each behind all that are taken; a further block is noted in the drawing."""
    taken = [
        int(found[1])
        for shape in root.iter(v("shape"))
        for name in (shape.get("id", ""), shape.get(o("spid"), ""))
        if (found := NUMBERED.search(name))
    ]
    last = max(taken, default=0)
    own = sorted(blocks(root))
    for block in chain(own, free):
        first, end = max(block * BLOCK + 1, last + 1), (block + 1) * BLOCK
        if block not in own and first < end:
            _note_block(root, block)
        yield from range(first, end)


def _note_block(root: Element, block: int) -> None:
    held = root.find(f"{o('shapelayout')}/{o('idmap')}")
    if held is None:
        layout = etree.Element(o("shapelayout"), {v("ext"): "edit"})
        held = etree.SubElement(layout, o("idmap"), {v("ext"): "edit"})
        root.insert(0, layout)
    held.set("data", ",".join(filter(None, (held.get("data", ""), str(block)))))


def boxes(root: Element) -> dict[tuple[int, int], Element]:
    """Row and column from 1 → the box of the note on that cell."""
    found = {}
    for shape in root.iterfind(v("shape")):
        data = shape.find(x("ClientData"))
        if data is not None and data.get("ObjectType") == "Note":
            row, column = data.findtext(x("Row")), data.findtext(x("Column"))
            if row is not None and column is not None:
                found[int(row) + 1, int(column) + 1] = shape
    return found


def add_box(root: Element, number: int, at: tuple[int, int], anchor: str, colour: str) -> None:
    shape = etree.SubElement(
        root,
        v("shape"),
        {
            "id": f"_x0000_s{number}",
            "type": f"#{NOTE_TYPE}",
            "style": f"position:absolute;width:{WIDE * 3 // 4}pt;height:60pt;z-index:1;visibility:hidden",
            "fillcolor": colour.lower(),
            o("insetmode"): "auto",
        },
    )
    etree.SubElement(shape, v("fill"), {"color2": colour.lower()})
    etree.SubElement(shape, v("shadow"), {"on": "t", "color": "black", "obscured": "t"})
    etree.SubElement(shape, v("path"), {o("connecttype"): "none"})
    words = etree.SubElement(shape, v("textbox"), {"style": "mso-direction-alt:auto"})
    etree.SubElement(words, "div", {"style": "text-align:left"})
    data = etree.SubElement(shape, x("ClientData"), {"ObjectType": "Note"})
    etree.SubElement(data, x("MoveWithCells"))
    etree.SubElement(data, x("SizeWithCells"))
    for name, said in (
        ("Anchor", anchor),
        ("AutoFill", "False"),
        ("Row", str(at[0] - 1)),
        ("Column", str(at[1] - 1)),
    ):
        etree.SubElement(data, x(name)).text = said


def know_notes(root: Element) -> None:
    """The drawing knows what the box of a note looks like."""
    if any(each.get("id") == NOTE_TYPE for each in root.iterfind(v("shapetype"))):
        return
    made = etree.SubElement(
        root,
        v("shapetype"),
        {"id": NOTE_TYPE, "coordsize": "21600,21600", o("spt"): "202", "path": "m,l,21600r21600,l21600,xe"},
    )
    etree.SubElement(made, v("stroke"), {"joinstyle": "miter"})
    etree.SubElement(made, v("path"), {"gradientshapeok": "t", o("connecttype"): "rect"})


def anchor_of(box: Element) -> Element | None:
    return box.find(f"{x('ClientData')}/{x('Anchor')}")


def anchor(held: Grid, at: tuple[int, int], text: str, digit: int) -> str:
    """Where the box stands: beside the cell, wide and high enough for its text."""
    lines = sum(max(1, -(-style.width_of(line) // ROOM)) for line in text.splitlines())
    height = min(lines * LINE + AIR, TALLEST)
    row, column = max(at[0] - 1, 1), min(at[1] + 1, LAST_COLUMN - 1)
    left, right, over = _window(_widths(held, digit), column, GAP + WIDE, LAST_COLUMN)
    top, bottom, under = _window(_heights(held), row, height, LAST_ROW)
    return f"{left - 1}, {GAP}, {top - 1}, 2, {right - 1}, {over}, {bottom - 1}, {under}"


def _window(size_of: Callable[[int], int], first: int, pixels: int, last: int) -> tuple[int, int, int]:
    """The rows or columns in which so many pixels begin and end, and how far in they end.

    They begin before `first` where too few are shown behind it: the box would have no room.
    """
    end = min(first + REACH, last)
    room = sum(map(size_of, range(first, end + 1)))
    while room <= pixels and first > max(end - 2 * REACH, 1):
        first -= 1
        room += size_of(first)
    for number in range(first, end):
        if pixels < size_of(number):
            return first, number, pixels
        pixels -= size_of(number)
    return first, end, min(pixels, max(size_of(end) - 1, 0))


def _widths(held: Grid, digit: int) -> Callable[[int], int]:
    given = held.root.find(main("sheetFormatPr"))
    usual = float(given.get("defaultColWidth", "0")) if given is not None else 0.0
    cols = [
        (int(each.get("min", "0")), int(each.get("max", "0")), each)
        for each in held.root.iterfind(f"{main('cols')}/{main('col')}")
    ]

    def size_of(number: int) -> int:
        own = next((each for low, high, each in cols if low <= number <= high), None)
        units = float(own.get("width", usual or 8.7)) if own is not None else usual or 8.7
        return 0 if own is not None and own.get("hidden") in YES else int(units * digit)

    return size_of


def _heights(held: Grid) -> Callable[[int], int]:
    given = held.root.find(main("sheetFormatPr"))
    usual = float(given.get("defaultRowHeight", "15")) if given is not None else 15.0
    hidden = given is not None and given.get("zeroHeight") in YES

    def size_of(number: int) -> int:
        row = held.rows.get(number)
        if row is None:
            return 0 if hidden else int(usual * 4 / 3)
        return 0 if row.get("hidden") in YES else int(float(row.get("ht", usual)) * 4 / 3)

    return size_of

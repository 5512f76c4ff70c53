"""The margin of a sheet: its notes and their boxes, two parts that must agree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from gmreports.render.returned import notes, shapes
from gmreports.render.returned.cells import Grid, place_of
from gmreports.render.returned.package import (
    CONTENT_TYPES,
    LINK,
    ODD,
    TYPES,
    Element,
    Package,
    UntouchableError,
    add_part,
    edit,
    free_name,
    link,
    main,
    relate,
    related,
    relations,
    relations_part,
    remove_part,
    seen,
    unrelate,
)

COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"
# What the box drawing comes after in a sheet: ECMA-376 part 1, 18.3.1.99.
BEFORE_DRAWING = frozenset(map(main, (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr",
    "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate",
    "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting", "dataValidations",
    "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks",
    "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing",
)))  # fmt: skip


@dataclass(frozen=True)
class Margin:
    """`texts` and `boxes` by row and column are kept up to date with the parts."""

    comments: Element
    drawing: Element
    texts: dict[str, Element]
    boxes: dict[tuple[int, int], Element]
    numbers: Iterator[int]


def margin(package: Package, part: str, root: Element, free: Iterator[int]) -> Margin:
    """The margin of a sheet that is being marked; what is missing of it is made."""
    texts, drawing = related(package, part, "comments"), _drawing_part(package, part, root)
    if texts is not None and not drawing:
        raise UntouchableError(ODD)
    if texts is None:
        comments = notes.empty()
        name = free_name(package, "xl/comments{}.xml")
        add_part(package, name, comments, COMMENTS)
        relate(package, part, "comments", name)
    else:
        comments = edit(package, texts.target)
    boxes = edit(package, drawing) if drawing else _new_drawing(package, part, root, free)
    shapes.know_notes(boxes)
    return Margin(comments, boxes, notes.by_cell(comments), shapes.boxes(boxes), shapes.numbers(boxes, free))


def _drawing_part(package: Package, part: str, root: Element) -> str:
    held = root.find(main("legacyDrawing"))
    if held is None:
        return ""
    targets = {each.id: each.target for each in relations(package, part)}
    target = targets.get(held.get(link("id"), ""), "")
    if target not in package.infos:
        raise UntouchableError(ODD)
    return target


def _new_drawing(package: Package, part: str, root: Element, free: Iterator[int]) -> Element:
    made = shapes.empty(next(free))
    name = free_name(package, "xl/drawings/vmlDrawing{}.vml")
    add_part(package, name, made, "")
    held = etree.Element(main("legacyDrawing"), nsmap={"r": LINK})
    held.set(link("id"), relate(package, part, "vmlDrawing", name))
    places = [at for at, each in enumerate(root) if each.tag in BEFORE_DRAWING]
    root.insert(max(places) + 1, held)
    types = edit(package, CONTENT_TYPES)
    known = {each.get("Extension", "").casefold() for each in types.iterfind(f"{{{TYPES}}}Default")}
    if "vml" not in known:
        etree.SubElement(types, f"{{{TYPES}}}Default", {"Extension": "vml", "ContentType": DRAWING})
    return made


def add_note(
    held: Margin, sheet: Grid, address: str, pieces: Sequence[tuple[str, bool]], colour: str, digit: int
) -> str | None:
    """Our note on a cell; where its own box stood before, "" if there was none, None if no note can be."""
    at = place_of(address)
    assert at is not None
    theirs = held.texts.get(address)
    if theirs is None:
        text = "".join(said for said, _ in pieces)
        held.texts[address] = notes.write(held.comments, address, list(pieces))
        shapes.add_box(held.drawing, next(held.numbers), at, shapes.anchor(sheet, at, text, digit), colour)
        return ""
    if notes.is_thread(held.comments, theirs):
        return None
    notes.append(theirs, list(pieces))
    box = held.boxes.get(at)
    place = shapes.anchor_of(box) if box is not None else None
    if place is None:
        return ""
    before, place.text = place.text or "", shapes.anchor(sheet, at, notes.text_of(theirs), digit)
    return before


def clean_margin(package: Package, part: str, anchors: Mapping[str, str]) -> list[str]:
    """Every note of ours out of a sheet; the cells that had one.

    `anchors`: where the boxes of the office's own notes stood.
    """
    texts = related(package, part, "comments")
    if texts is None or texts.target not in package.infos:
        return []
    comments = seen(package, texts.target)
    ours = {cell: each for cell, each in notes.by_cell(comments).items() if notes.has_ours(each)}
    if not ours:
        return []
    edit(package, texts.target)
    root = seen(package, part)
    drawing = _drawing_part(package, part, root)
    boxes = shapes.boxes(edit(package, drawing)) if drawing else {}
    for cell, comment in ours.items():
        box = boxes.get(place_of(cell) or (0, 0))
        if notes.cut(comment) and not anchors.get(cell):
            _remove(comment)
            if box is not None:
                _remove(box)
        elif box is not None and anchors.get(cell):
            place = shapes.anchor_of(box)
            if place is not None:
                place.text = anchors[cell]
    notes.drop_author(comments)
    _drop_what_is_empty(package, part, texts.target, texts.id, drawing)
    return list(ours)


def _remove(entry: Element) -> None:
    holder = entry.getparent()
    if holder is not None:
        holder.remove(entry)


def _drop_what_is_empty(package: Package, part: str, texts: str, relation: str, drawing: str) -> None:
    if notes.by_cell(seen(package, texts)):
        return
    unrelate(package, part, relation)
    remove_part(package, texts)
    if not drawing or seen(package, drawing).find(shapes.v("shape")) is not None:
        return
    held = edit(package, part).find(main("legacyDrawing"))
    assert held is not None
    unrelate(package, part, held.get(link("id"), ""))
    _remove(held)
    remove_part(package, drawing)


def drop_relations(package: Package, part: str) -> None:
    """The list of relationships of a sheet, where it is empty."""
    name = relations_part(part)
    if name in package.infos and not len(seen(package, name)):
        remove_part(package, name)

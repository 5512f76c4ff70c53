"""The marked copy: what the office sent, with its wrong cells marked and the list put first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree
from xlsxwriter.utility import xl_rowcol_to_cell

from gmreports.model import Finding
from gmreports.render.answers import is_answered
from gmreports.render.returned import styles as looks
from gmreports.render.returned.cells import find_or_make, grid, place_of, shown_at
from gmreports.render.returned.clean import COLOURS, clean, styles_part
from gmreports.render.returned.graft import graft
from gmreports.render.returned.listing import tone
from gmreports.render.returned.margin import add_note, margin
from gmreports.render.returned.memory import TITLE, Mark, Memory, digest, keep
from gmreports.render.returned.notes import block
from gmreports.render.returned.package import (
    CONTENT_TYPES,
    TYPES,
    Element,
    Package,
    add_part,
    edit,
    free_name,
    relate,
    save,
    seen,
)
from gmreports.render.returned.shapes import free_blocks
from gmreports.render.returned.workbook import Tab, deselect, put_first, tabs, workbook_part

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"

Wrong = dict[str, list[Finding]]
FirstSheet = Callable[[str, Collection[str]], bytes]
"""The list as a workbook, by the title of its sheet and the sheets that it may lead to."""


@dataclass(frozen=True)
class Pen:
    """What all sheets are marked with."""

    package: Package
    marking: looks.Marking
    blocks: Iterator[int]
    digit: int
    fills: dict[str, int] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)


def mark(package: Package, findings: Sequence[Finding], first_sheet: FirstSheet) -> bytes:
    """The marked copy of an opened package; the same input gives the same bytes."""
    clean(package)
    there = set(package.infos)
    drawings = _knows_drawings(package)
    part = styles_part(package)
    styles = edit(package, part)
    sizes = looks.sizes(styles)
    coloured = any(looks.colour_of(fill) in COLOURS for fill in looks.entries(styles, "fills"))
    pen = Pen(package, looks.Marking(styles), free_blocks(package), looks.digit_pixels(styles))
    for tab in tabs(package):
        wrong = _wrong(tab, findings)
        if wrong:
            _mark_sheet(pen, tab, wrong)
    selected = deselect(package)
    titles = [tab.title for tab in tabs(package)]
    title = _free_title(titles)
    root, names, added = graft(first_sheet(title, titles), styles, pen.digit)
    name = free_name(package, "xl/worksheets/sheet{}.xml")
    add_part(package, name, root, SHEET)
    view = put_first(package, title, relate(package, workbook_part(package), "worksheet", name), names)
    memory = Memory(
        styles=digest(package, part),
        sizes=sizes,
        bases=(*(number for number, _ in pen.marking.made), *([0] * added)),
        fills=tuple(pen.fills),
        marks=tuple(pen.marks),
        parts=tuple(each for each in package.infos if each not in there),
        drawings=_knows_drawings(package) and not drawings,
        coloured=coloured,
        selected=tuple(selected),
        view=view,
    )
    keep(root, memory)
    return save(package)


def is_marked(finding: Finding) -> bool:
    """What has been answered needs nothing from the office: it is in the list, and not on the cell."""
    return not is_answered(finding)


def _wrong(tab: Tab, findings: Sequence[Finding]) -> Wrong:
    """Cell → what is wrong with it, the gravest first."""
    found: Wrong = defaultdict(list)
    for finding in sorted(findings, key=_gravity):
        if tab.cells and finding.where.sheet == tab.title and is_marked(finding):
            for cell in finding.all_cells:
                if place_of(cell):
                    found[cell].append(finding)
    return found


def _gravity(finding: Finding) -> tuple[int, str, str]:
    return "EWI".index("I" if finding.trial else finding.severity), finding.code, finding.message


def _mark_sheet(pen: Pen, tab: Tab, wrong: Wrong) -> None:
    root = edit(pen.package, tab.part)
    held = grid(root)
    edge = margin(pen.package, tab.part, root, pen.blocks)
    at_cell: dict[tuple[int, int], list[Finding]] = defaultdict(list)
    for cell, found in wrong.items():
        at = place_of(cell)
        assert at is not None
        at_cell[shown_at(held, *at)] += found
    for (row, column), found in sorted(at_cell.items()):
        address = xl_rowcol_to_cell(row - 1, column - 1)
        place = find_or_make(held, row, column, address)
        number = int(place.cell.get("s", "0"))
        before = etree.tostring(looks.fill_of(pen.marking.styles, number), encoding="unicode")
        colour = tone(found[0]).ground
        place.cell.set("s", str(looks.coloured(pen.marking, number, colour)))
        box = add_note(edge, held, address, _note(found), colour, pen.digit)
        fill = pen.fills.setdefault(before, len(pen.fills))
        pen.marks.append(Mark(tab.title, address, place.made, fill, box or ""))


def _note(found: Sequence[Finding]) -> list[tuple[str, bool]]:
    """Code, what is wrong, how to mend it and an example, for each finding on the cell."""
    lines: list[tuple[str, bool]] = []
    for finding in found:
        lines.append((f"{tone(finding).text} {finding.code}", True))
        lines.append((finding.message, False))
        for word, text in (("怎麼改", finding.mend), ("應為", finding.expected)):
            if text:
                lines.append((f"{word}：{text}", False))
    return block(lines)


def _knows_drawings(package: Package) -> bool:
    types: Element = seen(package, CONTENT_TYPES)
    return any(
        each.get("Extension", "").casefold() == "vml" for each in types.iterfind(f"{{{TYPES}}}Default")
    )


def _free_title(titles: Sequence[str]) -> str:
    """The office may have a sheet of that name."""
    taken = {title.casefold() for title in titles}
    number, title = 1, TITLE
    while title in taken:
        number += 1
        title = f"{TITLE}({number})"
    return title

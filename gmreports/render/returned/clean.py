"""Our marks taken out again: to the letter in a file as we left it, by colour and note in one saved since."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from gmreports.render import style
from gmreports.render.returned import styles as looks
from gmreports.render.returned.cells import find, forget, grid, place_of
from gmreports.render.returned.margin import clean_margin, drop_relations
from gmreports.render.returned.memory import Memory, digest, recall
from gmreports.render.returned.package import (
    CONTENT_TYPES,
    ODD,
    TYPES,
    Element,
    Package,
    UntouchableError,
    edit,
    link,
    main,
    parse,
    part_bytes,
    related,
    relations_part,
    remove_part,
    seen,
    unrelate,
)
from gmreports.render.returned.texts import forget_unused
from gmreports.render.returned.workbook import Tab, select, tabs, take_out, workbook_part

COLOURS = frozenset(looks.argb(each) for each in (style.ERROR_SOFT, style.WARNING_SOFT, style.INFO_SOFT))
NUMBERS = re.compile(rb"""\bs(?:tyle)?=["']([0-9]+)["']""")

Places = dict[str, set[tuple[int, int]]]


def styles_part(package: Package) -> str:
    found = related(package, workbook_part(package), "styles")
    if found is None:
        raise UntouchableError(ODD)
    return found.target


def clean(package: Package) -> None:
    """The workbook without any trace of an earlier marking."""
    ours, memory = recall(package)
    part = styles_part(package)
    exact = memory is not None and len(ours) == 1 and memory.styles == digest(package, part)
    noted = _clean_notes(package, memory if exact else None)
    if memory is not None and exact:
        _formats_back(package, part, memory)
        _cells_back(package, memory)
    for tab in ours:
        _remove_sheet(package, tab, memory)
    if not exact and (ours or any(noted.values())):
        _grounds_back(package, part, memory, noted)
        forget_unused(package)
    if memory is not None and exact:
        _parts_back(package, memory)


def _clean_notes(package: Package, memory: Memory | None) -> Places:
    found: Places = {}
    for tab in tabs(package):
        if tab.cells and relations_part(tab.part) in package.infos:
            marks = memory.marks if memory else ()
            anchors = {mark.cell: mark.anchor for mark in marks if mark.sheet == tab.title}
            cells = clean_margin(package, tab.part, anchors)
            found[tab.title] = {at for at in map(place_of, cells) if at}
    return found


def _formats_back(package: Package, part: str, memory: Memory) -> None:
    """Nothing was numbered anew since: each of our formats goes back to the one it was made from."""
    first = memory.sizes["cellXfs"]
    for tab in tabs(package):
        blob = part_bytes(package, tab.part)
        if not tab.cells or all(int(number) < first for number in NUMBERS.findall(blob)):
            continue
        root = edit(package, tab.part)
        for entry, name in _formatted(root):
            number = int(entry.get(name, "0"))
            if first <= number < first + len(memory.bases):
                entry.set(name, str(memory.bases[number - first]))
    looks.cut_back(edit(package, part), memory.sizes)


def _cells_back(package: Package, memory: Memory) -> None:
    for tab in tabs(package):
        marks = [mark for mark in memory.marks if mark.sheet == tab.title and mark.made]
        if not marks:
            continue
        held = grid(edit(package, tab.part))
        # From the right, so that a row made for several marks is empty when its first one goes.
        for mark in reversed(marks):
            row, column = place_of(mark.cell) or (0, 0)
            cell = find(held, row, column)
            if cell is not None and mark.made == "bare":
                cell.attrib.pop("s", None)
            elif cell is not None:
                forget(held, row, cell, mark.made)


def _grounds_back(package: Package, part: str, memory: Memory | None, noted: Places) -> None:
    """Saved since: known by colour, and also by place or note where the office uses the colour itself."""
    styles = edit(package, part)
    forms = range(len(looks.entries(styles, "cellXfs")))
    ours = {number for number in forms if looks.colour_of(looks.fill_of(styles, number)) in COLOURS}
    marks = memory.marks if memory else ()
    before = {(mark.sheet, place_of(mark.cell)): mark.fill for mark in marks}
    anywhere = memory is not None and not memory.coloured
    made: dict[tuple[int, int], int] = {}
    used: set[int] = set()
    for tab in tabs(package):
        numbers = set(map(int, NUMBERS.findall(part_bytes(package, tab.part))))
        if tab.cells and not ours.isdisjoint(numbers):
            for entry, name in _formatted(edit(package, tab.part)):
                number, at = int(entry.get(name, "0")), place_of(entry.get("r", ""))
                known = (tab.title, at) in before or at in noted.get(tab.title, ())
                if number in ours and (anywhere or known):
                    key = number, before.get((tab.title, at), -1)
                    if key not in made:
                        made[key] = _refilled(styles, key, memory)
                    number = made[key]
                    entry.set(name, str(number))
                used.add(number)
    _forget_grounds(styles, ours - used)


def _formatted(root: Element) -> Iterator[tuple[Element, str]]:
    """Whatever has a format in a sheet, and the attribute that says which."""
    for tag, name in (("c", "s"), ("row", "s"), ("col", "style")):
        yield from ((entry, name) for entry in root.iter(main(tag)))


def _refilled(styles: Element, key: tuple[int, int], memory: Memory | None) -> int:
    """The format with the fill that it had; the first fill of a workbook is always none."""
    number, fill = key
    if memory is None or not 0 <= fill < len(memory.fills):
        return looks.with_fill(styles, number, 0)
    return looks.with_fill(styles, number, looks.add(styles, "fills", parse(memory.fills[fill].encode())))


def _forget_grounds(styles: Element, unused: set[int]) -> None:
    """Formats of ours that nothing has any more lose their ground, and the grounds go where none is left."""
    for number in unused:
        looks.set_fill(looks.format_at(styles, number), 0)
    needed = {form.get("fillId") for form in styles.iter(main("xf"))}
    held = looks.entries(styles, "fills")
    for number, fill in enumerate(held):
        if str(number) not in needed and looks.colour_of(fill) in COLOURS:
            held.replace(fill, etree.fromstring(looks.NONE))


def _remove_sheet(package: Package, tab: Tab, memory: Memory | None) -> None:
    book = workbook_part(package)
    entries = edit(package, book).iterfind(f"{main('sheets')}/{main('sheet')}")
    relation = next(entry.get(link("id"), "") for entry in entries if entry.get("name") == tab.title)
    exact_view = memory.view if memory and _opens_with_ours(package, tab) else None
    take_out(package, tab.title, exact_view)
    unrelate(package, book, relation)
    own = relations_part(tab.part)
    if own in package.infos:
        remove_part(package, own)
    remove_part(package, tab.part)
    select(package, list(memory.selected) if memory and exact_view is not None else None)


def _opens_with_ours(package: Package, tab: Tab) -> bool:
    view = seen(package, workbook_part(package)).find(f"{main('bookViews')}/{main('workbookView')}")
    at = int(view.get("activeTab", "0")) if view is not None else 0
    titles = [each.title for each in tabs(package)]
    return at < len(titles) and titles[at] == tab.title


def _parts_back(package: Package, memory: Memory) -> None:
    for tab in tabs(package):
        if relations_part(tab.part) in memory.parts:
            drop_relations(package, tab.part)
    if memory.drawings:
        types = edit(package, CONTENT_TYPES)
        for entry in types.findall(f"{{{TYPES}}}Default"):
            if entry.get("Extension", "").casefold() == "vml":
                types.remove(entry)

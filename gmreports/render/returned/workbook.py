"""The workbook part: its sheets, and ours put before them without disturbing what counts by place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from gmreports.render.returned.package import (
    ODD,
    Element,
    Package,
    UntouchableError,
    edit,
    link,
    main,
    part_bytes,
    relations,
    seen,
)

# What a definition of names comes after: ECMA-376 part 1, 18.2.27.
BEFORE_NAMES = frozenset(map(main, ("sheets", "functionGroups", "externalReferences")))
VIEW = ("activeTab", "firstSheet")


@dataclass(frozen=True, slots=True)
class Tab:
    """A sheet of the workbook, and the part it stands in; `cells` is False for a sheet of a chart."""

    title: str
    part: str
    cells: bool


def workbook_part(package: Package) -> str:
    found = [each.target for each in relations(package, "") if each.kind == "officeDocument"]
    if len(found) != 1:
        raise UntouchableError(ODD)
    return found[0]


def tabs(package: Package) -> list[Tab]:
    """The sheets in the order of their tabs."""
    part = workbook_part(package)
    targets = {each.id: each for each in relations(package, part)}
    found = []
    for entry in seen(package, part).iterfind(f"{main('sheets')}/{main('sheet')}"):
        relation = targets.get(entry.get(link("id"), ""))
        if relation is None or relation.target not in package.infos:
            raise UntouchableError(ODD)
        found.append(Tab(entry.get("name", ""), relation.target, relation.kind == "worksheet"))
    return found


def put_first(package: Package, title: str, relation: str, names: Mapping[str, str]) -> dict[str, str | None]:
    """Our sheet as the first and the open one, with its names; what the view said before."""
    book = edit(package, workbook_part(package))
    sheets = _child(book, "sheets")
    numbers = [int(entry.get("sheetId", "0")) for entry in sheets]
    _shift(book, 1)
    made = {"name": title, "sheetId": str(max(numbers) + 1), link("id"): relation}
    sheets.insert(0, etree.Element(main("sheet"), made))
    if names:
        held = book.find(main("definedNames"))
        if held is None:
            held = etree.Element(main("definedNames"))
            places = [at for at, each in enumerate(book) if each.tag in BEFORE_NAMES]
            book.insert(max(places) + 1, held)
        for name, cells in names.items():
            entry = etree.SubElement(held, main("definedName"), {"name": name, "localSheetId": "0"})
            entry.text = cells
    view = book.find(f"{main('bookViews')}/{main('workbookView')}")
    if view is None:
        return {}
    before = {name: view.get(name) for name in VIEW}
    view.attrib.pop("firstSheet", None)
    view.set("activeTab", "0")
    _shift_windows(book, 1)
    return before


def take_out(package: Package, title: str, before: Mapping[str, str | None] | None) -> None:
    """Our sheet out of the list again, with its names; the view as `before`, None where nobody knows."""
    book = edit(package, workbook_part(package))
    sheets = _child(book, "sheets")
    titles = [entry.get("name") for entry in sheets]
    place = titles.index(title)
    sheets.remove(sheets[place])
    held = book.find(main("definedNames"))
    if held is not None:
        for entry in held.findall(main("definedName")):
            if entry.get("localSheetId") == str(place):
                held.remove(entry)
        if not len(held):
            book.remove(held)
    _shift(book, -1, place)
    _shift_windows(book, -1, place)
    view = book.find(f"{main('bookViews')}/{main('workbookView')}")
    if view is None:
        return
    if before is not None:
        _restore(view, before, len(sheets))
        return
    for name in VIEW:
        at = int(view.get(name, "0"))
        if at > place:
            view.set(name, str(at - 1))


def _restore(view: Element, before: Mapping[str, str | None], sheets: int) -> None:
    for name, value in before.items():
        if value is None or int(value) >= sheets:
            view.attrib.pop(name, None)
        else:
            view.set(name, value)


def _shift(book: Element, by: int, after: int = -1) -> None:
    """Names that belong to a sheet say which by its place."""
    for entry in book.iterfind(f"{main('definedNames')}/{main('definedName')}"):
        at = entry.get("localSheetId")
        if at is not None and int(at) > after:
            entry.set("localSheetId", str(int(at) + by))


def _shift_windows(book: Element, by: int, after: int = -1) -> None:
    """Further windows show the sheet that they showed, by its place."""
    for view in book.findall(f"{main('bookViews')}/{main('workbookView')}")[1:]:
        for name in VIEW:
            at = int(view.get(name, "0"))
            if at > after:
                view.set(name, str(at + by))


def _child(book: Element, name: str) -> Element:
    found = book.find(main(name))
    if found is None:
        raise UntouchableError(ODD)
    return found


def deselect(package: Package) -> list[str]:
    """No sheet stays selected beside ours, or typing into one would fill both; the parts that were."""
    found = []
    for tab in tabs(package):
        if b"tabSelected" not in part_bytes(package, tab.part):
            continue
        views = seen(package, tab.part).iterfind(f"{main('sheetViews')}/{main('sheetView')}")
        chosen = [view for view in views if view.get("tabSelected") in ("1", "true")]
        for view in chosen:
            edit(package, tab.part)
            del view.attrib["tabSelected"]
        if chosen:
            found.append(tab.title)
    return found


def select(package: Package, titles: list[str] | None) -> None:
    """These sheets are selected, as they were; where nobody knows, the one that the workbook opens with."""
    there = tabs(package)
    chosen = [tab for tab in there if tab.title in (titles or ())]
    if titles is None:
        view = seen(package, workbook_part(package)).find(f"{main('bookViews')}/{main('workbookView')}")
        at = int(view.get("activeTab", "0")) if view is not None else 0
        chosen = there[at : at + 1]
    for tab in chosen:
        view = edit(package, tab.part).find(f"{main('sheetViews')}/{main('sheetView')}")
        if view is not None:
            view.set("tabSelected", "1")

"""Whether a workbook opens in Excel without a question: the rules of the standard that Excel insists on."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator

from lxml import etree
from openpyxl.utils.cell import coordinate_to_tuple

from tests.render.returned.census import M, R, V, X, parts, targets

# ECMA-376 part 1, 18.3.1.99 and 18.2.27.
SHEET = """
sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges
scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr
conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter
rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing
legacyDrawingHF drawingHF picture oleObjects controls webPublishItems tableParts extLst
"""
BOOK = """
fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups
externalReferences definedNames calcPr oleSize customWorkbookViews pivotCaches smartTagPr smartTagTypes
webPublishing fileRecoveryPr webPublishObjects extLst
"""
SELECTED = re.compile(rb'tabSelected="(1|true)"')
COUNTED = ("fonts", "fills", "borders", "cellXfs")


def troubles(content: bytes) -> list[str]:
    """Everything that Excel would offer to repair, in words."""
    return list(_troubles(content))


def _troubles(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        if package.testzip() or len({n.lower() for n in package.namelist()}) != len(package.namelist()):
            yield "a name stands twice, or a member is damaged"
    held = parts(content)
    for name, blob in held.items():
        if name.endswith((".xml", ".rels", ".vml")):
            etree.fromstring(blob)
    yield from _types(held)
    yield from _relations(held)
    yield from _book(held)
    yield from _styles(held)
    yield from _shape_numbers(held)
    links = targets(held, "xl/workbook.xml")
    for kind, part in links.values():
        if kind == "worksheet":
            yield from _sheet(held, part)


def _types(held: dict[str, bytes]) -> Iterator[str]:
    root = etree.fromstring(held["[Content_Types].xml"])
    overrides = [each.get("PartName", "").lstrip("/") for each in root if each.get("PartName")]
    endings = [each.get("Extension", "").lower() for each in root if each.get("Extension")]
    yield from (f"{name} is typed twice" for name in _twice(overrides))
    yield from (f".{name} is typed twice" for name in _twice(endings))
    yield from (f"{name} is typed and not there" for name in overrides if name not in held)
    for name in held:
        if name not in overrides and name.rpartition(".")[2].lower() not in endings and name[0] != "[":
            yield f"{name} has no type"


def _relations(held: dict[str, bytes]) -> Iterator[str]:
    for name in held:
        if not name.endswith(".rels"):
            continue
        part = name.replace("_rels/", "").removesuffix(".rels")
        if part and part not in held and name != "_rels/.rels":
            yield f"{name} belongs to nothing"
        root = etree.fromstring(held[name])
        yield from (f"{name}: {each} twice" for each in _twice(each.get("Id", "") for each in root))
        external = {each.get("Id") for each in root if each.get("TargetMode") == "External"}
        for key, (_, target) in targets(held, part).items():
            if key not in external and target not in held:
                yield f"{name}: {target} is not there"


def _book(held: dict[str, bytes]) -> Iterator[str]:
    root = etree.fromstring(held["xl/workbook.xml"])
    yield from _order("workbook", root, BOOK)
    entries = list(root.iterfind(f"{M}sheets/{M}sheet"))
    for key in ("name", "sheetId", f"{R}id"):
        yield from (f"two sheets: {each}" for each in _twice(e.get(key, "").lower() for e in entries))
    links = targets(held, "xl/workbook.xml")
    yield from (f"no part: {e.get('name')}" for e in entries if e.get(f"{R}id") not in links)
    names = [(n.get("name", "").lower(), n.get("localSheetId", "")) for n in root.iter(f"{M}definedName")]
    yield from (f"two names: {each}" for each in _twice(names))
    yield from (f"name of no sheet: {n}" for n, at in names if at and int(at) >= len(entries))
    view = root.find(f"{M}bookViews/{M}workbookView")
    active = int(view.get("activeTab", "0")) if view is not None else 0
    blobs = [held[links[e.get(f"{R}id", "")][1]] for e in entries]
    selected = [at for at, blob in enumerate(blobs) if SELECTED.search(blob)]
    if active >= len(entries) or (selected and selected != [active]):
        yield f"open {active}, selected {selected}"


def _styles(held: dict[str, bytes]) -> Iterator[str]:
    root = etree.fromstring(held["xl/styles.xml"])
    sizes = {}
    for name in COUNTED:
        entries = root.find(f"{M}{name}")
        assert entries is not None
        sizes[name] = len(entries)
        if entries.get("count", str(len(entries))) != str(len(entries)):
            yield f"{name}: {entries.get('count')} is not {len(entries)}"
    for form in root.iterfind(f"{M}cellXfs/{M}xf"):
        for key, name in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders")):
            if int(form.get(key, "0")) >= sizes[name]:
                yield f"no {key} {form.get(key)}"


def _sheet(held: dict[str, bytes], part: str) -> Iterator[str]:
    root = etree.fromstring(held[part])
    yield from _order(part, root, SHEET)
    forms = etree.fromstring(held["xl/styles.xml"]).find(f"{M}cellXfs")
    assert forms is not None
    last = 0, 0
    for row in root.iterfind(f"{M}sheetData/{M}row"):
        for cell in row.iterfind(f"{M}c"):
            at = coordinate_to_tuple(cell.get("r", ""))
            if at <= last or str(at[0]) != row.get("r"):
                yield f"{part}: {cell.get('r')} is out of order"
            last = at
            if int(cell.get("s", "0")) >= len(forms):
                yield f"{part}: {cell.get('r')} has no format"
    yield from _margin(held, part, root)
    titles = [e.get("name", "") for e in etree.fromstring(held["xl/workbook.xml"]).iter(f"{M}sheet")]
    for link in root.iter(f"{M}hyperlink"):
        to = re.fullmatch(r"'((?:[^']|'')+)'!\$?[A-Z]+\$?[0-9]+", link.get("location", ""))
        if link.get("location") and (not to or to[1].replace("''", "'") not in titles):
            yield f"{part}: leads nowhere: {link.get('location')}"


def _margin(held: dict[str, bytes], part: str, root: etree._Element) -> Iterator[str]:
    links = targets(held, part)
    texts = [target for kind, target in links.values() if kind == "comments"]
    drawings = root.findall(f"{M}legacyDrawing")
    if len(texts) > 1 or len(drawings) > 1:
        yield f"{part}: two margins"
    if not texts:
        return
    if not drawings:
        yield f"{part}: notes without boxes"
        return
    cells = [each.get("ref", "") for each in etree.fromstring(held[texts[0]]).iter(f"{M}comment")]
    yield from (f"{part}: two notes at {cell}" for cell in _twice(cells))
    drawing = etree.fromstring(held[links[drawings[0].get(f"{R}id", "")][1]])
    boxes = [
        (int(data.findtext(f"{X}Row") or 0) + 1, int(data.findtext(f"{X}Column") or 0) + 1)
        for data in drawing.iter(f"{X}ClientData")
        if data.get("ObjectType") == "Note"
    ]
    if sorted(boxes) != sorted(map(coordinate_to_tuple, cells)):
        yield f"{part}: notes and boxes differ"


def _shape_numbers(held: dict[str, bytes]) -> Iterator[str]:
    for name, blob in held.items():
        if name.endswith(".vml"):
            shapes = [each.get("id", "") for each in etree.fromstring(blob).iter(f"{V}shape")]
            yield from (f"{name}: two shapes {each}" for each in _twice(shapes))


def _order(where: str, root: etree._Element, wanted: str) -> Iterator[str]:
    order = wanted.split()
    names = [etree.QName(each).localname for each in root if str(each.tag).startswith(M)]
    if [order.index(name) for name in names] != sorted(order.index(name) for name in names):
        yield f"{where}: elements out of order: {names}"
    yield from (f"{where}: two {n}" for n in _twice(names) if n not in ("conditionalFormatting",))


def _twice(given: Iterable[object]) -> list[object]:
    return [each for each, number in Counter(given).items() if number > 1]

"""What a workbook holds, part by part, whoever wrote it: for comparing before and after.

Ours is told apart by what the office sees (the sheet called 檢核結果, the words of our notes), not by
asking the program.
"""

from __future__ import annotations

import hashlib
import io
import posixpath
import re
import zipfile
from collections import Counter
from copy import deepcopy

from lxml import etree

M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
V, X = "{urn:schemas-microsoft-com:vml}", "{urn:schemas-microsoft-com:office:excel}"
TITLE = "檢核結果"
OURS = re.compile(r"(\n─+\n)?〔檢核註記〕.*?〔註記到此[^〕]*〕", re.DOTALL)
TOUCHED = re.compile(
    r"(workbook|styles|comments[0-9]*)\.xml$|\.rels$|vmlDrawing[0-9]*\.vml$|sheet[0-9]+\.xml$|Types"
)

Census = dict[str, object]


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def targets(held: dict[str, bytes], part: str) -> dict[str, tuple[str, str]]:
    """Relationship id → (kind, part or address)."""
    folder, name = posixpath.split(part)
    blob = held.get(f"{folder}/_rels/{name}.rels")
    if blob is None:
        return {}
    return {
        each.get("Id", ""): (
            each.get("Type", "").rpartition("/")[2],
            each.get("Target", "")
            if each.get("TargetMode") == "External"
            else posixpath.normpath(posixpath.join("/", folder, each.get("Target", ""))).lstrip("/"),
        )
        for each in etree.fromstring(blob)
    }


def sheets(held: dict[str, bytes]) -> dict[str, str]:
    """Title → part, our own sheet left out."""
    links = targets(held, "xl/workbook.xml")
    entries = etree.fromstring(held["xl/workbook.xml"]).iterfind(f"{M}sheets/{M}sheet")
    found = {entry.get("name", ""): links[entry.get(f"{R}id", "")][1] for entry in entries}
    return {title: part for title, part in found.items() if title != TITLE}


def census(content: bytes, fills: bool = False) -> Census:
    """Feature → what it is or how often it occurs; `fills`: the grounds of the cells too."""
    held = parts(content)
    found: Census = {"order": list(sheets(held)), "book": _book(held)}
    found |= {name: _hash(blob) for name, blob in held.items() if not TOUCHED.search(name)}
    styles = etree.fromstring(held["xl/styles.xml"])
    for title, part in sheets(held).items():
        root = etree.fromstring(held[part])
        found[f"{title} counts"] = Counter(
            each.tag for each in root.iter() if each.tag not in (f"{M}c", f"{M}row", f"{M}legacyDrawing")
        )
        found[f"{title} xml"] = _hash(_plain(root, styles, fills))
        links = targets(held, part)
        kinds = ("comments", "vmlDrawing")
        found[f"{title} links"] = sorted(each for each in links.values() if each[0] not in kinds)
        found[f"{title} notes"] = _notes(held, links)
        found[f"{title} shapes"] = _shapes(held, links)
    return found


def our_notes(content: bytes) -> dict[str, dict[str, str]]:
    """Title → cell → the words of our note, the office's own left out."""
    held = parts(content)
    found = {}
    for title, part in sheets(held).items():
        texts = _texts(held, targets(held, part))
        found[title] = {cell: m[0] for cell, text in texts.items() if (m := OURS.search(text))}
    return {title: cells for title, cells in found.items() if cells}


def grounds(content: bytes) -> dict[tuple[str, str], str]:
    """(title, cell) → the colour of its plain ground."""
    held = parts(content)
    styles = etree.fromstring(held["xl/styles.xml"])
    forms, fills = styles.find(f"{M}cellXfs"), styles.find(f"{M}fills")
    assert forms is not None
    assert fills is not None
    found = {}
    for title, part in sheets(held).items():
        for cell in etree.fromstring(held[part]).iter(f"{M}c"):
            fill = fills[int(forms[int(cell.get("s", "0"))].get("fillId", "0"))]
            front = fill.find(f"{M}patternFill/{M}fgColor")
            if front is not None and front.get("rgb"):
                found[title, cell.get("r", "")] = front.get("rgb", "")[-6:]
    return found


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def _book(held: dict[str, bytes]) -> bytes:
    """The workbook part without our sheet, its names and what counts sheets by place."""
    root = etree.fromstring(held["xl/workbook.xml"])
    entries = root.find(f"{M}sheets")
    assert entries is not None
    titles = [entry.get("name") for entry in entries]
    for entry in list(entries):
        entry.attrib.pop(f"{R}id")
        if entry.get("name") == TITLE:
            entries.remove(entry)
    names = root.find(f"{M}definedNames")
    for name in list(names) if names is not None else []:
        at = name.get("localSheetId")
        if at is not None:
            name.set("localSheetId", str(titles[int(at)]))
        if name.get("localSheetId") == TITLE and names is not None:
            names.remove(name)
    if names is not None and not len(names):
        root.remove(names)
    for view in root.iter(f"{M}workbookView"):
        view.attrib.pop("activeTab", None)
        view.attrib.pop("firstSheet", None)
    return etree.tostring(root, method="c14n")


def _plain(root: etree._Element, styles: etree._Element, fills: bool) -> bytes:
    """A sheet with its formats written out, and without empty cells, selection and notes."""
    forms = styles.find(f"{M}cellXfs")
    assert forms is not None
    shown = [_format(styles, form, fills) for form in forms]
    for view in root.iter(f"{M}sheetView"):
        view.attrib.pop("tabSelected", None)
    for row in list(root.iter(f"{M}row")):
        row.attrib.pop("spans", None)
        for cell in list(row.iterfind(f"{M}c")):
            cell.set("s", shown[int(cell.get("s", "0"))])
            if not len(cell):
                row.remove(cell)
        if not len(row) and set(row.attrib) == {"r"}:
            row.getparent().remove(row)  # type: ignore[union-attr] # a row is in a sheet
    for held in root.findall(f"{M}legacyDrawing"):
        root.remove(held)
    return etree.tostring(root, method="c14n")


def _format(styles: etree._Element, form: etree._Element, fills: bool) -> str:
    form = deepcopy(form)
    for name, key in (("fonts", "fontId"), ("borders", "borderId"), ("fills", "fillId")):
        entries = styles.find(f"{M}{name}")
        assert entries is not None
        number = int(form.attrib.pop(key, "0"))
        if name != "fills" or fills:
            form.set(key, _hash(etree.tostring(entries[number], method="c14n")))
    form.attrib.pop("applyFill", None)
    return _hash(etree.tostring(form, method="c14n"))


def _texts(held: dict[str, bytes], links: dict[str, tuple[str, str]]) -> dict[str, str]:
    part = next((target for kind, target in links.values() if kind == "comments"), "")
    root = etree.fromstring(held[part]) if part else etree.Element("none")
    return {
        each.get("ref", ""): "".join(t.text or "" for t in each.iter(f"{M}t"))
        for each in root.iter(f"{M}comment")
    }


def _notes(held: dict[str, bytes], links: dict[str, tuple[str, str]]) -> dict[str, str]:
    left = {cell: OURS.sub("", text) for cell, text in _texts(held, links).items()}
    return {cell: text for cell, text in left.items() if text}


def _shapes(held: dict[str, bytes], links: dict[str, tuple[str, str]]) -> list[tuple[str, str]]:
    """Every box but those of notes that are all ours."""
    part = next((target for kind, target in links.values() if kind == "vmlDrawing"), "")
    root = etree.fromstring(held[part]) if part else etree.Element("none")
    theirs = _notes(held, links)
    found = []
    for shape in root.iterfind(f"{V}shape"):
        data = shape.find(f"{X}ClientData")
        row, column = (
            data.findtext(f"{X}{name}") if data is not None else None for name in ("Row", "Column")
        )
        kind = data.get("ObjectType", "") if data is not None else ""
        cell = f"{chr(65 + int(column))}{int(row) + 1}" if row and column else ""
        if kind != "Note" or cell in theirs:
            found.append((kind, shape.get("style", "")))
    return found

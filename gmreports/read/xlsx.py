"""An xlsx file as sparse cells, straight from its XML.

Why not a library: each one we have loses something without a word (error values, dates in the
zh-TW formats, repeated rows, strict files): docs/decisions/0003-reading-xlsx.md.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from pathlib import Path
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from zipfile import ZipFile

from defusedxml.sax import parse as parse_xml

from gmreports.read.cells import At, Book, SheetCells
from gmreports.read.xlsx_extras import NotesPart, PropertiesPart
from gmreports.read.xlsx_parts import (
    DamagedError,
    RelationsPart,
    SheetPart,
    StringsPart,
    StylesPart,
    WorkbookPart,
)

# Parts of a package that act, or that bring in what stands elsewhere.
ACTIVE_PARTS = {
    "vbaProject.bin": "巨集",
    "xl/macrosheets/": "巨集",
    "xl/externalLinks/": "外部連結",
    "xl/embeddings/": "內嵌物件",
    "xl/activeX/": "內嵌物件",
}
DDE_LINK = b"ddeLink"

Targets = Mapping[str, tuple[str, str]]
"""Relationship id → (kind, part name)."""


def read_xlsx(path: Path) -> Book:
    """Every worksheet in workbook order. Raises DamagedError, or what zipfile and expat raise."""
    with ZipFile(path) as package:
        root = _targets(package, "")
        workbook_part = next((t for kind, t in root.values() if kind == "officeDocument"), "")
        if workbook_part not in package.namelist():
            raise DamagedError("no workbook part")
        workbook = WorkbookPart()
        _parse(package, workbook_part, workbook)
        targets = _targets(package, workbook_part)
        parts = dict(targets.values())
        strings, styles = StringsPart(), StylesPart()
        for kind, handler in (("sharedStrings", strings), ("styles", styles)):
            if parts.get(kind) in package.namelist():
                _parse(package, parts[kind], handler)
        found = []
        active = active_parts(package)
        for title, state, relation in workbook.sheets:
            kind, target = targets.get(relation, ("", ""))
            if kind != "worksheet":
                continue
            sheet = SheetPart(strings.texts, styles.formats, workbook.epoch)
            _parse(package, target, sheet)
            hidden = frozenset(sheet.hidden_rows), frozenset(sheet.hidden_columns)
            notes = _notes(package, _targets(package, target))
            visible = state == "visible"
            found.append(SheetCells(title, visible, sheet.cells, *hidden, tuple(sheet.merged), notes))
            active |= {"DDE"} if sheet.calls_out else set()
        return Book(tuple(found), _properties(package, root), frozenset(active))


def active_parts(package: ZipFile) -> set[str]:
    """What in the package acts or calls out, in Chinese."""
    names = package.namelist()
    found = {what for part, what in ACTIVE_PARTS.items() for name in names if part in name}
    links = (name for name in names if name.startswith("xl/externalLinks/") and name.endswith(".xml"))
    if any(DDE_LINK in package.read(name) for name in links):
        found = (found - {"外部連結"}) | {"DDE"}
    return found


def _notes(package: ZipFile, targets: Targets) -> dict[At, str]:
    """A threaded comment leaves a copy in the notes for old programs: it is told once."""
    found: dict[At, str] = {}
    for wanted in ("comments", "threadedComment"):
        for part in _of_kind(package, targets, wanted):
            handler = NotesPart()
            _parse(package, part, handler)
            found |= handler.texts
    return found


def _properties(package: ZipFile, root: Targets) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for wanted in ("core-properties", "extended-properties", "custom-properties"):
        for part in _of_kind(package, root, wanted):
            handler = PropertiesPart()
            try:
                _parse(package, part, handler)
            except SAXParseException:
                continue  # nothing that is counted stands there
            found += handler.found
    return tuple(found)


def _of_kind(package: ZipFile, targets: Targets, wanted: str) -> Iterable[str]:
    """The parts of a kind; strict files call a core-properties relation coreProperties."""
    plain = wanted.replace("-", "").lower()
    names = package.namelist()
    return (t for kind, t in targets.values() if kind.replace("-", "").lower() == plain and t in names)


def _parse(package: ZipFile, part: str, handler: ContentHandler) -> None:
    if part not in package.namelist():
        raise DamagedError(f"part {part} is missing")
    with package.open(part) as stream:
        parse_xml(stream, handler, forbid_dtd=True)


def _targets(package: ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Relationship id → (kind, part name) of one part; of the package for ""."""
    folder, name = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    handler = RelationsPart()
    if relations in package.namelist():
        _parse(package, relations, handler)
    return {
        key: (kind, posixpath.normpath(posixpath.join(folder, target)).lstrip("/"))
        if not target.startswith("/")
        else (kind, target.lstrip("/"))
        for key, (kind, target) in handler.found.items()
    }

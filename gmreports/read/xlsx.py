"""An xlsx file as sparse cells, straight from its XML.

Why not a library: each one we have loses something without a word (error values, dates in the
zh-TW formats, repeated rows, strict files): docs/decisions/0003-reading-xlsx.md.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from xml.sax import SAXParseException
from zipfile import ZipFile

from defusedxml import DefusedXmlException

from gmreports.model import Limits
from gmreports.model.limits import MIB
from gmreports.read.cells import At, Book, SheetCells
from gmreports.read.elements import Part, parse
from gmreports.read.package import Package
from gmreports.read.refused import DamagedError, RefusedError
from gmreports.read.xlsx_extras import NotesPart, PropertiesPart
from gmreports.read.xlsx_parts import RelationsPart, Room, StringsPart, StylesPart, WorkbookPart
from gmreports.read.xlsx_sheet import SheetPart

# Parts of a package that act, or bring in what stands elsewhere: by name in lower case, and by relation.
ACTIVE_PARTS = {
    "vbaproject.bin": "巨集",
    "xl/macrosheets/": "巨集",
    "xl/externallinks/": "外部連結",
    "xl/connections.xml": "外部連結",
    "xl/embeddings/": "內嵌物件",
    "xl/activex/": "內嵌物件",
}
ACTIVE_KINDS = {
    "vbaProject": "巨集",
    "xlMacrosheet": "巨集",
    "xlIntlMacrosheet": "巨集",
    "externalLink": "外部連結",
    "connections": "外部連結",
}
DDE_LINK = b"ddeLink"
LARGE = 8 * MIB

Targets = Mapping[str, tuple[str, str]]
"""Relationship id → (kind, part name)."""


def read_xlsx(path: Path, limits: Limits | None = None) -> Book:
    """Every worksheet in workbook order. Raises RefusedError, DamagedError, or what expat raises."""
    limits = limits or Limits()
    with Package(path, limits) as package:
        root = _targets(package, "")
        workbook_part = next((t for kind, t in root.values() if kind == "officeDocument"), "")
        workbook, room = WorkbookPart(), Room(limits)
        _parse(package, workbook_part, workbook)
        if len(workbook.sheets) > limits.members:
            raise RefusedError("too_large")
        targets = _targets(package, workbook_part)
        parts = dict(targets.values())
        strings, styles = StringsPart(Room(limits)), StylesPart()
        for kind, handler in (("sharedStrings", strings), ("styles", styles)):
            if kind in parts:
                _parse(package, parts[kind], handler)
        found = []
        active = active_parts(package, parts)
        for title, state, relation in workbook.sheets:
            if not relation:
                continue  # a module of macros of the 1990s, which Excel lists among the sheets
            if relation not in targets:
                raise DamagedError("a sheet that leads nowhere")
            kind, target = targets[relation]
            if kind != "worksheet":
                continue
            _foresee(package, target, limits)
            sheet = SheetPart(strings.texts, styles.formats, workbook.epoch, room)
            _parse(package, target, sheet)
            hidden = frozenset(sheet.hidden_rows), sheet.hidden_columns
            notes = _notes(package, _targets(package, target), room)
            visible = state == "visible"
            found.append(SheetCells(title, visible, sheet.cells, *hidden, tuple(sheet.merged), notes))
            active |= {"DDE"} if sheet.calls_out else set()
        return Book(tuple(found), _properties(package, root, room), frozenset(active))


def _foresee(package: Package, part: str, limits: Limits) -> None:
    """Refuse a sheet of far too many cells before it is parsed, which would take half a minute."""
    if package.size(part) > LARGE and package.count(part, b"</c>") > limits.cells:
        raise RefusedError("too_large")


def active_parts(package: Package | ZipFile, kinds: Iterable[str] = ()) -> set[str]:
    """What in the package acts or calls out, in Chinese; `kinds` are what the workbook has relations to."""
    names = package.namelist()
    found = {what for part, what in ACTIVE_PARTS.items() for name in names if part in name.lower()}
    found |= {ACTIVE_KINDS[kind] for kind in kinds if kind in ACTIVE_KINDS}
    links = (name for name in names if re.match("xl/externallinks/.*[.]xml$", name, re.IGNORECASE))
    if any(DDE_LINK in package.read(name) for name in links):
        found = (found - {"外部連結"}) | {"DDE"}
    return found


def _notes(package: Package, targets: Targets, room: Room) -> dict[At, str]:
    """A threaded comment leaves a copy in the notes for old programs: it is told once."""
    found: dict[At, str] = {}
    for wanted in ("comments", "threadedComment"):
        for part in _of_kind(package, targets, wanted):
            handler = NotesPart(room)
            _parse(package, part, handler)
            found |= handler.texts
    return found


def _properties(package: Package, root: Targets, room: Room) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for wanted in ("core-properties", "extended-properties", "custom-properties"):
        for part in _of_kind(package, root, wanted):
            handler = PropertiesPart(room)
            try:
                _parse(package, part, handler)
            except SAXParseException:
                continue  # nothing that is counted stands there
            found += handler.found
    return tuple(found)


def _of_kind(package: Package, targets: Targets, wanted: str) -> Iterable[str]:
    """The parts of a kind; strict files call a core-properties relation coreProperties."""
    plain = wanted.replace("-", "").lower()
    return (t for kind, t in targets.values() if kind.replace("-", "").lower() == plain and t in package)


def _parse(package: Package, part: str, handler: Part) -> None:
    with package.open(part) as stream:
        try:
            parse(stream, handler)
        except DefusedXmlException:
            raise RefusedError("hostile") from None
        except (LookupError, ValueError) as error:
            # A coding that expat does not know, or cannot read.
            raise DamagedError(f"part {part} cannot be read") from error


def _targets(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Relationship id → (kind, part name) of one part; of the package for ""."""
    folder, name = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    handler = RelationsPart()
    if relations in package:
        _parse(package, relations, handler)
    return {
        key: (kind, posixpath.normpath(posixpath.join(folder, target)).lstrip("/"))
        if not target.startswith("/")
        else (kind, target.lstrip("/"))
        for key, (kind, target) in handler.found.items()
    }

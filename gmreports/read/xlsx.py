"""An xlsx file as sparse cells, straight from its XML.

Why not a library: each one we have loses something without a word (error values, dates in the
zh-TW formats, repeated rows, strict files): docs/decisions/0003-reading-xlsx.md.
"""

from __future__ import annotations

import posixpath
from pathlib import Path
from xml.sax.handler import ContentHandler
from zipfile import ZipFile

from defusedxml.sax import parse as parse_xml

from gmreports.read.cells import SheetCells
from gmreports.read.xlsx_parts import (
    DamagedError,
    RelationsPart,
    SheetPart,
    StringsPart,
    StylesPart,
    WorkbookPart,
)


def read_xlsx(path: Path) -> tuple[SheetCells, ...]:
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
        for title, state, relation in workbook.sheets:
            kind, target = targets.get(relation, ("", ""))
            if kind != "worksheet":
                continue
            sheet = SheetPart(strings.texts, styles.formats, workbook.epoch)
            _parse(package, target, sheet)
            hidden = frozenset(sheet.hidden_rows), frozenset(sheet.hidden_columns)
            found.append(SheetCells(title, state == "visible", sheet.cells, *hidden, sheet.calls_out))
        return tuple(found)


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

"""An ods file as sparse cells, straight from its XML, packed or flat: docs/decisions/0012-ods-and-xls.md."""

from __future__ import annotations

import re
from pathlib import Path
from typing import IO
from xml.sax import SAXParseException
from xml.sax.handler import feature_namespaces

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser

from gmreports.model import Limits
from gmreports.read.cells import Book
from gmreports.read.ods_parts import ContentPart, ManifestPart, MetaPart, Part, StylesPart
from gmreports.read.package import Package
from gmreports.read.refused import DamagedError, RefusedError

ZIP = b"PK\x03\x04"
CHART = "application/vnd.oasis.opendocument.chart"
# Script libraries are listed in files of their own, which LibreOffice writes even for empty ones.
MACRO = re.compile(r"(?:Basic|Scripts)/(?:.*/)?(?!script-l[bc]\.xml$|dialog-l[bc]\.xml$)[^/]+")
OBJECT = re.compile(r"application/vnd\.(?:oasis\.opendocument|sun\.star|sun\.xml\.(?!ui\.)).*")


def read_ods(path: Path, limits: Limits) -> Book:
    """Every sheet in order. Raises RefusedError, DamagedError, or what expat raises."""
    with path.open("rb") as stream:
        packed = stream.read(len(ZIP)) == ZIP
    # By its head, as the probe told it: a package may stand behind a flat file.
    if not packed:
        return _flat(path, limits)
    with Package(path, limits) as package:
        manifest, styles = ManifestPart(), StylesPart()
        if "META-INF/manifest.xml" in package:
            _parse_part(package, "META-INF/manifest.xml", manifest, may_name_dtd=True)
        if manifest.encrypted:
            raise RefusedError("encrypted")
        if "styles.xml" in package:
            _parse_part(package, "styles.xml", styles)
        content = ContentPart(limits, styles.hidden)
        _parse_part(package, "content.xml", content)
        active = content.active | _active_members(package.namelist(), manifest)
        return Book(tuple(content.sheets), _properties(package, limits), frozenset(active))


def _flat(path: Path, limits: Limits) -> Book:
    """A file that is one XML document, with everything in it."""
    meta, content = MetaPart(limits), ContentPart(limits, set())
    for handler in (meta, content):
        with path.open("rb") as stream:
            _parse(stream, handler)
    return Book(tuple(content.sheets), tuple(meta.found), frozenset(content.active))


def _active_members(names: list[str], manifest: ManifestPart) -> set[str]:
    """What acts among the members; a chart is kept like an object and is none."""
    found = {"巨集" for name in names if MACRO.fullmatch(name)}
    parts = (kind for path, kind in manifest.kinds.items() if path != "/")
    if any(OBJECT.fullmatch(kind) and not kind.startswith(CHART) for kind in parts):
        found.add("內嵌物件")
    return found


def _properties(package: Package, limits: Limits) -> tuple[tuple[str, str], ...]:
    meta = MetaPart(limits)
    try:
        if "meta.xml" in package:
            _parse_part(package, "meta.xml", meta)
    except (SAXParseException, DefusedXmlException, DamagedError):
        return ()  # nothing that is counted stands there
    return tuple(meta.found)


def _parse_part(package: Package, part: str, handler: Part, *, may_name_dtd: bool = False) -> None:
    """An old OpenOffice names a DTD in its manifest; entities are refused everywhere."""
    with package.open(part) as stream:
        _parse(stream, handler, may_name_dtd=may_name_dtd)


def _parse(stream: IO[bytes], handler: Part, *, may_name_dtd: bool = False) -> None:
    parser = make_parser()
    # Named, not fetched: the parser follows no reference by itself.
    parser.forbid_dtd = parser.forbid_external = not may_name_dtd
    parser.setFeature(feature_namespaces, True)
    parser.setContentHandler(handler)
    try:
        parser.parse(stream)
    except DefusedXmlException:
        raise
    except (LookupError, ValueError) as error:
        # A coding that expat does not know, or cannot read.
        raise DamagedError("a part cannot be read") from error

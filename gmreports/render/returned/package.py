"""An xlsx package in memory: parts in the order of the zip; only what is edited is written afresh."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

Element = etree._Element

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
CONTENT_TYPES = "[Content_Types].xml"
DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# The earliest moment that a zip can hold: our own parts carry no clock.
NO_MOMENT = (1980, 1, 1, 0, 0, 0)
# A tree in memory is some ten times its XML; a return has one or two megabytes in all.
MOST_UNPACKED = 200 * 1024 * 1024
MOST_PARSED = 32 * 1024 * 1024


class UntouchableError(Exception):
    """The file must be left as it came; the text says why, in Chinese."""


ODD = "檔案的內部結構和一般的活頁簿不同"
TOO_LARGE = "檔案的內容太大"


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship of a part; `target` is the name of a part, or an address where it is external."""

    id: str
    kind: str
    target: str
    external: bool


@dataclass(frozen=True)
class Package:
    """`trees` are the parts parsed so far; those in `edited` are written from their tree."""

    infos: dict[str, ZipInfo]
    blobs: dict[str, bytes]
    comment: bytes = b""
    trees: dict[str, Element] = field(default_factory=dict)
    edited: set[str] = field(default_factory=set)


def main(name: str) -> str:
    return f"{{{MAIN}}}{name}"


def link(name: str) -> str:
    return f"{{{LINK}}}{name}"


def open_package(content: bytes) -> Package:
    """Raises what zipfile raises, or UntouchableError where a name stands twice or there is too much."""
    with ZipFile(BytesIO(content)) as archive:
        infos = {info.filename: info for info in archive.infolist()}
        if len({name.casefold() for name in infos}) != len(archive.infolist()):
            raise UntouchableError(ODD)
        # zipfile unpacks no more of a member than it says it holds.
        if sum(info.file_size for info in infos.values()) > MOST_UNPACKED:
            raise UntouchableError(TOO_LARGE)
        return Package(infos, {name: archive.read(info) for name, info in infos.items()}, archive.comment)


def parse(content: bytes) -> Element:
    """XML from strangers: no entities, no network, no declarations of types.

    Remarks between elements go: entries are found by their place, and remarks take none.
    """
    if len(content) > MOST_PARSED:
        raise UntouchableError(TOO_LARGE)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise UntouchableError(ODD)
    return root


def seen(package: Package, part: str) -> Element:
    """A part to be looked at. Raises UntouchableError where there is none."""
    if part not in package.trees:
        if part not in package.blobs:
            raise UntouchableError(ODD)
        package.trees[part] = parse(package.blobs[part])
    return package.trees[part]


def edit(package: Package, part: str) -> Element:
    """A part to be changed."""
    package.edited.add(part)
    return seen(package, part)


def save(package: Package) -> bytes:
    """The package as a zip; the same parts give the same bytes."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        archive.comment = package.comment
        for name, info in package.infos.items():
            archive.writestr(_fresh(info), part_bytes(package, name))
    return stream.getvalue()


def part_bytes(package: Package, name: str) -> bytes:
    if name not in package.edited:
        return package.blobs[name]
    # Excel writes its drawings of boxes without a declaration.
    start = b"" if name.lower().endswith(".vml") else DECLARATION
    return start + etree.tostring(package.trees[name], encoding="UTF-8", xml_declaration=False)


def _fresh(info: ZipInfo) -> ZipInfo:
    """The entry without what belongs to the old archive; `info` itself is not written into."""
    made = ZipInfo(info.filename, info.date_time)
    made.compress_type = info.compress_type if info.compress_type in (0, ZIP_DEFLATED) else ZIP_DEFLATED
    made.external_attr, made.create_system, made.comment = (
        info.external_attr,
        info.create_system,
        info.comment,
    )
    return made


def add_part(package: Package, name: str, root: Element, content_type: str) -> None:
    """A new part at the end of the package; `content_type` is "" where its ending tells it."""
    info = ZipInfo(name, NO_MOMENT)
    info.compress_type = ZIP_DEFLATED
    package.infos[name], package.blobs[name], package.trees[name] = info, b"", root
    package.edited.add(name)
    if content_type:
        types = edit(package, CONTENT_TYPES)
        given = {"PartName": f"/{name}", "ContentType": content_type}
        etree.SubElement(types, f"{{{TYPES}}}Override", given)


def remove_part(package: Package, name: str) -> None:
    for held in (package.infos, package.blobs, package.trees):
        held.pop(name, None)
    package.edited.discard(name)
    types = edit(package, CONTENT_TYPES)
    for entry in types.findall(f"{{{TYPES}}}Override"):
        if entry.get("PartName", "").lstrip("/") == name:
            types.remove(entry)


def free_name(package: Package, pattern: str) -> str:
    """The first name of the pattern, such as `xl/comments{}.xml`, that no part has."""
    taken = {name.casefold() for name in package.infos}
    number = 1
    while pattern.format(number).casefold() in taken:
        number += 1
    return pattern.format(number)


def content_type(package: Package, part: str) -> str:
    types = seen(package, CONTENT_TYPES)
    for entry in types.findall(f"{{{TYPES}}}Override"):
        if entry.get("PartName", "").lstrip("/") == part:
            return entry.get("ContentType", "")
    ending = part.rpartition(".")[2].casefold()
    for entry in types.findall(f"{{{TYPES}}}Default"):
        if entry.get("Extension", "").casefold() == ending:
            return entry.get("ContentType", "")
    return ""


def relations_part(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relations(package: Package, part: str) -> Iterator[Relation]:
    """The relationships of a part, of the package for ""; `kind` is the last word of the type."""
    where = relations_part(part)
    if where not in package.blobs:
        return
    for entry in seen(package, where).findall(f"{{{RELATIONS}}}Relationship"):
        external = entry.get("TargetMode") == "External"
        target = entry.get("Target", "")
        if not external:
            target = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
        yield Relation(entry.get("Id", ""), entry.get("Type", "").rpartition("/")[2], target, external)


def related(package: Package, part: str, kind: str) -> Relation | None:
    return next((each for each in relations(package, part) if each.kind == kind), None)


def relate(package: Package, part: str, kind: str, target: str) -> str:
    """A new relationship to a part; its id."""
    where = relations_part(part)
    if where not in package.infos:
        add_part(package, where, etree.Element(f"{{{RELATIONS}}}Relationships", nsmap={None: RELATIONS}), "")
    root = edit(package, where)
    numbers = [int(n) for each in root for n in re.findall(r"^rId([0-9]{1,9})$", each.get("Id", ""))]
    made = f"rId{max(numbers, default=0) + 1}"
    path = posixpath.relpath(f"/{target}", f"/{posixpath.dirname(part)}")
    etree.SubElement(
        root, f"{{{RELATIONS}}}Relationship", {"Id": made, "Type": f"{LINK}/{kind}", "Target": path}
    )
    return made


def unrelate(package: Package, part: str, relation: str) -> None:
    root = edit(package, relations_part(part))
    for entry in root.findall(f"{{{RELATIONS}}}Relationship"):
        if entry.get("Id") == relation:
            root.remove(entry)

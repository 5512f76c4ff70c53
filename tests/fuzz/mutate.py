"""Real workbooks, bent: the bytes of the zip file, its members, and the XML inside."""

from __future__ import annotations

import io
import random
import struct
import warnings
from collections.abc import Callable
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree

Members = list[tuple[str, bytes]]

ABSURD = (
    "", " ", "-1", "0", "1", "77", "1e308", "-1e999", "NaN", "1_000", "0x10", "１２", "4294967296", "9" * 400,
    "A0", "A1", "XFE1", "AAAA1", "XFD1048576", "A1:XFD1048576", "A1:", "$B$5", "true", "#REF!", "\u202e",
    "s", "str", "b", "d", "e", "inlineStr", "rId1", "rId999", "../../x", "xl/workbook.xml", "hidden", "'",
    "<&>", "A123456789", "115/7/3", "x" * 40_000, "=1+1", "_x000D_", "2026-13-45T99:99:99", "e\u0301",
)  # fmt: skip


def members_of(content: bytes) -> Members:
    with ZipFile(io.BytesIO(content)) as package:
        return [(name, package.read(name)) for name in package.namelist()]


def packed(members: Members) -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings(), ZipFile(out, "w", ZIP_DEFLATED, compresslevel=1) as package:
        warnings.simplefilter("ignore")
        for name, content in members:
            package.writestr(name, content)
    return out.getvalue()


def bytes_bent(content: bytes, dice: random.Random) -> bytes:
    """Cut, flipped, shifted, or with other numbers in the directory."""
    at = dice.randrange(len(content))
    match dice.randrange(6):
        case 0:
            return content[:at]
        case 1:
            return content[:at] + content[at + dice.randrange(1, 200) :]
        case 2:
            return content[:at] + dice.randbytes(dice.randrange(1, 50)) + content[at:]
        case 3:
            entries = [n for n in range(len(content)) if content.startswith(b"PK\x01\x02", n)]
            at = dice.choice(entries) + dice.choice((8, 10, 16, 20, 24, 28, 42))
            number = dice.choice((0, 1, 5, 2**31, 2**32 - 1, dice.randrange(2**20)))
            return content[:at] + struct.pack("<I", number) + content[at + 4 :]
    flipped = bytearray(content)
    for _ in range(dice.randrange(1, 12)):
        flipped[dice.randrange(len(flipped))] ^= 1 << dice.randrange(8)
    return bytes(flipped)


def members_bent(content: bytes, dice: random.Random) -> bytes:
    """One member gone, there twice, called otherwise, or holding what another one should."""
    members = members_of(content)
    at, other = dice.randrange(len(members)), dice.randrange(len(members))
    name, inside = members[at]
    match dice.randrange(5):
        case 0:
            del members[at]
        case 1:
            members.append((name, dice.choice((inside, members[other][1], b"", inside[:-9]))))
        case 2:
            members[at] = dice.choice((name.upper(), f"../{name}", name.replace("/", "\\"), "x")), inside
        case 3:
            members[at], members[other] = (name, members[other][1]), (members[other][0], inside)
        case 4:
            members[at] = name, dice.choice((b"", b"\0" * 99, inside[: dice.randrange(len(inside) + 1)]))
    return packed(members)


def xml_bent(content: bytes, dice: random.Random) -> bytes:
    """A few elements of one part gone, doubled, moved, or saying something absurd."""
    members = members_of(content)
    parts = [n for n, (name, _) in enumerate(members) if name.endswith((".xml", ".rels"))]
    at = dice.choice(parts)
    name, inside = members[at]
    root = etree.fromstring(inside)
    for _ in range(dice.randrange(1, 5)):
        elements = [each for each in root.iter() if isinstance(each.tag, str) and each is not root]
        if elements:
            dice.choice(BENDS)(dice.choice(elements), dice)
    members[at] = name, etree.tostring(root)
    return packed(members)


def _drop(element: etree._Element, dice: random.Random) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _double(element: etree._Element, dice: random.Random) -> None:
    for _ in range(dice.choice((1, 1, 200))):
        element.addnext(etree.fromstring(etree.tostring(element)))


def _move(element: etree._Element, dice: random.Random) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.insert(dice.randrange(len(parent)), element)


def _say(element: etree._Element, dice: random.Random) -> None:
    element.text = dice.choice(ABSURD)


def _attribute(element: etree._Element, dice: random.Random) -> None:
    keys = [str(key) for key in element.attrib] or ["r"]
    key = dice.choice((*keys, *keys, "r", "t", "s", "hidden"))
    if dice.random() < 0.2 and key in element.attrib:
        del element.attrib[key]
    else:
        element.set(key, dice.choice(ABSURD))


def _call(element: etree._Element, dice: random.Random) -> None:
    local = str(element.tag).rpartition("}")[2]
    element.tag = dice.choice((local, f"{{urn:x}}{local}", "c", "row", "v", "sheet", "si", "mergeCell"))


def _deepen(element: etree._Element, dice: random.Random) -> None:
    for _ in range(200):
        element = etree.SubElement(element, str(element.tag))


BENDS: tuple[Callable[[etree._Element, random.Random], None], ...] = (
    _drop, _double, _move, _say, _attribute, _attribute, _call, _deepen,
)  # fmt: skip

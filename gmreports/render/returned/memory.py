"""What must be known to take our marks out again, kept in a hidden column of our own sheet.

It survives the office's Excel, LibreOffice and openpyxl, which all number formats and parts anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256

from lxml import etree

from gmreports.render.returned.cells import find_or_make, grid
from gmreports.render.returned.package import (
    Element,
    Package,
    UntouchableError,
    main,
    part_bytes,
    related,
    seen,
)
from gmreports.render.returned.workbook import Tab, tabs, workbook_part

TITLE = "檢核結果"
MARKER = "gmreports:returned:1"
# The hidden column, from 1, behind the columns of the list.
COLUMN, LETTER = 12, "L"
# A cell takes 32,767 characters.
PIECE = 30_000
PIECES = re.compile(rf"{MARKER} ([0-9]{{1,6}}) (.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Mark:
    """One marked cell: what had to be made for it, which fill it had, where the box of its note stood."""

    sheet: str
    cell: str
    made: str
    fill: int
    anchor: str


@dataclass(frozen=True)
class Memory:
    """`styles` is the hash of the styles part as we left it: only then the numbers in here still hold.

    `sizes` are the lengths of its lists before us, `bases` the format that each of ours was made
    from, `parts` the parts that we added, `coloured` whether the office itself uses our colours.
    """

    styles: str
    sizes: Mapping[str, int]
    bases: tuple[int, ...]
    fills: tuple[str, ...]
    marks: tuple[Mark, ...]
    parts: tuple[str, ...]
    drawings: bool
    coloured: bool
    selected: tuple[str, ...]
    view: Mapping[str, str | None] = field(default_factory=dict)


def digest(package: Package, styles: str) -> str:
    return sha256(part_bytes(package, styles)).hexdigest()


def keep(root: Element, memory: Memory) -> None:
    """Write it into the hidden column."""
    marks = [[mark.sheet, mark.cell, mark.made, mark.fill, mark.anchor] for mark in memory.marks]
    content = asdict(replace(memory, marks=())) | {"marks": marks}
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    pieces = [text[at : at + PIECE] for at in range(0, len(text), PIECE)]
    held = grid(root)
    for number, piece in enumerate(pieces, start=1):
        cell = find_or_make(held, number, COLUMN, f"{LETTER}{number}").cell
        cell.set("t", "inlineStr")
        said = etree.SubElement(etree.SubElement(cell, main("is")), main("t"))
        said.text = f"{MARKER} {number} {piece}"


def recall(package: Package) -> tuple[list[Tab], Memory | None]:
    """Our sheets in a workbook that was marked before, and what they remember."""
    strings = related(package, workbook_part(package), "sharedStrings")
    held = package.blobs.get(strings.target, b"") if strings else b""
    shared = MARKER.encode() in held
    found: list[Tab] = []
    memory: Memory | None = None
    for tab in tabs(package):
        if tab.cells and (shared or MARKER.encode() in part_bytes(package, tab.part)):
            pieces = dict(_pieces(package, tab, strings.target if shared and strings else ""))
            if pieces:
                found.append(tab)
                memory = memory or _understood("".join(pieces[number] for number in sorted(pieces)))
    return found, memory


def _pieces(package: Package, tab: Tab, strings: str) -> Iterator[tuple[int, str]]:
    texts = seen(package, strings).findall(main("si")) if strings else []
    for cell in seen(package, tab.part).iter(main("c")):
        holder: Element | None = cell.find(main("is"))
        if cell.get("t") == "s" and texts:
            at = int(cell.findtext(main("v")) or "0")
            holder = texts[at] if at < len(texts) else None
        said = "".join(each.text or "" for each in holder.iter(main("t"))) if holder is not None else ""
        found = PIECES.fullmatch(said)
        if found:
            yield int(found[1]), found[2]


def _understood(text: str) -> Memory | None:
    """None where somebody has written into the hidden column."""
    try:
        content = json.loads(text)
        content["marks"] = tuple(Mark(*mark) for mark in content["marks"])
        for name in ("bases", "fills", "parts", "selected"):
            content[name] = tuple(content[name])
        return Memory(**content)
    except (ValueError, TypeError, KeyError, UntouchableError):
        return None

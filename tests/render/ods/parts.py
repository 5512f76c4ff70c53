"""An .ods file taken apart, for tests: sheets, cells, formulas, links."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from gmreports.render.ods.xml import NAMESPACES

Element = etree._Element


def part(content: bytes, name: str = "content.xml") -> Element:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return etree.fromstring(parts.read(name))


def attribute(element: Element, name: str) -> str:
    prefix, _, local = name.partition(":")
    return element.get(f"{{{NAMESPACES[prefix]}}}{local}", "")


def find(element: Element, path: str) -> list[Element]:
    return element.findall(path, NAMESPACES)


def tables(content: bytes) -> dict[str, Element]:
    found = find(part(content), ".//office:spreadsheet/table:table")
    return {attribute(table, "table:name"): table for table in found}


def rows(table: Element) -> list[list[Element]]:
    """The cells of a table; ours repeats none."""
    return [list(row) for row in find(table, ".//table:table-row")]


def cells(content: bytes) -> Iterator[tuple[str, int, int, Element]]:
    """Each cell with its sheet, its row and its column, from 0."""
    for name, table in tables(content).items():
        for row, line in enumerate(rows(table)):
            yield from ((name, row, column, cell) for column, cell in enumerate(line))


def links(content: bytes) -> list[str]:
    return [attribute(link, "xlink:href") for link in find(part(content), ".//text:a")]

"""Elements of OpenDocument by the prefixes that its standard writes them with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from lxml import etree

Element = etree._Element
Attributes = Mapping[str, str]

VERSION = "1.3"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
NAMESPACES = {
    "office": f"{_OASIS}office:1.0",
    "style": f"{_OASIS}style:1.0",
    "text": f"{_OASIS}text:1.0",
    "table": f"{_OASIS}table:1.0",
    "draw": f"{_OASIS}drawing:1.0",
    "fo": f"{_OASIS}xsl-fo-compatible:1.0",
    "svg": f"{_OASIS}svg-compatible:1.0",
    "number": f"{_OASIS}datastyle:1.0",
    "chart": f"{_OASIS}chart:1.0",
    "meta": f"{_OASIS}meta:1.0",
    "config": f"{_OASIS}config:1.0",
    "manifest": f"{_OASIS}manifest:1.0",
    "of": f"{_OASIS}of:1.2",
    "xlink": "http://www.w3.org/1999/xlink",
    "dc": "http://purl.org/dc/elements/1.1/",
    "ooo": "http://openoffice.org/2004/office",
    "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
}
_BLANKS = re.compile("(  +|^ | $)")


@cache
def _qualified(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def _attributes(given: Attributes) -> dict[str, str]:
    return {_qualified(name): value for name, value in given.items()}


def root(name: str, given: Attributes | None = None) -> Element:
    return etree.Element(_qualified(name), _attributes(given or {}), NAMESPACES)


def part(name: str) -> Element:
    """The root of a part, which names the version of the standard."""
    return root(name, {"office:version": VERSION})


def under(parent: Element, name: str, given: Attributes | None = None, text: str = "") -> Element:
    """A new last child of an element."""
    made = etree.SubElement(parent, _qualified(name), _attributes(given) if given else None)
    if text:
        made.text = text
    return made


def write_lines(parent: Element, text: str, link: Attributes | None = None) -> None:
    """A text as paragraphs, one a line, perhaps each inside a link."""
    for line in text.split("\n"):
        paragraph = under(parent, "text:p")
        _write_line(under(paragraph, "text:a", link) if link else paragraph, line)


def _write_line(parent: Element, line: str) -> None:
    """Blanks that would be dropped are elements of their own.

    A tab stays a tab, which is a blank to the standard: LibreOffice 7.4 loses the element for it.
    """
    last: Element | None = None
    for piece in _BLANKS.split(line):
        if piece and not piece.strip(" "):
            last = under(parent, "text:s", {"text:c": str(len(piece))})
        elif last is None:
            parent.text = (parent.text or "") + piece
        else:
            last.tail = (last.tail or "") + piece


def to_bytes(element: Element) -> bytes:
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8")

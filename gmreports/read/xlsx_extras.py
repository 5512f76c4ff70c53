"""The parts of an xlsx package that stand beside its cells: notes, and what the file says about itself."""

from __future__ import annotations

from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from gmreports.read.cells import At
from gmreports.read.xlsx_parts import address, attributes, local


class NotesPart(ContentHandler):
    """Notes and threaded comments: both hold a `ref` and texts; replies to a comment are joined."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: dict[At, str] = {}
        self._at: At | None = None
        self._in_text = False

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        match local(name):
            case "comment" | "threadedComment":
                self._at = address(attributes(attrs).get("ref", ""))
                self.texts[self._at] = f"{self.texts[self._at]}\n" if self._at in self.texts else ""
            case "t" | "text" if self._at is not None:
                self._in_text = True

    def characters(self, content: str) -> None:
        if self._in_text and self._at is not None:
            self.texts[self._at] += content

    def endElement(self, name: str) -> None:
        match local(name):
            case "comment" | "threadedComment":
                self._at = None
            case "t" | "text":
                self._in_text = False


class PropertiesPart(ContentHandler):
    """`found`: name and text of each property that has one."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._text = ""

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        self._text = ""

    def characters(self, content: str) -> None:
        self._text += content

    def endElement(self, name: str) -> None:
        if self._text.strip():
            self.found.append((local(name), self._text.strip()))
        self._text = ""

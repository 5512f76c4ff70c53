"""The parts of an xlsx package that stand beside its cells: notes, and what the file says about itself."""

from __future__ import annotations

from gmreports.read.cells import At
from gmreports.read.elements import Attributes, Part, attributes, local
from gmreports.read.xlsx_parts import Room, Text, address


class NotesPart(Part):
    """Notes and threaded comments: both hold a `ref` and texts; replies to a comment are joined."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self.texts: dict[At, str] = {}
        self._room, self._text = room, Text(room.text)
        self._at: At | None = None
        self._in_text = False

    def start(self, name: str, attrs: Attributes) -> None:
        match local(name):
            case "comment" | "threadedComment":
                self._room.take()
                self._at = address(attributes(attrs).get("ref", ""))
                self._text.clear()
            case "t" | "text" if self._at is not None:
                self._in_text = True

    def characters(self, content: str) -> None:
        if self._in_text:
            self._text.add(content)

    def end(self, name: str) -> None:
        match local(name):
            case "comment" | "threadedComment" if self._at is not None:
                before = self.texts.get(self._at)
                self.texts[self._at] = str(self._text) if before is None else f"{before}\n{self._text}"
                self._at = None
            case "t" | "text":
                self._in_text = False


class PropertiesPart(Part):
    """`found`: name and text of each property that has one."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._room, self._text = room, Text(room.text)

    def start(self, name: str, attrs: Attributes) -> None:
        self._text.clear()

    def characters(self, content: str) -> None:
        self._text.add(content)

    def end(self, name: str) -> None:
        text = str(self._text).strip()
        if text:
            self._room.take()
            self.found.append((local(name), text))
        self._text.clear()

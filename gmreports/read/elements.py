"""How a part of an xlsx package is gone through: element by element, as expat reports them."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO, Any
from xml.parsers.expat import XMLParserType
from xml.sax.handler import ContentHandler

from defusedxml.expatreader import DefusedExpatParser

Attributes = dict[str, str]


class Part(ContentHandler):
    """What a part says; `characters` gets its text, in one piece where it is not very long."""

    def start(self, name: str, attrs: Attributes) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""


class _Parser(DefusedExpatParser):
    """Without an object around each element, and a call for each entity such as &#22521; in a text.

    A workbook has some twenty thousand elements: half of the time to read it went there.
    """

    _parser: XMLParserType  # which the stubs of the standard library do not know

    def __init__(self, part: Part) -> None:
        super().__init__(forbid_dtd=True)
        self.setContentHandler(part)
        self._part = part

    def reset(self) -> None:
        super().reset()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._part.start
        self._parser.EndElementHandler = self._part.end


class Steps(dict[str, Callable[..., Any]]):
    """What is done at an element, by local name; each name that comes is looked into once."""

    def __missing__(self, name: str) -> Callable[..., Any]:
        step = self[name] = self.get(local(name), _nothing)
        return step


def _nothing(*_: Attributes) -> None:
    """Most elements say nothing that is read."""


def parse(stream: IO[bytes], part: Part) -> None:
    """Raises what expat raises, and DefusedXmlException for a DTD or an entity."""
    _Parser(part).parse(stream)


def local(name: str) -> str:
    """The name without its prefix, which programs choose as they like."""
    return name[name.rfind(":") + 1 :]


def attributes(attrs: Attributes) -> Attributes:
    """The attributes by local name."""
    return {local(name): value for name, value in attrs.items()} if ":" in "".join(attrs) else attrs

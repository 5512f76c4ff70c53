"""The parts of an ods package, each read by its own SAX handler; names by namespace, not by prefix."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesNSImpl

from gmreports.model import Limits
from gmreports.read.cells import SheetCells
from gmreports.read.ods_rows import Rows
from gmreports.read.ods_values import Attributes, Paragraphs, cell, prefixed
from gmreports.read.refused import RefusedError
from gmreports.read.xlsx_parts import Text, count

Name = tuple[str | None, str]

# More often than anything can repeat, and no more than Python can count with.
ENDLESS = 1 << 31

CELLS = ("table:table-cell", "table:covered-table-cell")
NOT_SHOWN = ("collapse", "filter")
# What is drawn over the cells, guides to pronunciation, earlier states, and copies of other files.
SKIPPED_SPACES = ("drawing:", "dr3d:", "form:", "chart:")
SKIPPED = frozenset(
    ["text:ruby-text", "text:note", "table:tracked-changes", "table:shapes", "table:dde-links"]
)
# Elements that act, or that bring in what stands elsewhere.
ACTIVE = {
    "script:event-listener": "巨集",
    "ooo:module": "巨集",
    "table:table-source": "外部連結",
    "table:cell-range-source": "外部連結",
    "table:database-source-sql": "外部連結",
    "table:database-source-query": "外部連結",
    "table:database-source-table": "外部連結",
    "office:dde-source": "DDE",
    "drawing:object-ole": "內嵌物件",
    "drawing:plugin": "內嵌物件",
    "drawing:applet": "內嵌物件",
    "drawing:floating-frame": "內嵌物件",
}
IN_QUOTES = re.compile(r'"[^"]*"')
CALLS_ELSEWHERE = re.compile(r"'[^']*'#|\bfile://", re.IGNORECASE)
CALLS_DDE = re.compile(r"\bDDE\s*\(", re.IGNORECASE)


class Part(ContentHandler):
    """Keeps the way from the root; `begin` and `finish` get plain names and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.path: list[str] = []

    def startElementNS(self, name: Name, qname: str | None, attrs: AttributesNSImpl) -> None:
        tag = prefixed(*name)
        self.path.append(tag)
        self.begin(tag, {prefixed(*key): value for key, value in attrs.items()})

    def endElementNS(self, name: Name, qname: str | None) -> None:
        self.finish(self.path[-1])
        self.path.pop()

    @property
    def parent(self) -> str:
        return self.path[-2] if len(self.path) > 1 else ""

    def begin(self, tag: str, here: Attributes) -> None: ...

    def finish(self, tag: str) -> None: ...


class ManifestPart(Part):
    """`kinds`: media type of each member; `encrypted`: one of them is."""

    def __init__(self) -> None:
        super().__init__()
        self.kinds: dict[str, str] = {}
        self.encrypted = False

    def begin(self, tag: str, here: Attributes) -> None:
        if tag == "manifest:file-entry":
            self.kinds[here.get("manifest:full-path", "")] = here.get("manifest:media-type", "")
        self.encrypted = self.encrypted or tag == "manifest:encryption-data"


class MetaPart(Part):
    """`found`: name and text of each property that has one."""

    def __init__(self, limits: Limits) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._text = Text(limits.text)

    def begin(self, tag: str, here: Attributes) -> None:
        self._text.clear()

    def characters(self, content: str) -> None:
        if self.parent == "office:meta":
            self._text.add(content)

    def finish(self, tag: str) -> None:
        text = str(self._text).strip() if self.parent == "office:meta" else ""
        if text:
            self.found.append((tag.rpartition(":")[2], text))


class StylesPart(Part):
    """`hidden`: names of the styles of sheets that are not shown."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden: set[str] = set()
        self._style = ""

    def begin(self, tag: str, here: Attributes) -> None:
        if tag == "style:style":
            self._style = here.get("style:name", "")
        elif tag == "style:table-properties" and here.get("table:display") == "false":
            self.hidden.add(self._style)


class ContentPart(StylesPart):
    """The sheets. What repeats is counted before it is written out, and what is empty never is.

    A row or column is told as hidden where something stands in it.
    """

    def __init__(self, limits: Limits, hidden_styles: set[str]) -> None:
        super().__init__()
        self.hidden |= hidden_styles
        self.sheets: list[SheetCells] = []
        self.active: set[str] = set()
        self._room = limits.cells
        # A few bytes can ask for any number of blanks: no more in the whole file than in one text.
        self._text = self._blanks = limits.text
        self._skipped = 0
        self._here: Attributes = {}
        self._words = self._aside = Paragraphs(0)
        self._heard: Paragraphs | None = None
        self._sheet = Rows("", True)
        self._starts: dict[str, Callable[[Attributes], None]] = {
            "table:table": self._start_table,
            "table:table-column": self._start_column,
            "table:table-row": self._start_row,
            **dict.fromkeys(CELLS, self._start_cell),
            "office:annotation": self._start_note,
        }
        self._says: dict[str, Callable[[Paragraphs, Attributes], None]] = {
            "text:p": lambda words, here: words.begin(),
            "text:h": lambda words, here: words.begin(),
            "text:s": self._blank,
            "text:tab": lambda words, here: words.put("\t"),
            "text:line-break": lambda words, here: words.put("\n"),
        }

    def begin(self, tag: str, here: Attributes) -> None:
        if tag in ACTIVE:
            self.active.add(ACTIVE[tag])
        if self._skipped:
            return
        if tag in SKIPPED or tag.startswith(SKIPPED_SPACES) or (tag == "table:table" and self._foreign(here)):
            self._skipped = len(self.path)
        elif tag in self._starts:
            self._starts[tag](here)
        elif tag in self._says:
            if self._heard:
                self._says[tag](self._heard, here)
        else:
            super().begin(tag, here)

    def characters(self, content: str) -> None:
        if self._heard and not self._skipped:
            self._heard.say(content)

    def finish(self, tag: str) -> None:
        if self._skipped:
            self._skipped = 0 if self._skipped == len(self.path) else self._skipped
        elif tag in ("text:p", "text:h"):
            if self._heard:
                self._heard.end()
        elif tag == "office:annotation" and self._heard:
            self._heard = self._words
        elif tag in CELLS:
            self._end_cell()
        elif tag == "table:table-row":
            self._room = self._sheet.end_row(self._room)
        elif tag == "table:table":
            self.sheets.append(self._sheet.sheet())

    def _foreign(self, here: Attributes) -> bool:
        """A table inside a cell or a drawing, or the copy of a sheet of another file."""
        elsewhere = "'#" in here.get("table:name", "") and here["table:name"].startswith("'")
        if elsewhere:
            self.active.add("外部連結")
        return elsewhere or self.parent != "office:spreadsheet"

    def _start_table(self, here: Attributes) -> None:
        # An empty sheet costs memory too.
        self._room -= 1
        if self._room < 0:
            raise RefusedError("too_large")
        self._sheet = Rows(here.get("table:name", ""), here.get("table:style-name", "") not in self.hidden)

    def _start_column(self, here: Attributes) -> None:
        times = _count(here, "table:number-columns-repeated")
        self._sheet.add_columns(times, here.get("table:visibility") in NOT_SHOWN)

    def _start_row(self, here: Attributes) -> None:
        times = _count(here, "table:number-rows-repeated")
        self._sheet.begin_row(times, here.get("table:visibility") in NOT_SHOWN)

    def _start_cell(self, here: Attributes) -> None:
        self._here = here
        self._words = self._heard = Paragraphs(self._text)
        self._aside = Paragraphs(self._text)
        formula = IN_QUOTES.sub("", here.get("table:formula", ""))
        if CALLS_ELSEWHERE.search(formula):
            self.active.add("外部連結")
        if CALLS_DDE.search(formula):
            self.active.add("DDE")

    def _start_note(self, here: Attributes) -> None:
        self._heard = self._aside if self._heard else None

    def _blank(self, words: Paragraphs, here: Attributes) -> None:
        times = _count(here, "text:c")
        self._blanks -= times
        if self._blanks < 0:
            raise RefusedError("too_large")
        words.put(" ", times)

    def _end_cell(self) -> None:
        here = self._here
        span = _count(here, "table:number-rows-spanned"), _count(here, "table:number-columns-spanned")
        times = _count(here, "table:number-columns-repeated")
        self._sheet.add_cell(cell(here, self._words), self._aside.text, span, times)
        self._heard = None


def _count(here: Mapping[str, str], name: str) -> int:
    """A number of times, 1 where nothing is said. Raises DamagedError."""
    return min(max(1, count(here.get(name, "1"))), ENDLESS)

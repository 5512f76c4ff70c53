"""How sheets print: paper, margins, one page wide, and a foot with the title and the page number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gmreports.render import style
from gmreports.render.ods.looks import face
from gmreports.render.ods.source import NAMES, Source
from gmreports.render.ods.xml import Element, under

FOOT_FACE = "foot"
FOOT_SIZE = 9
# As paper.set_print writes it.
_FOOT = re.compile(rf"&L&{FOOT_SIZE}(?P<left>.*)&R&{FOOT_SIZE}(?P<right>.*)", re.DOTALL)
_FIELD = re.compile("(&[PN])")
_FIELDS = {"&P": "text:page-number", "&N": "text:page-count"}


def master_of(at: int) -> str:
    return f"page{at + 1}"


def write_layouts(automatic: Element, sheets: Sequence[Source]) -> None:
    """A page layout for each sheet, and the face of its foot."""
    foot = under(automatic, "style:style", {"style:name": FOOT_FACE, "style:family": "text"})
    under(foot, "style:text-properties", face(FOOT_SIZE, style.INK))
    for at, sheet in enumerate(sheets):
        layout = under(automatic, "style:page-layout", {"style:name": f"layout{at + 1}"})
        under(layout, "style:page-layout-properties", _paper(sheet.root))
        under(layout, "style:header-style")
        margins = _margins(sheet.root)
        deep = float(margins["bottom"]) - float(margins["footer"])
        under(
            under(layout, "style:footer-style"),
            "style:header-footer-properties",
            {
                "fo:min-height": f"{deep:g}in",
                "fo:margin-top": f"{deep / 2:g}in",
                "fo:margin-left": "0in",
                "fo:margin-right": "0in",
            },
        )


def write_masters(masters: Element, sheets: Sequence[Source]) -> None:
    for at, sheet in enumerate(sheets):
        given = {"style:name": master_of(at), "style:page-layout-name": f"layout{at + 1}"}
        master = under(masters, "style:master-page", given)
        under(master, "style:header", {"style:display": "false"})
        said = _FOOT.fullmatch(sheet.root.findtext("m:headerFooter/m:oddFooter", "", NAMES))
        if said:
            foot = under(master, "style:footer")
            _write_foot(under(foot, "style:region-left"), said["left"])
            _write_foot(under(foot, "style:region-right"), said["right"])


def _write_foot(region: Element, text: str) -> None:
    paragraph = under(region, "text:p")
    for piece in _FIELD.split(text):
        if piece:
            span = under(paragraph, "text:span", {"text:style-name": FOOT_FACE})
            if piece in _FIELDS:
                under(span, _FIELDS[piece], text="1")
            else:
                _write_words(span, piece.replace("&&", "&"))


def _write_words(span: Element, words: str) -> None:
    """Blanks at the ends are elements: XML would drop them beside a field."""
    inner = words.strip(" ")
    before, after = len(words) - len(words.lstrip(" ")), len(words) - len(words.rstrip(" "))
    last: Element | None = None
    if before:
        last = under(span, "text:s", {"text:c": str(before)})
    if last is None:
        span.text = inner
    else:
        last.tail = inner
    if after and inner:
        under(span, "text:s", {"text:c": str(after)})


def _paper(root: Element) -> dict[str, str]:
    setup = root.find("m:pageSetup", NAMES)
    asked = dict(setup.attrib) if setup is not None else {}
    margins = _margins(root)
    lies = asked.get("orientation") == "landscape"
    wide, high = (style.A4_LONG, style.A4_SHORT) if lies else (style.A4_SHORT, style.A4_LONG)
    given = {
        "fo:page-width": f"{wide}in",
        "fo:page-height": f"{high}in",
        "style:print-orientation": "landscape" if lies else "portrait",
        "fo:margin-top": f"{margins['top']}in",
        # The foot stands inside the bottom margin of Excel, and above that of OpenDocument.
        "fo:margin-bottom": f"{margins['footer']}in",
        "fo:margin-left": f"{margins['left']}in",
        "fo:margin-right": f"{margins['right']}in",
        "style:first-page-number": "continue",
        "style:print": "charts drawings objects zero-values",
        "style:scale-to-X": "1",
    }
    return given if asked.get("fitToHeight") == "0" else given | {"style:scale-to-Y": "1"}


def _margins(root: Element) -> dict[str, str]:
    margins = root.find("m:pageMargins", NAMES)
    return {name: str(value) for name, value in margins.attrib.items()} if margins is not None else {}
